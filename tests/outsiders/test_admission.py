"""An order admits somebody who is no student: said beforehand, written once, on its day, and never over another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal import clock
from journal.refusals import Conflict, Invalid
from orders import actions, enactment, extracts, preview, queries
from orders.models import Order, OrderExtract, OrderItem
from permissions.actions import create_person
from permissions.models import Person
from students.actions import admit
from students.models import Standing, Student
from students.standing import Facts
from tests.guests import NODIRA, pinfl
from tests.journey import signed_in
from tests.orders.drafts import BASIS
from tests.people import House
from tests.third.arrival import place_of
from tests.work import do_all_jobs


def newcomer(number: int = 0, **more: str) -> Person:
    """Somebody with no enrolment."""
    said = {"surname": f"Sobirova{chr(97 + number)}", "given_name": "Nodira", "stated_pinfl": ""}
    return create_person(**{**said, **more})


def line(house: House, person: Person, *, on: date | None = None, faculty: str = "chemistry", **values) -> actions.Line:
    """The admission of one person into a first course."""
    day = on or clock.today()
    place = place_of(house.groups[f"{faculty} 26-10"], day.isoformat())
    return actions.Line(
        student_id=None,
        person_id=person.pk,
        effective_on=day,
        effect="admit",
        values={**place, **values},
        basis=BASIS,
        origin=f"test:{person.pk}",
    )


def composed(house: House, *lines: actions.Line) -> Order:
    """A draft over the institute."""
    words = {"kind": "arrival", "title": "Qabul qilish toʻgʻrisida", "visas": [], "signs": "rector"}
    return actions.compose_order(actor=house.dilnoza, unit=house.institute, lines=lines, **words)


def signed(house: House, *lines: actions.Line) -> Order:
    """Signed; its jobs wait."""
    order = actions.send(actor=house.dilnoza, order_id=composed(house, *lines).pk)
    return actions.sign(actor=house.erkin, order_id=order.pk)


def test_the_preview_and_the_sentence_say_the_place(house: House) -> None:
    order = composed(house, line(house, newcomer()))
    (row,) = preview.rows(order)
    told = {one["field"]: (one["before"], one["after"]) for one in row["difference"]}
    assert (told["course"], told["group"], row["student"]) == ((None, 1), (None, "26-10"), None)
    assert "1-kurs 26-10-guruhga toʻlov-shartnoma asosida talabalar safiga qabul qilinsin" in row["sentence"]


def test_in_force_it_opens_one_enrolment_with_the_order_as_its_basis(house: House, seal: None) -> None:
    person = newcomer(stated_pinfl=NODIRA["pinfl"])
    order = signed(house, line(house, person, number="337261100077"))
    do_all_jobs()
    student = person.enrolments.get()
    standing = Standing.objects.get(student=student)
    assert (student.number, student.status, student.admitted_in) == ("337261100077", "studying", clock.today().year)
    assert (standing.basis, standing.source, standing.order_number) == (
        "order",
        f"item:{order.items.get().pk}",
        order.number,
    )
    assert order.items.get().hemis_entry.faculty == house.units["chemistry"]
    hemis = signed_in("dilnoza").get("/hemis/").content.decode()
    assert "337261100077" in hemis and "26-10" in hemis
    assert Person.objects.get(pk=person.pk).pinfl == NODIRA["pinfl"]


def test_applied_again_or_by_a_second_worker_it_stays_one(house: House, seal: None) -> None:
    order = signed(house, line(house, newcomer()))
    do_all_jobs()
    item = order.items.get()
    enactment.apply_item(item.pk)
    assert Student.objects.filter(person=item.person).count() == 1


@pytest.mark.parametrize(
    "broken", ["orders.hemis_entry.open_entry", "orders.enactment.tell", "orders.enactment._record"]
)
def test_a_worker_that_dies_at_any_point_leaves_both_or_neither(
    house: House, seal: None, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    order = signed(house, line(house, newcomer()))
    item = order.items.get()

    class Killed(BaseException):
        """As a signal ends a process: no handler of ours catches it."""

    def die(*args: object, **words: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(broken, die)
        with pytest.raises(Killed):
            enactment.apply_item(item.pk)
    assert (Student.objects.filter(person=item.person).count(), OrderItem.objects.get(pk=item.pk).student) == (0, None)
    do_all_jobs()
    assert OrderItem.objects.get(pk=item.pk).student == Student.objects.get(person=item.person)


def test_a_later_day_waits_for_its_day(house: House, seal: None) -> None:
    day = clock.today() + timedelta(days=3)
    order = signed(house, line(house, newcomer(), on=day))
    do_all_jobs()
    assert (queries.progress(order)["next_on"], Student.objects.filter(person__surname="Sobirovaa").count()) == (day, 0)
    with clock.pretend(clock.now() + timedelta(days=3)):
        do_all_jobs()
        student = order.items.get().student
    assert student is not None and (student.status_since, student.status) == (day, "studying")


def test_whose_pinfl_is_another_persons_is_not_admitted_before_the_two_are_merged(house: House) -> None:
    Person.objects.filter(pk=house.aziza.pk).update(pinfl=NODIRA["pinfl"])
    with pytest.raises(Conflict, match="birlashtiring"):
        composed(house, line(house, newcomer(stated_pinfl=NODIRA["pinfl"])))
    assert composed(house, line(house, newcomer(1, stated_pinfl=pinfl("6140305700999")))).pk


def test_who_is_a_student_already_is_not_admitted_again(house: House) -> None:
    with pytest.raises(Conflict, match="337251100001"):
        composed(house, line(house, house.aziza))


def test_who_becomes_a_student_meanwhile_fails_alone(house: House, seal: None) -> None:
    first, second = newcomer(0), newcomer(1)
    order = signed(house, line(house, first), line(house, second))
    facts = Facts.of(house.students["aziza"])
    words = {"basis": "hemis_import", "basis_text": "HEMIS", "source": "import:x"}
    admit(person=first, number="337261100099", facts=facts, valid_from=clock.today(), details={}, **words)
    do_all_jobs()
    states = dict(order.items.values_list("person", "state"))
    assert states == {first.pk: "failed", second.pk: "applied"}
    assert "337261100099" in order.items.get(person=first).error


def test_nobody_stands_in_two_open_orders_or_twice_in_one(house: House) -> None:
    person = newcomer()
    with pytest.raises(Invalid):
        composed(house, line(house, person), line(house, person))
    composed(house, line(house, person))
    with pytest.raises(Conflict):
        composed(house, line(house, person))


def test_an_effect_on_a_student_still_wants_one(house: House) -> None:
    leave = actions.Line(
        student_id=None,
        person_id=newcomer().pk,
        effective_on=clock.today(),
        effect="go_on_leave",
        values={},
        basis=BASIS,
    )
    with pytest.raises(Conflict):
        composed(house, leave)


def test_the_place_must_be_said_and_the_group_be_of_the_programme(house: House) -> None:
    with pytest.raises(Conflict):
        composed(house, line(house, newcomer(), group_id=None))
    with pytest.raises(Conflict):
        composed(house, line(house, newcomer(), group_id=house.groups["food 26-10"].pk))


def test_the_dean_who_receives_sees_the_point_and_another_does_not(house: House, seal: None) -> None:
    order = signed(house, line(house, newcomer(0)), line(house, newcomer(1), faculty="food"))
    for _moment in ("before it is applied", "after"):
        seen = {
            login: [item.person.surname for item in _items_seen(house.people[login], order)]
            for login in ("botir", "jasur")
        }
        assert seen == {"botir": ["Sobirovaa"], "jasur": ["Sobirovab"]}
        do_all_jobs()


def _items_seen(person: Person, order: Order) -> list[OrderItem]:
    from orders.access import items_seen_by

    return list(items_seen_by(person, order))


def test_it_has_an_extract_like_any_other(house: House, seal: None) -> None:
    order = signed(house, line(house, newcomer()))
    do_all_jobs()
    item = order.items.get()
    extracts.ask_for(actor=house.dilnoza, item_id=item.pk)
    do_all_jobs()
    assert OrderExtract.objects.get(item=item).size > 0


def test_composing_costs_the_same_for_one_and_for_three(house: House) -> None:
    costs = []
    for place, count in enumerate((1, 3)):
        lines = [line(house, newcomer(place * 5 + number)) for number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            composed(house, *lines)
        costs.append(len(asked))
    assert costs[0] == costs[1]
