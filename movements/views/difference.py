"""The academic difference on the page of a case: counted now while the office judges it, as frozen afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from movements import differences
from movements.models import Movement, Turn
from students.difference import Rule, Verdict
from students.difference_rules import PARTLY, PLACES, RULES, VERDICTS, Told
from students.study_plan import PlaceRule


def difference_of(movement: Movement, turn: Turn | None, may: Sequence[str]) -> dict[str, Any] | None:
    """What the page shows; nothing for a case that never comes to such a step, or has not yet."""
    found = differences.shown(movement, turn)
    if found is None:
        return None
    values = {
        "open": found.open,
        "may": found.open and "approve" in may,
        "curricula": found.curricula,
        "chosen": found.curriculum,
        "programme": found.target.programme_code if found.target else "",
    }
    if not found.result:
        return values
    nothing_matches = found.open and not any(line["matches"] or line["proposals"] for line in found.lines)
    values["no_marks"] = nothing_matches and not differences.passed_by(movement)
    return values | in_words(found.result, found.lines, found.verdicts)


def in_words(
    result: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], verdicts: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """A result with its lines in the reader's language: what is due, by what needs a person, and what comes later."""
    words = {(one["required"], one["passed"]): one for one in verdicts}
    told = [_line(line, words) for line in lines]
    due = [line for line in told if line["due"]]
    return {
        "result": {**result, "credits": short(result["credits"]), "plan": [_semester(one) for one in result["plan"]]},
        "unplaced": [_subject(one) for one in result["unplaced"]],
        "place_rule": _cited(PLACES[PlaceRule(result["rule"])]),
        "numbers": result["limits"],
        "due": due,
        "later": [line for line in told if not line["due"] and line["matches"]],
        "open_matches": sum(bool(line["proposals"]) for line in due),
        "matched_all": bool(due) and all(line["verdict"] == Verdict.MATCHED for line in due),
    }


def _line(line: Mapping[str, Any], words: Mapping[tuple[str, str], Mapping[str, str]]) -> dict[str, Any]:
    passed = [{**match, **_sized(match)} for match in line["matches"]]
    judged = [words[line["key"], match["key"]]["words"] for match in passed if (line["key"], match["key"]) in words]
    return {
        **line,
        "required": short(line["required"]) if Decimal(line["required"]) else "",
        "credited": short(line["credited"]),
        "missing": short(line["missing"]),
        "state": {"matched": "granted", "partly": "waiting", "missing": "refused"}[line["verdict"]],
        "verdict_words": str(VERDICTS[Verdict(line["verdict"])].text),
        "rules": [_cited(RULES[Rule(line["rule"])]), *([_cited(PARTLY)] if line["verdict"] == Verdict.PARTLY else [])],
        "matches": passed,
        "judged": judged,
        "proposals": [
            {**match, **_sized(match), "rule_words": _cited(RULES[Rule(match["rule"])])} for match in line["proposals"]
        ],
    }


def _sized(match: Mapping[str, Any]) -> dict[str, str]:
    return {"credits": short(match["credits"]) if Decimal(match["credits"]) else ""}


def _semester(planned: Mapping[str, Any]) -> dict[str, Any]:
    subjects = [_subject(one) for one in planned["subjects"]]
    return {**planned, "credits": short(planned["credits"]), "subjects": subjects}


def _subject(planned: Mapping[str, Any]) -> dict[str, Any]:
    return {**planned, "credits": short(planned["credits"])}


def _cited(told: Told) -> dict[str, Any]:
    return {"text": str(told.text), "act": told.act}


def short(amount: str) -> str:
    """An amount without the zeros nobody writes: ``4.50`` → ``4.5``."""
    return f"{Decimal(amount).normalize():f}"
