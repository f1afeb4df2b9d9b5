from django.apps import AppConfig


class WorkflowSiteConfig(AppConfig):
    name = "workflow_site"

    def ready(self) -> None:
        """Learn the checks."""
        from workflow_site import checks  # noqa: F401 - models are ready only now
