"""Letters about diplomas: registered with their term, answered once, and told of in time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journal import jobs
from journal.models import Event, Notice
from journal.refusals import Conflict, Invalid
from movements.correspondence import actions
from movements.correspondence.queries import inquiries
from movements.models import Inquiry, InquiryAnswer, Movement
from orders.models import Sheet
from tests import journey
from tests.api.caller import Caller
from tests.flows.duplicating import filed, found, graduate, ordered, paid, sealed_since
from tests.journal.conftest import refused
from tests.movements.changing_group import at, local
from tests.people import House
from tests.students.registers import entered
from tests.uploads import pdf
from tests.work import do_all_jobs

SAID: dict[str, Any] = {
    "direction": "incoming", "correspondent": "embassy", "sender": "Germaniya elchixonasi", "letter_number": "RK-7/26",
    "letter_date": date(2026, 11, 20), "received_on": date(2026, 11, 23), "asked_number": "B № 123456",
    "asked_name": "Karimov Sherzod", "asked": "Haqiqiymi?",
}  # fmt: skip


@pytest.fixture
def seal(tmp_path: Path, settings: Any) -> None:
    """The institute's seal, made before these cases begin."""
    sealed_since(tmp_path, settings, date(2026, 11, 2))


def came(house: House, moment: str = "2026-11-23T11:00", **said: Any) -> Inquiry:
    """A letter of the embassy."""
    with at(moment):
        return actions.register(actor=house.dilnoza, values={**SAID, **said})


def answered(
    house: House, inquiry: Inquiry, verdict: str, moment: str = "2026-11-25T11:00", **said: Any
) -> InquiryAnswer:
    """Answered by the registrar."""
    with at(moment):
        return actions.answer(actor=house.dilnoza, inquiry_id=inquiry.pk, verdict=verdict, **{"words": "", **said})


def office(login: str = "dilnoza") -> Client:
    client = journey.signed_in(login)
    client.cookies["django_language"] = "en"
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def test_its_term_is_counted_by_the_working_calendar_from_the_day_it_came(house: House) -> None:
    inquiry = came(house)
    assert (inquiry.number, local(inquiry.due_at), local(inquiry.remind_at)) == (
        "S-1/2026", "2026-12-04T23:59:59", "2026-12-02T00:00:00",
    )  # fmt: skip
    later = came(house, "2026-12-25T11:00", received_on=date(2026, 12, 25))
    assert (later.number, local(later.due_at)) == ("S-2/2026", "2027-01-08T23:59:59")
    assert Event.objects.filter(act="inquiry.register").count() == 2


def test_letters_of_the_future_or_from_before_their_date_are_not_registered(house: House) -> None:
    for said in ({"received_on": date(2026, 11, 24)}, {"received_on": date(2026, 11, 19)}):
        with pytest.raises(Invalid):
            came(house, **said)
    assert not Inquiry.objects.exists()


def test_a_genuine_diploma_is_answered_by_a_letter_whose_page_says_later_that_it_was_replaced(
    house: House, seal: None
) -> None:
    entry, public = entered(), Client()
    public.cookies["django_language"] = "en"
    inquiry = came(house, diploma=entry)
    answer = answered(house, inquiry, "authentic", diploma=entry)
    with at("2026-11-25T12:00"):
        do_all_jobs()
    letter = Sheet.objects.get(kind="letter_on_authenticity")
    assert (answer.number, letter.number, letter.says["to"]) == ("S-1/2026-J", "S-1/2026-J", "Germaniya elchixonasi")
    assert "haqiqatan berilgan" in str(letter.says) and "B № 123456" in str(letter.says)
    assert "no longer holds" not in text(public.get(f"/verify/{letter.code}"))
    movement = found(house, filed(graduate(), "2026-11-26T10:00"), "2026-11-26T11:00", entry)
    ordered(house, paid(house, movement, "2026-11-27T10:00"), "2026-11-27T11:00")
    page = text(public.get(f"/verify/{letter.code}"))
    assert "no longer holds" in page and "1-T" in page
    again = answered(house, came(house, "2026-11-28T10:00"), "authentic", "2026-11-28T11:00", diploma=entry)
    assert "Diplom 2026-yil 27-noyabrdan haqiqiy emas" in str(Sheet.objects.get(number=again.number).says)


