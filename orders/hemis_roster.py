"""The roster proves what was entered into HEMIS: it ticks an entry off, or shows what HEMIS says instead.

Only the newest item of a student can be proved by where the student stands now; an earlier one waits for its tick, and
so does one that changes no standing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from journal import clock
from orders.hemis_entry import resulting
from orders.item_models import HemisState
from orders.models import HemisEntry
from students.hemis.codes import hemis_status
from students.hemis.roster import RosterRow
from students.models import Group

COMPARED = ("status", "group", "payment")


def compare(rows: Sequence[RosterRow]) -> dict[str, Any]:
    """Compare the rows of an import with what the orders want in HEMIS; in the import's transaction.

    Returns the items that were ticked off and those with a difference, by id, for the import's event. The event of
    the order's own chain is not written here: an import holds its students, and acts on orders lock the order first.
    """
    shown = {row.number: row for row in rows}
    entries = [entry for entry in _unproved() if entry.item.student and entry.item.student.number in shown]
    if not entries:
        return {}
    groups = _group_names(entries)
    for entry in entries:
        assert entry.item.student is not None  # noqa: S101 - narrows what was chosen above
        _judge(entry, shown[entry.item.student.number], groups)
    HemisEntry.objects.bulk_update(entries, ["state", "compared_at", "difference"])
    proved = [entry.item_id for entry in entries if entry.state == HemisState.RECONCILED]
    return {"hemis_shows": proved, "hemis_differs": [entry.item_id for entry in entries if entry.difference]}


def _unproved() -> list[HemisEntry]:
    """Each student's newest entry, where no roster has proved it yet; locked. A roster shows no permission."""
    shown = HemisEntry.objects.exclude(item__difference=[])
    others = shown.filter(item__student=OuterRef("item__student"))
    later, open_before = others.filter(pk__gt=OuterRef("pk")), others.filter(pk__lt=OuterRef("pk"))
    found = shown.exclude(state=HemisState.RECONCILED).filter(~Exists(later))
    found = found.annotate(open_before=Exists(open_before.filter(state=HemisState.OPEN)))
    return list(found.select_related("item__order", "item__student").select_for_update(of=("self",)).order_by("pk"))


def _group_names(entries: Sequence[HemisEntry]) -> dict[int | None, str]:
    ids = {entry.item.student.group_id for entry in entries if entry.item.student}
    ids |= {place.get("group_id") for entry in entries for place in (entry.item.facts, resulting(entry.item))}
    return {None: "", **{group.pk: group.name for group in Group.objects.filter(pk__in=[pk for pk in ids if pk])}}


def _judge(entry: HemisEntry, row: RosterRow, groups: Mapping[int | None, str]) -> None:
    before, wanted, shown = _before(entry, groups), _wanted(entry, groups), _shown(row)
    entry.compared_at, entry.difference = clock.now(), []
    changed = [name for name in COMPARED if before[name] != wanted[name]]
    if entry.state == HemisState.OPEN and all(shown[name] == before[name] for name in changed):
        return  # nothing has been entered yet, as the list says
    entry.difference = [
        {"field": name, "here": wanted[name], "hemis": shown[name]} for name in COMPARED if wanted[name] != shown[name]
    ]
    if not entry.difference and _is_proof(entry, row):
        entry.state = HemisState.RECONCILED


def _is_proof(entry: HemisEntry, row: RosterRow) -> bool:
    """Agreement proves nothing where HEMIS was last changed before the signature, or lacks the order before this one.

    A student whose leave was never entered already shows there as one who has returned.
    """
    signed_at = entry.item.order.signed_at
    return signed_at is not None and row.updated_at >= signed_at and not getattr(entry, "open_before", False)


def _before(entry: HemisEntry, groups: Mapping[int | None, str]) -> dict[str, str]:
    """What HEMIS shows until the item is entered; nothing of somebody whom the item admitted."""
    facts = entry.item.facts
    return _in_hemis(facts, groups) if facts else dict.fromkeys(COMPARED, "")


def _wanted(entry: HemisEntry, groups: Mapping[int | None, str]) -> dict[str, str]:
    """What the item set; of what it left alone, what the record says today: the roster may have moved it since."""
    student, set_by_item = entry.item.student, {line["field"]: line["after"] for line in entry.item.difference}
    assert student is not None  # noqa: S101 - an entry is opened for an applied item
    today = {"status": str(student.status), "group_id": student.group_id, "payment": student.payment}
    return _in_hemis({**today, **set_by_item}, groups)


def _in_hemis(facts: Mapping[str, Any], groups: Mapping[int | None, str]) -> dict[str, str]:
    group = groups.get(facts["group_id"], "")
    return {"status": hemis_status(facts["status"]), "group": group, "payment": facts["payment"]}


def _shown(row: RosterRow) -> dict[str, str]:
    return {"status": hemis_status(row.status), "group": row.group_name, "payment": row.payment}
