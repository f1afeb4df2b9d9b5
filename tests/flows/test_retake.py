"""Retake of subjects, clause by clause, with the dated numbers of Resolution 824/2020 and of the institute."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from flows.parts import retaking
from flows.regulation import retake_rules as rules
from flows.retake import Retake, RetakeApplication
from journal.refusals import Conflict, Invalid
from movements import actions
from movements.clauses import Case, check
from movements.limits import limit_on
from movements.models import Movement
from movements.study_facts import StudyFacts
from students.debts import Debt, Debts
from tests.movements.changing_group import at
from tests.people import House
from tests.retakes import owing

FILED, BEGINS = date(2026, 11, 20), date(2026, 12, 7)


def debt(key: str, *, certain: bool = True, credits: str = "6.00") -> Debt:
    semester, _colon, code = key.partition(":")
    return Debt(
        key=key, code=code, name=code, semester=int(semester), credits=Decimal(credits), hours=180, certain=certain
    )


A, B = debt("1:A"), debt("1:B")
KNOWN = Debts("25", (A, B), taught=(A, B, debt("1:C")))


def found(rule, *, keys=("1:A",), begins: date = BEGINS, **facts) -> tuple[str, str]:
    """The clause quoted, and what the rule says of an application for these subjects."""
    study = StudyFacts(**{"debts": KNOWN, "annual_contract": Decimal(11400000), "has_schedule": False, **facts})
    case = Case("retake", {"subjects": list(keys)}, None, FILED, begins, FILED, frozenset(), study=study)
    [finding] = check([rule], case)
    return finding["clause"], "holds" if finding["holds"] else "warns" if finding["warns"] else "against"


def test_41_a_subject_that_is_owed_may_be_studied_again_and_one_that_is_passed_may_not() -> None:
    assert found(rules.subjects_are_owed) == ("824/2020:41", "holds")
    assert found(rules.subjects_are_owed, keys=("1:A", "1:C")) == ("824/2020:41", "against")
    assert found(rules.subjects_are_owed, keys=()) == ("824/2020:41", "against")
    assert found(rules.subjects_are_owed, debts=None) == ("824/2020:41", "warns")


def test_41_a_semester_without_results_only_warns() -> None:
    unsure = Debts("25", (debt("1:A", certain=False),), taught=(A,))
    assert found(rules.subjects_are_owed, debts=unsure) == ("824/2020:41", "warns")


def test_41_without_a_price_or_credits_no_fee_is_guessed() -> None:
    assert found(rules.price_is_known) == ("824/2020:price", "holds")
    assert found(rules.price_is_known, annual_contract=None) == ("824/2020:price", "warns")
    nothing = Debts("25", (debt("1:A", credits="0"),), taught=(A,))
    assert found(rules.price_is_known, debts=nothing) == ("824/2020:price", "warns")


def test_41_the_same_subject_is_not_studied_again_twice_at_once() -> None:
    assert found(rules.is_not_studied_again_already, studied_again=frozenset({"b"})) == (
        "institute:once-at-a-time",
        "holds",
    )
    assert found(rules.is_not_studied_again_already, studied_again=frozenset({"a"})) == (
        "institute:once-at-a-time",
        "against",
    )


@pytest.mark.parametrize(("degree", "admitted", "answer"), [
    ("11", date(2019, 9, 1), "holds"), ("11", date(2018, 9, 1), "against"), ("11", date(2018, 12, 8), "holds"),
    ("11", date(2018, 12, 7), "against"), ("12", date(2023, 9, 1), "holds"), ("12", date(2022, 9, 1), "against"),
    ("11", None, "warns"),
])  # fmt: skip
def test_42_the_whole_study_lasts_at_most_eight_years_and_a_masters_four(degree, admitted, answer) -> None:
    assert found(rules.years_of_study_last, degree=degree, admitted_on=admitted) == ("824/2020:42", answer)


@pytest.mark.parametrize(("begins", "answer"), [
    (date(2026, 11, 23), "holds"), (date(2026, 11, 22), "against"), (FILED, "against"),
])  # fmt: skip
def test_the_payment_clause_leaves_three_days_before_the_start(begins, answer) -> None:
    assert found(rules.time_to_pay_is_left, begins=begins) == ("824/2020:payment", answer)


def test_one_personal_schedule_a_semester_is_the_practice_of_hemis() -> None:
    rule = rules.schedule_is_the_first_of_its_semester
    assert found(rule) == ("institute:one-schedule", "holds")
    assert found(rule, has_schedule=True) == ("institute:one-schedule", "against")


@pytest.mark.parametrize(("key", "value", "confidence"), [
    ("study.credits_a_year", 60, "law"), ("study.most_years_bachelor", 8, "law"), ("study.most_years_master", 4, "law"),
    ("retake.pay_before_days", 3, "local"), ("retake.least_in_group", 5, "local"), ("retake.pay_days", 20, "local"),
])  # fmt: skip
def test_every_number_is_dated_and_says_how_sure_it_is(key, value, confidence, db) -> None:
    limit = limit_on(key, FILED)
    assert (limit.value, str(limit.confidence)) == (value, confidence)


def test_the_route_is_read_aloud_in_the_order_of_the_regulation() -> None:
    names = ["application", "check", "office_check", "dean_consent", "payment", "grouping", "correction", "order"]
    assert [step.name for step in Retake.steps()] == [*names, "granted", "refused"]


def test_the_form_offers_the_debts_with_credits_and_price(house: House) -> None:
    owing.indebted(house)
    owing.priced(house)
    with at(owing.FILED):
        offered = dict(RetakeApplication(student=house.students["aziza"]).fields["subjects"].choices)
    assert list(offered) == [owing.PHYSICS, owing.MATHS, owing.ETHICS, owing.PHILOSOPHY]
    assert offered[owing.PHYSICS] == "Fizika 1 (FZ1104) · 1-semestr · 4.5 kredit · 855\u00a0000,00 soʻm"
    assert "2-A" in offered[owing.ETHICS]


@pytest.mark.parametrize("missing", ["curriculum", "results"])
def test_what_the_record_does_not_know_the_form_says(house: House, missing: str) -> None:
    student = owing.indebted(house, passed=()) if missing == "results" else house.students["aziza"]
    field = RetakeApplication(student=student).fields["subjects"]
    assert list(field.choices) == []
    expected = retaking.Unknown.NO_RESULTS if missing == "results" else retaking.Unknown.NO_CURRICULUM
    assert field.help_text == retaking.UNKNOWN[expected]


def test_of_electives_that_stand_for_each_other_one_is_chosen(house: House) -> None:
    owing.indebted(house)
    both = {**owing.STATED, "subjects": [owing.PHILOSOPHY, owing.ETHICS]}
    with pytest.raises(Invalid) as refusal:
        RetakeApplication(both, student=house.students["aziza"]).plain()
    assert list(refusal.value.fields) == ["subjects"]
    one = {**owing.STATED, "subjects": [owing.ETHICS]}
    assert RetakeApplication(one, student=house.students["aziza"]).plain()["subjects"] == [owing.ETHICS]


def test_a_subject_of_no_curriculum_is_none(house: House) -> None:
    owing.indebted(house)
    with pytest.raises(Invalid):
        RetakeApplication({**owing.STATED, "subjects": ["1:YOQ"]}, student=house.students["aziza"]).plain()


def test_41_who_insists_goes_before_the_office(house: House) -> None:
    owing.indebted(house)
    owing.priced(house)
    with at(owing.FILED):
        stated = {**owing.STATED, "subjects": [owing.HISTORY]}
        draft = actions.start_draft(actor=house.aziza, kind="retake", student=house.students["aziza"], stated=stated)
        with pytest.raises(Invalid) as refusal:
            actions.file(actor=house.aziza, movement_id=draft.pk)
        assert refusal.value.clause == "824/2020:41"
        movement = actions.file(actor=house.aziza, movement_id=draft.pk, insist=True, grounds="Natija xato kiritilgan")
    assert movement.step == "office_check"


def test_a_leave_under_way_holds_the_retake_and_a_change_of_group_does_not(house: House) -> None:
    assert Retake.beside["academic_leave"].stands == "held"
    assert Retake.beside["transfer_out"].stands == "refused"
    assert Retake.beside["change_of_group"].stands == "allowed"


def test_without_a_price_the_case_waits_until_it_is_entered(house: House) -> None:
    owing.indebted(house)
    movement = owing.consented(house)
    assert (movement.state, movement.step) == ("review", "payment")
    assert not movement.fees.exists()
    owing.priced(house)
    from movements.fees.actions import count_fee

    with at(owing.PAID):
        count_fee(actor=house.gulnora, movement_id=movement.pk)
    assert movement.fees.get().amount == Decimal("1995000.00")


def test_nobody_goes_on_to_the_order_before_each_subject_stands_in_a_formed_group(house: House) -> None:
    owing.indebted(house)
    owing.priced(house)
    movement = owing.waiting(house)
    with at(owing.GROUPED):
        with pytest.raises(Conflict, match="Fizika 1, Oliy matematika 1"):
            actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve")
        owing.group_of(house, "fz1104", movement)
        owing.group_of(house, "om1103", movement, formed=False)
        with pytest.raises(Conflict, match="Oliy matematika 1"):
            actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve")
    assert Movement.objects.get(pk=movement.pk).step == "grouping"
