"""Papers of the office about one case: the receipt of its filing and the clearance sheet, in its applicant's language.

Each is planned in the act it tells of. A confidential paper is never named: the applicant may show them to others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from journal import clock
from movements.acts import find_act, find_clause
from movements.facts import filed_on, papers_of
from movements.flow import flow_of, papers_for
from movements.models import Attachment, Clearance, Movement
from orders import sheets
from permissions.roles import Role


def plan_receipt(movement: Movement) -> None:
    """The receipt of filing (ariza qabul qilinganligi haqida tilxat); the case has just come to its first office."""
    language = movement.applicant.language or "uz"
    with translation.override(language):
        sheets.plan(
            kind="receipt_of_filing",
            about=f"movement:{movement.pk}",
            key=f"case:{movement.pk}",
            number=movement.number or "",
            title=_("Receipt of an application"),
            language=language,
            says=_receipt(movement),
        )


def _receipt(movement: Movement) -> sheets.Form:
    rows = list(_papers(movement, papers_of(movement)))
    head = (_("Paper"), _("Its fingerprint (SHA-256)"))
    table = sheets.Table(head=head, rows=rows, caption=_("Papers brought"))
    return sheets.Form(
        opening=[_("The institute has received this application and keeps it under the number of the case.")],
        facts=list(_filed(movement)),
        tables=[table] if rows else [],
        closing=[
            _("Where the case stands is shown in Harakat, and a notice comes with every decision."),
            _("The receipt says that the application was filed, and not how it will be decided."),
        ],
    )


def _filed(movement: Movement) -> Iterator[tuple[str, str]]:
    flow = flow_of(movement.kind)
    yield _("Case"), movement.number or ""
    yield _("Application"), str(flow.called)
    yield _("Applicant"), movement.applicant.full_name
    if movement.student is not None:
        yield _("Student number"), movement.student.number
    yield _("Filed"), _moment(movement.filed_at)
    if movement.filed_by is not None:
        yield _("Filed for the applicant by"), movement.filed_by.full_name
    clause = find_clause(flow.first_step().clause_on(filed_on(movement)))
    act = find_act(clause.act) if clause else None
    if clause and act:
        yield _("Under"), f"{act.title}; {_(clause.reference)}"
    turn = movement.turn
    if turn is not None and turn.office:
        office = str(Role(turn.office).label)
        place = turn.unit.name if turn.office == Role.DEAN and turn.unit else ""
        yield _("Decides next"), capfirst(", ".join(one for one in (office, place) if one))
        if turn.due_at:
            yield _("Until"), _day(turn.due_at)
    if movement.service_due_at:
        yield _("Term of the whole case"), _day(movement.service_due_at)


def _papers(movement: Movement, attachments: Sequence[Attachment]) -> Iterator[tuple[str, str]]:
    asked = {paper.kind: paper for paper in papers_for(movement)}
    for one in attachments:
        paper = asked.get(one.kind)
        title = _("a confidential paper") if paper is None or paper.sensitive else str(paper.title)
        # In halves, for the width of a page.
        yield capfirst(title), f"{one.sha256[:32]} {one.sha256[32:]}"


def plan_clearance_sheet(movement: Movement, rows: Sequence[Clearance]) -> None:
    """The clearance sheet (aylanma varaqa), when the last office has cleared: who, when, and for which office."""
    language = movement.applicant.language or "uz"
    with translation.override(language):
        told = [
            (
                capfirst(str(Role(row.office).label)),
                row.cleared_by.full_name if row.cleared_by else "",
                _moment(row.cleared_at),
            )
            for row in rows
        ]
        flow = flow_of(movement.kind)
        facts = [
            (_("Applicant"), movement.applicant.full_name),
            *([(_("Student number"), movement.student.number)] if movement.student else []),
            (_("Application"), f"{flow.called}, № {movement.number}"),
        ]
        sheets.plan(
            kind="clearance_sheet",
            about=f"movement:{movement.pk}",
            key=f"turn:{rows[0].turn_id}",
            number=movement.number or "",
            title=_("Clearance sheet"),
            language=language,
            says=sheets.Form(
                opening=[_("Each of these offices has confirmed that the applicant owes it nothing.")],
                facts=facts,
                tables=[sheets.Table(head=(_("Office"), _("Cleared by"), _("When")), rows=told)],
            ),
        )


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(clock.zone).strftime("%d.%m.%Y %H:%M") if moment else ""


def _day(moment: datetime) -> str:
    return moment.astimezone(clock.zone).strftime("%d.%m.%Y")
