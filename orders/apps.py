from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self) -> None:
        """Register the effects and the jobs of this room, and listen to the roster."""
        # They register themselves.
        from orders import (  # noqa: F401  # noqa: F401
            documents,
            enactment,
            enrolment_effects,
            extracts,
            hemis_roster,
            place_effects,
            recipients,
            visa_notices,
        )
        from students import importing

        importing.listen(hemis_roster.compare)
