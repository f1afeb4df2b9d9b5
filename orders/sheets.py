"""Forms of the office as PDFs: planned in the act that gives rise to them, drawn and sealed once by a job.

Every form has the same layout (``templates/sheets/form.html``); what it says is a ``Form`` of plain words in the
sheet's own language. Whoever may see what a sheet is about may open it: each room says so by ``guarded_by``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.models import Job
from journal.refusals import NotFound
from orders import render
from orders.documents import SEAL_FIELD
from orders.sheet_models import Sheet, SheetFile, SheetVoid
from orders.signing import institutional_signer
from orders.stored_files import set_aside
from orders.verification_code import new_code
from permissions.models import Institute, Person

MayOpen = Callable[[Person, int], bool]
_guards: dict[str, MayOpen] = {}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of words.

    Args:
        head: one word a column.
        rows: as many words each.
        foot: the last line, for instance a total; none if empty.
        numbers: positions of the columns that stand at the right, from 0.
        caption: what stands above it.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str] = ()
    numbers: Sequence[int] = ()
    caption: str = ""

    def plain(self) -> dict[str, Any]:
        """Each cell with the side it stands on."""
        return {
            "caption": self.caption,
            "head": self._cells(self.head),
            "rows": [self._cells(row) for row in self.rows],
            "foot": self._cells(self.foot),
        }

    def _cells(self, words: Sequence[str]) -> list[dict[str, str]]:
        sides = ("figure" if place in self.numbers else "word" for place in range(len(words)))
        return [{"says": said, "side": side} for said, side in zip(words, sides, strict=True)]


@dataclass(frozen=True)
class Hand:
    """A line on which somebody signs by hand: the office or the part they have in it, and the name."""

    office: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a form says, from above: whom it goes to, paragraphs, facts by name, tables, paragraphs, lines to sign."""

    to: str = ""
    opening: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()
    closing: Sequence[str] = ()
    hands: Sequence[Hand] = ()

    def plain(self) -> dict[str, Any]:
        """As it is kept and drawn."""
        facts = [{"label": label, "says": said} for label, said in self.facts]
        hands = [asdict(hand) for hand in self.hands]
        parts = {"to": self.to, "opening": list(self.opening), "closing": list(self.closing)}
        return {**parts, "facts": facts, "tables": [table.plain() for table in self.tables], "hands": hands}


def plan(*, kind: str, about: str, key: str, title: str, says: Form, language: str = "uz", number: str = "") -> Sheet:
    """Write a sheet in the caller's transaction and have it drawn; one of its kind and key stays as it is.

    Args:
        kind: which form it is, frozen once sheets exist.
        about: ``movement:12``; see ``guarded_by``.
        key: distinguishes the sheets of a kind.
        title: the heading of the paper, in ``language``.
        says: what it says, in ``language``.
        language: uz, ru or en.
        number: printed; the number of the case, the act or the letter.
    """
    made: dict[str, Any] = {
        "about": about,
        "number": number,
        "title": title,
        "language": language,
        "says": says.plain(),
    }
    made |= {"code": new_code(), "planned_at": clock.now()}
    sheet, _new = Sheet.objects.get_or_create(kind=kind, key=key, defaults=made)
    jobs.enqueue("orders.sheet", key=f"sheet:{sheet.pk}", args={"sheet": sheet.pk})
    return sheet


def void(*, kind: str, key: str, why: str) -> None:
    """Say on its public page that a sheet no longer holds, and why; nothing where there is none, or it is void."""
    sheet = Sheet.objects.filter(kind=kind, key=key).first()
    if sheet is not None:
        SheetVoid.objects.get_or_create(sheet=sheet, defaults={"why": why[:300], "at": clock.now()})


def code_of(*, kind: str, key: str) -> str | None:
    """The code of a sheet; none where there is no such sheet."""
    return Sheet.objects.filter(kind=kind, key=key).values_list("code", flat=True).first()


