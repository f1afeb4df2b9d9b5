"""The ends of leaves: who is told before, who when nobody has come back, and the list in which they stand."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.models import Job, Notice
from movements import actions
from movements.actions import add_limit
from movements.leaves import reminding
from movements.leaves.ends import ends_today
from movements.models import Movement
from orders.models import Order
from permissions.actions import appoint, create_person, open_account
from permissions.models import Person
from permissions.roles import Role
from students.models import Student
from tests.api.caller import Caller
from tests.journey import signed_in
from tests.movements.changing_group import at
from tests.movements.on_leave import many_on_leave, send_on_leave
from tests.people import HELD_SINCE, PASSWORD, House
from tests.uploads import pdf
from tests.work import do_all_jobs

ENDS = "2026-12-31"


@pytest.fixture
def head(house: House) -> None:
    """A head of the database section, who is told when nobody has come back."""
    person = create_person(surname="Aliyev", given_name="Anvar", email="mudir@tkti.example")
    open_account(person=person, login="mudir", password=PASSWORD)
    person.refresh_from_db()
    appoint(
        actor=None, person=person, office=Role.HEAD, unit=house.institute, valid_from=HELD_SINCE, title="Boshliq",
        basis="12-K",
    )  # fmt: skip
    house.people["mudir"] = person


def day_passes(moment: str) -> None:
    """The scheduler plans what is due and a worker does it."""
    with at(moment):
        reminding.watch_the_ends()
        do_all_jobs()


def told(student: Student) -> list[tuple[str, str]]:
    """Whom the product told of a student's leave, and what."""
    rows = Notice.objects.filter(about=f"student:{student.pk}", channel=Notice.Channel.IN_APP).order_by("pk")
    logins = dict(Person.objects.values_list("pk", "account__username"))
    return [(logins[row.person_id], row.subject) for row in rows]


# -- who is told ------------------------------------------------------------------------------------------------------


def test_student_and_dean_are_told_once_fourteen_days_before_the_end(house: House) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    day_passes("2026-12-16T00:01")
    assert told(student) == []
    for day in ("2026-12-17T00:01", "2026-12-18T00:01", "2026-12-31T00:01"):
        day_passes(day)
    assert told(student) == [
        ("aziza", "Akademik taʼtilingiz 31.12.2026 kuni tugaydi: 02.01.2027 gacha qaytishingiz kerak"),
        ("botir", "Qodirova Aziza Anvar qizi: akademik taʼtil 31.12.2026 kuni tugaydi"),
    ]
    [own] = Notice.objects.filter(person_id=house.aziza.pk, channel=Notice.Channel.IN_APP)
    assert own.url == f"/students/{student.number}/"
    assert "uzaytirishni soʻrang" in own.body
    assert "Institutning oʻz qoidasi" in own.body


def test_a_scheduler_that_stood_still_tells_late_and_once(house: House) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    day_passes("2026-12-30T12:00")
    assert len(told(student)) == 2


def test_registrar_and_head_are_told_three_working_days_after_the_day_of_return_and_nothing_is_ordered(
    house: House, head: None
) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    # Due back on Saturday 2.1.2027; Monday, Tuesday and Wednesday are the three days.
    for day in ("2027-01-03T00:01", "2027-01-06T00:01"):
        day_passes(day)
    assert told(student) == []
    for day in ("2027-01-07T00:01", "2027-01-08T00:01", "2027-03-01T00:01"):
        day_passes(day)
    words = "Qodirova Aziza Anvar qizi 31.12.2026 kuni tugagan akademik taʼtildan qaytmagan"
    assert told(student) == [("dilnoza", words), ("mudir", words)]
    student.refresh_from_db()
    assert (student.status, Order.objects.count(), Movement.objects.count()) == ("on_leave", 0, 0)


