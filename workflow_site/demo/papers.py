"""The papers that the invented people attach: a picture that says what it stands for, and that it is none."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

SIZE = (620, 877)
INK = 60


@lru_cache
def _picture(title: str, person: str) -> bytes:
    image = Image.new("L", SIZE, 250)
    draw = ImageDraw.Draw(image)
    draw.rectangle((24, 24, SIZE[0] - 24, SIZE[1] - 24), outline=200, width=2)
    # Pillow's own letters have no oʻ; a plain apostrophe stands for it on this stand-in.
    for line, (text, size) in enumerate(((title, 24), (person, 22), ("NAMUNA", 64))):
        plain = text.replace("ʻ", "'").replace("ʼ", "'")
        draw.text((60, 90 + line * 110), plain, fill=INK, font=ImageFont.load_default(size))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def paper(kind: str, title: str, person: str) -> ContentFile[bytes]:
    """An upload of a paper of that kind."""
    return ContentFile(_picture(title, person), name=f"{kind}.png")
