"""A worker is killed at every statement of every job, and at any moment: nothing is lost, nothing done twice."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from journal import jobs, notices
from journal.models import Job, Notice
from movements import actions, notifying
from movements.models import Letter
from orders import extracts, sheets
from orders.item_models import OrderExtract
from orders.models import Order
from orders.sheet_models import SheetFile
from tests.faults import dying
from tests.faults.cases import enrolled, filed, ready_for, signed
from tests.faults.invariants import broken, unfinished
from tests.faults.numbers import count, times
from tests.faults.test_killed_clearances import OFFICES
from tests.faults.test_killed_clocks import CLOCKS
from tests.faults.test_killed_leaves import LEAVES
from tests.faults.test_killed_sittings import SITTINGS
from tests.people import House

At = Callable[[str], None]
# Between the statements of make test's few deaths; a proof dies at each.
STEPS = {"movements.notify": 3, "notice.email": 2, "order.document": 6, "order.apply": 11, "order.notices": 9}


def test_a_worker_killed_at_any_statement_loses_nothing(house: House, media: Path, unrung: None) -> None:
    order = signed(house, "aziza", *enrolled(house, times(1, 7)))
    kinds = list(STEPS)
    while kinds:
        dying.drain(leave=kinds)
        waiting = Job.objects.filter(kind=kinds[0], finished_at=None).latest("pk")
        deaths = dying.kill_at_every_statement(waiting.pk, times(STEPS[waiting.kind], 1))
        count("worker killed before a statement", **{f"deaths in {waiting.kind}": deaths})
        del kinds[0]
    dying.drain()
    assert unfinished(media) == []
    assert Order.objects.get(pk=order.pk).state == "in_force"


def test_a_worker_killed_at_an_extract_leaves_one(house: House, media: Path, unrung: None) -> None:
    order = signed(house, "aziza")
    dying.drain()
    extracts.ask_for(actor=house.aziza, item_id=order.items.get().pk)
    job = Job.objects.get(kind="order.extract")
    deaths = dying.kill_at_every_statement(job.pk, times(5, 1))
    assert unfinished(media) == []
    assert OrderExtract.objects.count() == 1
    count("worker killed before a statement", **{"deaths in order.extract": deaths})


def test_a_worker_killed_at_a_form_of_the_office_leaves_one(house: House, media: Path, unrung: None) -> None:
    about = f"movement:{filed(house, 'aziza').pk}"
    sheets.plan(kind="form", key="one", about=about, title="Tilxat", says=sheets.Form(opening=["Qabul qilindi."]))
    dying.drain(leave=["orders.sheet"])
    job = Job.objects.filter(kind="orders.sheet").latest("pk")
    deaths = dying.kill_at_every_statement(job.pk, times(5, 1))
    dying.drain()
    assert unfinished(media) == []
    assert SheetFile.objects.filter(sheet__key="one").count() == 1
    count("worker killed before a statement", **{"deaths in orders.sheet": deaths})


def test_a_worker_killed_at_a_letter_leaves_one_and_sends_it_once(house: House, media: Path, unrung: None) -> None:
    movement = filed(house, "aziza")
    actions.decide(actor=house.botir, movement_id=movement.pk, verdict="refuse", ground="other", words="Rad etildi.")
    dying.drain(leave=["movements.letter"])
    told = Notice.objects.count()
    deaths = dying.kill_at_every_statement(Job.objects.get(kind="movements.letter").pk, times(4, 1))
    dying.drain()
    assert unfinished(media) == []
    assert (Letter.objects.count(), Notice.objects.count() - told) == (1, 2)
    count("worker killed before a statement", **{"deaths in movements.letter": deaths})


def test_a_worker_killed_while_telling_of_silence_tells_once(house: House, media: Path, unrung: None, at: At) -> None:
    at("2026-11-23T09:00:00")
    filed(house, "aziza")
    dying.drain()
    at("2026-12-23T09:00:00")
    notifying.tell_of_silence()
    job = Job.objects.get(kind="movements.overdue")
    deaths = dying.kill_at_every_statement(job.pk, times(3, 1))
    dying.drain()
    assert unfinished(media) == []
    count("worker killed before a statement", **{"deaths in movements.overdue": deaths})


def test_a_worker_killed_while_telling_the_signer_tells_once(house: House, media: Path, unrung: None) -> None:
    ready_for(house, "aziza")
    dying.drain(leave=["order.visas"])
    job = Job.objects.filter(kind="order.visas").latest("pk")
    deaths = dying.kill_at_every_statement(job.pk, times(3, 1))
    dying.drain()
    assert unfinished(media) == []
    assert Notice.objects.filter(person_id=house.erkin.pk, channel="in_app").count() == 1
    count("worker killed before a statement", **{"deaths in order.visas": deaths})


def test_a_worker_killed_at_a_text_message_says_that_it_was_sent(
    house: House, media: Path, unrung: None, settings: Any, tmp_path: Path
) -> None:
    settings.SMS_URL = f"filesms://{tmp_path / 'texts'}"
    notices.plan(
        person_id=house.aziza.pk,
        subject="s",
        body="b",
        url="",
        about="x:1",
        phone="+998901234567",
        brief="Yangilik bor.",
    )
    deaths = dying.kill_at_every_statement(Job.objects.get(kind="notice.sms").pk, times(2, 1))
    dying.drain()
    # By the last of the dead, who had no time to note it, and by the living; all the same words.
    sent = {file.read_text() for file in (tmp_path / "texts").iterdir()}
    assert (sent, Notice.objects.get(channel="sms").state) == ({"+998901234567\n\nYangilik bor.\n"}, "sent")
    assert unfinished(media) == []
    count("worker killed before a statement", **{"deaths in notice.sms": deaths})


def test_every_kind_of_job_is_tried() -> None:
    here = {
        *STEPS,
        "notice.sms",
        "order.visas",
        "order.extract",
        "orders.sheet",
        "movements.letter",
        "movements.overdue",
    }
    assert set(jobs._handlers) == here | CLOCKS | LEAVES | SITTINGS | OFFICES | {"permissions.code", "fees.match"}


def test_workers_killed_at_any_moment_lose_nothing(house: House, media: Path, unrung: None) -> None:
    orders = [signed(house, *enrolled(house, times(2, 10))).pk for _order in range(times(1, 20))]
    deaths, wanted = 0, times(6, 300)
    workers = [dying.fork(dying.work_for_ever) for _worker in range(3)]
    deadline = time.monotonic() + times(20, 900)
    while deaths < wanted and time.monotonic() < deadline:
        time.sleep(random.uniform(0, 0.5))
        dying.kill(workers.pop(0))
        deaths += 1
        workers.append(dying.fork(dying.work_for_ever))
    for worker in workers:
        dying.kill(worker)
    assert broken() == []
    time.sleep(dying.SHORT_LEASE)
    dying.drain()
    assert unfinished(media) == []
    assert Order.objects.filter(pk__in=orders, state="in_force").count() == len(orders)
    count("workers killed at any moment", deaths=deaths, orders=len(orders), items=times(2, 10) * len(orders))
