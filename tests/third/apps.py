"""Movements that only the tests know: a third one, and one of people who are not students here."""

from importlib import import_module

from django.apps import AppConfig


class ThirdConfig(AppConfig):
    """In the product the folder ``flows`` is read; here the files are named."""

    name = "tests.third"
    label = "third"

    def ready(self) -> None:
        import_module("tests.third.swap_of_group")
        import_module("tests.third.arrival")
        import_module("tests.third.change_of_programme")
