"""A small office in the middle of its work: a case at every place at which somebody could send something wrong.

Nothing here is changed by a refused request, so one scene serves a whole file of tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.test import Client

from movements.models import Movement
from orders.models import Order, Register
from permissions.actions import create_person, open_account
from permissions.models import Appointment
from students.actions import admit
from students.models import Standing
from students.standing import Facts
from tests.api.caller import Caller
from tests.journey import signed_in
from tests.people import ADMITTED, PASSWORD, House, enrol, open_house


@dataclass
class Scene:
    """The office: ``case`` and ``order`` by the name of where they stand, and the people's programs by login."""

    house: House
    case: dict[str, int] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    item: dict[str, int] = field(default_factory=dict)
    paper: dict[str, int] = field(default_factory=dict)
    callers: dict[str, Caller] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)

    appointment: int = 0

    def call(self, login: str) -> Caller:
        """A program that signed in as this person."""
        if not login:
            return Caller()
        if login not in self.callers:
            self.callers[login] = Caller.signed_in(login)
        return self.callers[login]

    def address(self, pattern: str) -> str:
        """An address in which ``{review}`` stands for the case under review, ``{order.ready}`` for an order."""
        named = {**self.case, **{f"order_{name}": pk for name, pk in self.order.items()}}
        named |= {f"item_{name}": pk for name, pk in self.item.items()}
        named |= {f"paper_{name}": pk for name, pk in self.paper.items()}
        return pattern.format(appointment=self.appointment, **named)


STUDENTS = {
    "returned": ("nodira", "Sobirova", "Nodira"),
    "approved": ("laylo", "Aliyeva", "Laylo"),
    "drafted": ("zilola", "Umarova", "Zilola"),
    "endorsing": ("malika", "Hakimova", "Malika"),
    "signed": ("shahlo", "Ismoilova", "Shahlo"),
}


def open_scene() -> Scene:
    """Everything by the product's own calls."""
    scene = Scene(open_house())
    Register.objects.create(
        code="ijro", title="Ijro", pattern="{number}", numbering=Register.Numbering.EXTERNAL, kinds=["academic_leave"]
    )
    scene.case["draft"] = scene.call("aziza").draft()
    scene.paper["draft"] = Movement.objects.get(pk=scene.case["draft"]).attachments.get().pk
    scene.case["review"] = scene.call("sardor").file()
    for place, (name, (login, surname, given_name)) in enumerate(STUDENTS.items(), 10):
        enrol(scene.house, login, surname, given_name, "chemistry", f"3372511000{place}")
        scene.case[name] = scene.call(login).file()
    dean, vice = scene.call("botir"), scene.call("hamid")
    done(dean.act(scene.case["returned"], "return", ground="other", grounds="Muhr koʻrinmaydi."))
    for name in ("approved", "drafted", "endorsing", "signed"):
        done(dean.act(scene.case[name], "approve"))
        done(vice.act(scene.case[name], "approve"))
    for name in ("drafted", "endorsing", "signed"):
        compose(scene, name)
    send(scene, "endorsing")
    send(scene, "signed")
    for login in ("farrux", "gulnora"):
        done(scene.call(login).post(f"orders/{scene.order['signed']}/acts", act="endorse"))
    done(scene.call("erkin").post(f"orders/{scene.order['signed']}/acts", act="sign"))
    enrol(scene.house, "feruza", "Toshmatova", "Feruza", "chemistry", "337251100088")
    on_leave(scene)
    scene.appointment = Appointment.objects.get(person=scene.house.people["jasur"]).pk
    for login in scene.house.people:
        scene.call(login)
        scene.browsers[login] = signed_in(login)
        scene.browsers[login].raise_request_exception = False
    scene.browsers[""] = Client(raise_request_exception=False)
    return scene


def done(answer: object) -> None:
    """The call was carried out."""
    assert answer.status_code in (200, 201), answer.content


def compose(scene: Scene, name: str) -> None:
    """An order of one approved case."""
    answer = scene.call("dilnoza").post("orders", kind="academic_leave", movements=[scene.case[name]])
    done(answer)
    scene.order[name] = answer.json()["id"]
    scene.item[name] = Order.objects.get(pk=scene.order[name]).items.get().pk


def send(scene: Scene, name: str) -> None:
    """Send an order for visas."""
    done(scene.call("dilnoza").post(f"orders/{scene.order[name]}/acts", act="send"))


def on_leave(scene: Scene) -> None:
    """A student on leave whose return waits for the registrar to name the place of study."""
    person = create_person(surname="Rustamov", given_name="Otabek", email="otabek@tkti.example")
    open_account(person=person, login="otabek", password=PASSWORD)
    person.refresh_from_db()
    group = scene.house.groups["chemistry 25-10"]
    facts = Facts(
        status="on_leave",
        faculty_id=scene.house.units["chemistry"].pk,
        programme_id=scene.house.programmes["chemistry"].pk,
        group_id=group.pk,
        course=2,
        semester=3,
        form="11",
        language="11",
        payment="11",
        curriculum=group.curriculum,
    )
    student = admit(
        person=person,
        number="337251100099",
        facts=facts,
        valid_from=ADMITTED,
        source="import:337251100099",
        details={"admitted_in": 2025},
        basis=Standing.Basis.HEMIS_IMPORT,
        basis_text="HEMIS",
    )
    scene.house.people["otabek"], scene.house.students["otabek"] = person, student
    stated = {"ground_ended": "maternity", "returns_on": "2026-12-01"}
    answer = scene.call("otabek").post("movements", kind="return_from_leave", stated=stated)
    done(answer)
    scene.case["placement"] = answer.json()["id"]
