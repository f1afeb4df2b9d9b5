"""Fixtures every test may ask for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation

from journal import clock
from movements import limits
from orders.signing.certificate import make_certificate
from tests.people import House, open_house
from tests.services import HOME


@pytest.fixture(autouse=True)
def start_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """A believed time runs on from the start of the process: in a long run, past the midnight a test stands before."""
    monkeypatch.setattr(clock, "_started", datetime.now(UTC))


@pytest.fixture(autouse=True)
def speaks_uzbek() -> None:
    """Each test begins in the product's own language, whatever the test before it chose."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_numbers_of_the_office_without_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule may be asked without a database; then it knows the numbers of the files alone."""
    if "django_db" not in request.keywords and not {"db", "committed_db"} & set(request.fixturenames):
        monkeypatch.setattr(limits, "_with_rows", dict)


@pytest.fixture
def house(db: None) -> House:
    """The small institute, inside the test's own transaction."""
    return open_house()


@pytest.fixture
def seal(tmp_path: Path, settings: Any) -> None:
    """The institute's seal, self-made."""
    settings.HARAKAT_SEAL = tmp_path / "seal.p12"
    settings.HARAKAT_SEAL_PASSPHRASE = "tamgʻa"
    make_certificate(settings.HARAKAT_SEAL, "tamgʻa", institute_name="TKTI", at=clock.now())


@pytest.fixture
def transactional_db(committed_db: str) -> None:
    """What ``live_server`` asks for; defined here because a plugin's own would yield to pytest-django's."""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The migrated database, made even where every test of the run commits (pytest-django would make none then).

    Defined here because a plugin's own would yield to pytest-django's.
    """
    with django_db_blocker.unblock():
        usual = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(usual, verbosity=0)


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder with a name short enough for a socket in it."""
    with tempfile.TemporaryDirectory(prefix="h-", dir=HOME) as folder:
        # A server that may not run as root is lent to nobody, who must reach his own folder in it.
        Path(folder).chmod(0o711)
        yield Path(folder)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how much of every flow was walked, whichever process walked it."""
    done = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    for line in sorted(said for report in done for name, said in report.user_properties if name == "walked"):
        terminalreporter.write_line(line)
