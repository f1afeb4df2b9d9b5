"""Everybody concerned is told: in the product at once, by e-mail where an address is known."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPResponseException

import pytest
from django.core import mail

from journal import jobs, notices
from journal.models import Job, Notice
from tests.work import do_all_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_memory(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_ADDRESS = "https://harakat.example"


def tell(email: str = "aziza@tkti.example", person_id: int = 5) -> None:
    notices.plan(
        person_id=person_id, subject="Arizangiz", body="Dekan rozi.", url="/cases/1/", about="movement:1", email=email
    )


def rows() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("channel", "state"))


def test_the_product_tells_at_once_and_the_mail_waits_for_its_job() -> None:
    tell()
    assert rows() == [("in_app", "sent"), ("email", "waiting")]
    assert Job.objects.get().args == {"notice": Notice.objects.get(channel="email").pk}


def test_without_an_address_only_the_product_tells() -> None:
    tell(email="")
    assert rows() == [("in_app", "sent")]
    assert Job.objects.count() == 0


def test_a_notice_takes_two_statements(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        tell()


def test_the_mail_is_sent_once() -> None:
    tell()
    do_all_jobs()
    notices.send_email(Job.objects.get())
    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [
        (["aziza@tkti.example"], "Arizangiz", "Dekan rozi.\n\nhttps://harakat.example/cases/1/")
    ]
    assert rows() == [("in_app", "sent"), ("email", "sent")]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SMTPResponseException(451, b"aziza@tkti.example: later"), "SMTPResponseException 451"),
        (SMTPRecipientsRefused({"aziza@tkti.example": (550, b"no")}), "SMTPRecipientsRefused"),
        (ConnectionRefusedError("aziza"), "ConnectionRefusedError"),
    ],
)
def test_a_mail_that_fails_says_so_without_the_address_and_is_tried_again(monkeypatch, error, reason) -> None:
    def fail(*_args: object) -> None:
        raise error

    tell()
    job = Job.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(notices, "send_mail", fail)
        assert jobs.run(job.pk) is False
    failed = Notice.objects.get(channel="email")
    assert (failed.state, failed.error, failed.sent_at) == ("failed", reason, None)
    Job.objects.update(run_after=job.created_at)
    assert jobs.run(job.pk) is True
    failed.refresh_from_db()
    assert (failed.state, failed.error, len(mail.outbox)) == ("sent", "", 1)


def test_a_mail_that_never_arrives_is_given_up_and_stays_failed(monkeypatch) -> None:
    def fail(*_args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(notices, "send_mail", fail)
    tell()
    job = Job.objects.get()
    Job.objects.update(attempts=notices.ATTEMPTS - 1)
    assert jobs.run(job.pk) is True
    assert rows() == [("in_app", "sent"), ("email", "failed")]


def test_what_a_person_has_not_read_is_counted_and_read_one_by_one() -> None:
    tell()
    tell()
    tell(person_id=6)
    newest = notices.to_person(5).first()
    assert notices.unread(5) == 2
    assert notices.mark_read(5, [newest.pk]) == 1
    assert notices.mark_read(6, [newest.pk]) == 0
    assert [notices.unread(5), notices.unread(6)] == [1, 1]
    assert notices.mark_read(5) == 1
    assert notices.unread(5) == 0
