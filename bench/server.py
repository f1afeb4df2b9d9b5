"""A PostgreSQL and a Redis of this run's own, and Django upon them. PostgreSQL flushes as in production."""

from __future__ import annotations

import os
import signal

from tests import services

SAFE = [argument for setting in ("listen_addresses=", "timezone=UTC") for argument in ("-c", setting)]


def start() -> None:
    """Both services and an empty migrated database; ``stop`` ends them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    (services.HOME / "media").mkdir(exist_ok=True)
    services.start_redis()
    services.start_postgres(options=SAFE)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("CREATE DATABASE harakat")
    call_command("migrate", verbosity=0)


def stop() -> None:
    """End what was started."""
    for process in services.running:
        process.send_signal(signal.SIGINT)
    for process in services.running:
        process.wait(timeout=30)
