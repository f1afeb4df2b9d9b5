"""The envelope of the HEMIS REST interface: pages of items with their place in the whole list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from journal.refusals import Invalid


def read_pages(data: Any) -> list[Mapping[str, Any]]:
    """The ``data`` parts of one envelope or of a list of envelopes.

    Raises:
        Invalid: HEMIS answered with an error, or this is not its envelope.
    """
    envelopes = data if isinstance(data, Sequence) and not isinstance(data, str) else [data]
    pages = []
    for envelope in envelopes:
        if not isinstance(envelope, Mapping) or envelope.get("success") is not True:
            raise Invalid(_("This is not a HEMIS answer, or HEMIS answered with an error. Nothing was imported."))
        page = envelope.get("data")
        if not isinstance(page, Mapping) or not isinstance(page.get("items"), list):
            raise Invalid(_("The HEMIS answer holds no list of students (data.items). Nothing was imported."))
        pages.append(page)
    return pages


def numbered(pages: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Any]]:
    """Every item with its place in the whole list, from 1.

    The place is computed from the page's own number and size where both are given (versions of HEMIS call the size
    ``pageSize`` or ``perPage``, the number ``currentPage`` or ``page``), otherwise it is counted.
    """
    counted = 0
    for page in pages:
        said = page.get("pagination")
        pagination = said if isinstance(said, Mapping) else {}
        number, size = _first(pagination, "currentPage", "page"), _first(pagination, "pageSize", "perPage")
        start = counted if number is None or size is None else (number - 1) * size
        for offset, item in enumerate(page["items"], 1):
            yield start + offset, item
        counted = start + len(page["items"])


def announced(pages: Sequence[Mapping[str, Any]]) -> int | None:
    """How many students HEMIS says its list has; None where it does not say."""
    totals = [_first(page["pagination"], "totalCount") for page in pages if isinstance(page.get("pagination"), Mapping)]
    return max((total for total in totals if total is not None), default=None)


def _first(pagination: Mapping[str, Any], *names: str) -> int | None:
    values = (pagination.get(name) for name in names)
    return next((value for value in values if isinstance(value, int) and not isinstance(value, bool)), None)
