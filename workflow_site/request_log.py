"""Gives every request a number under which the log, the answer and the proxy's own log speak of it."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from journal.logs import belonging_to

logger = logging.getLogger("harakat.requests")

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[0-9A-Za-z-]{8,64}")


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take the proxy's number or make one, answer with it, and log what was asked and how long it took.

    The route is logged and not the address: an address may hold a student's number.
    """

    def logged(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        begun = time.perf_counter()
        with belonging_to(number):
            response = get_response(request)
            route = request.resolver_match.route if request.resolver_match else ""
            milliseconds = round((time.perf_counter() - begun) * 1000, 1)
            asked = {"method": request.method, "route": route, "status": response.status_code, "ms": milliseconds}
            logger.info("%s %s %d", request.method, route, response.status_code, extra={"facts": asked})
        response[HEADER] = number
        return response

    return logged
