"""Whether the site can do its work, for a monitor or a load balancer: each part is ``ok`` or a reason."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.connection import Connection
from kombu.exceptions import OperationalError

from journal import pulse
from workflow_site.celery import app
from workflow_site.metrics import metrics

# A worker of the file queue answers within 60 ms, one beside Redis within 10.
ANSWER_SECONDS = 1.0
# The scheduler rings every five seconds; a worker at its longest job hears it late.
PULSE_WITHIN = timedelta(seconds=30)
# Below this an order's PDF may fit today and not tomorrow.
LEAST_FREE_BYTES = 100 * 2**20


def database() -> str:
    """Whether it answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        # A connection that was cut is not tried for ever: the next answer opens its own.
        connection.close_if_unusable_or_obsolete()
        return "does not answer"
    return "ok"


def _broker() -> Connection:
    """A connection that gives up after ``ANSWER_SECONDS``: a monitor must not wait as long as a worker may."""
    options = app.conf.broker_transport_options or {}
    shorter = {"socket_timeout": ANSWER_SECONDS} if "socket_timeout" in options else {}
    broker: Connection = app.connection_for_write(transport_options=shorter)
    return broker


def queue() -> str:
    """Whether a job could be sent."""
    try:
        with _broker() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=ANSWER_SECONDS)
    except (OperationalError, OSError):
        return "does not answer"
    return "ok"


def worker() -> str:
    """Whether one does jobs."""
    try:
        with _broker() as broker:
            answers = app.control.inspect(timeout=ANSWER_SECONDS, limit=1, connection=broker).ping()
    except (OperationalError, OSError):
        return "cannot be asked without a queue"
    return "ok" if answers else "does not answer"


def scheduler() -> str:
    """Whether it rings; a worker hears it, so without one nobody can tell."""
    try:
        age = pulse.age(pulse.SCHEDULER)
    except Error:
        return "cannot be told without a database"
    if age is None:
        return "has not rung yet"
    return "ok" if age <= PULSE_WITHIN else f"has not been heard for {age.total_seconds():.0f} s"


def storage() -> str:
    """Whether a paper could be kept."""
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
            file.write(b"ok")
        free = shutil.disk_usage(settings.MEDIA_ROOT).free
    except OSError:
        return "cannot be written"
    return "ok" if free >= LEAST_FREE_BYTES else "is almost full"


PARTS: tuple[Callable[[], str], ...] = (database, queue, worker, scheduler, storage)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponseBase:
    """``GET /healthz``: 200 when every part is ok, else 503. Reasons name no host and no secret."""
    parts = {part.__name__: part() for part in PARTS}
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)


def for_monitors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer monitors before anything else: a session's database or a redirect must not stand in their way."""
    answers = {"/healthz": healthz, "/metrics": metrics}

    def answered(request: HttpRequest) -> HttpResponseBase:
        answer = answers.get(request.path)
        return answer(request) if answer else get_response(request)

    return answered
