from importlib import import_module

from django.apps import AppConfig


class CommissionedConfig(AppConfig):
    """In the product the folder ``flows`` is read; here the one file is named."""

    name = "tests.commissioned"
    label = "commissioned"

    def ready(self) -> None:
        import_module("tests.commissioned.change_by_commission")
