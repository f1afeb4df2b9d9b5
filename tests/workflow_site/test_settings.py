"""A wrong value stops the start with one sentence which names the variable."""

import os
import subprocess
import sys

import pytest

from tests.processes import ROOT

EMBEDDED = {"DATABASE_URL": "", "BROKER_URL": "", "HARAKAT_HOSTS": "", "EMAIL_URL": "", "SMS_URL": ""}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Import the settings as a start of the product does, in a process of its own."""
    command = [sys.executable, "-c", "import workflow_site.settings as s; print(s.SITE_ADDRESS, s.PRODUCTION, s.HTTPS)"]
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "workflow_site.settings", **EMBEDDED, **environment}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("HARAKAT_DEBUG", "maybe", "must be true or false, not “maybe”"),
        ("HARAKAT_NOW", "yesterday", "must be an ISO time like 2026-09-01T09:00, not “yesterday”"),
        ("HARAKAT_SECRET_KEY", "short", "must be given with DATABASE_URL, and have at least 50 characters"),
        ("DATABASE_URL", "mysql://host/name", "must begin with postgresql:// or sqlite:///"),
        ("DATABASE_URL", "postgresql://", "names no database"),
        ("BROKER_URL", "kafka://host", "must begin with redis://, rediss://, redis+socket://, amqp:// or amqps://"),
        ("SMS_URL", "pigeon://loft", "must begin with eskiz:// or filesms:///"),
        ("SMS_URL", "eskiz://notify.eskiz.uz", "names no login, no password or no host"),
        (
            "SMS_URL",
            "eskiz+http://a:b@notify.eskiz.uz",
            "sends the password in the open; eskiz+http:// is for a gateway on this machine",
        ),
        ("EMAIL_URL", "pigeon://loft", "cannot be read (Invalid email schema pigeon)"),
        ("HARAKAT_LOG_FORMAT", "xml", "must be line or json, not “xml”"),
        ("PORT", "80 80", "must be a number from 1 to 65535, not “80 80”"),
        ("HARAKAT_MEDIA", __file__, f"must be a folder, which “{__file__}” is not"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_reason(variable: str, value: str, why: str) -> None:
    hosts = {"HARAKAT_HOSTS": "harakat.example.uz"}
    stopped = start(**{**hosts, variable: value})
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert stopped.stderr == f"Harakat does not start: {variable} {why}.\n"


def test_nothing_given_is_the_embedded_site_of_this_machine() -> None:
    assert start(PORT="8017", HARAKAT_HTTPS="").stdout == "http://127.0.0.1:8017 False False\n"


def test_a_database_makes_it_production_which_needs_its_host() -> None:
    database = "postgresql://harakat@127.0.0.1/harakat"
    assert start(DATABASE_URL=database).stderr == (
        "Harakat does not start: HARAKAT_HOSTS must name the site's host when DATABASE_URL is given.\n"
    )
    production = start(DATABASE_URL=database, HARAKAT_HOSTS="harakat.example.uz, other.example.uz", HARAKAT_HTTPS="")
    assert production.stdout == "https://harakat.example.uz True True\n"


def test_mail_without_a_server_is_kept_under_var_wherever_the_site_was_started() -> None:
    command = [
        sys.executable,
        "-c",
        "import workflow_site.settings as s; print(s.EMAIL_FILE_PATH == str(s.VAR / 'mail'))",
    ]
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "workflow_site.settings", **EMBEDDED}
    told = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"