def test_who_has_applied_for_the_return_is_not_told(house: House, head: None) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    with at("2026-12-10T10:00"):
        stated = {"ground_ended": "health", "returns_on": "2027-01-02"}
        case = actions.start_draft(actor=house.aziza, kind="return_from_leave", student=student, stated=stated)
    with at("2026-12-17T00:01"):
        reminding.watch_the_ends()
        assert Job.objects.filter(kind="leaves.tell_before").count() == 1, "a draft is no application"
        Job.objects.filter(kind="leaves.tell_before").delete()
    with at("2026-12-17T09:00"):
        actions.attach(actor=house.aziza, movement_id=case.pk, kind="fit_to_study", upload=pdf())
        actions.file(actor=house.aziza, movement_id=case.pk)
    for day in ("2026-12-18T00:01", "2027-02-01T00:01"):
        day_passes(day)
    assert told(student) == []


def test_an_extended_leave_is_told_of_again_before_its_new_end(house: House) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    day_passes("2026-12-20T00:01")
    send_on_leave(house, "aziza", "2027-02-27", since="2026-12-21", on="2026-12-21")
    day_passes("2026-12-22T00:01")
    assert len(told(student)) == 2
    day_passes("2027-02-20T00:01")
    assert len(told(student)) == 4


def test_a_leave_without_an_end_tells_nobody(house: House, head: None) -> None:
    student = send_on_leave(house, "aziza", None, ground="military")
    day_passes("2027-06-01T00:01")
    assert told(student) == []


def test_what_was_changed_before_the_worker_came_is_not_told(house: House) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    with at("2026-12-17T00:01"):
        reminding.watch_the_ends()
        send_on_leave(house, "aziza", "2027-02-27", since="2026-12-16", on="2026-12-17")
        do_all_jobs()
    assert told(student) == []


def test_the_days_are_numbers_of_the_office(house: House) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    with at("2026-11-30T09:00"):
        add_limit(
            actor=house.dilnoza, key="leave.told_before_end", value="30", valid_from=date(2026, 12, 1),
            confidence="local", source="Buyruq", reason="Koʻproq vaqt kerak.", basis="5-son buyruq",
        )  # fmt: skip
    day_passes("2026-12-01T00:01")
    assert len(told(student)) == 2


# -- what counts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "ending", "overdue"),
    [("2026-12-31", 1, 0), ("2027-01-01", 1, 0), ("2027-01-02", 1, 0), ("2027-01-03", 0, 1), ("2026-12-16", 0, 0)],
)
def test_a_leave_is_overdue_from_the_day_after_the_first_working_day(
    house: House, today: str, ending: int, overdue: int
) -> None:
    send_on_leave(house, "aziza", ENDS)
    with at(f"{today}T09:00"):
        ends = ends_today()
        found = [Student.objects.filter(ends.which(name), status="on_leave").count() for name in ("ending", "overdue")]
    assert found == [ending, overdue]


# -- the list ---------------------------------------------------------------------------------------------------------


def rows_of(login: str, query: str = "") -> list[str]:
    """The numbers of the students on the page."""
    page = signed_in(login).get(f"/leaves/{query}")
    assert page.status_code == 200
    return [row.student.number for row in page.context["rows"]]


def test_the_registrar_finds_ending_overdue_and_endless_leaves_and_a_dean_only_those_of_the_faculty(
    house: House,
) -> None:
    aziza = send_on_leave(house, "aziza", ENDS).number
    sardor = send_on_leave(house, "sardor", None, ground="military").number
    with at("2026-12-20T09:00"):
        assert rows_of("dilnoza") == [aziza]
        assert rows_of("dilnoza", "?show=open") == [sardor]
        assert rows_of("dilnoza", "?show=all") == [aziza, sardor]
        assert rows_of("dilnoza", "?show=all&q=gʻaniyev") == [sardor]
        assert rows_of("dilnoza", f"?show=all&q={aziza}") == [aziza]
        assert rows_of("dilnoza", "?show=overdue") == []
        assert rows_of("jasur", "?show=all") == [sardor]
        assert "1 ta taʼtil yaqinda tugaydi" in signed_in("dilnoza").get("/leaves/count/").content.decode()
        assert "taʼtil yaqinda tugaydi" not in signed_in("jasur").get("/leaves/count/").content.decode()
    with at("2027-02-01T09:00"):
        assert rows_of("dilnoza", "?show=overdue") == [aziza]
        assert "1 nafar talaba taʼtildan qaytmagan" in signed_in("botir").get("/leaves/count/").content.decode()


