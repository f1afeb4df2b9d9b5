"""The effect that moves the end of a leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.refusals import Invalid
from orders.effects import Effect, Values, given
from students.hemis.codes import Decree, LeaveGround
from students.models import Status
from students.standing import Facts


class ExtendLeave(Effect):
    """Extension of academic leave (Resolution 344/2021): the same leave on the same ground, with another last day.

    Values: ``ground`` (its code), ``ground_text`` (in Uzbek, never a diagnosis), ``extended_from`` and ``until`` (ISO
    days: the first day of the extension, None where the leave had no end, and the new last day, None where military
    service has none yet).
    """

    code = "extend_leave"
    title = gettext_lazy("extension of academic leave")
    hemis_decree_type = Decree.LEAVE.value

    def fitness(self, facts: Facts) -> None:
        """Only a leave that lasts can last longer."""
        if facts.status != Status.ON_LEAVE:
            raise Invalid(_("Only the leave of a student who is on academic leave can be extended."))

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """On leave as before, until the new day. The ground of a leave on paper is recorded where none was known."""
        ground, _text = given(values, "ground", "ground_text")
        until = date.fromisoformat(values["until"]) if values.get("until") else None
        if facts.ground in LeaveGround.values and ground != facts.ground:
            raise Invalid(_("Another ground is another leave: an extension keeps the ground."))
        if until is None and ground != LeaveGround.MILITARY:
            raise Invalid(_("Only leave for military service may have no known end."))
        if until == facts.until or (until and (until <= on or (facts.until and until < facts.until))):
            words = _("The new last day does not lie later than the present one.")
            raise Invalid(words, fields={"until": [words]})
        return replace(facts, until=until, ground=facts.ground or ground)

    def words(self, values: Values) -> dict[str, object]:
        """The ground in words, and from when to when the leave is longer."""
        names = ("extended_from", "until")
        return {"ground": values["ground_text"], **{name: values.get(name) for name in names}}
