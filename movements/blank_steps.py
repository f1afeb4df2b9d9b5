"""The words ``Print`` and ``HandOver``: what was ordered is printed on strict-account blanks and handed over.

A blank that is spoiled leads back from one to the other; its serial stays in the ledger as spoiled, never free again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from movements.await_step import Await
from movements.models import Movement
from orders import blanks
from orders.blank_kinds import Place
from orders.blank_models import Blank
from permissions.policy import Power

Answers = dict[str, Any]


class Wanted(NamedTuple):
    """A blank that is needed: its kind, the serial taken (empty: the lowest free one), and the name on it."""

    kind: str
    serial: str
    holder: str


class Handing(NamedTuple):
    """Into whose hands the blanks go, on which day, by what authority, and where it was signed for."""

    to: str
    on: date
    authority: str = ""
    signature: str = ""


def assigned_to(movement: Movement) -> dict[str, Blank]:
    """The blanks the case holds now, by kind."""
    held = blanks.about(f"movement:{movement.pk}")
    return {one.kind: one for one in held if one.standing is not None and one.standing.place == Place.ASSIGNED}


def serials_of(movement: Movement) -> list[str]:
    """The serials the case holds now."""
    return sorted(one.serial for one in assigned_to(movement).values())


class Print(Await):
    """An office takes blanks and prints on them.

    Args:
        blanks: of the case and the office's answers, the blanks wanted; those the case holds already are kept, and
            those it no longer needs go back to the free ones.
        prints: makes the papers to be printed, in the same transaction; what it gives is kept with the answers.
    """

    def __init__(
        self,
        *,
        blanks: Callable[[Movement, Answers], Sequence[Wanted]],
        prints: Callable[[Power, Movement, Answers, Mapping[str, Blank]], Answers],
        **words: Any,
    ) -> None:
        super().__init__(**words)
        self.blanks, self.prints = blanks, prints

    def carry_out(self, power: Power, movement: Movement, answers: Answers) -> Answers:
        """Assign what is wanted and print it."""
        held, wanted = assigned_to(movement), self.blanks(movement, answers)
        kinds = {one.kind for one in wanted}
        for kind in sorted(held.keys() - kinds):
            blanks.release(actor=power.person, blank_id=held.pop(kind).pk)
        for one in wanted:
            if one.kind not in held:
                held[one.kind] = blanks.assign(
                    actor=power.person, kind=one.kind, about=f"movement:{movement.pk}", serial=one.serial,
                    holder=one.holder,
                )  # fmt: skip
        return {**answers, **self.prints(power, movement, answers, held)}


class HandOver(Await):
    """An office hands the printed blanks over, or finds one spoiled.

    Args:
        hands: of the case and the office's answers, into whose hands.
        enters: enters what was handed over into its register, in the same transaction.
        spoils: told of a spoiled serial, so that what was printed on it no longer holds.
    """

    def __init__(
        self,
        *,
        hands: Callable[[Movement, Answers], Handing],
        enters: Callable[[Power, Movement, Answers, Mapping[str, Blank]], None],
        spoils: Callable[[Movement, Blank], None],
        **words: Any,
    ) -> None:
        super().__init__(**words)
        self.hands, self.enters, self.spoils = hands, enters, spoils

    def Spoiled(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case goes one of whose blanks is spoiled."""
        return self._leads("spoiled", to)

    def carry_out(self, power: Power, movement: Movement, answers: Answers) -> Answers:
        """Issue every blank the case holds, and enter it into the register."""
        held, hands = assigned_to(movement), self.hands(movement, answers)
        self.enters(power, movement, answers, held)
        for _kind, one in sorted(held.items()):
            blanks.issue(
                actor=power.person, blank_id=one.pk, to=hands.to, on=hands.on, authority=hands.authority,
                signature=hands.signature,
            )  # fmt: skip
        return answers
