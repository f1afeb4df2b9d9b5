"""Papers a test uploads: real ones, as small as they can be."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def pdf(name: str = "xulosa.pdf", *, pages: int = 1) -> SimpleUploadedFile:
    """A blank PDF."""
    out = BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
        document.save(out, deterministic_id=True)  # else the bytes change with the second
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def picture(name: str = "xulosa.png", kind: str = "PNG") -> SimpleUploadedFile:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), content_type=f"image/{kind.lower()}")
