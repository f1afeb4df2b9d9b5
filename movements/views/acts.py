"""The acts of a case's history in words."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "draft": _("Draft begun"),
    "attach": _("Paper attached"),
    "detach": _("Paper taken back"),
    "file": _("Filed"),
    "revise": _("Correction sent"),
    "approve": _("Approved"),
    "return": _("Returned for correction"),
    "refuse": _("Refused"),
    "take": _("Taken on the desk"),
    "release": _("Put back"),
    "compare": _("Compared with another curriculum"),
    "confirm": _("Match confirmed"),
    "reject": _("Match rejected"),
    "reassign": _("Reassigned"),
    "agenda": _("Put on the agenda of the commission"),
    "agenda_left": _("Left to another sitting of the commission"),
    "ordered": _("Put into an order"),
    "released": _("The order was discarded; the case waits for another"),
    "struck": _("Struck from the order"),
    "in_force": _("The order has changed the record"),
    "ask_withdrawal": _("Asked to withdraw"),
    "withdraw": _("Withdrawn"),
    "recount": _("Terms prolonged by a change of the calendar"),
    "lapse_notice": _("Told that the case will lapse"),
    "lapse": _("Lapsed"),
}
AGAINST = ("return", "refuse", "struck", "withdraw", "lapse")
