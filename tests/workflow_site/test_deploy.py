"""What is handed to operators agrees with the program: the names it reads and the processes it needs."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from workflow_site.management.commands.serve import commands

DEPLOY = Path(settings.BASE_DIR) / "deploy"
NAME = re.compile(r"\b(?:HARAKAT_[A-Z_]+|DATABASE_URL|BROKER_URL|EMAIL_URL|SMS_URL|PORT)\b")


def texts() -> dict[str, str]:
    """Every file of ``deploy/`` and the page that explains them."""
    files = [*(path for path in DEPLOY.rglob("*") if path.is_file()), Path(settings.BASE_DIR) / "docs" / "operating.md"]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def test_no_variable_is_named_that_the_example_does_not_explain() -> None:
    known = set(NAME.findall((Path(settings.BASE_DIR) / ".env.example").read_text(encoding="utf-8")))
    for file, text in texts().items():
        assert set(NAME.findall(text)) <= known, file


def test_each_process_of_make_run_has_its_unit_and_its_service() -> None:
    compose = texts()["compose.yaml"]
    for part, command in commands().items():
        unit = texts()[f"harakat-{part}.service"]
        assert f"\n  {part}:\n" in compose
        # gunicorn workflow_site.wsgi, celery -A workflow_site worker, celery -A workflow_site beat
        for word in (
            word for word in command if word in ("gunicorn", "workflow_site.wsgi", "celery", "worker", "beat")
        ):
            assert word in unit


def test_every_file_the_page_names_is_there() -> None:
    page = texts()["operating.md"]
    named = re.findall(r"\b(?:deploy|docs)/[\w./-]*\w", page)
    assert named
    for path in named:
        assert path in ("deploy/.env", "deploy/database_password") or (Path(settings.BASE_DIR) / path).exists(), path
