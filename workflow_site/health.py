"""Whether the site can do its work, for a monitor or a load balancer: each part is ``ok`` or a reason."""

import tempfile
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from workflow_site.celery import app

# A worker of the file queue answers within 60 ms, one beside Redis within 10.
ANSWER_SECONDS = 1.0


def database() -> str:
    """Whether it answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def queue() -> str:
    """Whether a job could be sent."""
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=ANSWER_SECONDS)
    except (OperationalError, OSError):
        return "does not answer"
    return "ok"


def worker() -> str:
    """Whether one does jobs."""
    try:
        answers = app.control.inspect(timeout=ANSWER_SECONDS, limit=1).ping()
    except (OperationalError, OSError):
        return "cannot be asked without a queue"
    return "ok" if answers else "does not answer"


def storage() -> str:
    """Whether a paper could be kept."""
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
            file.write(b"ok")
    except OSError:
        return "cannot be written"
    return "ok"


PARTS: tuple[Callable[[], str], ...] = (database, queue, worker, storage)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """``GET /healthz``: 200 when every part is ok, else 503. Reasons name no host and no secret."""
    parts = {part.__name__: part() for part in PARTS}
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)
