from django.apps import AppConfig


class StudentsConfig(AppConfig):
    name = "students"

    def ready(self) -> None:
        """Register the daily projection: jobs are known by the modules that declare them."""
        from students import actions  # noqa: F401 - models are not loaded before this moment
