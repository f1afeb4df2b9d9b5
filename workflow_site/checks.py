"""What must be true before anything starts, beside what the settings themselves refuse."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

from permissions.models import Institute


@register()
def believed_time_is_for_a_demo(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A real office must not date its orders by a wish. An empty database may still become a demo."""
    if settings.HARAKAT_NOW is None:
        return []
    try:
        is_real = Institute.objects.filter(is_demo=False).exists()
    except DatabaseError:
        return []  # not migrated or not reachable: nothing can be dated in it either
    if not is_real:
        return []
    return [
        Error(
            "HARAKAT_NOW is set, but this database is a real office, not a demo.",
            hint="Unset HARAKAT_NOW: orders and deadlines go by the true time.",
            id="harakat.E001",
        )
    ]
