"""Effects that end an enrolment or take it up again: transfer to another institution, reinstatement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.refusals import Invalid
from orders.effects import Effect, Values, given
from orders.place_effects import place, place_words
from students.hemis.codes import Decree, ExpulsionGround
from students.models import Payment, Status
from students.standing import Facts


class TransferOut(Effect):
    """Dismissal because of a transfer to another institution (Resolution 578/2025, annex 3; HEMIS reason 12).

    Values: ``institution`` (where to, in words).
    """

    code = "transfer_out"
    title = gettext_lazy("transfer to another institution")
    hemis_decree_type = Decree.EXPULSION.value

    def fitness(self, facts: Facts) -> None:
        """Only who is enrolled can leave."""
        if facts.status not in (Status.STUDYING, Status.ON_LEAVE):
            raise Invalid(_("Only a student who is studying or on leave can be transferred to another institution."))

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """Transferred out; the place is kept as the last one."""
        given(values, "institution")
        return replace(facts, status=Status.TRANSFERRED_OUT.value, until=None, ground=ExpulsionGround.TRANSFER.value)


class Reinstate(Effect):
    """Reinstatement (Resolution 578/2025, annex 3): studying again, on contract unless a listed exception is proven.

    Values: each of ``PLACE`` or its name in ``unchanged``, and for a state grant ``exception`` (its code) and
    ``evidence`` (the paper that proves it, in words).
    """

    code = "reinstate"
    title = gettext_lazy("reinstatement")
    hemis_decree_type = Decree.RESTORE.value

    def fitness(self, facts: Facts) -> None:
        """Only who was expelled can be reinstated; who is transferred out studies elsewhere."""
        if facts.status != Status.EXPELLED:
            raise Invalid(_("Only a student who was expelled can be reinstated."))

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """Studying at the place the office named."""
        back = replace(facts, status=Status.STUDYING.value, until=None, ground="", **place(values))
        if back.payment != Payment.CONTRACT:
            given(values, "exception", "evidence")
        return back

    def words(self, values: Values) -> dict[str, object]:
        """The place returned to, as ``to_…``, and the exception a grant rests on."""
        return {**place_words(values), "evidence": values.get("evidence") or ""}
