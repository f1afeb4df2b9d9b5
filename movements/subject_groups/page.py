"""What the pages of a subject group and of a case show of groups, at a price that does not grow with members."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from journal import clock, events
from journal.refusals import Refusal
from movements.flow import kinds
from movements.limits import limit_on
from movements.models import CaseSubject, GroupState, Movement, SubjectGroup
from movements.subject_groups import queries
from movements.subject_groups.screen_forms import GroupForm
from movements.subject_groups.standing import claims_of, paid_days
from movements.subject_groups.step import FormGroups
from permissions.timeline import tell

ACTS = {
    "open": _("Group begun"),
    "put_in": _("Cases put in"),
    "take_out": _("Case taken out"),
    "leave": _("A case left: withdrawn, returned, refused or struck"),
    "change": _("Days, teacher or hours changed"),
    "form": _("Formed"),
    "disband": _("Disbanded"),
}
AGAINST = ("take_out", "leave", "disband")


def page_of(
    group: SubjectGroup,
    *,
    form: GroupForm | None = None,
    refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The values of ``screens/subject_groups/group.html``.

    Args:
        form: of days, teacher and hours, with what was typed.
        refusal: why an act was refused.
        typed: what was sent with it.
    """
    members, waiting = queries.members(group), queries.waiting_for(group.subject)
    least = _least_for(group)
    open_still = group.state != GroupState.DISBANDED and group.ends_on >= clock.today()
    days = {name: getattr(group, name) for name in ("starts_on", "ends_on", "teacher", "hours")}
    return {
        "group": group,
        "members": waiting_rows(members),
        "waiting": waiting_rows(waiting) if open_still else [],
        "open": open_still,
        "forming": group.state == GroupState.FORMING,
        "least": least,
        "short": least is not None and len(members) < least,
        "form": form or GroupForm(initial=days),
        "changing": form is not None,
        "refusal": refusal,
        "act": (typed or {}).get("act", ""),
        "grounds": (typed or {}).get("grounds", "") if refusal else "",
        "timeline": tell(events.of(group), titles=ACTS, against=AGAINST),
        "once": secrets.token_urlsafe(12),
    }


def _least_for(group: SubjectGroup) -> int | None:
    if group.least is not None:
        return group.least
    found = next((limit_on(step.rules.least, group.starts_on) for _kind, step in queries.steps()), None)
    return found.value if found else None


def waiting_rows(claims: Iterable[CaseSubject]) -> list[dict[str, Any]]:
    """Who waits or stands in a group, with the day of the payment and whether the case may still be taken out."""
    claims = list(claims)
    paid = paid_days(claim.movement for claim in claims)
    return [
        {
            "claim": claim,
            "movement": claim.movement,
            "paid_on": paid[claim.movement_id],
            "here": queries.step_at(claim.movement) is not None,
        }
        for claim in claims
    ]


def groups_of_case(movement: Movement) -> list[CaseSubject]:
    """The subjects of a case with the groups in which they stand; none for a kind that forms none."""
    flow = kinds().get(movement.kind)
    forms = flow is not None and any(isinstance(step, FormGroups) for step in flow.steps())
    return claims_of(movement) if forms and movement.number else []
