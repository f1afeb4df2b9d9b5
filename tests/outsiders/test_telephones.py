"""Who has no e-mail is reached by text messages: the code, the news of the case, the notice before a lapse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from journal import clock, jobs
from journal.models import Notice
from movements import actions
from permissions.models import Contact, Person
from permissions.phones import mobile
from tests.api.caller import Caller
from tests.guests import NODIRA
from tests.journal.eskiz import Gateway, gateway
from tests.journey import press
from tests.people import House
from tests.work import do_all_jobs

NUMBER = "+998901234567"
WITHOUT_MAIL = {**NODIRA, "email": ""}


@pytest.fixture
def eskiz(settings: Any) -> Iterator[Gateway]:
    with gateway() as state:
        settings.SMS_URL = state.url
        yield state


def texts(eskiz: Gateway) -> list[str]:
    do_all_jobs()
    return [one["message"] for one in eskiz.sent]


def digits(text: str) -> str:
    """Of the code."""
    return re.findall(r"\b\d{6}\b", text)[0]


def come_in(eskiz: Gateway) -> tuple[Client, Person]:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert press(client, "/apply/arrival/who/", **WITHOUT_MAIL) == "/apply/code/"
    assert NUMBER in client.get("/apply/code/").content.decode()
    [text] = texts(eskiz)
    press(client, "/apply/code/", code=digits(text))
    return client, Person.objects.get(contacts=client.session["contact"])


def filed(client: Client) -> str:
    case = press(client, "/apply/arrival/")
    stated = {"programme": "60710100", "comes_from": "TDTU", "starts_on": clock.today().isoformat()}
    press(client, case, act="file", **stated)
    return case


def returned(house: House, person: Person) -> str:
    """The office returns the case, with words that no text message may carry; gives its number."""
    movement = person.movements.get()
    actions.decide(
        actor=house.botir, movement_id=movement.pk, verdict="return", ground="other", words="Pasport nusxasi xira."
    )
    return str(movement.number)


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("+998 90 123 45 67", NUMBER),
        ("90 123-45-67", NUMBER),
        ("998(90)1234567", NUMBER),
        ("+7 901 123 45 67", ""),
        ("123", ""),
        ("", ""),
    ],
)
def test_a_number_is_kept_as_it_is_called(typed: str, called: str) -> None:
    assert mobile(typed) == called


def test_without_mail_the_code_comes_to_the_telephone_and_proves_it(house: House, eskiz: Gateway) -> None:
    _client, person = come_in(eskiz)
    contact = Contact.objects.get(person=person)
    assert (contact.kind, contact.address, person.phone, person.email) == ("phone", NUMBER, NUMBER, "")
    assert eskiz.sent[0]["mobile_phone"] == "998901234567"
    assert mail.outbox == []


def test_with_mail_the_code_goes_there_and_no_text_is_paid_for(house: House, eskiz: Gateway) -> None:
    press(Client(), "/apply/arrival/who/", **NODIRA)
    assert (texts(eskiz), len(mail.outbox)) == ([], 1)


def test_who_gives_neither_address_is_told_so(house: House) -> None:
    for phone in ("", "+7 901 123 45 67"):
        answer = Caller().post("guests/code", **{**WITHOUT_MAIL, "phone": phone})
        assert answer.status_code == 422
        assert list(answer.json()["fields"]) == ["email"]


def test_the_news_of_the_case_says_its_number_and_no_ground(house: House, eskiz: Gateway) -> None:
    client, person = come_in(eskiz)
    filed(client)
    number = returned(house, person)
    assert texts(eskiz)[1:] == [f"Harakat: {number}-sonli ish boʻyicha yangilik bor: http://testserver/track/"]
    assert [one.state for one in Notice.objects.filter(channel="sms")] == ["sent"]


def test_the_case_is_found_again_by_the_telephone_however_it_is_typed(house: House, eskiz: Gateway) -> None:
    client, person = come_in(eskiz)
    case = filed(client)
    texts(eskiz)
    later = Client(HTTP_ACCEPT_LANGUAGE="en")
    press(later, "/track/", number=person.movements.get().number or "", email="90 1234567")
    press(later, "/apply/code/", code=digits(texts(eskiz)[-1]))
    assert later.get(case).status_code == 200


def test_a_stranger_s_number_is_sent_nothing(house: House, eskiz: Gateway) -> None:
    client, person = come_in(eskiz)
    filed(client)
    before = len(texts(eskiz))
    press(Client(), "/track/", number=person.movements.get().number or "", email="+998901111111")
    assert len(texts(eskiz)) == before


def test_a_gateway_that_fails_is_tried_again_and_the_message_arrives_once(house: House, eskiz: Gateway) -> None:
    client, person = come_in(eskiz)
    filed(client)
    eskiz.broken = True
    returned(house, person)
    while waiting := list(jobs.due(clock.now())):
        for job in waiting:
            jobs.run(job.pk)
    assert [(one.state, one.error) for one in Notice.objects.filter(channel="sms")] == [("failed", "SmsError")]
    eskiz.broken = False
    with clock.pretend(clock.now() + timedelta(minutes=5)):
        assert len(texts(eskiz)) == 2
    assert [one.state for one in Notice.objects.filter(channel="sms")] == ["sent"]
