"""Which movements one person may have under way at once: a table of kinds × kinds, asked three times."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest
from django.core.checks import run_checks

from journal import clock
from journal.refusals import Conflict
from movements import actions, composing
from movements.conflicts import ALLOWED, EVERY_OTHER, Beside, between, faults, held, refused
from movements.flow import kinds
from movements.models import Movement
from orders import actions as orders
from students.models import Group
from tests.orders.test_races import at_once
from tests.people import House, open_house
from tests.uploads import pdf

AT = datetime(2026, 7, 20, 10, tzinfo=clock.zone)
LEAVE = {"ground": "health", "starts_on": "2026-09-01", "ends_on": "2027-06-30"}
OUT = {
    "institution": "SamDU", "institution_kind": "private", "programme_there": "60710100", "reason": "other",
    "target_admission": "no", "leaves_on": "2026-08-31",
}  # fmt: skip
GROUP = {"change": "group", "group": "25-11", "starts_on": "2026-09-01", "explanation": "Yaqin"}


def filed(house: House, kind: str, stated: dict, *papers: str) -> Movement:
    own = house.groups["chemistry 25-10"]
    Group.objects.get_or_create(
        name="25-11", programme=own.programme, course=2, semester=3, curriculum=own.curriculum, language=own.language
    )
    draft = actions.start_draft(actor=house.aziza, kind=kind, student=house.students["aziza"], stated=stated)
    for paper in papers:
        actions.attach(actor=house.aziza, movement_id=draft.pk, kind=paper, upload=pdf())
    return actions.file(actor=house.aziza, movement_id=draft.pk, insist=True, grounds="Sinov uchun.")


def test_every_pair_of_kinds_has_exactly_one_line() -> None:
    assert [error for error in run_checks() if error.id == "movements.E003"] == []


def test_a_pair_without_a_line_and_one_with_two_are_found() -> None:
    one, other = held("kutadi"), refused("mumkin emas")
    assert list(faults({"a": {}, "b": {}})) == ["the table of conflicts says nothing about “a” beside “b”"]
    assert list(faults({"a": {"b": one}, "b": {"a": other}})) == [
        "the table of conflicts says twice about “a” beside “b”"
    ]
    assert list(faults({"a": {"z": one}})) == ["the line of “a” names “z”, which is no kind"]
    assert list(faults({"a": {EVERY_OTHER: ALLOWED}, "b": {}})) == []


def test_the_table_answers_the_same_from_both_sides() -> None:
    for kind in kinds():
        for other in kinds():
            if kind != other:
                assert between(kind, other) == between(other, kind)
    assert between("transfer_out", "academic_leave").stands is Beside.REFUSED
    assert between("change_of_group", "academic_leave").stands is Beside.HELD


def test_what_excludes_another_is_not_taken_in_beside_it(house: House) -> None:
    with clock.pretend(AT):
        leave = filed(house, "academic_leave", LEAVE, "medical_conclusion")
        with pytest.raises(Conflict) as refusal:
            filed(house, "transfer_out", OUT, "request_letter")
    assert refusal.value.facts == {"beside": leave.pk, "kind": "academic_leave"}
    assert Movement.objects.filter(kind="transfer_out", number__isnull=False).count() == 0


def test_it_is_taken_in_once_the_other_has_ended(house: House) -> None:
    with clock.pretend(AT):
        leave = filed(house, "academic_leave", LEAVE, "medical_conclusion")
        actions.withdraw(actor=house.aziza, movement_id=leave.pk)
        assert filed(house, "transfer_out", OUT, "request_letter").state == "review"


def test_what_is_held_is_taken_in_and_approved_only_when_the_earlier_has_ended(house: House) -> None:
    with clock.pretend(AT):
        leave = filed(house, "academic_leave", LEAVE, "medical_conclusion")
        group = filed(house, "change_of_group", GROUP)
        with pytest.raises(Conflict) as refusal:
            actions.decide(actor=house.botir, movement_id=group.pk, verdict="approve")
        assert refusal.value.facts["beside"] == leave.pk
        actions.withdraw(actor=house.aziza, movement_id=leave.pk)
        assert actions.decide(actor=house.botir, movement_id=group.pk, verdict="approve").state == "approved"


def test_the_earlier_filed_does_not_wait_for_the_later(house: House) -> None:
    with clock.pretend(AT):
        leave = filed(house, "academic_leave", LEAVE, "medical_conclusion")
        filed(house, "change_of_group", GROUP)
        actions.decide(actor=house.botir, movement_id=leave.pk, verdict="approve")
        assert actions.decide(actor=house.hamid, movement_id=leave.pk, verdict="approve").state == "approved"


def test_nothing_is_signed_that_must_wait(house: House) -> None:
    with clock.pretend(AT):
        group = filed(house, "change_of_group", GROUP)
        actions.decide(actor=house.botir, movement_id=group.pk, verdict="approve")
        leave = filed(house, "academic_leave", LEAVE, "medical_conclusion")
        # As if it had been filed first by somebody else's clock.
        Movement.objects.filter(pk=leave.pk).update(filed_at=AT.replace(hour=1))
        [order] = composing.compose(actor=house.dilnoza, kind="change_of_group", movement_ids=[group.pk])
        orders.send(actor=house.dilnoza, order_id=order.pk)
        with pytest.raises(Conflict) as refusal:
            orders.sign(actor=house.erkin, order_id=order.pk)
        assert refusal.value.facts["beside"] == leave.pk
        actions.withdraw(actor=house.aziza, movement_id=leave.pk)
        assert orders.sign(actor=house.erkin, order_id=order.pk).number == "1-T"


@pytest.mark.usefixtures("committed_db")
def test_of_two_that_exclude_each_other_filed_at_one_moment_one_is_taken_in() -> None:
    house = open_house()
    drafts = []
    for kind, stated, paper in (
        ("academic_leave", LEAVE, "medical_conclusion"),
        ("transfer_out", OUT, "request_letter"),
    ):
        draft = actions.start_draft(actor=house.aziza, kind=kind, student=house.students["aziza"], stated=stated)
        actions.attach(actor=house.aziza, movement_id=draft.pk, kind=paper, upload=pdf())
        drafts.append(draft.pk)

    def file(pk: int) -> Movement:
        with clock.pretend(AT):
            return actions.file(actor=house.aziza, movement_id=pk, insist=True, grounds="Sinov uchun.")

    results = at_once([partial(file, pk) for pk in drafts])
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Movement"], results
    assert Movement.objects.filter(number__isnull=False).count() == 1