@pytest.mark.parametrize("login", ["aziza", "farrux", "kamola"])
def test_who_reads_no_students_has_no_such_list(house: House, login: str) -> None:
    send_on_leave(house, "aziza", ENDS)
    browser = signed_in(login)
    assert [browser.get(address).status_code for address in ("/leaves/", "/leaves/count/")] == [404, 404]
    assert "/leaves/" not in browser.get("/").content.decode()
    assert Caller.signed_in(login).get("leaves").json() == {"items": [], "next": None}


def test_the_list_is_paged_and_those_without_an_end_come_last(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("movements.leaves.ends.PAGE", 2)
    many_on_leave(house, 4, ENDS)
    send_on_leave(house, "sardor", None, ground="military")
    with at("2026-12-20T09:00"):
        everybody = Student.objects.filter(status="on_leave").order_by("pk").values_list("number", flat=True)
        sardor = house.students["sardor"].number
        expected = [*(number for number in everybody if number != sardor), sardor]
        pages, after = [], ""
        while len(pages) < 4:
            page = Caller.signed_in("dilnoza").get("leaves", after=after).json()
            pages.append([item["student"] for item in page["items"]])
            after = page["next"]
            if not after:
                break
    assert pages == [expected[:2], expected[2:4], expected[4:]]


def test_the_api_says_when_a_student_is_due_back_and_which_case_is_under_way(house: House) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    with at("2026-12-10T10:00"):
        stated = {"ground": "health", "ends_on": "2027-02-27"}
        case = actions.start_draft(actor=house.aziza, kind="extension_of_leave", student=student, stated=stated)
        actions.attach(actor=house.aziza, movement_id=case.pk, kind="illness_lasts", upload=pdf())
        actions.file(actor=house.aziza, movement_id=case.pk)
        [item] = Caller.signed_in("dilnoza").get("leaves").json()["items"]
    assert item == {
        "student": student.number,
        "name": "Qodirova Aziza Anvar qizi",
        "ground": "health",
        "since": "2026-03-02",
        "until": ENDS,
        "due_back": "2027-01-02",
        "overdue": False,
        "case": case.pk,
    }


def test_the_list_the_desk_and_the_day_cost_the_same_for_one_and_for_three(house: House) -> None:
    found: dict[int, list[int]] = {}
    with at("2026-12-20T09:00"):
        browser = signed_in("dilnoza")
        for count in (1, 3):
            many_on_leave(house, count, ENDS)
            costs = []
            for address in ("/leaves/", "/leaves/count/", "/"):
                with CaptureQueriesContext(
                    connection,
                ) as asked:
                    assert browser.get(address).status_code == 200
                costs.append(len(asked))
            found[count] = costs
    assert found[1] == found[3]


# -- the record -------------------------------------------------------------------------------------------------------


def test_a_student_sees_leaves_with_their_extensions_and_what_is_due(house: House) -> None:
    student = send_on_leave(house, "aziza", "2026-09-30")
    send_on_leave(house, "aziza", ENDS, since="2026-09-20", on="2026-09-20")
    with at("2026-12-20T09:00"):
        page = signed_in("aziza").get(f"/students/{student.number}/")
    [story] = page.context["leaves"]
    assert (story.since, story.until, story.ended_on) == (date(2026, 3, 2), date(2026, 12, 31), None)
    assert story.extensions == [(date(2026, 12, 31), "12-T")]
    assert story.due == "11 kundan keyin tugaydi; 02.01.2027 gacha qaytishi kerak"
    assert "31.12.2026 gacha uzaytirilgan" in page.content.decode()
