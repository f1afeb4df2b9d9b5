from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self) -> None:
        """Register the jobs of this room, and listen to the roster."""
        # Their handlers register themselves.
        from orders import documents, enactment, extracts, hemis_roster, recipients, visa_notices  # noqa: F401
        from students import importing

        importing.listen(hemis_roster.compare)
