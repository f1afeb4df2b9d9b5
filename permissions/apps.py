from django.apps import AppConfig
from django.core.checks import register


class PermissionsConfig(AppConfig):
    name = "permissions"

    def ready(self) -> None:
        """Let ``manage.py check`` read the table of offices."""
        from permissions.checks import check_offices

        register(check_offices)
