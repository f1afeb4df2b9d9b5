"""The list "to be entered into HEMIS" as people read it: what to type there, faculty by faculty, order by order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from orders import effects
from orders.hemis_entry import resulting
from orders.item_models import HemisState
from orders.models import HemisEntry, Order
from permissions.names import normalise
from students.hemis.codes import Decree, ground_label, hemis_reason, hemis_status
from students.models import Group, Payment, Status
from students.standing import LABELS

PAGE = 50
SHOWN = ("open", "differences", "done", "all")


@dataclass(frozen=True)
class Setting:
    """One value to be set in HEMIS. ``value`` is what is typed; ``words`` say what it means, or why it is empty."""

    field: str
    label: str
    value: str
    words: str = ""


@dataclass(frozen=True)
class Row:
    """One entry."""

    entry: HemisEntry
    number: str
    name: str
    settings: list[Setting]
    difference: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Part:
    """The rows of one decree in HEMIS: one order, one faculty, one type."""

    order: Order
    faculty: str
    decree: str
    decree_title: str
    rows: list[Row] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether something of it is still to be entered."""
        return any(row.entry.state == HemisState.OPEN for row in self.rows)


@dataclass(frozen=True)
class Tally:
    """How much waits, since which day, and how much HEMIS shows otherwise."""

    open: int
    since: datetime | None
    differing: int


def tally(seen: QuerySet[HemisEntry]) -> Tally:
    """One statement for all entries the reader may see."""
    waiting = Q(state=HemisState.OPEN)
    counted = seen.aggregate(
        open=Count("pk", filter=waiting),
        since=Min("opened_at", filter=waiting),
        differing=Count("pk", filter=~Q(difference=[])),
    )
    return Tally(**counted)


def found(seen: QuerySet[HemisEntry], *, show: str, text: str) -> QuerySet[HemisEntry]:
    """Entries the reader may see, the newest order first, its faculties and points in their order.

    Args:
        show: one of ``SHOWN``; anything else shows what is open.
        text: the beginning of an order's or a student's number, or parts of a name.
    """
    entries = seen.select_related(
        "faculty", "entered_by", "item__order", "item__student", "item__person"
    ).order_by("-item__order_id", "faculty_id", "item__position")  # fmt: skip
    if show == "done":
        entries = entries.exclude(state=HemisState.OPEN)
    elif show == "differences":
        entries = entries.exclude(difference=[])
    elif show != "all":
        entries = entries.filter(state=HemisState.OPEN)
    if text:
        numbers = Q(item__order__number__istartswith=text) | Q(item__student__number__startswith=text)
        named = Q()
        for word in normalise(text).split():
            named &= Q(item__person__search__contains=word)
        entries = entries.filter(numbers | named)
    return entries


