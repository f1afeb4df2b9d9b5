"""An order as text, as a sheet, and as PDF/A-3b: the only module that knows WeasyPrint.

The words are frozen before the PDF is made (see ``orders.paper``). The same sheet, attachments and ``created`` give the
same bytes, so an unsealed PDF may be made again at any time and compared by hash. Nothing outside the process is read
but the fonts of a pinned package: every other address in a sheet is refused. The PDF follows PDF/A-3b by
construction; it is not formally validated.
"""

from __future__ import annotations

import atexit
import base64
import gc
import html
import io
import logging
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import segno
from django.conf import settings
from django.utils.html import strip_tags
from PIL import Image

from orders.paper import Act, ExtractPaper, OrderPaper, points_of, tidy_values
from orders.strict_templates import MissingName, render_template, render_template_block

__all__ = [
    "EmbeddedFile", "ForbiddenResource", "MissingName", "qr_image", "render_act", "render_block", "render_extract",
    "render_html", "render_paper", "render_pdf", "render_sentence", "render_title",
]  # fmt: skip

QR_MASK = 1  # readers find out which of the eight was taken; trying all takes longer than drawing one
FONT_SCHEME = "harakat-font:"
FONT_PACKAGE = "font_source_serif_pro"
PDF_A = {"pdf_variant": "pdf/a-3b", "pdf_tags": True}
FONT_FILE = re.compile(r"SourceSerifPro-[A-Za-z]+\.otf")


class ForbiddenResource(Exception):  # noqa: N818 - named after what happened
    """A sheet asked for something outside itself (a page, a file, an unknown font)."""


@dataclass(frozen=True)
class EmbeddedFile:
    """A file inside the PDF: the act as data. ``relationship`` is PDF/A-3's AFRelationship."""

    name: str
    content: bytes
    description: str
    relationship: str = "Source"


def render_html(template: str, context: Mapping[str, object]) -> str:
    """A template of the order templates' folder with plain values. Raises MissingName, TypeError."""
    return render_template(template, context)


def render_block(kind: str, block: str, values: Mapping[str, object]) -> str:
    """One block of the order template of this kind, as HTML. Raises MissingName, TemplateDoesNotExist."""
    return render_template_block(f"{kind}.html", block, values).strip()


def render_title(kind: str) -> str:
    """``Akademik taʼtil berish toʻgʻrisida``: the title as plain text."""
    return _as_text(render_block(kind, "title", {}))


def render_sentence(kind: str, values: Mapping[str, object]) -> str:
    """The operative sentence on one student as plain text: the very words of the PDF, for screens and the record.

    ``values`` are ``StudentValues`` plus what the movement's template names. Raises MissingName.
    """
    return _as_text(render_block(kind, "sentence", {"item": tidy_values(values)}))


def render_act(kind: str, act: Act) -> str:
    """The act as an HTML fragment without number and date: freeze it, hash it, give it to ``OrderPaper.act``."""
    count = len(points_of(act.sections))
    if not count:
        raise ValueError("an order without a single point orders nothing")
    return render_block(kind, "act", {"act": act, "count": count, "next_point": count + 1})


def render_paper(paper: OrderPaper) -> str:
    """The whole sheet as HTML for ``render_pdf``."""
    held = replace(paper, act=_held_together(paper.act))
    return render_html("sheet.html", {"paper": held, "draft": paper.is_draft, "qr": qr_image(paper.verify_url)})


def qr_image(text: str) -> str:
    """The QR code as a data: address of a PNG, four dots a module: drawn in a tenth of the time a path takes."""
    rows = segno.make_qr(text, error="q", mask=QR_MASK).matrix_iter(border=2)
    dots = [bytes(0 if dark else 255 for dark in row) for row in rows]
    written = io.BytesIO()
    image = Image.frombytes("L", (len(dots), len(dots)), b"".join(dots))
    image.resize((4 * len(dots), 4 * len(dots)), Image.Resampling.NEAREST).save(written, "PNG", compress_level=1)
    return f"data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"


def render_extract(paper: ExtractPaper) -> str:
    """The sheet of an extract as HTML for ``render_pdf``."""
    held = replace(paper, preamble=_held_together(paper.preamble), sentence=_held_together(paper.sentence))
    return render_html("extract.html", {"extract": held, "paper": paper.order, "qr": qr_image(paper.verify_url)})


def render_pdf(
    sheet: str, *, attachments: Sequence[EmbeddedFile], lang: str, title: str, created: datetime
) -> bytes:  # fmt: skip
    """PDF/A-3b of a sheet, tagged, fonts embedded. Same arguments, same bytes.

    ``lang`` is a BCP 47 tag; ``created`` an aware moment that is written wherever PDF wants a date. Raises
    ForbiddenResource.
    """
    if created.tzinfo is None:
        raise ValueError("created must say its zone")
    from weasyprint.urls import FatalURLFetchingError

    try:
        with _collector_waiting():
            return _written(sheet, attachments, lang, title, created)
    except FatalURLFetchingError as error:
        raise ForbiddenResource(str(error)) from error