@pytest.mark.parametrize(
    ("verdict", "said", "field"),
    [("authentic", {}, "diploma"), ("other_data", {"words": "Ism boshqa"}, "diploma"), ("not_authentic", {}, "words"),
     ("replied", {"words": "Keldi"}, "verdict"), ("", {}, "verdict")],
)  # fmt: skip
def test_what_an_answer_needs(house: House, verdict: str, said: dict[str, str], field: str) -> None:
    inquiry = came(house)
    with pytest.raises(Invalid) as refused_one:
        answered(house, inquiry, verdict, **said)
    assert list(refused_one.value.fields) == [field]
    assert not Sheet.objects.exists() and not InquiryAnswer.objects.exists()


def test_not_found_needs_no_entry_and_an_inquiry_is_answered_once(house: House) -> None:
    inquiry = came(house)
    answered(house, inquiry, "not_found")
    with pytest.raises(Conflict):
        answered(house, inquiry, "not_authentic", words="Berilmagan.")
    assert "topilmadi" in str(Sheet.objects.get().says)


def test_a_letter_sent_in_a_case_is_shown_there_and_its_reply_is_noted_without_a_letter_of_ours(house: House) -> None:
    with at("2026-11-23T10:00"):
        movement = filed(graduate(), "2026-11-23T10:00")
    sent = came(house, direction="outgoing", sender="d-arxiv", correspondent="d_arxiv", movement=movement)
    assert sent.number == "C-1/2026"
    with at("2026-12-08T10:00"):
        page = text(office().get(f"/cases/{movement.pk}/"))
    assert "Letters in this case" in page and "C-1/2026" in page and "Overdue since" in page
    answered(house, sent, "replied", words="Tasdiqlandi.")
    assert not Sheet.objects.filter(kind="letter_on_authenticity").exists()


def test_the_registrar_is_reminded_once_before_the_term_and_not_of_what_is_answered(house: House, seal: None) -> None:
    came(house)
    answered(house, came(house), "not_found")
    told = []
    for day in ("2026-12-01", "2026-12-02", "2026-12-03"):
        with at(f"{day}T09:00"):
            jobs.plan_day()
            do_all_jobs()
        told.append(Notice.objects.filter(url__startswith="/inquiries/", channel="in_app").count())
    assert told == [0, 1, 1]


def test_the_list_has_the_most_overdue_first_is_searched_in_any_script_and_paged(house: House) -> None:
    names = [came(house, f"2026-11-{day}T11:00", received_on=date(2026, 11, day)).number for day in (27, 23, 25)]
    assert [one.number for one in inquiries().items] == [names[1], names[2], names[0]]
    came(house, asked_name="Каримов Шерзод", sender="Ish beruvchi", asked_number="")
    assert [one.sender for one in inquiries(text="karimov ish").items] == ["Ish beruvchi"]
    assert [one.number for one in inquiries(text="B123456").items] == [names[1], names[2], names[0]]
    for _nth in range(25):
        came(house)
    first = inquiries()
    rest = inquiries(after=first.next)
    assert (len(first.items), len(rest.items), rest.next) == (25, 4, None)
    assert not {one.pk for one in first.items} & {one.pk for one in rest.items}


