from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self) -> None:
        """Register the jobs of this room, and listen to the roster."""
        from orders import documents, enactment, extracts, hemis_roster, recipients  # noqa: F401 - handlers register
        from students import importing

        importing.listen(hemis_roster.compare)
