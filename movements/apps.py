from django.apps import AppConfig
from django.core.checks import register
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MovementsConfig(AppConfig):
    """How any movement runs."""

    name = "movements"
    verbose_name = "Movements"

    def ready(self) -> None:
        """Listen to orders, learn the jobs and prove the flows."""
        from movements import (  # noqa: F401 - now
            checks,
            composing,
            conflicts,
            impact,
            lapsing,
            law_checks,
            letters,
            notifying,
            numbers,
            recounting,
        )
        from movements.access import cases_in_words, may_open_case
        from movements.calendar import actions  # noqa: F401 - likewise, for its daily job
        from movements.clearances import reminding as reminding_offices  # noqa: F401 - likewise
        from movements.correspondence import actions as inquiry_actions  # noqa: F401 - likewise
        from movements.correspondence import letters as inquiry_letters
        from movements.correspondence import queries as inquiry_queries
        from movements.fees import importing  # noqa: F401 - likewise, for its job
        from movements.leaves import reminding  # noqa: F401 - likewise
        from movements.sittings import carrying, documents  # noqa: F401 - likewise
        from movements.sittings import notifying as told_of_sittings  # noqa: F401 - likewise
        from orders import enactment, preview, sheets, signing_act
        from orders.blanks import subjects
        from permissions.actions.merging import Follower, follows
        from students import diploma_about, prices

        enactment.listen(
            applied=composing.after_applied, struck=composing.after_struck, discarded=composing.after_discarded
        )
        signing_act.ask_before(conflicts.refuse_signature)
        enactment.listen(applied=inquiry_letters.void_when_replaced)
        diploma_about.tell_by(inquiry_queries.told_of_diploma)
        sheets.guarded_by("movement", may_open_case)
        sheets.guarded_by("inquiry", inquiry_queries.may_open)
        subjects.said_by("movement", cases_in_words)
        preview.explain_by(impact.of_items)
        prices.usual_by(numbers.annual_contract)
        register(checks.check_flows)
        register(law_checks.check_law)
        follows(
            Follower("movements.Movement", "applicant", _("cases"), by_contact=True, returned=composing.give_back),
            Follower("movements.Turn", "person", _("open steps"), Q(finished=None)),
            Follower("movements.Clearance", "person", _("open steps"), Q(turn__finished=None)),
        )