def guarded_by(room: str, may_open: MayOpen) -> None:
    """Say who may open sheets about ``<room>:<id>``.

    Raises:
        ValueError: it was said already.
    """
    if _guards.setdefault(room, may_open) is not may_open:
        raise ValueError(f"two guards of the sheets about {room}")


def about(thing: str) -> list[Sheet]:
    """The sheets about a thing, the oldest first, each with its file if it is drawn. The caller has asked who reads."""
    return list(Sheet.objects.select_related("drawn", "void").filter(about=thing))


def get_sheet_for(person: Person, pk: int) -> Sheet:
    """A sheet the person may open. Raises NotFound, absent or forbidden alike."""
    sheet = Sheet.objects.select_related("drawn", "void").filter(pk=pk).first()
    if sheet is not None:
        room, _colon, ident = sheet.about.partition(":")
        may_open = _guards.get(room)
        if may_open is not None and may_open(person, int(ident)):
            return sheet
    raise NotFound(_("There is no such paper."))


def file_of(sheet: Sheet) -> SheetFile | None:
    """The PDF, once it is drawn."""
    return getattr(sheet, "drawn", None)


def verify_url(sheet: Sheet) -> str:
    """The address its QR code leads to."""
    return f"{settings.SITE_ADDRESS}/verify/{sheet.code}"


@jobs.handler("orders.sheet")
def draw(job: Job) -> None:
    """Render, seal and store the sheet ``job.args["sheet"]``; drawn already, it stays as it is.

    Raises SealError, OSError (no space left): the job is tried again.
    """
    sheet = Sheet.objects.get(pk=job.args["sheet"])
    if SheetFile.objects.filter(sheet=sheet).exists():
        return
    signer, now = institutional_signer(), clock.now()
    city = Institute.objects.values_list("city", flat=True).get()
    sealed = signer.seal(unsealed_pdf(sheet), reason=sheet.title, location=city, field=SEAL_FIELD, at=now)
    drawn = SheetFile(sheet=sheet, sealed_by=signer.describe().subject[:300], made_at=now, size=len(sealed))
    drawn.sha256 = hashlib.sha256(sealed).hexdigest()
    drawn.file.name = f"sheets/{sheet.planned_at.astimezone(clock.zone).year}/{sheet.pk}/{drawn.sha256}.pdf"
    _keep(drawn, sealed)


def _keep(drawn: SheetFile, content: bytes) -> None:
    with set_aside(drawn.file, content) as settle:
        Sheet.objects.select_for_update(no_key=True).order_by().get(pk=drawn.sheet_id)
        if SheetFile.objects.filter(sheet=drawn.sheet_id).exists():
            return  # another worker was first: its file is the paper
        settle()
        drawn.save(force_insert=True)


def unsealed_pdf(sheet: Sheet) -> bytes:
    """The PDF before the seal: the same bytes for the same sheet, whenever it is drawn."""
    with translation.override(sheet.language):
        html = render.render_html("form.html", {"form": sheet.says, "paper": dict(_paper(sheet))})
    return render.render_pdf(html, attachments=(), lang=sheet.language, title=sheet.title, created=sheet.planned_at)


def _paper(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """What stands around the form, in the active language."""
    institute = Institute.objects.select_related("unit").get()
    yield from {"ministry": institute.ministry, "institute": institute.unit.name, "city": institute.city}.items()
    yield from {"language": sheet.language, "title": sheet.title, "number": sheet.number, "code": sheet.code}.items()
    yield "date", sheet.planned_at.astimezone(clock.zone).strftime("%d.%m.%Y")
    yield "verify_url", verify_url(sheet)
    yield "qr", render.qr_image(verify_url(sheet))
    yield "seal", _("Place of the seal")
    yield (
        "how",
        _("Sealed by the institute electronically. Whether it is genuine is shown under the code or the address:"),
    )
