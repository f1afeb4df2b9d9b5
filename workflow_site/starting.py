"""Nothing starts on a faulty installation: neither gunicorn nor a Celery worker runs the system checks by itself."""

from django.core.management.base import BaseCommand, SystemCheckError


def refuse_faulty_start() -> None:
    """Run every system check, a flow's among them; leave with their messages if one is an error."""
    try:
        BaseCommand().check()
    except SystemCheckError as faults:
        raise SystemExit(f"Harakat does not start.\n{faults}") from None
