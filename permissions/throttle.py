"""How often is too often: counted in rows, so that all web workers know it, and over by itself as the rows grow old."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, IntegerField, Min, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from journal import clock

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Allowance:
    """So many rows alike within so much time, by their ``asked_at``.

    Args:
        most: how many are still allowed.
        within: for how long a row counts.
        alike: the columns in which rows must be the same to count together.
    """

    most: int
    within: timedelta
    alike: tuple[str, ...]

    def counted(self, rows: QuerySet[Row], like: Mapping[str, str]) -> QuerySet[Row]:
        """The rows that count now together with one that says ``like``."""
        same = {name: like[name] for name in self.alike}
        return rows.filter(asked_at__gt=clock.now() - self.within, **same)

    def is_used_up(self, rows: QuerySet[Row], like: Mapping[str, str]) -> bool:
        """Whether one more would be too many."""
        return self.counted(rows, like).count() >= self.most

    def number(self, rows: QuerySet[Row], like: Mapping[str, str]) -> Coalesce:
        """How many count now, as a column of another statement."""
        grouped = self.counted(rows, like).order_by().values(self.alike[0]).annotate(number=Count("pk"))
        return Coalesce(Subquery(grouped.values("number"), output_field=IntegerField()), 0)

    def seconds_left(self, rows: QuerySet[Row], like: Mapping[str, str]) -> int:
        """When the oldest row stops counting, at least one second."""
        oldest = self.counted(rows, like).aggregate(oldest=Min("asked_at"))["oldest"] or clock.now()
        return max(1, ceil((oldest + self.within - clock.now()).total_seconds()))


def origin_of(request: HttpRequest) -> str:
    """The network address a request comes from; behind the proxy, the one the proxy saw itself.

    Of IPv6 the first half: whoever has one address of it has all the others of that half.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    address = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped or ipaddress.ip_network((int(found), 64), strict=False))
