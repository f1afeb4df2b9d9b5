from django.apps import AppConfig
from django.core.checks import register


class MovementsConfig(AppConfig):
    """How any movement runs."""

    name = "movements"
    verbose_name = "Movements"

    def ready(self) -> None:
        """Listen to orders, learn the jobs and prove the flows."""
        from movements import checks, composing, law_checks, notifying  # noqa: F401 - models are ready only now
        from orders import enactment

        enactment.listen(
            applied=composing.after_applied, struck=composing.after_struck, discarded=composing.after_discarded
        )
        register(checks.check_flows)
        register(law_checks.check_law)
