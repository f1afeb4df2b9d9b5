"""Messages to people: in the product at once, by mail or text message through a job. Each is a row, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPResponseException

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, send_mail
from django.db.models import QuerySet

from journal import clock, jobs, sms
from journal.models import Job, Notice

# With the growing delay of jobs, some two and a half hours.
ATTEMPTS = 12


def plan(
    *,
    person_id: int,
    subject: str,
    body: str,
    url: str,
    about: str,
    email: str = "",
    attachment: str = "",
    attachment_name: str = "",
    phone: str = "",
    brief: str = "",
) -> list[Notice]:
    """Tell one person something, in the transaction of the act it speaks of; returns the rows, one a channel.

    Args:
        url: a path of this site, for instance ``/cases/12/``.
        about: the chain it speaks of.
        email: the address; empty where none is known, then the product alone tells.
        attachment: a stored PDF which the mail brings along, by its place in the storage.
        attachment_name: what it is called for people.
        phone: a number a text message goes to where there is no e-mail address; it says ``brief`` and nothing else.
        brief: one of the texts the gateway has approved.
    """
    now = clock.now()
    common = {"person_id": person_id, "subject": subject[:200], "body": body, "url": url, "about": about}
    shown = Notice(**common, channel=Notice.Channel.IN_APP, state=Notice.State.SENT, created_at=now, sent_at=now)
    mailed = Notice(**common, channel=Notice.Channel.EMAIL, address=email, created_at=now)
    mailed.attachment, mailed.attachment_name = attachment, attachment_name
    texted = Notice(**{**common, "body": brief}, channel=Notice.Channel.SMS, address=phone, created_at=now)
    beside = [mailed] if email else [texted] if phone else []
    planned: list[Notice] = Notice.objects.bulk_create([shown, *beside])
    for notice in beside:
        jobs.enqueue(f"notice.{notice.channel}", key=f"notice:{notice.pk}", args={"notice": notice.pk})
    return planned


def to_person(person_id: int) -> QuerySet[Notice]:
    """What the product tells a person, newest first."""
    return Notice.objects.filter(person_id=person_id, channel=Notice.Channel.IN_APP).order_by("-created_at", "-id")


def unread(person_id: int) -> int:
    """How many of them the person has not read."""
    return to_person(person_id).filter(read_at__isnull=True).count()


def mark_read(person_id: int, notice_ids: list[int] | None = None) -> int:
    """Mark these, or all, as read; returns how many were unread."""
    waiting = to_person(person_id).filter(read_at__isnull=True)
    if notice_ids is not None:
        waiting = waiting.filter(pk__in=notice_ids)
    return waiting.update(read_at=clock.now())


def mark_read_about(person_id: int, about: str, *, before: datetime) -> int:
    """Mark as read what the person was told about a thing before they acted on it; returns how many were unread."""
    told = to_person(person_id).filter(read_at__isnull=True, about=about, created_at__lte=before)
    return told.update(read_at=clock.now())


def _reason(error: Exception) -> str:
    """Why a mail was not sent, without the address: servers repeat it in their answers."""
    code = f" {error.smtp_code}" if isinstance(error, SMTPResponseException) else ""
    return f"{type(error).__name__}{code}"


def _send_with_attachment(notice: Notice, mail: EmailMessage) -> None:
    with default_storage.open(notice.attachment) as file:
        mail.attach(notice.attachment_name, file.read(), "application/pdf")
    mail.send()


@jobs.handler("notice.email")
def send_email(job: Job) -> None:
    """Send one mail."""
    _send_once(job, _mail)


@jobs.handler("notice.sms")
def send_sms(job: Job) -> None:
    """Send one text message."""
    _send_once(job, lambda notice: sms.send(notice.address, notice.body))


def _mail(notice: Notice) -> None:
    link = f"\n\n{settings.SITE_ADDRESS}{notice.url}" if notice.url else ""
    subject, body, to = notice.subject.replace("\n", " "), notice.body + link, [notice.address]
    if notice.attachment:
        _send_with_attachment(notice, EmailMessage(subject, body, None, to))
    else:
        send_mail(subject, body, None, to)


def _send_once(job: Job, send: Callable[[Notice], None]) -> None:
    """A failure is on the notice at once and the job tries again, later each time, until it gives up."""
    notice = Notice.objects.get(pk=job.args["notice"])
    if notice.state == Notice.State.SENT:
        return
    try:
        send(notice)
    except Exception as error:
        Notice.objects.filter(pk=notice.pk).update(state=Notice.State.FAILED, error=_reason(error))
        if job.attempts >= ATTEMPTS:
            return
        raise
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT, sent_at=clock.now(), error="")
