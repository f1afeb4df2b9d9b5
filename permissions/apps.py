from django.apps import AppConfig
from django.core.checks import register


class PermissionsConfig(AppConfig):
    name = "permissions"

    def ready(self) -> None:
        """Learn the jobs, and let ``manage.py check`` read the table of offices."""
        from permissions.actions import contacts  # noqa: F401 - its handlers register themselves
        from permissions.checks import check_offices

        register(check_offices)
