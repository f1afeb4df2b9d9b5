from importlib import import_module

from django.apps import AppConfig


class ThirdConfig(AppConfig):
    """In the product the folder ``flows`` is read; here the one file is named."""

    name = "tests.third"
    label = "third"

    def ready(self) -> None:
        import_module("tests.third.swap_of_group")
