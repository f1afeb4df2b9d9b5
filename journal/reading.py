"""What comes from outside, read to the letter: words, days, sums, keys. What is not one is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, Strict
from pydantic_core import PydanticCustomError

from journal.refusals import Invalid

# A day outside is a slip of the hand (0026 for 2026), and one at the very ends of the calendar breaks sums of days.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
MOST_KEY = 2**63 - 1
LONGEST = 1000
APART = re.compile(r"[\s'’]")
SUM = re.compile(r"[0-9]{1,12}([.,][0-9]{1,2})?")
# Controls and invisible signs: bidirectional ones make a sentence read otherwise than it is stored, the others no font
# draws. Tab and line ends stay.
INVISIBLE = dict.fromkeys(
    [
        *(sign for sign in range(0x20) if chr(sign) not in "\t\n\r"),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *(0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF),
    ]
)


def visible(text: str) -> str:
    """The text without invisible signs and without space around it; lines stay lines."""
    return text.translate(INVISIBLE).strip()


def one_line(text: str) -> str:
    """The visible text on one line, words one space apart."""
    return " ".join(visible(text).split())


def words(text: str, *, field: str, most: int = LONGEST) -> str:
    """What somebody writes as a reason, as it is kept.

    Args:
        text: what was typed; may be nothing but space, which gives nothing.
        field: the field the refusal names.
        most: how many characters are kept; more is refused, never cut.

    Raises:
        Invalid: longer than that.
    """
    kept = visible(text)
    if len(kept) > most:
        raise Invalid(
            _("The text has %(length)d characters; at most %(most)d can be kept. Shorten it and send it again.")
            % {"length": len(kept), "most": most},
            fields={field: [_("at most %(most)d characters") % {"most": most}]},
        )
    return kept


def read_key(typed: str) -> int | None:
    """A row's key as an address or a form carries it; nothing where it is none."""
    return int(typed) if re.fullmatch(r"[0-9]{1,18}", typed) else None


def read_day(typed: Any) -> date:
    """A day as programs and date fields write it, ``2026-09-01``.

    Raises:
        ValueError: anything else, or a day outside ``FIRST_DAY`` to ``LAST_DAY``.
    """
    if not isinstance(typed, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
        raise ValueError("a day is written 2026-09-01")
    day = date.fromisoformat(typed)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{day} is not a day of ours")
    return day


def read_sum(typed: object) -> Decimal | None:
    """A sum as banks and people write it: thousands may stand apart, comma or dot before the tiyin; else nothing."""
    text = APART.sub("", str(typed))
    return Decimal(text.replace(",", ".")).quantize(Decimal("0.01")) if SUM.fullmatch(text) else None


def _sent_day(sent: Any) -> date:
    try:
        return read_day(sent)
    except ValueError as error:
        raise PydanticCustomError("day", "a day like 2026-09-01 is needed") from error


# Parts of the API's schemas. Ninja and pydantic would take "1", 1.0 and true for a number, and 20260901 for a day.
Day = Annotated[date, BeforeValidator(_sent_day)]
Key = Annotated[int, Strict(), Field(ge=1, le=MOST_KEY)]
Flag = Annotated[bool, Strict()]
Cursor = Annotated[int, Field(ge=1, le=MOST_KEY)]  # out of an address, where every number is text


class Sent(Schema):
    """The body of a call: a field it does not know is refused, because it may be one that was misspelt."""

    model_config = ConfigDict(extra="forbid")