def test_through_the_pages_a_letter_is_registered_with_its_file_answered_and_found(house: House, seal: None) -> None:
    entered()
    registrar = office()
    assert "No letter waits for an answer" in text(registrar.get("/inquiries/"))
    typed = {**SAID, "letter_date": "2026-11-20", "received_on": "2026-11-23", "file": pdf()}
    with at("2026-11-23T11:00"):
        registrar = office()
        made = registrar.post("/inquiries/new/", typed)
        assert made.status_code == 302, text(made)
        inquiry = Inquiry.objects.get()
        assert inquiry.diploma is not None and inquiry.diploma.key == "B123456"
        page = text(registrar.get(made["Location"]))
        assert "Answer with a letter" in page and "xulosa.pdf" in page
        assert registrar.get(f"/inquiries/{inquiry.pk}/letter").status_code == 200
        assert registrar.post(made["Location"], {"verdict": "authentic"}).status_code == 422
        said = {"verdict": "authentic", "diploma": str(inquiry.diploma.pk), "words": ""}
        assert registrar.post(made["Location"], said).status_code == 302
        assert registrar.post(made["Location"], said).status_code == 409
        assert "Genuine" in text(registrar.get("/inquiries/?answered=yes"))
        told = text(registrar.get(f"/diplomas/{inquiry.diploma.pk}/"))
        assert "S-1/2026, Germaniya elchixonasi" in told


def test_a_file_that_is_none_is_refused_and_what_was_typed_is_kept(house: House) -> None:
    typed = {**SAID, "letter_date": "2026-11-20", "received_on": "2026-11-23"}
    with at("2026-11-23T11:00"):
        registrar = office()
        broken = pdf()
        broken.seek(0)
        broken.write(b"not a pdf")
        refused_page = registrar.post("/inquiries/new/", {**typed, "file": broken, "case": "2026-999999"})
        assert refused_page.status_code == 422 and "Germaniya elchixonasi" in text(refused_page)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("login", ["botir", "aziza", "hamid", "gulnora", "farrux"])
def test_for_everybody_else_there_are_no_such_pages_and_calls(house: House, login: str) -> None:
    inquiry, client = came(house), office(login)
    for address in ("/inquiries/", "/inquiries/new/", f"/inquiries/{inquiry.pk}/", f"/inquiries/{inquiry.pk}/letter"):
        assert client.get(address).status_code == 404, address
    assert Caller.signed_in(login).get("inquiries").status_code == 404
    with at("2026-11-24T10:00"), pytest.raises(Conflict):
        actions.answer(actor=house.people[login], inquiry_id=inquiry.pk, verdict="not_found", words="")


def test_the_api_registers_answers_and_lists(house: House) -> None:
    entry = entered()
    with at("2026-11-23T11:00"):
        caller = Caller.signed_in("dilnoza")
        body = {**SAID, "letter_date": "2026-11-20", "received_on": "2026-11-23"}
        made = caller.post("inquiries", **body)
        assert (made.status_code, made.json()["diploma"], made.json()["number"]) == (201, entry.pk, "S-1/2026")
        pk = made.json()["id"]
        assert caller.post("inquiries", **{**body, "correspondent": "qoʻshni"}).status_code == 422
        assert [one["id"] for one in caller.get("inquiries").json()["items"]] == [pk]
        assert caller.post(f"inquiries/{pk}/answer", verdict="authentic").status_code == 422
        given = caller.post(f"inquiries/{pk}/answer", verdict="authentic", diploma=entry.pk).json()
        assert given["answer"]["diploma"] == entry.pk
        assert caller.post(f"inquiries/{pk}/answer", verdict="not_found").status_code == 409
        assert caller.get("inquiries").json()["items"] == []
        assert len(caller.get("inquiries?answered=true").json()["items"]) == 1


def test_a_list_costs_the_same_with_one_and_many(house: House) -> None:
    costs = []
    with at("2026-11-28T11:00"):
        registrar = office()
        for _nth in range(3):
            came(house, diploma=None)
            with CaptureQueriesContext(connection) as counted:
                assert registrar.get("/inquiries/").status_code == 200
            costs.append(len(counted))
    assert costs[0] == costs[1] == costs[2]


def test_the_database_keeps_letters_and_answers_as_they_were_written(house: House) -> None:
    answered(house, came(house), "not_found")
    for table, column in (("movements_inquiry", "sender"), ("movements_inquiryanswer", "words")):
        for sql in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            assert f"{table}: a row is never" in refused(sql), sql
    assert Movement.objects.count() == 0
