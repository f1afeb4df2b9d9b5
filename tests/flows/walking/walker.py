"""Walks every edge of a flow through the API, as people would: each case takes the ways that nobody took before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from journal import clock, jobs
from movements.blank_steps import serials_of
from movements.choose_step import Choose
from movements.clear_step import Clear
from movements.commission_step import Commission
from movements.fees.account import account_of
from movements.fees.actions import record_payment
from movements.flow import MovementFlow
from movements.models import Body, CaseSubject, Movement, Turn
from movements.pay_step import Pay
from movements.sittings import actions as sittings
from movements.steps import Decide, Deciding, Order, Outcome, Revise, Verify
from movements.subject_groups.step import FormGroups
from orders.models import OrderItem
from tests.api.caller import Caller
from tests.flows.walking.plans import PLANS, Plan, applicant
from tests.people import House
from tests.sittings.board import VOTERS
from tests.work import do_all_jobs

Edge = tuple[str, str]
FILED = datetime(2026, 7, 20, 10, tzinfo=clock.zone)
GROUNDS = {"ground": "other", "grounds": "Sinov uchun."}
OFFICES = {
    "dean": "botir", "registrar": "dilnoza", "vice_rector": "hamid", "accountant": "gulnora", "rector": "erkin",
    "lawyer": "farrux", "librarian": "zuhra", "dormitory": "murod",
}  # fmt: skip


def edges_of(flow: type[MovementFlow]) -> set[Edge]:
    """Every way out of every step."""
    return {(step.name, exit_name) for step in flow.steps() for exit_name in step.exits}


def walked() -> dict[str, set[Edge]]:
    """The edges the cases of this database have taken, by kind: read from the turns themselves."""
    found: dict[str, set[Edge]] = {}
    for kind, step, data in Turn.objects.values_list("movement__kind", "step", "data"):
        if data.get("exit"):
            found.setdefault(kind, set()).add((step, data["exit"]))
    return found


class Walker:
    """Walks one flow in the small institute."""

    def __init__(self, house: House, flow: type[MovementFlow], plan: Plan | None = None) -> None:
        self.house, self.flow, self.plan = house, flow, plan or PLANS[flow.kind]
        self.callers: dict[str, Caller] = {}
        self.taken: set[Edge] = set()
        self.moment = FILED

    def walk(self, *, most: int = 40) -> set[Edge]:
        """Begin cases until every edge is taken; gives those that are left, which should be none."""
        variants = list(self._variants())
        for number in range(most):
            left = edges_of(self.flow) - self.taken
            if not left:
                break
            chosen = [variant for variant in variants if left & set(variant)]
            self._case(number, dict(chosen[0] if chosen else variants[number % len(variants)]))
            self.taken |= walked().get(self.flow.kind, set())
        return edges_of(self.flow) - self.taken

    def _variants(self) -> Iterator[tuple[Edge, ...]]:
        """Every combination of answers to the questions the law asks on the way."""
        steps = [step for step in self.flow.steps() if isinstance(step, Choose)]
        yield from product(*([(step.name, answer) for answer in step.ways] for step in steps))

    def _case(self, number: int, answers: dict[str, str]) -> None:
        self.turns = [self.plan.turns.get(edge, {}) for edge in answers.items()]
        since = next((turn["dismissed_on"] for turn in self.turns if "dismissed_on" in turn), None)
        self.moment, self.callers = FILED, {}  # the end of a case is late enough to sweep away old tokens
        with clock.pretend(self.moment):
            self.person = applicant(self.house, self.plan, 100 * len(self.flow.kind) + number, dismissed_on=since)
        self.own = Caller()
        self.turn_over = 0
        movement = self._file()
        while not isinstance(self.flow.step(movement.step), Outcome):
            with clock.pretend(self.moment):
                self._go_on(movement, self._choose(movement.step))
            self.taken |= walked().get(self.flow.kind, set())
            movement.refresh_from_db()
            self.turn_over += 1
            assert self.turn_over < 80, f"{self.flow.kind} turns in circles at {movement.step}"

    def _choose(self, name: str) -> str:
        """The way nobody took: first what leads back, then what ends a case that could go on elsewhere."""
        step = self.flow.step(name)
        left = [one for one in step.exits if (name, one) not in self.taken]
        back = [one for one in left if not isinstance(step.exits[one], Outcome) and one != step.main_exit]
        ends = [one for one in left if isinstance(step.exits[one], Outcome)]
        # A side road that is known may lead to a way out of its end that is not.
        known = [one for one, to in step.exits.items() if one != step.main_exit and self._left_at(to)]
        if back or (known and not left):
            return (back or known)[0]
        return ends[0] if ends and (name, step.main_exit) not in [(name, one) for one in left] else step.main_exit

    def _left_at(self, step: Any) -> bool:
        """Whether a way out of this step is still to be walked."""
        return any((step.name, exit_name) not in self.taken for exit_name in step.exits)

    def _stated(self, *, right: bool) -> dict[str, Any]:
        stated = {**self.plan.stated, **({} if right else self.plan.wrong)}
        for turn in self.turns:
            stated |= turn.get("stated", {})
        return stated

    def _right(self) -> bool:
        """Whether the next check shall find nothing: not while the way of who insists has something left to walk."""
        check = next(step for step in self.flow.steps() if isinstance(step, Verify))
        insisting = check.exits["else"]
        ways = {(check.name, "else"), *((insisting.name, exit_name) for exit_name in insisting.exits)}
        return (check.name, "then") not in self.taken or ways <= self.taken

    def _file(self) -> Movement:
        right = self._right()
        with clock.pretend(self.moment):
            self.own = Caller.signed_in(str(self.person.account))
            body = {"kind": self.flow.kind, "stated": self._stated(right=right), "draft": True}
            answer = self.own.post("movements", **body)
            assert answer.status_code == 201, answer.content.decode()
            movement = Movement.objects.get(pk=answer.json()["id"])
            for kind in self.plan.papers:
                assert self.own.attach(movement.pk, kind).status_code == 201, kind
            more = {} if right else {"insist": True, "grounds": "Sinov uchun."}
            answer = self.own.act(movement.pk, "file", **more)
            assert answer.status_code == 200, answer.content.decode()
        movement.refresh_from_db()
        return movement

    def _go_on(self, movement: Movement, exit_name: str) -> None:
        step = self.flow.step(movement.step)
        if exit_name == "lapse":
            self._let_lapse()
        elif isinstance(step, Revise):
            right = self._right()
            more = {} if right else {"insist": True, "grounds": "Sinov uchun."}
            self._done(self.own.act(movement.pk, "revise", stated=self._stated(right=right), **more))
        elif isinstance(step, Commission):
            self._sit(movement, exit_name)
        elif isinstance(step, Clear):
            self._clear(movement, step)
        elif isinstance(step, Decide):
            self._decide(movement, step, exit_name)
        elif isinstance(step, Pay):
            self._pay(movement, step)
        elif isinstance(step, Order):
            self._order(movement, exit_name)
        else:
            raise AssertionError(f"nobody knows how to go on from {step.name}")

    def _by(self, office: str, unit: Any = None) -> Caller:
        login = "jasur" if office == "dean" and unit == self.house.units["food"] else OFFICES[office]
        key = f"{login} {self.moment.date()}"  # a token lasts half a day
        if key not in self.callers:
            self.callers[key] = Caller.signed_in(login)
        return self.callers[key]

    def _decide(self, movement: Movement, step: Deciding, exit_name: str) -> None:
        turn = Turn.objects.get(movement=movement, finished=None)
        if exit_name == "spoiled":
            serial = serials_of(movement)[0]
            self._done(self._by(turn.office, turn.unit).act(movement.pk, "spoil", serial=serial, grounds="Siyoh."))
            return
        added = dict(self.plan.answers.get(step.name, {}))
        added = {name: said(self.person) if callable(said) else said for name, said in added.items()}
        for one in self.turns:
            added |= one.get(step.name, {})
        more = {"added": added} if exit_name == "approve" and added else {} if exit_name == "approve" else GROUNDS
        if isinstance(step, FormGroups) and exit_name == "approve":
            self._form_groups(movement)
        self._done(self._by(turn.office, turn.unit).act(movement.pk, exit_name, **more))

    def _pay(self, movement: Movement, step: Pay) -> None:
        """The whole fee at once."""
        left = account_of(movement.pk, step.name).left
        record_payment(
            actor=self.house.gulnora, movement_id=movement.pk, amount=left, paid_on=clock.today(),
            document=f"{movement.pk}-{self.turn_over}",
        )  # fmt: skip

    def _clear(self, movement: Movement, step: Clear) -> None:
        """Every office clears; the first only when the applicant has settled what it says is owed."""
        first = step.asks[0].office
        self._done(self._by(first).act(movement.pk, "object", grounds="Sinov uchun."))
        self._done(self.own.act(movement.pk, "settled"))
        for one in step.asks:
            self._done(self._by(one.office).act(movement.pk, "clear"))

    def _form_groups(self, movement: Movement) -> None:
        """A group of its own for each subject, with the grounds that so small a one needs."""
        registrar, starts = self._by("registrar"), max(self.moment.date() + timedelta(days=10), date(2026, 9, 2))
        days = {"starts_on": starts.isoformat(), "ends_on": (starts + timedelta(days=40)).isoformat()}
        for subject in CaseSubject.objects.filter(movement=movement, open=True, group=None):
            sent = {"subject": subject.subject, "teacher": "M. Rasulov", "hours": 60, "movements": [movement.pk]}
            answer = registrar.post("subject-groups", **days, **sent)
            assert answer.status_code == 201, answer.content.decode()
            acts = f"subject-groups/{answer.json()['id']}/acts"
            self._done(registrar.post(acts, act="form", grounds="Yakka tartibda."))

    def _sit(self, movement: Movement, exit_name: str) -> None:
        """A sitting of the commission, with the verdict the walk wants."""
        house = self.house
        body = Body.objects.get(code="transfer")
        sitting = sittings.prepare(
            actor=house.kotib, body_id=body.pk, meets_at=clock.now() + timedelta(seconds=1), place="305-xona",
            movement_ids=[movement.pk],
        )  # fmt: skip
        sittings.call(actor=house.kotib, sitting_id=sitting.pk)
        self.moment += timedelta(minutes=5)
        with clock.pretend(self.moment):
            there = [house.people[login].pk for login in VOTERS]
            sittings.attend(actor=house.kotib, sitting_id=sitting.pk, present=there)
            self._vote(sitting, movement, exit_name)
            sittings.close(actor=house.kotib, sitting_id=sitting.pk)
            sittings.sign(actor=house.kotib, sitting_id=sitting.pk)
            sittings.sign(actor=house.rais, sitting_id=sitting.pk)
            do_all_jobs()

    def _vote(self, sitting: Any, movement: Movement, exit_name: str) -> None:
        if exit_name == "approve":
            sittings.vote_all(actor=self.house.kotib, sitting_id=sitting.pk)
            return
        votes = {self.house.people[login].pk: "for" for login in VOTERS}
        sittings.vote(
            actor=self.house.kotib, sitting_id=sitting.pk, movement_id=movement.pk, votes=votes, proposal=exit_name,
            ground="other", words="Sinov uchun.",
        )  # fmt: skip

    def _order(self, movement: Movement, exit_name: str) -> None:
        registrar = self._by("registrar")
        answer = registrar.post("orders", kind=movement.kind, movements=[movement.pk])
        assert answer.status_code == 201, answer.content.decode()
        order = answer.json()["id"]
        if exit_name == "struck":
            item = OrderItem.objects.get(order=order).pk
            self._done(registrar.post(f"orders/{order}/acts", act="strike", item=item, grounds="Sinov uchun."))
            return
        self._done(registrar.post(f"orders/{order}/acts", act="send"))
        for office in self.flow.step(movement.step).visas:
            self._done(self._by(office).post(f"orders/{order}/acts", act="endorse"))
        self._done(self._by("rector").post(f"orders/{order}/acts", act="sign"))
        do_all_jobs()
        # The record changes on its day.
        self.moment = max(self.moment, datetime(2026, 9, 2, 9, tzinfo=clock.zone))
        with clock.pretend(self.moment):
            do_all_jobs()

    def _let_lapse(self) -> None:
        """Nobody acts: the notice, and later the end."""
        for days in (35, 20, 20):
            self.moment += timedelta(days=days)
            with clock.pretend(self.moment):
                jobs.plan_day()
                do_all_jobs()

    @staticmethod
    def _done(answer: Any) -> None:
        assert answer.status_code == 200, answer.content.decode()
