from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class PermissionsConfig(AppConfig):
    name = "permissions"

    def ready(self) -> None:
        """Learn the jobs, and let ``manage.py check`` read the table of offices."""
        from permissions.actions import contacts, signing_in  # noqa: F401 - their jobs register themselves
        from permissions.actions.merging import Follower, follows
        from permissions.checks import check_offices

        follows(Follower("permissions.Contact", "person", _("proved addresses")))
        follows(Follower("journal.Notice", "person_id", _("notices")))

        register(check_offices)
