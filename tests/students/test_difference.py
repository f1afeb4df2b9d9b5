"""The academic difference, example by example and by its laws."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from students.difference import Difference, Pair, Passed, Required, Verdict, compare
from students.study_plan import PlaceRule, fee, plan, propose, to_make_up

EXAMPLES = tomllib.loads((Path(__file__).parent / "differences/examples.toml").read_text(encoding="utf-8"))["example"]


def parts(row):
    place, name, amount, *flags = (part.strip() for part in row.split(";"))
    semester, code = place.split()
    credits, hours = amount.split("/")
    return {"code": code.strip("-"), "name": name, "credits": Decimal(credits), "hours": int(hours)}, semester, flags


def required_of(row):
    values, semester, flags = parts(row)
    choice = next((flag.split()[1] for flag in flags if flag.startswith("choice")), "")
    return Required(**values, semester=int(semester), counted="other" not in flags, choice=choice)


def passed_of(number, row):
    values, semester, _flags = parts(row)
    return Passed(key=f"p{number}", **values, semester=None if semester == "-" else int(semester))


def short(amount):
    return f"{amount.normalize():f}" if amount else "0"


def told(line):
    said = f"{line.required.code} {line.verdict} by {line.rule}: {short(line.credited)} + {short(line.missing)}"
    said += f", {line.hours_missing} h" if line.hours_missing else ""
    return said + "".join(f" ?{match.passed.key}" for match in line.proposals)


def compared(example):
    return compare(
        [required_of(row) for row in example["required"]],
        [passed_of(number, row) for number, row in enumerate(example["passed"], 1)],
        confirmed=[Pair(*pair.split()) for pair in example.get("confirmed", ())],
        rejected=[Pair(*pair.split()) for pair in example.get("rejected", ())],
    )


def sums(found: Difference):
    said = f"{short(found.required)} = {short(found.credited)} + {short(found.missing)}"
    return said + (f", {found.hours_missing} h" if found.hours_missing else "")


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["is"] for example in EXAMPLES])
def test_a_worked_example_comes_out_to_the_last_unit(example):
    found = compared(example)
    assert [told(line) for line in found.lines] == example["lines"]
    assert sums(found) == example["sums"]
    assert [found.differing(only_counted=False), found.differing(only_counted=True)] == example["subjects"]


def test_there_are_at_least_thirty_examples_and_no_two_of_one_name():
    assert len({example["is"] for example in EXAMPLES}) == len(EXAMPLES) >= 30


NAMES = [
    "Fizika",
    "FIZIKA",
    "Fizik kimyo",
    "Umumiy kimyo",
    "Umumiy va anorganik kimyo",
    "Maʼlumotlar bazasi",
    "Falsafa",
]
amounts = st.tuples(st.integers(0, 24).map(lambda n: Decimal(n) / 2), st.integers(0, 12).map(lambda n: n * 30))


@st.composite
def curricula(draw):
    rows = draw(
        st.lists(st.tuples(st.integers(1, 4), st.sampled_from("ABCD"), st.sampled_from(NAMES), amounts), max_size=8)
    )
    places = {(semester, code): (name, amount) for semester, code, name, amount in rows}
    return [
        Required(code=code, name=name, credits=amount[0], hours=amount[1], semester=semester)
        for (semester, code), (name, amount) in places.items()
    ]


@st.composite
def transcripts(draw):
    rows = draw(st.lists(st.tuples(st.sampled_from(["", *"ABCDXY"]), st.sampled_from(NAMES), amounts), max_size=8))
    return [
        Passed(key=f"p{place}", code=code, name=name, credits=amount[0], hours=amount[1], semester=place % 4 + 1)
        for place, (code, name, amount) in enumerate(rows)
    ]


@given(curricula(), transcripts())
@settings(max_examples=300, deadline=None)
def test_matched_partly_and_missing_make_what_is_required(required, passed):
    found = compare(required, passed)
    parts = {verdict: [line for line in found.lines if line.verdict is verdict] for verdict in Verdict}
    assert all(line.missing == 0 for line in parts[Verdict.MATCHED])
    assert all(line.credited == 0 for line in parts[Verdict.MISSING])
    whole = sum((line.required.credits for line in parts[Verdict.MATCHED]), Decimal(0))
    partly = sum((line.credited for line in parts[Verdict.PARTLY]), Decimal(0))
    missing = sum((line.missing for line in found.lines), Decimal(0))
    assert whole + partly + missing == sum((one.credits for one in required), Decimal(0)) == found.required
    assert found.credited + found.missing == found.required


@given(st.data(), curricula(), transcripts())
@settings(max_examples=150, deadline=None)
def test_the_order_of_both_lists_does_not_matter(data, required, passed):
    mixed = compare(data.draw(st.permutations(required)), data.draw(st.permutations(passed)))
    assert mixed == compare(required, passed)


@given(curricula(), transcripts())
@settings(max_examples=300, deadline=None)
def test_confirming_a_proposal_only_ever_lowers_what_is_missing(required, passed):
    confirmed: list[Pair] = []
    found = compare(required, passed)
    while offers := [(line, match) for line in found.lines for match in line.proposals]:
        line, match = offers[0]
        confirmed.append(Pair(line.required.key, match.passed.key))
        after = compare(required, passed, confirmed=confirmed)
        assert (after.missing, after.hours_missing) <= (found.missing, found.hours_missing)
        assert after.missing <= found.missing and after.hours_missing <= found.hours_missing
        assert after.differing(only_counted=False) <= found.differing(only_counted=False)
        found = after
    assert len(set(confirmed)) == len(confirmed)


@given(curricula(), transcripts(), st.integers(1, 4), st.none() | st.integers(1, 15).map(Decimal))
@settings(max_examples=200, deadline=None)
def test_a_plan_keeps_to_its_limit_and_loses_nothing(required, passed, begins, most):
    found = compare(required, passed)
    made = plan(found, begins=begins, last=6, most_a_semester=most)
    assert all(most is None or one.credits <= most for one in made.semesters)
    placed = [line for one in made.semesters for line in one.lines] + list(made.unplaced)
    assert sorted(line.required.key for line in placed) == sorted(
        line.required.key for line in to_make_up(found.before(begins).lines)
    )
    assert sum((line.missing for line in placed), Decimal(0)) == found.before(begins).missing


FOUR = [f"{semester} S{semester}; Fan {semester}; 30/900" for semester in (1, 2, 3, 4)]


def lacking(*semesters: int) -> Difference:
    """Four semesters of one subject of 30 credits, those of these semesters missing."""
    passed = [passed_of(row.split()[0], row) for row in FOUR if int(row.split()[0]) not in semesters]
    return compare([required_of(row) for row in FOUR], passed)


@pytest.mark.parametrize(
    ("missing", "most", "gpa", "semester", "course", "rule", "credits"),
    [
        ((), 0, None, 5, 3, PlaceRule.WITHIN, 0),
        ((4,), 30, None, 5, 3, PlaceRule.WITHIN, 30),
        ((4,), 29, None, 3, 2, PlaceRule.LESS_THAN_ASKED, 0),
        ((2, 4), 30, None, 3, 2, PlaceRule.LESS_THAN_ASKED, 30),
        ((1, 2), 30, None, 1, 1, PlaceRule.LESS_THAN_ASKED, 0),
        ((), 30, "2.4", 5, 3, PlaceRule.WITHIN, 0),
        ((), 30, "2.39", 3, 2, PlaceRule.GPA, 0),
        ((1, 2), 30, "2.39", 1, 1, PlaceRule.LESS_THAN_ASKED, 0),
        ((1, 2, 3, 4), None, None, 5, 3, PlaceRule.WITHIN, 120),
    ],
)  # fmt: skip
def test_824_the_highest_semester_is_proposed_whose_earlier_semesters_lack_no_more_than_may_be_made_up(
    missing, most, gpa, semester, course, rule, credits
):
    place = propose(
        lacking(*missing),
        asked=5,
        most_missing=None if most is None else Decimal(most),
        gpa=gpa and Decimal(gpa),
        least_gpa=Decimal("2.4"),
    )
    assert (place.semester, place.course, place.rule, place.missing) == (semester, course, rule, credits)


def test_where_no_semester_of_the_half_year_is_lawful_its_first_is_named_and_says_so():
    place = propose(lacking(1), asked=4, most_missing=Decimal(29))
    assert (place.semester, place.rule, place.missing) == (2, PlaceRule.FIRST, 30)


def test_the_plan_fills_semester_after_semester_and_splits_no_subject():
    rows = [
        "1 A; Birinchi; 5/150",
        "1 B; Ikkinchi; 4/120",
        "2 C; Uchinchi; 4/120",
        "2 D; Katta; 9/270",
        "3 E; Keyin; 6/180",
    ]
    made = plan(compare([required_of(row) for row in rows], []), begins=3, last=4, most_a_semester=Decimal(8))
    assert [(one.semester, [line.required.code for line in one.lines], one.credits) for one in made.semesters] == [
        (3, ["A"], 5),
        (4, ["B", "C"], 8),
    ]
    assert [line.required.code for line in made.unplaced] == ["D"]


@pytest.mark.parametrize(
    ("credits", "annual", "year", "sum_"),
    [
        ("6", "12000000", "60", "1200000.00"),
        ("0", "12000000", "60", "0.00"),
        ("1", "10000000", "60", "166666.67"),
        ("0.5", "10000000", "60", "83333.33"),
        ("1", "0.30", "60", "0.01"),  # half a tiyin goes up
        ("1", "0.29", "60", "0.00"),
        ("13.5", "11999999.99", "60", "2700000.00"),
    ],
)
def test_824_a_fee_is_credits_times_the_contract_by_the_credits_of_a_year_half_a_tiyin_up(credits, annual, year, sum_):
    found = fee(Decimal(credits), annual_contract=Decimal(annual), credits_a_year=Decimal(year))
    assert (found, str(found)) == (Decimal(sum_), sum_)


def test_a_year_without_credits_has_no_price():
    with pytest.raises(ValueError, match="credits"):
        fee(Decimal(1), annual_contract=Decimal(1), credits_a_year=Decimal(0))


def test_no_float_is_found_in_what_counts_credits():
    for name in ("difference", "likeness", "study_plan", "curriculum_models"):
        source = Path(f"students/{name}.py").read_text(encoding="utf-8")
        assert not re.search(r"\bfloat\(|\d\.\d+(?!\d*\")", re.sub(r'"[^"]*"', "", source)), name
