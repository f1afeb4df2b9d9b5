from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self) -> None:
        """Register the effects and the jobs of this room, listen to the roster, and have points follow their person."""
        # They register themselves.
        from orders import (  # noqa: F401  # noqa: F401
            diploma_effects,
            documents,
            enactment,
            enrolment_effects,
            extracts,
            hemis_roster,
            place_effects,
            recipients,
            sheets,
            study_effects,
            visa_notices,
        )
        from orders.blanks import papers
        from permissions.actions.merging import Follower, follows
        from students import importing

        for room in (papers.ABOUT_LEDGER, papers.ABOUT_DESTRUCTION, papers.ABOUT_STOCKTAKING):
            sheets.guarded_by(room, papers.may_open)
        importing.listen(hemis_roster.compare)
        enactment.listen(applied=diploma_effects.mark_replaced)
        follows(Follower("orders.OrderItem", "person", _("points of orders")))
