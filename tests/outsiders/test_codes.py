"""The code that lets somebody in without an account: guessed, replayed, expired, asked for too often, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from journal import clock, events
from journal.refusals import Conflict, Invalid, TooMany
from movements.guests import ask_to_apply, ask_to_track
from permissions.actions import account_of, create_person, issue_token, open_account
from permissions.actions.contacts import digits_of, enter_code, forget_codes
from permissions.models import Contact, ContactCode, Person
from tests.api.caller import Caller
from tests.guests import NODIRA, come_in, last_code, pinfl
from tests.journey import press
from tests.people import PASSWORD, House
from tests.work import do_all_jobs

OPENS_NOTHING = "Bu kod hech narsani ochmaydi"


def asked(**said: str) -> ContactCode:
    """A code Nodira asked for."""
    return ContactCode.objects.get(handle=ask_to_apply({**NODIRA, **said}, asked_from="192.0.2.1"))


def proved(**said: str) -> Contact:
    """The contact her code proves."""
    code = asked(**said)
    return enter_code(handle=code.handle, digits=digits_of(code))


def test_the_code_proves_the_address_and_the_proof_is_an_event(house: House) -> None:
    contact = proved()
    person = Person.objects.get(pk=contact.person_id)
    assert (person.full_name, person.names["cyrl"]) == (
        "Sobirova Nodira Olim qizi",
        ["Собирова", "Нодира", "Олим қизи"],
    )
    assert (person.pinfl, person.stated_pinfl, person.account_id) == (None, NODIRA["pinfl"], None)
    event = events.of(person).get()
    assert (event.act, event.actor_name, event.ids) == (
        "person.prove_contact",
        person.full_name,
        {"contact": contact.pk},
    )
    said = {"address": "nodira@example.uz", "how": "code", "purpose": "apply", "from": "192.0.2.1"}
    assert event.payload.body == said


def test_what_is_kept_of_a_code_does_not_hold_it(house: House) -> None:
    code = asked()
    kept = {field.attname: str(getattr(code, field.attname)) for field in ContactCode._meta.concrete_fields}
    assert all(digits_of(code) not in value for name, value in kept.items() if name != "seed")
    assert len(digits_of(code)) == 6


def test_a_code_opens_once(house: House) -> None:
    code = asked()
    enter_code(handle=code.handle, digits=digits_of(code))
    with pytest.raises(Invalid, match=OPENS_NOTHING):
        enter_code(handle=code.handle, digits=digits_of(code))
    assert ContactCode.objects.get(pk=code.pk).about == {}


def test_after_five_wrong_tries_the_right_one_opens_nothing(house: House) -> None:
    code = asked()
    wrong = f"{(int(digits_of(code)) + 1) % 1_000_000:06}"
    for _try in range(5):
        with pytest.raises(Invalid, match=OPENS_NOTHING):
            enter_code(handle=code.handle, digits=wrong)
    with pytest.raises(Invalid, match=OPENS_NOTHING):
        enter_code(handle=code.handle, digits=digits_of(code))
    assert not Contact.objects.exists()


def test_after_four_wrong_tries_the_right_one_still_opens(house: House) -> None:
    code = asked()
    for _try in range(4):
        with pytest.raises(Invalid):
            enter_code(handle=code.handle, digits="x")
    assert enter_code(handle=code.handle, digits=f" {digits_of(code)[:3]} {digits_of(code)[3:]} ").address


def test_after_a_quarter_of_an_hour_it_opens_nothing(house: House) -> None:
    code = asked()
    with clock.pretend(clock.now() + timedelta(minutes=15)), pytest.raises(Invalid, match=OPENS_NOTHING):
        enter_code(handle=code.handle, digits=digits_of(code))


def test_the_code_of_another_handle_opens_nothing(house: House) -> None:
    code, other = asked(), asked(email="boshqa@example.uz")
    assert code.seed != other.seed
    with pytest.raises(Invalid, match=OPENS_NOTHING):
        enter_code(handle="", digits=digits_of(code))


def test_a_fourth_code_within_a_quarter_of_an_hour_is_refused_and_later_not(house: House) -> None:
    for _time in range(3):
        asked()
    with pytest.raises(TooMany):
        asked()
    assert asked(email="boshqa@example.uz")
    with clock.pretend(clock.now() + timedelta(minutes=16)):
        assert asked()


def test_an_eleventh_code_within_a_day_is_refused_however_far_apart_and_the_next_day_not(house: House) -> None:
    start = clock.now()
    for number in range(10):
        with clock.pretend(start + timedelta(hours=number)):
            asked()
    with clock.pretend(start + timedelta(hours=10)):
        with pytest.raises(TooMany) as refused:
            asked()
        assert refused.value.seconds == 14 * 3600
    with clock.pretend(start + timedelta(days=1)):
        assert asked()


def test_one_place_asks_for_thirty_codes_an_hour_and_no_more(house: House) -> None:
    for number in range(30):
        asked(email=f"a{number}@example.uz")
    with pytest.raises(TooMany):
        asked(email="a30@example.uz")


def test_known_and_unknown_cases_are_answered_alike_and_only_the_known_is_written_to(house: House) -> None:
    guest, person = come_in()
    case = press(guest, "/apply/arrival/")
    stated = {"programme": "60710100", "comes_from": "TDTU", "starts_on": clock.today().isoformat()}
    press(guest, case, act="file", **stated)
    number = person.movements.get().number or ""
    do_all_jobs()
    before = len(mail.outbox)
    answers = []
    for typed in (
        {"number": number, "email": "boshqa@example.uz"},
        {"number": "2026-999999", "email": NODIRA["email"]},
    ):
        stranger = Client(HTTP_ACCEPT_LANGUAGE="en")
        answers.append(press(stranger, "/track/", **typed))
        answers.append(str(stranger.post("/apply/code/", {"code": "123456"}).status_code))
    do_all_jobs()
    assert (answers, len(mail.outbox)) == (["/apply/code/", "422"] * 2, before)
    press(Client(), "/track/", number=number, email=NODIRA["email"])
    do_all_jobs()
    assert len(mail.outbox) == before + 1


def test_the_same_person_comes_in_again_and_another_of_the_same_address_is_another(house: House) -> None:
    first, again = proved(), proved()
    brother = proved(given_name="Nodir", patronymic="Olim oʻgʻli", pinfl=pinfl("5140305700124"))
    assert (first.person_id == again.person_id, brother.person_id == first.person_id) == (True, False)


def test_the_code_of_somebody_known_here_goes_to_them_and_not_to_a_stranger_who_typed_their_pinfl(house: House) -> None:
    Person.objects.filter(pk=house.aziza.pk).update(pinfl=NODIRA["pinfl"])
    code = asked()
    assert code.address == house.aziza.email
    with pytest.raises(Conflict):  # she signs in with her account
        enter_code(handle=code.handle, digits=digits_of(code))
    assert not Contact.objects.exists()


def test_somebody_known_without_account_proves_the_address_the_office_has_and_is_let_in_as_themself(
    house: House,
) -> None:
    known = create_person(surname="Sobirova", given_name="Nodira", pinfl=NODIRA["pinfl"], email="Nodira@Eski.example")
    contact = proved()
    assert (contact.address, contact.person) == ("nodira@eski.example", known)


def test_the_pinfl_of_somebody_whose_address_nobody_knows_does_not_let_a_stranger_in_as_them(house: House) -> None:
    known = create_person(surname="Sobirova", given_name="Nodira", pinfl=NODIRA["pinfl"])
    assert proved().person_id != known.pk


def test_a_person_with_an_account_is_let_in_by_no_code(house: House) -> None:
    guest, person = come_in()
    token = issue_token(contact=Contact.objects.get())
    assert (guest.get("/").status_code, Caller(token).get("movements").status_code) == (200, 200)
    open_account(person=person, login="nodira", password=PASSWORD)
    assert (guest.get("/").status_code, Caller(token).get("movements").status_code) == (302, 401)
    code = asked()
    with pytest.raises(Conflict):
        enter_code(handle=code.handle, digits=digits_of(code))
    assert account_of(token) is None


def test_a_guest_opens_the_own_case_and_nothing_of_the_office(house: House) -> None:
    guest, _person = come_in()
    case = press(guest, "/apply/arrival/")
    assert guest.get(case).status_code == 200
    for closed in ("/cases/", "/students/", "/orders/", "/appointments/", "/hemis/", "/password/"):
        assert guest.get(closed).status_code in (302, 404), closed
    other, _brother = come_in(email="b@example.uz", given_name="Nodir", pinfl=pinfl("5140305700124"))
    assert other.get(case).status_code == 404
    assert guest.post("/sign-out/").status_code == 302
    assert guest.get(case).status_code == 302


def test_over_the_api_a_guest_applies_and_sees_the_own_cases_alone(house: House) -> None:
    stranger = Caller()
    handle = stranger.post("guests/code", **NODIRA).json()["handle"]
    assert stranger.post("guests/sign-in", handle=handle, code="no").status_code == 422
    guest = Caller(stranger.post("guests/sign-in", handle=handle, code=last_code()).json()["token"])
    stated = {"programme": "60710100", "comes_from": "TDTU", "starts_on": clock.today().isoformat()}
    answer = guest.post("movements", kind="arrival", stated=stated, key="once")
    assert (answer.status_code, answer.json()["student"], answer.json()["state"]) == (201, None, "review")
    assert guest.post("movements", kind="arrival", stated=stated, key="once").json() == answer.json()
    assert guest.post("movements", kind="academic_leave", stated={}).status_code == 422
    assert [one["id"] for one in guest.get("movements").json()["items"]] == [answer.json()["id"]]
    assert Caller.signed_in("aziza").get(f"movements/{answer.json()['id']}").status_code == 404
    found = stranger.post("guests/code", case=answer.json()["number"], email=NODIRA["email"])
    assert found.status_code == 200


def test_too_often_is_told_as_a_problem_of_its_own(house: House) -> None:
    stranger = Caller()
    for _time in range(3):
        assert stranger.post("guests/code", **NODIRA).status_code == 200
    answer = stranger.post("guests/code", **NODIRA)
    assert (answer.status_code, answer.json()["type"]) == (429, "urn:harakat:too-many")


def test_what_was_typed_with_a_code_is_forgotten(house: House) -> None:
    asked()
    with clock.pretend(clock.now() + timedelta(days=2, minutes=1)):
        forget_codes()
    assert not ContactCode.objects.exists()


def test_somebody_of_the_institute_is_found_by_no_tracking(house: House) -> None:
    handle = ask_to_track(number="2026-000001", email="aziza@tkti.example", asked_from="")
    assert ContactCode.objects.get(handle=handle).person is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"surname": "<b>Sobirova</b>"}, "surname"),
        ({"surname": "Sobirova\u202e"}, "surname"),
        ({"surname": "Собирова"}, "surname"),
        ({"surname": ""}, "surname"),
        ({"surname": "S" * 81}, "surname"),
        ({"given_name": "Nodira1"}, "given_name"),
        ({"surname_cyrl": "Sobirova"}, "surname_cyrl"),
        ({"pinfl": "6140305700123"}, "pinfl"),
        ({"pinfl": f"{NODIRA['pinfl'][:13]}{(int(NODIRA['pinfl'][13]) + 1) % 10}"}, "pinfl"),
        ({"pinfl": pinfl("6150305700123")}, "pinfl"),
        ({"pinfl": "", "passport": ""}, "pinfl"),
        ({"pinfl": "", "passport": "AB 12<3"}, "passport"),
        ({"born_on": "2026-03-14"}, "born_on"),
        ({"born_on": "0005-03-14"}, "born_on"),
        ({"born_on": "2005-02-30"}, "born_on"),
        ({"email": "nodira@"}, "email"),
        ({"email": "a@example.uz\nBcc: b@example.uz"}, "email"),
        ({"phone": "call me"}, "phone"),
    ],
)
def test_what_no_passport_says_is_refused_at_its_field(said: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask_to_apply({**NODIRA, **said}, asked_from="")
    assert field in refused.value.fields


def test_a_passport_is_enough(house: House) -> None:
    contact = proved(pinfl="", passport="ab 1234567", patronymic="")
    assert (contact.person.passport, contact.person.stated_pinfl) == ("AB1234567", "")
    assert proved(pinfl="", passport="AB1234567").person_id == contact.person_id