def _written(sheet: str, attachments: Sequence[EmbeddedFile], lang: str, title: str, created: datetime) -> bytes:
    """A function of its own: nothing may hold the sheet when the collector comes, or it passes for long-lived."""
    kept = _kept()
    from weasyprint import Attachment

    document = _read(sheet, kept.fetcher).render(font_config=kept.fonts, stylesheets=[kept.stylesheet], **PDF_A)
    document.metadata.title, document.metadata.lang = title, lang
    document.metadata.created = document.metadata.modified = created.isoformat(timespec="seconds")
    moment = created.astimezone(UTC)  # WeasyPrint writes an attachment's time as UTC whatever its zone
    document.metadata.attachments = [
        Attachment(
            string=file.content, name=file.name, description=file.description, created=moment, modified=moment,
            relationship=file.relationship,
        )
        for file in attachments
    ]  # fmt: skip
    return bytes(document.write_pdf(finisher=_made_once, **PDF_A))


@contextmanager
def _collector_waiting() -> Iterator[None]:
    """Boxes and styles point at each other in rings, and all go when the sheet is done.

    Met half-way they would be searched again and again and pass for long-lived; at the end one look at the young is
    enough, and the memory of a worker stays flat.
    """
    if not gc.isenabled():  # a sheet of another thread waits, or whoever runs us wants none
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(0)


def _read(sheet: str, fetcher: Any) -> Any:
    """The sheet as WeasyPrint takes it. Our templates are XML as well, and expat reads that twenty times as fast."""
    try:
        return _tree_class()(ElementTree.fromstring(sheet), fetcher)
    except ElementTree.ParseError:
        from weasyprint import HTML

        return HTML(string=sheet, url_fetcher=fetcher)


@lru_cache
def _tree_class() -> Any:
    from cssselect2 import ElementWrapper
    from weasyprint import HTML

    class Tree(HTML):
        """A sheet that was read already."""

        def __init__(self, root: ElementTree.Element, fetcher: Any) -> None:
            self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return Tree


@lru_cache
def _made_class() -> Any:
    import pydyf

    class Made(pydyf.Object):
        """An object whose bytes are made. The class is made once: one a sheet would be left to the collector."""

        data, compressible = b"", True

    return Made


def _made_once(document: Any, pdf: Any) -> None:
    """Make the bytes of each object now: pydyf asks for them twice, for the file and for the file's identifier."""
    for place, made_of in enumerate(pdf.objects):
        if made_of.free == "f":
            continue
        made = _made_class()()
        made.number, made.generation, made.free = made_of.number, made_of.generation, made_of.free
        made.data, made.compressible = made_of.data, made_of.compressible
        pdf.objects[place] = made


class _Kept(threading.local):
    """What one thread keeps between renderings: a FontConfiguration leaks when made anew and is not thread-safe."""

    fonts: Any = None
    stylesheet: Any = None
    fetcher: Any = None


_thread = _Kept()


def _kept() -> _Kept:
    if _thread.fonts is None:
        logging.getLogger("weasyprint.progress").setLevel("WARNING")  # ten lines a sheet otherwise
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        fonts = FontConfiguration()
        fetcher = _closed_fetcher()
        css = (settings.BASE_DIR / "templates" / "orders" / "order.css").read_text(encoding="utf-8")
        _thread.stylesheet = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
        _thread.fetcher, _thread.fonts = fetcher, fonts
        if threading.current_thread() is threading.main_thread():
            atexit.register(_thread.__dict__.clear)  # its end needs modules that are gone when the interpreter stops
    return _thread


def _closed_fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class ClosedFetcher(URLFetcher):
        """Serves our fonts and data: addresses; anything else stops the rendering."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(FONT_SCHEME):
                body = _font_path(url.removeprefix(FONT_SCHEME)).read_bytes()
                return URLFetcherResponse(url, body, {"Content-Type": "font/otf"})
            return super().fetch(url, headers)

    return ClosedFetcher(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)


@lru_cache
def _font_path(name: str) -> Path:
    """Where the pinned package keeps a font; the pattern leaves no way out of its folder."""
    spec = find_spec(FONT_PACKAGE) if FONT_FILE.fullmatch(name) else None
    if spec is None or spec.origin is None:
        raise ValueError(f"no such font: {name}")
    return Path(spec.origin).parent / "files" / name


def _held_together(fragment: str) -> str:
    """No line ends inside ``1-sentabrgacha`` or ``3-bandiga``: a word joiner, which the PDF's text does not show."""
    return re.sub(r"(?<=\d-)(?=[^\W_])", "\u2060", fragment)


def _as_text(fragment: str) -> str:
    return " ".join(html.unescape(strip_tags(fragment)).split())
