from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudentsConfig(AppConfig):
    name = "students"

    def ready(self) -> None:
        """Register the daily projection (jobs are known by the modules that declare them); have enrolments follow."""
        from permissions.actions.merging import Follower, follows
        from students import actions  # noqa: F401 - models are not loaded before this moment

        follows(Follower("students.Student", "person", _("enrolments")))
        follows(Follower("students.Result", "person", _("results")))
        follows(Follower("students.Diploma", "holder", _("diplomas")))
