"""A guard for rows that are written once and yet learn something later."""

from __future__ import annotations

from collections.abc import Sequence

from journal.guards import AppendOnly, Trigger, changed


class WrittenOnce(AppendOnly):
    """Like AppendOnly, but what is learned later may be written.

    Args:
        written: the columns that stay as they are.
        unique: see ``AppendOnly``.
    """

    def __init__(self, table: str, written: Sequence[str], unique: Sequence[Sequence[str]] = ()) -> None:
        super().__init__(table, unique)
        self.written = written

    def triggers(self, vendor: str) -> list[Trigger]:
        """The comparison of columns is the vendor's own."""
        differs = " OR ".join(changed(name, vendor) for name in self.written)
        update = Trigger("no_update", "UPDATE", "a row is never changed", differs)
        return [update, *(one for one in super().triggers(vendor) if one.name != "no_update")]
