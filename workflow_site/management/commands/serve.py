"""The site as it runs on one machine: the database made ready, then web, worker and scheduler until Ctrl-C."""

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from journal import clock
from permissions.models import Institute
from workflow_site.demo import LOGINS, PASSWORD
from workflow_site.supervisor import refuse_taken_port, supervise


def commands() -> dict[str, list[str]]:
    """The command of every process by its name."""
    celery = [sys.executable, "-m", "celery", "-A", "workflow_site"]
    web = "gunicorn workflow_site.wsgi --preload --no-control-socket --workers 2 --threads 4 --access-logfile -"
    worker = "worker --concurrency 2 --loglevel INFO --without-gossip --without-mingle"
    return {
        "web": [sys.executable, "-m", *web.split(), "--bind", f"127.0.0.1:{settings.PORT}"],
        "worker": [*celery, *worker.split()],
        "scheduler": [*celery, "beat", "--schedule", str(settings.VAR / "beat-schedule"), "--pidfile", ""],
    }


class Command(BaseCommand):
    """``manage.py serve``."""

    help = "Run web, worker and scheduler until Ctrl-C; their logs are under var/log."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Start everything, say where it is, stop everything."""
        refuse_taken_port(int(settings.PORT))
        call_command("prepare")
        clock.share_start()
        supervise(commands(), settings.VAR / "log", int(settings.PORT), self.say_where)

    def say_where(self) -> None:
        """Print the address and, where the institute is invented, who may sign in."""
        self.stdout.write(f"Harakat is at {settings.SITE_ADDRESS} (Ctrl-C stops it).")
        if Institute.objects.filter(is_demo=True).exists():
            self.stdout.write(f"Accounts of the invented institute, password {PASSWORD}: {', '.join(LOGINS)}.")
        self.stdout.flush()
