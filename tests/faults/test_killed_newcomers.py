"""A worker is killed while somebody from outside comes in: the code opens once, and an order admits them once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from journal.models import Job
from journal.refusals import Invalid
from orders.models import OrderItem
from permissions.actions import contacts
from permissions.models import Contact, ContactCode
from students.models import Student
from tests.faults import dying
from tests.faults.invariants import unfinished
from tests.faults.numbers import count, times
from tests.outsiders import test_admission as admission
from tests.people import House


@pytest.fixture
def mails(settings: Any, tmp_path: Path) -> Path:
    """Mails are files: a worker that dies leaves what it sent."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mails")
    return tmp_path / "mails"


def sent(folder: Path) -> list[str]:
    """The digits of each mail."""
    found = [re.search(r"^\d{6}$", file.read_text(), re.MULTILINE) for file in folder.glob("*.log")]
    return [match[0] for match in found if match]


def test_a_worker_killed_at_a_code_sends_the_same_one_again(
    house: House, media: Path, mails: Path, unrung: None
) -> None:
    person = admission.newcomer()
    handle = contacts.ask_code(
        purpose=ContactCode.Purpose.TRACK, address="nodira@example.uz", asked_from="10.0.0.1", person=person
    )
    deaths = dying.kill_at_every_statement(Job.objects.get(kind="permissions.code").pk, 1)
    digits = sent(mails)
    # By the last of the dead, who had no time to note it, and by the living.
    assert (deaths, len(digits), len(set(digits))) == (4, 2, 1)
    assert contacts.enter_code(handle=handle, digits=digits[0]).person_id == person.pk
    with pytest.raises(Invalid):
        contacts.enter_code(handle=handle, digits=digits[1])
    dying.drain()
    assert unfinished(media) == []
    assert Contact.objects.count() == 1
    count("worker killed before a statement", **{"deaths in permissions.code": deaths})


def test_a_worker_killed_while_admitting_admits_each_once(house: House, media: Path, unrung: None) -> None:
    people = [admission.newcomer(number) for number in range(times(1, 4))]
    order = admission.signed(house, *(admission.line(house, person) for person in people))
    dying.drain(leave=["order.apply"])
    job = Job.objects.get(kind="order.apply", finished_at=None)
    deaths = dying.kill_at_every_statement(job.pk, times(5, 1))
    dying.drain()
    assert unfinished(media) == []
    assert deaths > 0
    assert Student.objects.filter(person__in=people).count() == len(people)
    assert OrderItem.objects.filter(order=order, state="applied", student__isnull=False).count() == len(people)
    count("worker killed before a statement", **{"deaths in order.apply that admits": deaths})
