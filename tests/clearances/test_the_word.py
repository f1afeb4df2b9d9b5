"""The word ``Clear`` in a flow: proved against the law of states, and described with every office and its term."""

from __future__ import annotations

from django.utils import translation

from movements.checks import explore
from movements.clear_step import Clear, asks
from movements.clocks import tell, term, working_days
from movements.describing import office_of, steps_of
from movements.flow import MovementFlow, kinds
from movements.numbers_in_words import limits_of
from movements.steps import Apply, Outcome, Verify, this
from permissions.roles import Role
from tests.flows.broken_flows import CITED, Nothing

TOLD = {"within": working_days(2), "if_silent": tell(Role.HEAD)}


class AsksNobody(MovementFlow):
    """A clearance without an office."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.clearance).Else(this.clearance)
    clearance = Clear(**CITED)
    refused = Outcome("refused")


class AsksTwice(MovementFlow):
    """One office twice, the applicant, and a term nobody declares."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.clearance).Else(this.clearance)
    clearance = Clear(
        asks(Role.LIBRARIAN, **TOLD),
        asks(Role.LIBRARIAN, **TOLD),
        asks(Role.STUDENT, within=term("clearance.nothing"), if_silent=tell(Role.HEAD)),
        **CITED,
    ).Cleared(this.granted)
    granted = Outcome("granted")


def test_a_wrong_clearance_is_found() -> None:
    assert explore(AsksNobody) == [
        "AsksNobody: clearance: “cleared” leads nowhere",
        "AsksNobody: clearance: asks no office",
        "AsksNobody: refused cannot be reached",
    ]
    assert explore(AsksTwice) == [
        "AsksTwice: clearance: asks librarian twice",
        "AsksTwice: clearance: asks the applicant",
        "AsksTwice: clearance: names the term clearance.nothing, which no act declares",
        "AsksTwice: start → check → clearance → granted: "
        "“cleared” asks for “grant”, which the FSM forbids from “review”",
        "AsksTwice: granted cannot be reached",
    ]


def test_it_is_described_with_every_office_its_term_and_whom_silence_is_told() -> None:
    flow = kinds()["transfer_out"]
    with translation.override("en"):
        assert office_of(flow.step("clearance")) == "library, students' residence, accountant"
        told = next(one for one in steps_of(flow) if one.name == "clearance")
        assert told.within == (
            "library: 2 working days; students' residence: 2 working days; accountant: 2 working days"
        )
        assert (told.silence, [way.verdict for way in told.ways]) == ("head of section", ["every office has cleared"])
    keys = {limit.key for limit in limits_of([flow])}
    assert keys >= {"clearance.library_days", "clearance.dormitory_days", "clearance.accounting_days"}


def test_none_of_the_offices_sees_a_sensitive_paper() -> None:
    sees = kinds()["transfer_out"].sees()
    assert {Role.LIBRARIAN, Role.DORMITORY, Role.ACCOUNTANT} & set(sees) == set()
