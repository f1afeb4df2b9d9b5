from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig

import flows


class FlowsConfig(AppConfig):
    """The regulation: importing a file of this folder is what makes its movement known."""

    name = "flows"
    verbose_name = "Regulation"

    def ready(self) -> None:
        """Learn every movement in the folder."""
        for module in iter_modules(flows.__path__):
            if module.name != "apps" and not module.ispkg:
                import_module(f"flows.{module.name}")
