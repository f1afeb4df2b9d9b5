"""Many hands at one subject: two registrars, and a student who withdraws at the same moment."""

from __future__ import annotations

from functools import partial

from journal import events
from journal.refusals import NotFound, Refusal
from movements import actions
from movements.models import CaseSubject, Movement, SubjectGroup
from movements.subject_groups import actions as groups
from tests.movements.changing_group import at
from tests.orders.test_races import at_once
from tests.people import House
from tests.retakes import owing

HANDS = 8
MATHS = "om1103"


def waits(house: House, login: str) -> Movement:
    """A case that waits for higher mathematics."""
    owing.indebted(house, login)
    return owing.waiting(house, login, subjects=[owing.MATHS])


def test_of_many_groups_begun_at_once_for_one_case_exactly_one_gets_it(committed_house: House) -> None:
    house = committed_house
    owing.priced(house)
    movement = waits(house, "aziza")
    with at(owing.GROUPED):
        results = at_once([partial(owing.group_of, house, MATHS, movement, formed=False)] * HANDS)
    assert sum(isinstance(result, SubjectGroup) for result in results) == 1
    assert sum(isinstance(result, NotFound) for result in results) == HANDS - 1
    assert SubjectGroup.objects.count() == 1
    assert events.verify_all() == []


def test_a_withdrawal_and_a_registrar_never_wait_for_each_other_crosswise(committed_house: House) -> None:
    house = committed_house
    owing.priced(house)
    first, *others = [waits(house, f"talaba{number}") for number in range(HANDS)]
    with at(owing.GROUPED):
        group = owing.group_of(house, MATHS, first, formed=False)
        put = [
            partial(groups.put_in, actor=house.dilnoza, group_id=group.pk, movement_ids=[case.pk]) for case in others
        ]
        left = [
            partial(actions.withdraw, actor=case.applicant, movement_id=case.pk, grounds="Sabab") for case in others
        ]
        results = at_once([one for pair in zip(put, left, strict=True) for one in pair])
    assert [result for result in results if not isinstance(result, SubjectGroup | Movement | Refusal)] == []
    assert [claim.movement for claim in CaseSubject.objects.filter(open=True)] == [first]
    assert events.verify_all() == []
