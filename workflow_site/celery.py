"""The job queue: the worker runs what the journal wrote down, the scheduler sweeps what was left.

The queue only wakes: a job is a row of the journal first, so a lost message costs five seconds and never a job.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workflow_site.settings")
TRANSPORT_ALIASES["filesystem"] = "workflow_site.file_queue:Transport"


def transport_options(broker_url: str) -> dict[str, Any]:
    """What each kind of broker needs so that neither a request nor a worker waits long for it."""
    if broker_url.startswith("filesystem"):
        queue = Path(urlsplit(broker_url).path or settings.VAR / "queue")
        folders = {
            "data_folder_in": queue / "jobs",
            "data_folder_out": queue / "jobs",
            "control_folder": queue / "control",
        }
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        return {name: str(folder) for name, folder in folders.items()} | {"polling_interval": 0.05}
    at_once_or_never = {"max_retries": 0, "interval_start": 0}
    if broker_url.startswith("redis"):
        return {"socket_connect_timeout": 0.1, "socket_timeout": 5, **at_once_or_never}
    return at_once_or_never


def configuration() -> dict[str, Any]:
    """Celery's settings, read when they are first needed and so after Django's."""
    return {
        "broker_url": settings.BROKER_URL,
        "broker_transport_options": transport_options(settings.BROKER_URL),
        # A decision must not wait for a broker that is down: the row is saved, the sweep sends it later.
        "broker_connection_timeout": 0.1,
        "task_publish_retry": False,
        "broker_connection_retry_on_startup": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "timezone": settings.TIME_ZONE,
        "beat_schedule": {
            # A message expires when the next one is due: a worker that was away is not met by an hour of sweeps.
            "sweep": {"task": "journal.sweep", "schedule": 5.0, "options": {"expires": 5}},
            "daily": {"task": "journal.daily", "schedule": crontab(minute="1"), "options": {"expires": 3600}},
        },
    }


app = Celery("harakat")
# Else only the thread that imported this would know it: the others would ring at a broker of their own.
app.set_default()
app.add_defaults(configuration)
app.autodiscover_tasks()


@worker_init.connect
def refuse_faulty_worker(**_: object) -> None:
    """Celery runs the system checks at a worker's start but goes on whatever they say."""
    from workflow_site.starting import refuse_faulty_start

    refuse_faulty_start()


@beat_init.connect
def catch_up(**_: object) -> None:
    """A machine that was off at midnight does the day's work when it starts."""
    app.send_task("journal.daily")
