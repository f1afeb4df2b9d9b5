"""Every state × every person: what may be done is asked of the queries themselves and compared with the paper.

``HARAKAT_WRITE_TABLES=1 .venv/bin/pytest tests/permissions/test_asked.py`` writes the second part of
``docs/permissions.md`` anew; the change is then read and committed like any other.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from journal.refusals import NotFound
from movements import actions, queries
from movements.composing import compose
from movements.models import Movement, State
from orders import actions as orders
from orders import queries as order_queries
from orders.models import Order, OrderState, Register
from permissions.actions import appoint, create_person, open_account
from permissions.models import Person
from permissions.roles import Role
from permissions.table import MEASURED
from tests.people import HELD_SINCE, PASSWORD, House, enrol
from tests.screens.cases import stated
from tests.uploads import pdf
from tests.work import do_all_jobs

PAPER = Path(settings.BASE_DIR) / "docs" / "permissions.md"
STAFF = {
    "botir": "dean",
    "jasur": "dean of another faculty",
    "hamid": "vice-rector",
    "dilnoza": "registrar",
    "erkin": "rector",
    "farrux": "lawyer",
    "gulnora": "accountant",
    "zafar": "head of section",
    "kamola": "administrator",
    "sardor": "another student",
}
NEVER_WAITED_IN = {State.FILED, State.LAPSED}
"""A filed case goes on at once; no act lets a case lapse yet."""
LATER = {OrderState.AMENDED, OrderState.REVOKED}
HEAD = """
## The same, asked of the program

What each person may do with one and the same case, and with one and the same order, in every state it can wait in:
asked of `movements.queries.may` and `orders.queries.may` by `tests/permissions/test_asked.py`. “reads” means that the
page opens and offers no act; where a cell is empty there is no such page for this person (404).
"""


class Walk:
    """Leads cases and orders from state to state by the real actions, and asks everybody at each."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.cases: dict[str, list[str]] = {}
        self.orders: dict[str, list[str]] = {}
        self.applicant = house.aziza
        self.movement = Movement()
        self.order = Order()

    def everybody(self) -> list[Person]:
        """The applicant first, then everybody else."""
        return [self.applicant, *(self.house.people[login] for login in STAFF)]

    def ask_case(self) -> None:
        """What everybody may do with the case now."""
        found = Movement.objects.select_related("unit", "applicant").get(pk=self.movement.pk)
        turn = queries.open_turn(found)
        state = f"{found.get_state_display()} `{found.state}`"
        row = f"{state}, at `{found.step}`" if turn and found.step else state
        self.cases[row] = [_cell(lambda who: self._acts(who, found.pk), who) for who in self.everybody()]

    def _acts(self, who: Person, pk: int) -> list[str]:
        seen = queries.get_case_for(who, pk)
        return queries.may(who, seen, queries.open_turn(seen))

    def ask_order(self, more: str = "") -> None:
        """What everybody may do with the order now."""
        found = Order.objects.get(pk=self.order.pk)
        row = f"{found.get_state_display()} `{found.state}`{more}"
        self.orders[row] = [
            _cell(lambda who: order_queries.may(who, order_queries.get_order_for(who, found.pk)), who)
            for who in self.everybody()
        ]

    def begin(self, login: str, *, insisting: bool = False) -> None:
        """File an application, without its paper where the applicant insists."""
        self.applicant = self.house.people[login]
        student = self.house.students[login]
        self.movement = actions.start_draft(
            actor=self.applicant, kind="academic_leave", student=student, stated=stated()
        )
        if not insisting:
            self.attach()
            actions.file(actor=self.applicant, movement_id=self.movement.pk)

    def attach(self) -> None:
        """Bring the paper."""
        kind = "medical_conclusion"
        actions.attach(actor=self.applicant, movement_id=self.movement.pk, kind=kind, upload=pdf())

    def decide(self, login: str, verdict: str) -> None:
        """Let an office decide."""
        words = {} if verdict == "approve" else {"ground": "dates_wrong", "words": "Sana notoʻgʻri."}
        person = self.house.people[login]
        actions.decide(actor=person, movement_id=self.movement.pk, verdict=verdict, **words)

    def compose(self) -> None:
        """Put the approved case into an order."""
        self.order = compose(actor=self.house.dilnoza, kind=self.movement.kind, movement_ids=[self.movement.pk])[0]

    def carry_to_signature(self) -> None:
        """Send, endorse and make ready."""
        orders.send(actor=self.house.dilnoza, order_id=self.order.pk)
        self.ask_order()
        for person in (self.house.farrux, self.house.gulnora):
            orders.endorse(actor=person, order_id=self.order.pk)

    def sign(self) -> None:
        """Let the rector sign."""
        orders.sign(actor=self.house.erkin, order_id=self.order.pk)


