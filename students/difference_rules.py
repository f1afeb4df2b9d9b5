"""The rule of every line of an academic difference, in words, with the act that makes it one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from students.difference import Rule, Verdict
from students.study_plan import PlaceRule

ACT = "824/2020"


@dataclass(frozen=True)
class Told:
    """A rule in words; ``act`` is empty where the office's own reading makes it."""

    text: Any
    act: str = ""


RULES: dict[Rule, Told] = {
    Rule.CODE: Told(_("The subject has the same code."), ACT),
    Rule.CODE_OTHER_NAME: Told(_("The subject has the same code; its name differs."), ACT),
    Rule.NAME: Told(_("The subject has the same name; apostrophes, case and spaces do not count."), ACT),
    Rule.CONFIRMED: Told(_("The office has confirmed that this is the subject.")),
    Rule.NOT_PASSED: Told(_("No passed subject has this code or name."), ACT),
    Rule.USED_UP: Told(_("What was passed of it is credited to another subject already."), ACT),
    Rule.UNMEASURED: Told(_("Passed, but neither credits nor hours can be compared; it counts as missing.")),
    Rule.PROPOSED_NAME: Told(_("The names are alike. It counts as missing until the office confirms it.")),
    Rule.PROPOSED_HOURS: Told(
        _("The names share a word and at least half of the amount is there. It counts as missing until confirmed.")
    ),
}
PARTLY = Told(_("What was earned is credited, the rest is made up; hours stand in where no credits are."), ACT)
VERDICTS: dict[Verdict, Told] = {
    Verdict.MATCHED: Told(_("covered")),
    Verdict.PARTLY: Told(_("partly covered")),
    Verdict.MISSING: Told(_("missing"), ACT),
}
PLACES: dict[PlaceRule, Told] = {
    PlaceRule.WITHIN: Told(_("What is missing of the earlier semesters may be made up."), ACT),
    PlaceRule.LESS_THAN_ASKED: Told(
        _("For the semester asked for too much is missing; this is the highest for which it is not."), ACT
    ),
    PlaceRule.GPA: Told(_("The GPA is below the least, so a lower course is proposed."), "578/2025"),
    PlaceRule.FIRST: Told(_("Too much is missing for any semester of this half-year; the first is named."), ACT),
}
