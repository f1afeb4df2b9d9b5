"""A commission of five with its secretary, and cases that wait for it, all by the product's own actions."""

from __future__ import annotations

from datetime import timedelta

from journal import clock
from movements import actions as cases
from movements.models import Body, Movement, Sitting
from movements.sittings import actions
from permissions.actions import appoint, create_person, open_account
from permissions.models import Person
from permissions.roles import Role
from tests.people import HELD_SINCE, PASSWORD, House, enrol

MEMBERS = {
    "rais": ("Aliyev", "Rustam", Role.COMMISSION_CHAIR, "Komissiya raisi"),
    "kotib": ("Vohidova", "Nargiza", Role.COMMISSION_SECRETARY, "Komissiya kotibi"),
    "anvar": ("Mirzayev", "Anvar", Role.COMMISSION_MEMBER, "Dotsent"),
    "barno": ("Tursunova", "Barno", Role.COMMISSION_MEMBER, "Dekan"),
    "davron": ("Sodiqov", "Davron", Role.COMMISSION_MEMBER, "Professor"),
    "elyor": ("Hasanov", "Elyor", Role.COMMISSION_MEMBER, "Dotsent"),
}
VOTERS = ("rais", "anvar", "barno", "davron", "elyor")
NAMES = {"uz": "Guruh almashtirish komissiyasi", "ru": "Комиссия по смене группы", "en": "Commission on groups"}


def open_commission(house: House, code: str = "groups") -> Body:
    """Opened by the administrator, who then appoints chair, secretary and four members."""
    body = actions.open_body(actor=house.kamola, code=code, names=NAMES)
    for login, (surname, given_name, office, title) in MEMBERS.items():
        if login not in house.people:
            person = create_person(surname=surname, given_name=given_name, email=f"{login}@tkti.example")
            open_account(person=person, login=login, password=PASSWORD)
            person.refresh_from_db()
            house.people[login] = person
        seat(house, body, house.people[login], office, title)
    return body


def seat(house: House, body: Body, person: Person, office: Role, title: str = "") -> None:
    """Appoint somebody to the commission."""
    appoint(
        actor=house.kamola,
        person=person,
        office=office,
        unit=body.unit,
        valid_from=HELD_SINCE,
        title=title,
        basis="08.01.2024-yildagi 15-K-sonli buyruq",
    )


def applied(house: House, login: str = "aziza") -> Movement:
    """A case that waits for the commission."""
    if login not in house.people:
        number = f"33725120{len(house.people):04}"
        enrol(house, login, f"Talabayev{number}", login.capitalize(), "chemistry", number)
    person = house.people[login]
    stated = {"group": "26-10", "starts_on": clock.today().isoformat()}
    student = house.students[login]
    draft = cases.start_draft(actor=person, kind="change_by_commission", student=student, stated=stated)
    return cases.file(actor=person, movement_id=draft.pk)


def prepared(house: House, *movements: Movement) -> Sitting:
    """A sitting of today, being prepared."""
    return actions.prepare(
        actor=house.kotib,
        body_id=Body.objects.get(code="groups").pk,
        meets_at=clock.now() + timedelta(seconds=1),
        place="2-bino, 305-xona",
        movement_ids=[movement.pk for movement in movements],
    )


def called(house: House, *movements: Movement) -> Sitting:
    """A sitting whose members were called."""
    return actions.call(actor=house.kotib, sitting_id=prepared(house, *movements).pk)


def attended(house: House, *movements: Movement, present: tuple[str, ...] = VOTERS) -> Sitting:
    """A sitting at which these are present; Rustam presides."""
    sitting = called(house, *movements)
    there = [house.people[login].pk for login in present]
    return actions.attend(actor=house.kotib, sitting_id=sitting.pk, present=there)


def held(house: House, *movements: Movement, present: tuple[str, ...] = VOTERS) -> Sitting:
    """A sitting that voted in favour of all."""
    sitting = attended(house, *movements, present=present)
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    return actions.close(actor=house.kotib, sitting_id=sitting.pk)


def signed(house: House, *movements: Movement) -> Sitting:
    """Minutes with both signatures."""
    sitting = held(house, *movements)
    actions.sign(actor=house.kotib, sitting_id=sitting.pk)
    return actions.sign(actor=house.rais, sitting_id=sitting.pk)


def votes(house: House, **choices: str) -> dict[int, str]:
    """Votes by login."""
    return {house.people[login].pk: choice for login, choice in choices.items()}
