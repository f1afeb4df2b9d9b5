"""The ways the product says no: in words, with the clause and what to do next. Nothing has changed then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refusal(Exception):  # noqa: N818 - the product's own word; it is an answer, not an error
    """A request that was understood and is not carried out.

    Args:
        detail: one sentence in the reader's language: what is wrong and what to do.
        clause: the clause that says so, for instance ``344/2021:3``.
        fields: sentences by form field.
        facts: plain values that belong to the answer (findings, who acted, what I may do now).
    """

    status = 422

    def __init__(
        self,
        detail: Any,
        *,
        clause: str = "",
        fields: Mapping[str, Sequence[Any]] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.clause = clause
        self.fields = dict(fields or {})
        self.facts = dict(facts or {})

    def __str__(self) -> str:
        return str(self.detail)


class Invalid(Refusal):
    """What was sent cannot be accepted as it is."""


class Kept(Invalid):
    """Refused, but what was done before it stands: a draft whose filing is refused is still a draft."""


class TooMany(Refusal):
    """Asked too often: to be asked again later, in so many ``seconds``."""

    status = 429

    def __init__(self, detail: Any, *, seconds: int) -> None:
        super().__init__(detail)
        self.seconds = seconds


class NotFound(Refusal):
    """Absent or forbidden: nobody is told which."""

    status = 404


class Conflict(Refusal):
    """Visible, but not to be done by this person now: not their act, or the state moved on."""

    status = 409