def page_for(
    seen: QuerySet[HemisEntry], *, show: str, text: str, after: int | None
) -> tuple[list[HemisEntry], int | None]:
    """One page of ``found`` and the key of the next (None: there is none).

    Args:
        after: the key the page before gave.
    """
    entries = found(seen, show=show, text=text)
    last = seen.select_related("item").filter(pk=after).first() if after is not None else None
    if last is not None:
        same = Q(item__order_id=last.item.order_id)
        beyond = Q(faculty_id__gt=last.faculty_id) | Q(
            faculty_id=last.faculty_id, item__position__gt=last.item.position
        )
        entries = entries.filter(Q(item__order_id__lt=last.item.order_id) | (same & beyond))
    page = list(entries[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def parts(entries: Sequence[HemisEntry]) -> list[Part]:
    """The entries in their order, gathered by what is one decree in HEMIS; one statement."""
    groups = group_names(entries)
    told = []
    for _key, own in groupby(entries, lambda entry: (entry.item.order_id, entry.faculty_id, decree_of(entry)[0])):
        rows = list(own)
        code, title = decree_of(rows[0])
        part = Part(rows[0].item.order, rows[0].faculty.name, code, title)
        part.rows.extend(row_of(entry, groups) for entry in rows)
        told.append(part)
    return told


def group_names(entries: Sequence[HemisEntry]) -> dict[int | None, str]:
    """The groups the items lead to."""
    ids = {resulting(entry.item)["group_id"] for entry in entries}
    return {group.pk: group.name for group in Group.objects.filter(pk__in=[pk for pk in ids if pk])}


def decree_of(entry: HemisEntry) -> tuple[str, str]:
    """Code and HEMIS's own name of the type of decree; both empty where HEMIS has none for the effect."""
    code = effects.effect(entry.item.effect).hemis_decree_type
    return code, str(Decree(code).label) if code else ""


def row_of(entry: HemisEntry, groups: Mapping[int | None, str]) -> Row:
    """One entry as it is shown; no statement."""
    student = entry.item.student
    return Row(
        entry=entry,
        number=student.number if student else "",
        name=entry.item.person.full_name,
        settings=settings_of(entry, groups),
        difference=[difference_of(line) for line in entry.difference],
    )


def settings_of(entry: HemisEntry, groups: Mapping[int | None, str]) -> list[Setting]:
    """What is to be set in HEMIS: the status with its reason, and whatever else the item changed."""
    before, after = entry.item.facts, resulting(entry.item)
    status = str(after["status"])
    told = [_setting("status", hemis_status(status), str(Status(status).label))]
    if status != Status.STUDYING:
        told.append(_reason(status, after["ground"]))
    values = {
        "group": groups.get(after["group_id"], ""),
        "course": str(after["course"]),
        "semester": str(after["semester"]),
        "curriculum": after["curriculum"],
    }
    if after["until"] and before.get("until") != after["until"]:
        # HEMIS keeps the end of a leave with the decree.
        told.append(_setting("until", _day(date.fromisoformat(after["until"]))))
    columns = {"group": "group_id"}
    told += [
        _setting(name, value)
        for name, value in values.items()
        if before.get(columns.get(name, name)) != after[columns.get(name, name)]
    ]
    back = before.get("status") != status == Status.STUDYING
    if back or before.get("payment") != after["payment"]:
        # HEMIS sets everyone who is restored to contract, whatever the order says.
        told.append(_setting("payment", after["payment"], str(Payment(after["payment"]).label)))
    return told


def _setting(name: str, value: str, words: str = "") -> Setting:
    return Setting(name, str(LABELS[name]), value, words)


def _reason(status: str, ground: str) -> Setting:
    code = hemis_reason(status, ground)
    words = ground_label(ground)
    if code is None and ground:
        words = _("%(ground)s: HEMIS has no code for it; leave the reason empty") % {"ground": words}
    return Setting("reason", str(_("reason")), code or "", words)


def difference_of(line: Mapping[str, str]) -> tuple[str, str, str]:
    """Label, what the order wants, what HEMIS shows; codes with their meaning."""
    return str(LABELS[line["field"]]), _meaning(line["field"], line["here"]), _meaning(line["field"], line["hemis"])


def _meaning(name: str, value: str) -> str:
    if name == "payment":
        return f"{value} {Payment(value).label}"
    if name == "status":
        words = next((str(one.label) for one in Status if hemis_status(one) == value), "")
        return f"{value} {words}".strip()
    return value or "—"


def table(entries: Sequence[HemisEntry], *, address: str) -> list[list[str]]:
    """The entries as rows of a sheet, the first of them the titles.

    Args:
        address: of this site, before the path of the PDF.
    """
    titles = [
        _("Order"), _("Date"), _("Type of decree"), _("Title"), _("Faculty"), _("Student number"), _("Student"),
        *(str(LABELS[name]) for name in ("status", "group", "course", "semester", "curriculum", "payment")),
        _("reason"), _("State"), _("Ticked off by"), _("Ticked off on"), _("PDF"), str(LABELS["until"]), _("Remark"),
    ]  # fmt: skip
    rows = []
    for part in parts(entries):
        for row in part.rows:
            values = {setting.field: setting.value for setting in row.settings}
            words = {setting.field: setting.words for setting in row.settings}
            entry = row.entry
            rows.append([
                part.order.number, _day(part.order.date), part.decree, part.order.title, part.faculty, row.number,
                row.name,
                *(values.get(name, "") for name in ("status", "group", "course", "semester", "curriculum", "payment")),
                values.get("reason", ""), str(HemisState(entry.state).label),
                entry.entered_by.full_name if entry.entered_by else "", _day(entry.entered_at),
                f"{address}/orders/{part.order.pk}/document.pdf", values.get("until", ""), words.get("reason", ""),
            ])  # fmt: skip
    return [titles, *rows]


def _day(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""
