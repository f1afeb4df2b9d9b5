"""Whatever is done in whatever order, each serial is in exactly one place, and every way of asking says the same."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from journal import clock, events
from journal.refusals import Refusal
from orders import blanks
from orders.blank_kinds import IN_THE_SAFE, Place
from orders.blank_models import Blank, BlankDestruction, BlankEntry
from orders.blanks import queries
from orders.blanks.turnover import turnover
from orders.stocktaking_models import Stocktaking
from tests.blanks.keeping import BASIS, MEMBERS
from tests.people import House

MOST = 12
numbers = st.integers(1, MOST)
hands = st.sampled_from(["dilnoza", "nodira", "gulnora", "aziza"])
KEEPER, HEAD = "dilnoza", "nodira"


def serial(number: int) -> str:
    return f"AB {number:03}"


class Ledger(RuleBasedStateMachine):
    """The ledger beside the simplest model of it: a dictionary from serial to place."""

    house: ClassVar[House]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.places: dict[str, str] = {}
        self.about: dict[str, str] = {}
        self.acts: dict[int, list[str]] = {}
        self.row: Stocktaking | None = None
        self.moment: dict[str, str] = {}
        self.found: dict[str, str] = {}
        self.moved: set[str] = set()
        self.explained: set[str] = set()

    def teardown(self) -> None:
        try:
            assert events.verify_all() == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def by(self, login: str) -> dict[str, object]:
        return {"actor": self.house.people[login]}

    def put(self, which: str, place: str, about: str = "") -> None:
        """What the model says from now on."""
        self.places[which], self.about[which] = place, about
        self.moved.add(which)

    def pk(self, which: str) -> int:
        found = Blank.objects.filter(serial=which).first()
        return found.pk if found else 0

    def carried_out(self, act: object, expected: bool) -> object:
        """Do it; refused and done must be as the model has them, and what is refused leaves nothing."""
        before = BlankEntry.objects.count()
        try:
            with transaction.atomic():
                done = act()
        except Refusal:
            assert not expected
            assert BlankEntry.objects.count() == before
            return None
        assert expected
        return done or True

    @rule(login=hands, first=numbers, length=st.integers(1, 4))
    def receive(self, login: str, first: int, length: int) -> None:
        came = [serial(number) for number in range(first, first + length)]
        sent = {"kind": "bachelor", "series": "AB", "first": f"{first:03}", "last": f"{first + length - 1:03}"}
        paper = {"received_on": clock.today(), "supplier": "x", "waybill": "1", "counted": length}
        fine = login == KEEPER and not self.places.keys() & set(came)
        if self.carried_out(lambda: blanks.receive_batch(**self.by(login), **sent, **paper), fine):
            for one in came:
                self.put(one, "free")

    @rule(login=hands, about=st.sampled_from(["movement:1", "movement:2", "movement:3"]))
    def assign_the_lowest(self, login: str, about: str) -> None:
        free = sorted(one for one, place in self.places.items() if place == "free")
        fine = login == KEEPER and bool(free) and not self.holds(about)
        done = self.carried_out(lambda: blanks.assign(**self.by(login), kind="bachelor", about=about), fine)
        if isinstance(done, Blank):
            assert done.serial == free[0]
            self.put(done.serial, "assigned", about)

    @rule(number=numbers, about=st.sampled_from(["movement:1", "movement:2", "movement:3"]))
    def assign_a_named_one(self, number: int, about: str) -> None:
        which = serial(number)
        fine = self.places.get(which) == "free" and not self.holds(about)
        sent = {"kind": "bachelor", "about": about, "serial": which}
        if self.carried_out(lambda: blanks.assign(**self.by(KEEPER), **sent), fine):
            self.put(which, "assigned", about)

    def holds(self, about: str) -> bool:
        return any(place == "assigned" and self.about[one] == about for one, place in self.places.items())

    @rule(login=hands, number=numbers)
    def release(self, login: str, number: int) -> None:
        which = serial(number)
        fine = login == KEEPER and self.places.get(which) == "assigned"
        if self.carried_out(lambda: blanks.release(**self.by(login), blank_id=self.pk(which)), fine):
            self.put(which, "free")

    @rule(login=hands, number=numbers)
    def issue(self, login: str, number: int) -> None:
        which = serial(number)
        fine = login == KEEPER and self.places.get(which) == "assigned"
        sent = {"blank_id": self.pk(which), "to": "Aziza", "on": clock.today()}
        if self.carried_out(lambda: blanks.issue(**self.by(login), **sent), fine):
            self.put(which, "issued", self.about[which])

    @rule(login=hands, number=numbers)
    def spoil(self, login: str, number: int) -> None:
        which = serial(number)
        fine = login == KEEPER and self.places.get(which) in ("free", "assigned", "issued")
        if self.carried_out(lambda: blanks.spoil(**self.by(login), blank_id=self.pk(which), words="x"), fine):
            self.put(which, "spoiled", self.about[which])

    @rule(login=hands, first=numbers, length=st.integers(1, 3))
    def draw(self, login: str, first: int, length: int) -> None:
        named = [serial(number) for number in range(first, first + length)]
        waiting = {one for act in self.acts.values() for one in act}
        fine = login == KEEPER and all(self.places.get(one) == "spoiled" and one not in waiting for one in named)
        sent = {"serials": "\n".join(named), "basis": BASIS, "members": MEMBERS}
        done = self.carried_out(lambda: blanks.draw_destruction(**self.by(login), **sent), fine)
        if isinstance(done, BlankDestruction):
            self.acts[done.pk] = named

    @rule(login=hands, data=st.data())
    def confirm(self, login: str, data: st.DataObject) -> None:
        pk = data.draw(st.sampled_from([*self.acts, 0]))
        named = self.acts.get(pk, [])
        fine = login == HEAD and bool(named) and all(self.places[one] == "spoiled" for one in named)
        if self.carried_out(lambda: blanks.confirm_destruction(**self.by(login), destruction_id=pk), fine):
            for one in self.acts.pop(pk):
                self.put(one, "destroyed")

    @rule(data=st.data())
    def put_aside(self, data: st.DataObject) -> None:
        pk = data.draw(st.sampled_from([*self.acts, 0]))
        sent = {"destruction_id": pk, "words": "x"}
        if self.carried_out(lambda: blanks.put_destruction_aside(**self.by(HEAD), **sent), pk in self.acts):
            del self.acts[pk]

    @rule()
    def begin_counting(self) -> None:
        sent = {"as_of": clock.today(), "basis": BASIS, "members": MEMBERS}
        done = self.carried_out(lambda: blanks.open_stocktaking(**self.by(KEEPER), **sent), self.row is None)
        if isinstance(done, Stocktaking):
            self.row, self.moment, self.found = done, dict(self.places), {}
            self.moved, self.explained = set(), set()

    @rule(first=numbers, length=st.integers(1, 6), condition=st.sampled_from(["clean", "spoiled"]))
    def count(self, first: int, length: int, condition: str) -> None:
        lie = [serial(number) for number in range(first, first + length)]
        fine = self.row is not None and not self.found.keys() & set(lie)
        sent = {"kind": "bachelor", "serials": f"{lie[0]}-{lie[-1]}", "condition": condition}
        pk = self.row.pk if self.row else 0
        if self.carried_out(lambda: blanks.count_blanks(**self.by(KEEPER), stocktaking_id=pk, **sent), fine):
            self.found |= dict.fromkeys(lie, condition)

    def differing(self) -> set[str]:
        """Serials that do not lie as they were recorded, by the model alone."""
        as_recorded = {"free": "clean", "assigned": "clean", "spoiled": "spoiled"}
        every = self.moment.keys() | self.found.keys()
        return {one for one in every if as_recorded.get(self.moment.get(one, "")) != self.found.get(one)}

    @rule(explain=st.booleans())
    def close(self, explain: bool) -> None:
        pk, differing = self.row.pk if self.row else 0, self.differing() if self.row else set()
        if explain and differing:
            sent = {"serials": "\n".join(differing), "number": "1", "on": clock.today(), "words": "x"}
            blanks.explain(**self.by(KEEPER), stocktaking_id=pk, **sent)
            self.explained |= differing
        fine = self.row is not None and differing <= self.explained
        if self.carried_out(lambda: blanks.close_stocktaking(**self.by(KEEPER), stocktaking_id=pk), fine):
            moved, found = set(self.moved), self.found
            for one in differing - moved:
                self.put(one, {"": "missing", "clean": "free", "spoiled": "spoiled"}[found.get(one, "")])
            self.row = None

    @rule()
    def drop(self) -> None:
        pk = self.row.pk if self.row else 0
        sent = {"stocktaking_id": pk, "words": "x"}
        if self.carried_out(lambda: blanks.drop_stocktaking(**self.by(KEEPER), **sent), self.row is not None):
            self.row = None

    @invariant()
    def each_serial_is_in_exactly_one_place(self) -> None:
        listed = {place: self.listed(place) for place in Place}
        every = [one for found in listed.values() for one in found]
        assert len(every) == len(set(every)) == Blank.objects.count()
        assert {one: place for place, found in listed.items() for one in found} == self.places

    def listed(self, place: str) -> list[str]:
        """What the list shows for a place, page by page."""
        found, after = [], None
        while True:
            page, after = queries.page_of_blanks(kind="", place=place, text="", after=after)
            found += [one.serial for one in page]
            if after is None:
                return found

    @invariant()
    def counts_add_up(self) -> None:
        counted = queries.counts()
        assert Counter({place: sum(kind[place] for kind in counted.values()) for place in Place}) == Counter(
            {place: sum(one == place for one in self.places.values()) for place in Place}
        )
        today = clock.today()
        for row in turnover(today, today):
            assert row.closing == sum(one in IN_THE_SAFE for one in self.places.values())
            assert row.opening + row.received + row.returned + row.found - row.issued - row.destroyed - row.missed == (
                row.closing
            )

    @invariant()
    def entries_are_a_chain(self) -> None:
        lives: dict[int, list[tuple[int, str, str]]] = {}
        for pk, nth, was, act in BlankEntry.objects.values_list("blank_id", "nth", "was", "act").order_by("nth"):
            lives.setdefault(pk, []).append((nth, was, act))
        for life in lives.values():
            assert [nth for nth, _was, _act in life] == list(range(1, len(life) + 1))
            assert [was for _nth, was, _act in life] == ["", *(act for _nth, _was, act in life[:-1])]


def walk(house: House, examples: int, steps: int) -> None:
    Ledger.house = house
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a walk through a database takes minutes
        ),
    )


def test_each_serial_is_in_exactly_one_place_whatever_is_done(house: House) -> None:
    walk(house, examples=25, steps=35)


@pytest.mark.journey
def test_and_in_a_shorter_walk_on_either_database(house: House) -> None:
    walk(house, examples=6, steps=30)
