"""The product's own processes on this test's database, folder and time: worker, scheduler, and a Redis to torment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from celery import Celery
from django.conf import settings
from django.db import connection

from journal import bell
from tests.processes import ROOT, database_url
from tests.services import redis_binary, wait_until
from workflow_site.celery import configuration

LONGEST_WAIT = 0.1  # seconds an act may wait for a broker, whatever that does


class Broker:
    """A Redis of this test's own, which may be paused, killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.socket, self.folder = folder / "redis.sock", folder
        self.address = f"redis+socket://{self.socket}"
        self.start()

    def start(self) -> None:
        """Start it empty."""
        command = [redis_binary(), "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(self.socket.exists, "the start of Redis")

    def pause(self) -> None:
        """It still accepts connections, and says nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """The end of the pause."""
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """It is gone with all it knew."""
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)


def ring_at(address: str, monkeypatch: Any) -> None:
    """Let this process ring at that broker, by the product's own configuration."""
    monkeypatch.setattr(settings, "BROKER_URL", address)
    app = Celery("harakat", set_as_current=False)
    app.add_defaults(configuration)
    monkeypatch.setattr(bell, "current_app", app)


def environment(**more: str) -> dict[str, str]:
    """What a process must know to work on this test's database and documents."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "workflow_site.settings",
        "DATABASE_URL": database_url(str(connection.settings_dict["NAME"])),
        "BROKER_URL": settings.BROKER_URL,
        "HARAKAT_MEDIA": str(settings.MEDIA_ROOT),
        "HARAKAT_SEAL": str(settings.HARAKAT_SEAL),
        "HARAKAT_SEAL_PASSPHRASE": settings.HARAKAT_SEAL_PASSPHRASE,
        **more,
    }


@contextmanager
def running(name: str, log: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of Celery's programs until the block ends; then the kernel kills it with all its children."""
    command = [sys.executable, "-m", "celery", "-A", "workflow_site", name, "--loglevel", "INFO", *arguments]
    with log.open("ab") as output:
        program = subprocess.Popen(
            command, cwd=ROOT, env=environment(**more), stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield program
    finally:
        # Where it has ended by itself there may be nobody left.
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


@contextmanager
def worker(log: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that is ready."""
    log.unlink(missing_ok=True)
    arguments = ("--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat")
    with running("worker", log, *arguments, **more) as program:
        wait_until(lambda: " ready." in log.read_text() or program.poll() is not None, "the start of the worker", 60)
        assert program.poll() is None, log.read_text()
        yield program
