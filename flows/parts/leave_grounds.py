"""The five grounds of academic leave, as an applicant chooses among them (Resolution 344/2021, clause 3)."""

from django.utils.translation import gettext_lazy as _

from flows.regulation.leave_rules import CHILD_CARE, FAMILY_CARE, HEALTH, MATERNITY, MILITARY

GROUND_CHOICES = [
    ("", _("choose one")),
    (HEALTH, _("restoring health")),
    (MATERNITY, _("pregnancy and childbirth")),
    (CHILD_CARE, _("child care")),
    (FAMILY_CARE, _("care of a sick family member")),
    (MILITARY, _("military service")),
]
