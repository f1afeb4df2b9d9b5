"""The papers the program writes about itself say what the flows say, and an old paper is noticed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from flows.academic_leave import AcademicLeave
from flows.regulation import leave_rules
from movements import numbers_in_words
from movements.flow import kinds
from movements.handbook import handbook
from permissions.roles import ACTS, Act, Role
from permissions.table import MEASURED, table
from workflow_site.management.commands import describe_flows

OURS = {kind: flow for kind, flow in kinds().items() if flow.__module__.startswith("flows.")}


@pytest.fixture
def docs(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of papers of the product's own flows, freshly written."""
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(describe_flows, "kinds", lambda: OURS)
    (tmp_path / "docs").mkdir()
    call_command("describe_flows", "--write")
    return tmp_path / "docs"


def test_the_papers_in_the_repository_are_the_programs_own() -> None:
    docs = Path(settings.BASE_DIR) / "docs"
    assert (docs / "movements.md").read_text() == handbook([flow for _kind, flow in sorted(OURS.items())])
    assert (docs / "permissions.md").read_text().partition(MEASURED)[0] == table()


def test_fresh_papers_pass_and_an_old_one_is_shown_with_its_difference(docs: Path) -> None:
    call_command("describe_flows", "--check")
    paper = docs / "movements.md"
    paper.write_text(paper.read_text().replace("| 3 working days |", "| 4 working days |"))
    with pytest.raises(CommandError) as told:
        call_command("describe_flows", "--check")
    assert "-| 344/2021:6 | **Dean's consent" in str(told.value)
    assert "4 working days" in str(told.value)


def test_writing_again_keeps_what_the_tests_wrote(docs: Path) -> None:
    paper = docs / "permissions.md"
    paper.write_text(f"{paper.read_text()}{MEASURED}\nasked\n")
    call_command("describe_flows", "--write")
    assert paper.read_text() == f"{table()}{MEASURED}\nasked\n"


def test_a_step_is_told_with_clause_office_term_and_every_way_out() -> None:
    lines = handbook([AcademicLeave]).splitlines()
    row = next(line for line in lines if "`vice_rector_consent`" in line)
    assert row == (
        "| 344/2021:6 | **Vice-rector's consent / Prorektor roziligi** `vice_rector_consent` | vice-rector "
        "| 2 working days | head of section | Call-up notice | approved → Order on academic leave<br>"
        "returned with grounds → Correction by the applicant<br>refused with grounds → Leave refused |"
    )


def test_the_numbers_of_a_rule_are_found_in_the_rule() -> None:
    named = numbers_in_words.limits_named_by(leave_rules.was_not_on_leave_too_often)
    assert named == ("leave.most_times", "leave.most_times_for_health")
    assert numbers_in_words.limits_named_by(leave_rules.is_studying) == ()


def test_silence_decides_nothing_and_names_who_may_give_the_step_to_another() -> None:
    text = handbook([AcademicLeave])
    assert "silence neither grants nor refuses" in text
    assert "given to another holder of the office by: vice-rector, registrar, head of section." in text


def test_every_office_and_act_stands_in_the_table() -> None:
    rows = {line.split("`")[1]: line for line in table().splitlines() if "`" in line and line.startswith("|")}
    for act in Act:
        cells = [cell.strip() for cell in rows[act.value].split("|")[2:-1]]
        assert [bool(cell) for cell in cells] == [act in ACTS[role] for role in Role]
