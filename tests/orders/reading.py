"""Reading what was rendered: text, fonts, the rules of PDF/A-3b, a QR code, and a fresh interpreter's answer."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pikepdf
from django.conf import settings

FONT_PARTS = ("/FontFile", "/FontFile2", "/FontFile3")


def text_of(document: bytes) -> str:
    """The text a reader can copy out of a PDF, without any space: where a line ends is the layout's affair."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return bare("".join(_page_text(page) for page in opened.pages))


def bare(text: str) -> str:
    return "".join(text.split())


def _page_text(page: pikepdf.Page) -> str:
    maps = {name: _unicode_map(font) for name, font in page.resources.Font.items()}
    current: dict[str, str] = {}
    written = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
            codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)).hex()
            written.append("".join(current[codes[at : at + 4]] for at in range(0, len(codes), 4)))
    return "".join(written)


def _unicode_map(font: pikepdf.Dictionary) -> dict[str, str]:
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", font.ToUnicode.read_bytes())
    return {code.decode().lower(): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def fonts_of(opened: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [
        font.DescendantFonts[0].FontDescriptor for page in opened.pages for font in page.resources.Font.values()
    ]  # fmt: skip


def another_process(code: str, **environment: str) -> str:
    """What a fresh interpreter prints for the code, with Django set up as in the tests."""
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env={**os.environ, **environment}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def pdf_a_faults(opened: pikepdf.Pdf) -> list[str]:
    """Rules of PDF/A-3b that can be read off the file; no formal validation."""
    faults = []
    xmp = opened.Root.Metadata.read_bytes()
    if b'pdfaid:part="3"' not in xmp or b'pdfaid:conformance="B"' not in xmp:
        faults.append("identification")
    intents = opened.Root.get("/OutputIntents", [])
    if [str(intent.S) for intent in intents] != ["/GTS_PDFA1"] or "/DestOutputProfile" not in intents[0]:
        faults.append("output intent")
    if "/ID" not in opened.trailer or "/Encrypt" in opened.trailer:
        faults.append("trailer")
    faults += [str(font.FontName) for font in fonts_of(opened) if not any(part in font for part in FONT_PARTS)]
    for annotation in (note for page in opened.pages for note in page.get("/Annots", [])):
        if not int(annotation.get("/F", 0)) & 4:
            faults.append("an annotation that is not printed")
    for item in opened.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Filespec":
            faults += [key for key in ("/AFRelationship", "/F", "/UF", "/EF") if key not in item]
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/JavaScript", "/Launch", "/URI"):
            faults.append("an action")
    return faults
