"""What an applicant is told of subject groups."""

from __future__ import annotations

from django.utils.translation import gettext as _

from movements.models import CaseSubject, Movement
from movements.subject_groups.claims import AT_GROUPS, LEAVES
from movements.subject_groups.standing import claims_of

TOLD = (AT_GROUPS, LEAVES)


def groups_sentence(movement: Movement) -> tuple[str, str]:
    """Which subject stands in which group now, and which still waits."""
    subject = _("Case %(case)s: your subject groups") % {"case": movement}
    return subject, "\n".join(map(_line, claims_of(movement)))


def _line(claim: CaseSubject) -> str:
    if claim.group is None:
        return _("%(subject)s: waits for a group") % {"subject": claim.name}
    group, words = claim.group, _("%(subject)s: from %(first)s to %(last)s, %(teacher)s")
    days = {"first": f"{group.starts_on:%d.%m.%Y}", "last": f"{group.ends_on:%d.%m.%Y}"}
    return words % {"subject": claim.name, "teacher": group.teacher, **days}