def _cell(ask: Callable[[Person], list[str]], who: Person) -> str:
    try:
        return ", ".join(ask(who)) or "reads"
    except NotFound:
        return ""


def walk_all(house: House) -> Walk:
    """Every state a case and an order can wait in."""
    walk = Walk(house)
    walk.begin("aziza", insisting=True)
    walk.ask_case()
    actions.file(actor=house.aziza, movement_id=walk.movement.pk, insist=True, grounds="Hujjat keyin keladi.")
    walk.ask_case()
    walk.decide("dilnoza", "return")
    walk.ask_case()
    walk.attach()
    actions.revise(actor=house.aziza, movement_id=walk.movement.pk, stated=stated())
    for login in ("botir", "hamid"):
        walk.ask_case()
        walk.decide(login, "approve")
    walk.ask_case()
    walk.compose()
    walk.ask_case()
    walk.ask_order()
    walk.carry_to_signature()
    walk.ask_order()
    walk.sign()
    walk.ask_order()
    do_all_jobs()
    walk.ask_order()
    walk.ask_case()
    _other_ends(house, walk)
    return walk


def _other_ends(house: House, walk: Walk) -> None:
    for login, number in (("nodira", "337251100011"), ("olim", "337251100012"), ("paxlavon", "337251100013")):
        enrol(house, login, login.title(), login.title(), "chemistry", number)
    walk.begin("nodira")
    walk.decide("botir", "refuse")
    walk.ask_case()
    walk.begin("olim")
    actions.withdraw(actor=walk.applicant, movement_id=walk.movement.pk, grounds="Fikrimdan qaytdim.")
    walk.ask_case()
    walk.begin("paxlavon")
    for login in ("botir", "hamid"):
        walk.decide(login, "approve")
    walk.compose()
    orders.discard(actor=house.dilnoza, order_id=walk.order.pk, grounds="Xato tuzildi.")
    walk.ask_order()
    Register.objects.update(numbering=Register.Numbering.EXTERNAL)
    walk.compose()
    asked = dict(walk.orders)
    walk.carry_to_signature()
    walk.orders = asked
    walk.sign()
    walk.ask_order(", its number to be given by the chancellery")


@pytest.fixture
def walk(house: House, seal: None) -> Walk:
    """The whole walk, asked in English."""
    head = create_person(surname="Aliyev", given_name="Zafar")
    open_account(person=head, login="zafar", password=PASSWORD)
    head.refresh_from_db()
    appoint(actor=None, person=head, office=Role.HEAD, unit=house.institute, valid_from=HELD_SINCE, basis="12-K")
    house.people["zafar"] = head
    with translation.override("en"):
        return walk_all(house)


def written(walk: Walk) -> str:
    """The second part of the paper."""
    lines = [HEAD]
    for title, table in (("A case", walk.cases), ("An order", walk.orders)):
        lines += [f"### {title}", "", _row("State", "applicant", *STAFF.values()), _row(*["---"] * (len(STAFF) + 2))]
        lines += [*(_row(state, *cells) for state, cells in table.items()), ""]
    return MEASURED + "\n".join(lines)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def test_the_paper_says_what_the_program_answers(walk: Walk) -> None:
    ours, _mark, _theirs = PAPER.read_text().partition(MEASURED)
    if os.environ.get("HARAKAT_WRITE_TABLES"):
        PAPER.write_text(ours + written(walk))
    assert PAPER.read_text() == ours + written(walk)


def test_no_state_is_left_out(walk: Walk) -> None:
    assert {row.split("`")[1] for row in walk.cases} == set(State) - NEVER_WAITED_IN
    assert {row.split("`")[1] for row in walk.orders} == set(OrderState) - LATER


def test_who_has_nothing_to_do_with_it_has_no_page_in_any_state(walk: Walk) -> None:
    columns = ["applicant", *STAFF]
    for login in ("jasur", "kamola", "sardor"):
        column = columns.index(login)
        assert {cells[column] for cells in [*walk.cases.values(), *walk.orders.values()]} == {""}, login
