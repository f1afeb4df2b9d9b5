"""The files of the regulation: the product's own are whole, and every slip in one is named with its file and entry."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import Error

from flows.academic_leave import AcademicLeave
from movements import law_checks, regulation
from movements.clauses import Text, holds, rule
from movements.law_checks import check_law, faults_of_rule, faults_of_use
from workflow_site.starting import refuse_faulty_start

WORDS = Text("uz", "ru", "en")
ACT = """\
code = "344/2021"
adopted = 2021-06-03
in_force_from = 2021-06-03
link = "https://lex.uz/docs/-5444390"

[title]
uz = "nizom"
ru = "положение"
en = "regulation"

[clauses.6]
uz = "ariza"
ru = "заявление"
en = "application"
reference = "clause 6"

[limits."leave.most_months"]
unit = "months"
clause = "6"

[[limits."leave.most_months".versions]]
value = 12
from = 2021-06-03
source = "clause 6"
"""
LATER = """
[[limits."leave.most_months".versions]]
value = 18
from = {day}
source = "an amendment"
"""


def written(folder: Path, **files: str) -> regulation.Law:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    return regulation.read(folder)


def test_the_acts_of_the_product_are_whole() -> None:
    assert check_law(None) == []


def test_a_whole_file_is_read_without_a_fault(tmp_path: Path) -> None:
    law = written(tmp_path, act=ACT)
    assert law.faults == []
    [limit] = law.limits["leave.most_months"]
    assert (limit.value, limit.clause, limit.place) == (12, "344/2021:6", "act.toml")
    assert law.acts["344/2021"].clauses["6"].text == Text("ariza", "заявление", "application")


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ('code = "344/2021"\n', "", "act.toml: “code” is missing"),
        ("adopted = 2021-06-03\n", "", "act.toml: “adopted” is missing"),
        ("adopted = 2021-06-03", 'adopted = "2021"', "act.toml: “adopted” must be a day"),
        ("adopted = 2021-06-03", "adopted = 2021-06-03T10:00:00", "act.toml: “adopted” must be a day"),
        ('link = "', 'lnik = "', "act.toml: “lnik” is not known here"),
        ('ru = "положение"\n', "", "act.toml: title: “ru” is missing"),
        ('uz = "ariza"\n', "", "act.toml: clauses.6: “uz” is missing"),
        ('ru = "заявление"', 'ru = ""', "act.toml: clauses.6: “ru” is empty"),
        ('en = "application"\n', "", "act.toml: clauses.6: “en” is missing"),
        ('reference = "clause 6"\n', "", "act.toml: clauses.6: “reference” is missing"),
        (
            'reference = "clause 6"',
            'reference = "clause 6"\nconfidence = "sure"',
            "act.toml: clauses.6: “confidence” must be one of: law, summary, local, doubtful",
        ),
        (
            'reference = "clause 6"',
            'reference = "clause 6"\nkz = "ötinish"',
            "act.toml: clauses.6: “kz” is not known here",
        ),
        (
            'clause = "6"',
            'clause = "7"',
            "act.toml: limits.leave.most_months: clause 7 is not declared in this act",
        ),
        (
            'clause = "6"',
            'judged_by = "moon"',
            "act.toml: limits.leave.most_months: “judged_by” must be one of: filing, event, order",
        ),
        ("value = 12\n", "", "act.toml: limits.leave.most_months: version 1: “value” must be a whole number"),
        (
            "value = 12",
            'value = "a year"',
            "act.toml: limits.leave.most_months: version 1: “value” must be a whole number",
        ),
        ("value = 12", "value = 12\nform = 2021", "act.toml: limits.leave.most_months: version 1: “form” is not known"),
        ('source = "clause 6"\n', "", "act.toml: limits.leave.most_months: version 1: “source” is missing"),
        ('source = "clause 6"', 'source = ""', "act.toml: limits.leave.most_months: version 1: “source” is empty"),
        ("[title]", "[title", "act.toml: cannot be read: "),
        ("[clauses.6]", "[clauses]", "act.toml: clauses.uz: must be a table"),
        (
            "in_force_from = 2021-06-03",
            "in_force_from = 2021-06-03\nin_force_to = 2020-01-01",
            "act.toml: ends before it is in force",
        ),
        (
            "in_force_from = 2021-06-03",
            'in_force_from = 2021-06-03\nsupersedes = ["312/2010"]',
            "act.toml: supersedes 312/2010, which no file declares",
        ),
    ],
)
def test_a_slip_is_named_with_its_file_and_entry(tmp_path: Path, right: str, wrong: str, fault: str) -> None:
    assert right in ACT
    faults = written(tmp_path, act=ACT.replace(right, wrong, 1)).faults
    assert [told for told in faults if told.startswith(fault)], faults


def test_a_unit_nobody_counts_in_is_named(tmp_path: Path) -> None:
    [fault] = written(tmp_path, act=ACT.replace('unit = "months"', 'unit = "moons"')).faults
    assert fault.startswith("act.toml: limits.leave.most_months: “unit” must be one of: hours, days")


def test_an_overlap_of_versions_is_named(tmp_path: Path) -> None:
    law = written(tmp_path, act=ACT + LATER.format(day="2026-01-01"))
    assert law.faults == ["act.toml: limits.leave.most_months: two versions hold on 2026-01-01"]


def test_a_gap_between_versions_is_named(tmp_path: Path) -> None:
    ended = ACT.replace("from = 2021-06-03\nsource", "from = 2021-06-03\nto = 2025-12-30\nsource")
    law = written(tmp_path, act=ended + LATER.format(day="2026-01-01"))
    assert law.faults == ["act.toml: limits.leave.most_months: no version holds on 2025-12-31"]


def test_versions_of_two_acts_are_compared_and_end_with_their_act(tmp_path: Path) -> None:
    early = ACT.replace("344/2021", "312/2010").replace("2021-06-03", "2010-01-01")
    early = early.replace("adopted", "in_force_to = 2021-06-01\nadopted", 1)
    late = ACT.replace("adopted", 'supersedes = ["312/2010"]\nadopted', 1)
    assert written(tmp_path, early=early, late=late).faults == [
        "early.toml, late.toml: limits.leave.most_months: no version holds on 2021-06-02",
        "late.toml: supersedes 312/2010, but does not begin on the day after its last",
    ]
    assert written(tmp_path, early=early.replace("06-01", "06-02"), late=late).faults == []


def test_one_act_in_two_files_is_named(tmp_path: Path) -> None:
    faults = written(tmp_path, act=ACT, copy=ACT).faults
    assert "copy.toml: another file declares the act 344/2021, too" in faults


def test_a_clause_nobody_cites_and_a_number_nobody_reads_are_named(tmp_path: Path) -> None:
    spare = '\n[clauses.99]\nuz = "u"\nru = "r"\nen = "e"\nreference = "r"\n'
    number = ACT[ACT.index("[limits") :].replace("leave.most_months", "leave.nobody_reads")
    law = written(tmp_path, act=ACT + number + spare)
    assert law.faults == []
    assert list(faults_of_use(law, [AcademicLeave], law_checks.quoted_in_rooms())) == [
        "act.toml: clauses.99: no rule, step, paper, order or limit cites it",
        "act.toml: limits.leave.nobody_reads: no rule, step or page reads it",
    ]


def test_a_number_that_is_off_and_an_act_no_flow_cites_yet_wait_as_data(tmp_path: Path) -> None:
    number = ACT[ACT.index("[limits") :].replace("leave.most_months", "leave.nobody_reads") + "on = false\n"
    assert list(faults_of_use(written(tmp_path, act=ACT + number), [AcademicLeave], '"leave.most_months"')) == []
    assert list(faults_of_use(written(tmp_path, act=ACT), [], "")) == []


def test_a_rule_may_not_cite_what_no_file_declares() -> None:
    @rule("344/2021:77", remedy=WORDS)
    def cites_nothing(case: object) -> object:
        return holds(True)

    assert list(faults_of_rule(cites_nothing)) == ["cites_nothing cites 344/2021:77, which no act declares"]


def test_nothing_starts_on_a_faulty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regulation, "_read", {tmp_path: written(tmp_path, act=ACT + LATER.format(day="2026-01-01"))})
    [fault] = check_law(None)
    assert (type(fault), fault.id) == (Error, "movements.E002")
    with pytest.raises(SystemExit, match=r"act\.toml: limits\.leave\.most_months: two versions hold on 2026-01-01"):
        refuse_faulty_start()
