"""Academic leave in full (344/2021): granted, extended and ended, early and late, counted, over holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from movements.actions import add_limit
from students.actions import record_standing, retract_standing
from students.models import Group, Standing, Student
from students.standing import Facts
from tests.flows.situations.asking import Line, ask, expected
from tests.people import House

AT = "2026-11-25 10:00"
USUAL = {
    "academic_leave": {"ground": "health", "starts_on": "2026-12-01", "ends_on": "2027-09-01"},
    "extension_of_leave": {"ground": "health", "ends_on": "2027-02-28"},
    "return_from_leave": {"ground_ended": "health", "returns_on": "2027-01-02"},
}
FIRST = {"academic_leave": "dean_consent", "extension_of_leave": "dean_consent", "return_from_leave": "placement"}
OFFICE = "office_check"
COUNT, FIRST_YEAR, LENGTH = "344/2021:2010-count", "344/2021:2010-first-year", "344/2021:11"
ENDS = "344/2021:extension"
EARLY, GRANT, GROUND, END_PROVEN = "344/2021:early", "344/2021:grant", "344/2021:3", "344/2021:return"


@dataclass(frozen=True)
class Row:
    """A row of the ledger: from which day on leave (with ground and end), or studying again; perhaps taken back."""

    day: str
    ground: str = ""
    until: str = ""
    taken_back: bool = False
    paper: bool = False


def leave(day: str, until: str = "", ground: str = "health", **more: Any) -> Row:
    return Row(day, ground, until, **more)


@dataclass(frozen=True)
class Situation(Line):
    """One line, with the kind that is filed, the ledger behind it and the doubtful numbers that are on."""

    kind: str = "academic_leave"
    ledger: tuple[Row, ...] = ()
    on: tuple[str, ...] = ()


def a_leave(said: str, to: str = "", **more: Any) -> Situation:
    return Situation(said, to or FIRST["academic_leave"], at=more.pop("at", AT), **more)


def an_extension(said: str, to: str = "", *, until: str = "2026-12-31", **more: Any) -> Situation:
    ground = more.pop("ground", "health")
    ledger = more.pop("ledger", (leave("2026-03-02", until, ground),))
    return Situation(
        said, to or FIRST["extension_of_leave"], at=more.pop("at", AT), kind="extension_of_leave", ledger=ledger, **more
    )


def a_return(said: str, to: str = "", *, until: str = "2026-12-31", **more: Any) -> Situation:
    ground = more.pop("ground", "health")
    ledger = (leave("2026-03-02", until, ground),)
    return Situation(
        said, to or FIRST["return_from_leave"], at=more.pop("at", AT), kind="return_from_leave", ledger=ledger, **more
    )


TWO = (leave("2025-10-01", "2025-12-31"), Row("2026-01-05"), leave("2026-02-02", "2026-05-31"), Row("2026-06-01"))
ON = {"on": ("leave.most_times", "leave.most_times_for_health")}
TABLE = [
    # -- how many leaves
    a_leave("a third leave, while the count of 2010 is off", ledger=TWO),
    a_leave("a third leave for health, while the count is on", ledger=TWO, **ON),
    a_leave("a third leave for another ground warns, while the count is on", ledger=TWO, warns=(COUNT,),
            stated={"ground": "family_care"}, **ON),
    a_leave("a third leave after one that was undone", ledger=(*TWO[:2], leave("2026-02-02", "2026-05-31",
            taken_back=True)), stated={"ground": "family_care"}, **ON),
    a_leave("a third leave after one that was extended twice",
            ledger=(leave("2025-10-01", "2025-12-31"), leave("2025-12-20", "2026-03-31"),
                    leave("2026-03-20", "2026-05-31"), Row("2026-06-01")),
            stated={"ground": "family_care"}, **ON),
    a_leave("a third leave, two of them known from orders on paper", stated={"ground": "family_care"}, warns=(COUNT,),
            ledger=tuple(Row(row.day, row.ground, row.until, paper=True) for row in TWO), **ON),
    a_leave("a fourth leave for health warns, while the count is on", warns=(COUNT,),
            ledger=(*TWO, leave("2026-06-15", "2026-08-31"), Row("2026-09-02")), **ON),
    a_leave("a third leave, where maternity went over into child care without a day between",
            ledger=(leave("2025-10-01", "2026-01-31", "maternity"), Row("2026-02-01"),
                    leave("2026-02-01", "2026-08-31", "child_care"), Row("2026-09-02")),
            stated={"ground": "family_care"}, warns=(COUNT,), **ON),
    # -- first year
    a_leave("a first-year student, for the care of a relative", student={"course": 1},
            stated={"ground": "family_care"}),
    a_leave("a first-year student, for the care of a relative, while the rule of 2010 is on", student={"course": 1},
            stated={"ground": "family_care"}, warns=(FIRST_YEAR,), on=("leave.first_year_only_for_health",)),
    a_leave("a first-year student, for health, while the rule is on", student={"course": 1},
            on=("leave.first_year_only_for_health",)),
    a_leave("for military service without an end", stated={"ground": "military", "ends_on": ""}),
    a_leave("over New Year 2027", stated={"starts_on": "2026-12-28", "ends_on": "2027-01-10"}),
    # -- extension
    an_extension("filed a month before the end"),
    an_extension("filed on the last day", at="2026-12-31 23:50"),
    an_extension("filed on the working day after a last day that is off", until="2026-11-22", at="2026-11-23 09:00",
                 stated={"ends_on": "2027-01-31"}),
    an_extension("filed one working day after the end", OFFICE, until="2026-11-24", against=(ENDS,)),
    an_extension("over twelve months in all, counted from the first day", stated={"ends_on": "2027-03-03"},
                 warns=(LENGTH,)),
    an_extension("of exactly twelve months in all", stated={"ends_on": "2027-03-02"}),
    an_extension("a second one, the first counted in the months",
                 ledger=(leave("2025-12-01", "2026-06-30"), leave("2026-06-20", "2026-12-31")),
                 stated={"ends_on": "2027-01-31"}, warns=(LENGTH,)),
    an_extension("child care beyond twelve months: the statutory term", ground="child_care",
                 stated={"ground": "child_care", "ends_on": "2027-12-31"}),
    an_extension("to a day before the present last one", OFFICE, stated={"ends_on": "2026-12-30"}, against=(LENGTH,)),
    an_extension("without a new last day", OFFICE, stated={"ends_on": ""}, against=(LENGTH,)),
    an_extension("maternity into child care: a new ground is a new leave", OFFICE, ground="maternity",
                 stated={"ground": "child_care"}, against=(GROUND,)),
    an_extension("without the proof that the ground lasts", OFFICE, without=("illness_lasts",),
                 against=("344/2021:6",)),
    an_extension("military service whose end has now become known", ground="military", until="",
                 stated={"ground": "military", "ends_on": "2027-05-31"}),
    an_extension("military service whose end is still not known", OFFICE, ground="military", until="",
                 stated={"ground": "military", "ends_on": ""}, against=(LENGTH,)),
    an_extension("military service prolonged without a known end", ground="military",
                 stated={"ground": "military", "ends_on": ""}),
    an_extension("by somebody who studies", OFFICE, ledger=(), against=("344/2021:4",)),
    # -- return
    a_return("on the first working day after a leave that ends on New Year's Eve"),
    a_return("on New Year's Day, a holiday, after that leave", stated={"returns_on": "2027-01-01"}),
    a_return("one working day late", OFFICE, stated={"returns_on": "2027-01-04"}, against=(GRANT,)),
    a_return("after a leave that ends on a Sunday", until="2027-01-17", stated={"returns_on": "2027-01-18"}),
    a_return("after a leave that ends on a Saturday, on Monday", until="2027-01-16",
             stated={"returns_on": "2027-01-18"}),
    a_return("a month late", OFFICE, stated={"returns_on": "2027-02-01"}, against=(GRANT,)),
    a_return("on a day in time that had passed at filing", at="2027-02-01 10:00", warns=(GRANT,)),
    a_return("early, with the proof and where the semester is taught", stated={"returns_on": "2026-12-01"}),
    a_return("early, without the proof that the ground has ended", OFFICE, stated={"returns_on": "2026-12-01"},
             without=("fit_to_study",), against=(END_PROVEN,)),
    a_return("early from child care, which needs no paper in time", OFFICE, ground="child_care",
             stated={"ground_ended": "child_care", "returns_on": "2026-12-01"}, without=("end_of_care",),
             against=(EARLY,)),
    a_return("in time from child care, without a paper", ground="child_care",
             stated={"ground_ended": "child_care"}, without=("end_of_care",)),
    a_return("early, where nobody is taught the unfinished semester", OFFICE, student={"semester": 8},
             stated={"returns_on": "2026-12-01"}, against=(EARLY,)),
    a_return("from military service without a known end", ground="military", until="",
             stated={"ground_ended": "military", "returns_on": "2026-12-01"}),
    a_return("from a leave whose ground only HEMIS knows", ground="hemis-17"),
]  # fmt: skip


def write(house: House, rows: tuple[Row, ...]) -> Student:
    """Write the ledger of a line; the student as the rows leave them."""
    student = house.students["aziza"]
    group = Group.objects.get(pk=student.group_id)
    for place, row in enumerate(rows):
        facts = Facts.of(student)
        status = "on_leave" if row.ground else "studying"
        until = date.fromisoformat(row.until) if row.until else None
        changed = {**facts.columns(), "status": status, "until": until, "ground": row.ground, "group_id": group.pk}
        basis = Standing.Basis.PAPER_ORDER if row.paper else Standing.Basis.ORDER
        standing = record_standing(
            student=student, facts=Facts(**changed), valid_from=date.fromisoformat(row.day), basis=basis,
            basis_text="1-T", source=f"test:{place}",
        )  # fmt: skip
        if row.taken_back:
            words = {"basis": basis, "basis_text": "2-T", "source": f"test:not:{place}"}
            retract_standing(standing=standing, **words)
    return student


def as_recorded(rows: tuple[Row, ...]) -> dict[str, Any]:
    """What the projection says after the last row."""
    last = rows[-1] if rows else None
    if last is None or not last.ground or last.taken_back:
        return {}
    until = date.fromisoformat(last.until) if last.until else None
    return {"status": "on_leave", "status_until": until, "ground": last.ground}


def turn_on(house: House, keys: tuple[str, ...]) -> None:
    """The office applies numbers of 2010."""
    values = {"leave.most_times": "2", "leave.most_times_for_health": "3", "leave.first_year_only_for_health": "yes"}
    for key in keys:
        add_limit(
            actor=house.dilnoza, key=key, value=values[key], valid_from=date(2026, 11, 1), confidence="doubtful",
            source="2010-yilgi nizom", reason="Institut kengashi qarori.", basis="5-son bayonnoma",
        )  # fmt: skip


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_situation(office: House, line: Situation) -> None:
    write(office, line.ledger)
    turn_on(office, line.on)
    record = as_recorded(line.ledger)
    assert ask(office, line.kind, line, USUAL[line.kind], record) == expected(line)


def test_there_are_as_many_situations_as_the_office_asked_for() -> None:
    assert len(TABLE) >= 16
    assert len({line.said for line in TABLE}) == len(TABLE)
