"""From the signature to the changed record: the document once, each item once, each on its day, everybody told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError

from journal import clock, events, jobs
from journal.models import Job, Notice
from orders import actions, acts, documents, enactment, queries, stored_files
from orders.models import Document, Order, OrderItem
from orders.signing import institutional_signer, verify
from students.actions import project, record_standing
from students.models import Standing, Student
from students.standing import Facts
from tests.orders.drafts import item, signed
from tests.people import House
from tests.work import do_all_jobs

At = Callable[[str], None]
Heard = list[tuple[str, int, str, str]]


@pytest.fixture(autouse=True)
def _silent_movements(heard: Heard) -> None:
    """No case waits for these orders."""


def job_of(kind: str, order: Order) -> Job:
    return Job.objects.filter(kind=kind, args__order=order.pk).latest("pk")


def in_force(house: House, *logins: str, on: date) -> Order:
    order = signed(house, *logins, on=on)
    do_all_jobs()
    order.refresh_from_db()
    return order


def test_a_signed_order_gets_its_sealed_document_and_comes_into_force(
    house: House, sealing: Path, at: At, heard: Heard
) -> None:
    at("2026-12-01T09:00")
    order = in_force(house, "aziza", "sardor", on=date(2026, 12, 1))
    document = order.document
    stored = Path(document.file.path).read_bytes()
    assert (order.state, document.size, document.sha256) == (
        "in_force",
        len(stored),
        hashlib.sha256(stored).hexdigest(),
    )
    assert verify(stored).is_from(institutional_signer().describe())
    assert stored.startswith(documents.unsealed_pdf(order))
    assert [path.name for path in sealing.rglob("*") if path.is_file()] == [f"{document.sha256}.pdf"]
    with pikepdf.open(document.file.path) as pdf:
        embedded = pdf.attachments["buyruq.json"].get_file().read_bytes()
    assert order.act is not None
    assert embedded == acts.canonical(order.act)
    assert [told[:2] for told in heard] == [
        ("applied", house.students["aziza"].pk),
        ("applied", house.students["sardor"].pk),
    ]


def test_each_item_changes_the_record_once_with_the_order_as_its_basis(house: House, sealing: Path, at: At) -> None:
    at("2026-12-05T09:00")
    order = in_force(house, "aziza", on=date(2026, 12, 1))
    assert order.recorded_at is not None
    standing = Standing.objects.get(source=f"item:{order.items.get().pk}")
    assert (standing.status, standing.valid_from, standing.order_number, standing.order_date) == (
        "on_leave",
        date(2026, 12, 1),
        "1-T",
        date(2026, 12, 5),
    )
    student = Student.objects.get(pk=house.students["aziza"].pk)
    assert (student.status, student.status_until, student.ground) == ("on_leave", date(2027, 9, 1), "health")
    for job in Job.objects.filter(kind__startswith="order."):
        jobs._handlers[job.kind](job)
    assert Standing.objects.filter(student=student, status="on_leave").count() == 1
    assert [event.act for event in events.of(order)][-5:] == [
        "order.sign",
        "order.come_into_force",
        "order.apply",
        "order.record",
        "order.notify",
    ]
    assert events.verify_all() == []


def test_a_future_date_waits_for_its_day(house: House, sealing: Path, at: At) -> None:
    at("2026-11-23T09:00")
    order = in_force(house, "aziza", on=date(2026, 12, 1))
    assert (order.state, order.recorded_at) == ("in_force", None)
    assert queries.progress(order) == {"done": 0, "failed": 0, "total": 1, "next_on": date(2026, 12, 1)}
    waiting = job_of("order.apply", order)
    assert waiting.run_after == datetime(2026, 12, 1, tzinfo=clock.zone)
    at("2026-11-30T23:59:50")
    assert do_all_jobs() == 0
    assert Student.objects.get(pk=house.students["aziza"].pk).status == "studying"
    at("2026-12-01T00:00:01")
    assert do_all_jobs() == 1
    assert Student.objects.get(pk=house.students["aziza"].pk).status == "on_leave"
    order.refresh_from_db()
    assert order.recorded_at is not None


def test_items_of_two_days_are_applied_each_on_its_own(house: House, sealing: Path, at: At) -> None:
    at("2026-11-23T09:00")
    order = actions.compose_order(
        actor=house.dilnoza,
        kind="academic_leave",
        title="Akademik taʼtil berish toʻgʻrisida",
        unit=house.institute,
        lines=[line_on(house, "aziza", date(2026, 11, 23)), line_on(house, "sardor", date(2026, 12, 1))],
        visas=[],
        signs="rector",
    )
    actions.send(actor=house.dilnoza, order_id=order.pk)
    actions.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    assert queries.progress(order) == {"done": 1, "failed": 0, "total": 2, "next_on": date(2026, 12, 1)}
    at("2026-12-01T08:00")
    do_all_jobs()
    assert queries.progress(order) == {"done": 2, "failed": 0, "total": 2, "next_on": None}


def line_on(house: House, login: str, on: date) -> actions.Line:
    from tests.orders.drafts import line

    return line(house, login, on=on)


def test_one_failing_item_keeps_its_reason_and_the_rest_goes_on(house: House, sealing: Path, at: At) -> None:
    at("2026-11-23T09:00")
    order = in_force(house, "aziza", "sardor", on=date(2026, 12, 1))
    student = house.students["aziza"]
    expelled = Facts(**{**Facts.of(student).columns(), "status": "expelled"})
    record_standing(
        student=student, facts=expelled, valid_from=clock.today(), basis="paper_order", basis_text="9", source="paper:9"
    )
    project(student_id=student.pk, on=clock.today())
    at("2026-12-01T08:00")
    do_all_jobs()
    order.refresh_from_db()
    failed = item(order, "aziza", house)
    assert (failed.state, bool(failed.error)) == ("failed", True)
    assert item(order, "sardor", house).state == "applied"
    assert (queries.progress(order)["failed"], order.recorded_at) == (1, None)
    assert queries.may(house.dilnoza, order) == ["retry"]


def test_a_failed_item_is_tried_again_by_the_registrar(
    house: House, sealing: Path, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2026-12-01T09:00")
    with monkeypatch.context() as broken:
        broken.setattr(enactment, "record_standing", _raise(ValueError("Aziza")))
        order = in_force(house, "aziza", on=date(2026, 12, 1))
    failed = order.items.get()
    assert (failed.state, "Aziza" in failed.error, "ValueError" in failed.error) == ("failed", False, True)
    actions.retry(actor=house.dilnoza, order_id=order.pk)
    do_all_jobs()
    order.refresh_from_db()
    assert (order.items.get().state, order.items.get().error) == ("applied", "")
    assert order.recorded_at is not None


def _raise(error: Exception) -> Callable[..., Any]:
    def fail(*_args: object, **_named: object) -> None:
        raise error

    return fail


def test_a_listener_that_refuses_undoes_the_item(house: House, sealing: Path, at: At) -> None:
    at("2026-12-01T09:00")
    refuse = _raise(ValueError("no"))
    enactment.listen(applied=refuse, struck=refuse, discarded=refuse)
    order = in_force(house, "aziza", on=date(2026, 12, 1))
    assert order.items.get().state == "failed"
    assert Student.objects.get(pk=house.students["aziza"].pk).status == "studying"
    assert not Standing.objects.filter(source__startswith="item:").exists()


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError, DatabaseError])
def test_a_lost_database_fails_no_item(
    house: House, sealing: Path, at: At, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    at("2026-12-01T09:00")
    order = signed(house, "aziza", on=date(2026, 12, 1))
    with monkeypatch.context() as broken:
        broken.setattr(enactment, "record_standing", _raise(kind("gone")))
        assert jobs.run(job_of("order.document", order).pk)
        assert not jobs.run(job_of("order.apply", order).pk)
    assert OrderItem.objects.get(order=order).state == "waiting"
    at("2026-12-01T10:00")
    do_all_jobs()
    assert OrderItem.objects.get(order=order).state == "applied"


def test_a_failed_rendering_keeps_number_and_date_and_is_tried_again(
    house: House, sealing: Path, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2026-11-23T09:00")
    order = signed(house, "aziza")
    job = job_of("order.document", order)
    with monkeypatch.context() as broken:
        broken.setattr(documents.render, "render_pdf", _raise(RuntimeError("no fonts")))
        assert not jobs.run(job.pk)
    order.refresh_from_db()
    assert (order.state, order.number) == ("signed", "1-T")
    assert signed(house, "sardor").number == "2-T"
    at("2026-11-24T09:00")
    do_all_jobs()
    order.refresh_from_db()
    assert (order.state, order.number, order.date) == ("in_force", "1-T", date(2026, 11, 23))


def test_a_full_disk_leaves_no_partial_file(
    house: House, sealing: Path, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2026-11-23T09:00")
    order = signed(house, "aziza")
    with monkeypatch.context() as broken:
        broken.setattr(stored_files.os, "fsync", _raise(OSError(28, "No space left on device")))
        assert not jobs.run(job_of("order.document", order).pk)
    assert [path for path in sealing.rglob("*") if path.is_file()] == []
    assert not Document.objects.exists()
    assert Order.objects.get(pk=order.pk).state == "signed"


def test_what_a_killed_worker_left_is_not_a_second_document(house: House, sealing: Path, at: At) -> None:
    at("2026-11-23T09:00")
    order = signed(house, "aziza")
    folder = sealing / "orders" / "2026" / str(order.pk)
    folder.mkdir(parents=True)
    (folder / ".half.part").write_bytes(b"%PDF")
    (folder / f"{'0' * 64}.pdf").write_bytes(b"%PDF-1.7 whole, but its row was never committed")
    do_all_jobs()
    assert [path.name for path in folder.iterdir()] == [f"{Document.objects.get().sha256}.pdf"]


def test_the_document_is_made_once(house: House, sealing: Path, at: At) -> None:
    at("2026-11-23T09:00")
    order = in_force(house, "aziza", on=date(2026, 12, 1))
    first = order.document.sha256
    documents.make_document(job_of("order.document", order))
    assert Document.objects.get().sha256 == first


def test_everybody_concerned_has_a_notice_and_an_e_mail_where_one_is_known(house: House, sealing: Path, at: At) -> None:
    at("2026-11-23T09:00")
    house.aziza.email = ""
    house.aziza.save()
    order = in_force(house, "aziza", on=date(2026, 12, 1))
    told = Notice.objects.filter(about=order.chain, subject__contains=order.number)
    assert sorted(told.values_list("person_id", "channel", "state")) == sorted(
        [
            (house.aziza.pk, "in_app", "sent"),
            (house.botir.pk, "in_app", "sent"),
            (house.botir.pk, "email", "sent"),
            (house.dilnoza.pk, "in_app", "sent"),
            (house.dilnoza.pk, "email", "sent"),
        ]
    )
    enactment.jobs._handlers["order.notices"](job_of("order.notices", order))
    assert told.count() == 5


def test_progress_is_n_of_m(house: House, sealing: Path, at: At) -> None:
    at("2026-12-01T09:00")
    order = in_force(house, "aziza", "sardor", on=date(2026, 12, 1))
    job = job_of("order.apply", order)
    assert (job.done, job.total) == (2, 2)
    assert job.finished_at is not None
    assert job.finished_at - job.created_at < timedelta(minutes=1)
