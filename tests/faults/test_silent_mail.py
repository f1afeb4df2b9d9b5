"""A mail server that accepts and says nothing: no worker waits for ever, and the mail is sent when another answers."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any

from journal import jobs
from journal.models import Job, Notice
from tests.faults.cases import filed
from tests.faults.dying import drain
from tests.faults.invariants import broken, unfinished
from tests.faults.numbers import count
from tests.people import House
from workflow_site import settings as product

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_a_silent_mail_server_holds_no_worker(house: House, media: Path, unrung: None, settings: Any) -> None:
    assert 0 < product.EMAIL_TIMEOUT < jobs.LEASE.total_seconds() / 2
    usual = settings.EMAIL_BACKEND
    filed(house, "aziza")
    drain(leave=["notice.email"])
    [job] = Job.objects.filter(kind="notice.email", finished_at=None)[:1]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, *silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.3
        began = time.monotonic()
        assert jobs.run(job.pk) is False
        assert time.monotonic() - began < 5
    notice = Notice.objects.get(pk=job.args["notice"])
    assert (notice.state, notice.error) == ("failed", "SMTPServerDisconnected")
    assert broken() == []
    settings.EMAIL_BACKEND = usual
    Job.objects.filter(pk=job.pk).update(run_after=job.created_at)
    drain()
    assert unfinished(media) == []
    count("mail server that says nothing", mails=1)
