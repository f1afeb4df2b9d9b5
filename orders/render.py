"""An order as text, as a sheet, and as PDF/A-3b: the only module that knows WeasyPrint.

The words are frozen before the PDF is made (see ``orders.paper``). The same sheet, attachments and ``created`` give the
same bytes, so an unsealed PDF may be made again at any time and compared by hash. Nothing outside the process is read
but the fonts of two pinned packages: every other address in a sheet is refused. The PDF follows PDF/A-3b by
construction; it is not formally validated.
"""

from __future__ import annotations

import atexit
import html
import logging
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils.html import strip_tags

from orders.paper import Act, ExtractPaper, OrderPaper, points_of, tidy_values
from orders.strict_templates import MissingName, render_template, render_template_block

__all__ = [
    "EmbeddedFile", "ForbiddenResource", "MissingName", "qr_svg", "render_act", "render_block", "render_extract",
    "render_html", "render_paper", "render_pdf", "render_sentence", "render_title",
]  # fmt: skip

FONT_SCHEME = "harakat-font:"
FONT_PACKAGES = {"SourceSerifPro": "font_source_serif_pro", "SourceSansPro": "font_source_sans_pro"}
PDF_A = {"pdf_variant": "pdf/a-3b", "pdf_tags": True}
FONT_FILE = re.compile(r"(SourceSerifPro|SourceSansPro)-[A-Za-z]+\.otf")


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
    return _held_together(render_block(kind, "act", {"act": act, "count": count, "next_point": count + 1}))


def render_paper(paper: OrderPaper) -> str:
    """The whole sheet as HTML for ``render_pdf``."""
    return render_html("sheet.html", {"paper": paper, "draft": paper.is_draft, "qr": qr_image(paper.verify_url)})


def qr_image(text: str) -> str:
    """The QR code as a data: address of a PNG, four dots a module: drawn in a tenth of the time a path takes."""
    return segno.make_qr(text, error="q").png_data_uri(border=2, dark="#14202b", scale=4)


def render_extract(paper: ExtractPaper) -> str:
    """The sheet of an extract as HTML for ``render_pdf``."""
    qr = segno.make_qr(paper.verify_url, error="q").svg_data_uri(border=2, dark="#14202b")
    return render_html("extract.html", {"extract": paper, "paper": paper.order, "qr": qr})


def qr_svg(text: str) -> str:
    """The QR code as an inline SVG element, level Q: printed at 35 mm it survives a blot of a twentieth."""
    return segno.make_qr(text, error="q").svg_inline(border=2, omitsize=True, dark="#14202b")


def render_pdf(
    sheet: str, *, attachments: Sequence[EmbeddedFile], lang: str, title: str, created: datetime
) -> bytes:  # fmt: skip
    """PDF/A-3b of a sheet, tagged, fonts embedded. Same arguments, same bytes.

    ``lang`` is a BCP 47 tag; ``created`` an aware moment that is written wherever PDF wants a date. Raises
    ForbiddenResource.
    """
    if created.tzinfo is None:
        raise ValueError("created must say its zone")
    kept = _kept()
    from weasyprint import HTML, Attachment
    from weasyprint.urls import FatalURLFetchingError

    try:
        document = HTML(string=sheet, url_fetcher=kept.fetcher).render(
            font_config=kept.fonts, stylesheets=[kept.stylesheet], presentational_hints=True, **PDF_A
        )
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
        written = document.write_pdf(finisher=_made_once, **PDF_A)
    except FatalURLFetchingError as error:
        raise ForbiddenResource(str(error)) from error
    return bytes(written)


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
    family = FONT_FILE.fullmatch(name)
    spec = find_spec(FONT_PACKAGES[family[1]]) if family else None
    if spec is None or spec.origin is None:
        raise ValueError(f"no such font: {name}")
    return Path(spec.origin).parent / "files" / name


def _held_together(fragment: str) -> str:
    """No line ends inside ``1-sentabrgacha`` or ``3-bandiga``; tags are left as they are."""
    parts = re.split(r"(<[^>]+>)", fragment)
    parts[::2] = [re.sub(r"\b(?:\d+-)+[^\W\d]+", r'<span class="nb">\g<0></span>', text) for text in parts[::2]]
    return "".join(parts)


def _as_text(fragment: str) -> str:
    return " ".join(html.unescape(strip_tags(fragment)).split())
