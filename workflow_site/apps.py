from django.apps import AppConfig


class WorkflowSiteConfig(AppConfig):
    name = "workflow_site"
