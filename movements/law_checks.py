"""The law against the flows: nothing starts on a file that cannot be read, contradicts itself or speaks to nobody."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error

from movements.acts import Act, act_of, find_clause
from movements.clauses import Rule
from movements.fees import grounds
from movements.flow import MovementFlow, kinds
from movements.limits import Limit
from movements.regulation import Law, laws

ROOMS = ("flows", "movements", "orders", "students")
HINT = "Mend the file in flows/regulation/, or the flow that should cite it."


def check_law(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django system check: what is wrong with the acts, each fault with the file and the entry."""
    flows = tuple(kinds().values())
    found = [fault for law in laws() for fault in (*law.faults, *faults_of_use(law, flows, quoted_in_rooms()))]
    found += [fault for flow in flows for rule in flow.rules() for fault in faults_of_rule(rule)]
    return [Error(fault, hint=HINT, id="movements.E002") for fault in dict.fromkeys(found)]


def faults_of_use(law: Law, flows: Iterable[type[MovementFlow]], quoted: str) -> Iterator[str]:
    """Clauses nobody cites and numbers nobody reads, of the acts under which a movement runs.

    An act which no flow cites yet is data in waiting. A number that is off is data, too.

    Args:
        law: the acts and numbers of a folder.
        flows: the movements that may cite them.
        quoted: the source in which the keys of numbers are looked for.
    """
    cited = {code for flow in flows for code in flow.cites()}
    in_use = {code.rpartition(":")[0] for code in cited}
    cited |= {limit.clause for versions in law.limits.values() for limit in versions}
    for act in law.acts.values():
        if act.code in in_use:
            yield from _uncited(act, cited)
    read = {term.key for flow in flows for term in flow.terms()}
    for versions in law.limits.values():
        key = versions[0].key
        used = key in read or f'"{key}"' in quoted or key.startswith(grounds.BEGIN)
        if any(limit.on and limit.act in in_use for limit in versions) and not used:
            yield f"{_places(versions)}: limits.{key}: no rule, step or page reads it"


def _uncited(act: Act, cited: set[str]) -> Iterator[str]:
    for clause in act.clauses.values():
        if clause.code not in cited:
            yield f"{act.place}: clauses.{clause.number}: no rule, step, paper, order or limit cites it"


def _places(versions: Iterable[Limit]) -> str:
    return ", ".join(sorted({limit.place for limit in versions}))


def faults_of_rule(rule: Rule) -> Iterator[str]:
    """A rule cites clauses that stand in a file, and never two acts which are in force on one day."""
    yield from (f"{rule.name} cites {code}, which no act declares" for code in rule.codes if not find_clause(code))
    acts = [act for act in map(act_of, rule.codes) if act is not None]
    for one, other in combinations(acts, 2):
        day = max(one.in_force_from, other.in_force_from)
        if one.is_in_force(day) and other.is_in_force(day):
            yield f"{rule.name} cites {one.code} and {other.code}, which are both in force on {day}"


@cache
def quoted_in_rooms() -> str:
    """The source of the rooms in which numbers of the law may be read, once a process."""
    found = [spec.submodule_search_locations for room in ROOMS if (spec := importlib.util.find_spec(room))]
    folders = [Path(place) for places in found for place in places or ()]
    return "\n".join(path.read_text() for folder in folders for path in sorted(folder.rglob("*.py")))
