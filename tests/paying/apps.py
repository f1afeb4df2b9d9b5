from importlib import import_module

from django.apps import AppConfig


class PayingConfig(AppConfig):
    """In the product the folder ``flows`` is read; here the one file is named."""

    name = "tests.paying"
    label = "paying"

    def ready(self) -> None:
        import_module("tests.paying.change_for_a_fee")
