from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self) -> None:
        """Register the jobs of this room."""
        from orders import documents, enactment, recipients  # noqa: F401 - their handlers register themselves
