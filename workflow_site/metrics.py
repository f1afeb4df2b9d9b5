"""What a Prometheus server reads: how much waits where, counted at the moment it asks. No figure speaks of a person."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from journal import clock, jobs, pulse
from journal.models import Job, Notice
from movements.models import Clearance, Movement, Turn
from orders.models import ItemState, Order, OrderItem

HERE = ("127.0.0.1", "::1")
# Set by every proxy: what comes through one has not come from this machine.
BY_PROXY = ("X-Forwarded-For", "Forwarded", "X-Forwarded-Proto")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """``GET /metrics``: text for Prometheus; to whoever may not read it the address does not exist."""
    if not may_read(request):
        return HttpResponseNotFound()
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Office())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Whoever brings the token; where none is set, whoever asks on this machine itself."""
    if settings.HARAKAT_METRICS_TOKEN:
        wanted = f"Bearer {settings.HARAKAT_METRICS_TOKEN}"
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode())
    return request.META.get("REMOTE_ADDR") in HERE and not any(name in request.headers for name in BY_PROXY)


class Office(Collector):
    """The figures of the office; each costs one statement over an index."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All figures."""
        yield from (cases(), overdue(), orders(), failed_items(), notices())
        yield from work()
        age = pulse.age(pulse.SCHEDULER)
        if age is not None:
            yield one("harakat_scheduler_pulse_age_seconds", "Since the scheduler was last heard", age.total_seconds())


def one(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    """A figure without labels."""
    return GaugeMetricFamily(name, meaning, value=value)


def cases() -> GaugeMetricFamily:
    """Cases by kind and state."""
    figure = GaugeMetricFamily("harakat_cases", "Cases by kind and state", labels=["kind", "state"])
    for kind, state, count in Movement.objects.order_by().values_list("kind", "state").annotate(Count("pk")):
        figure.add_metric([kind, state], count)
    return figure


def overdue() -> GaugeMetricFamily:
    """Open turns whose term has ended, by the office that is asked."""
    figure = GaugeMetricFamily("harakat_turns_overdue", "Turns past their term, by office", labels=["office"])
    late = Turn.objects.filter(finished__isnull=True, due_at__lt=clock.now())
    counts = Counter(dict(late.exclude(office="").order_by().values_list("office").annotate(Count("pk"))))
    # Of several offices asked at once each has a term of its own.
    beside = Clearance.objects.filter(turn__finished__isnull=True, state=Clearance.State.ASKED, due_at__lt=clock.now())
    counts += Counter(dict(beside.order_by().values_list("office").annotate(Count("pk"))))
    for office, count in sorted(counts.items()):
        figure.add_metric([office], count)
    return figure


def orders() -> GaugeMetricFamily:
    """Orders by state: those that are endorsing, ready or signed wait for somebody."""
    figure = GaugeMetricFamily("harakat_orders", "Orders by state", labels=["state"])
    for state, count in Order.objects.order_by().values_list("state").annotate(Count("pk")):
        figure.add_metric([state], count)
    return figure


def failed_items() -> GaugeMetricFamily:
    """Items of orders in force that could not be applied."""
    failed = OrderItem.objects.filter(state=ItemState.FAILED).count()
    return one("harakat_order_items_failed", "Items of orders in force that could not be applied", failed)


def notices() -> GaugeMetricFamily:
    """Notices by channel and state."""
    figure = GaugeMetricFamily("harakat_notices", "Notices by channel and state", labels=["channel", "state"])
    for channel, state, count in Notice.objects.order_by().values_list("channel", "state").annotate(Count("pk")):
        figure.add_metric([channel, state], count)
    return figure


def work() -> Iterator[GaugeMetricFamily]:
    """Jobs that are due and taken by nobody, how long the oldest has waited, and those that have failed so far."""
    waiting = jobs.due(clock.now()).aggregate(count=Count("pk"), oldest=Min("run_after"))
    waited = (clock.now() - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0.0
    failing = Job.objects.filter(finished_at__isnull=True).exclude(error="").count()
    yield one("harakat_jobs_waiting", "Jobs due and not taken", waiting["count"])
    yield one("harakat_jobs_oldest_seconds", "How long the oldest job due has waited", waited)
    yield one("harakat_jobs_failing", "Unfinished jobs that have failed at least once", failing)
