"""Files nobody should accept, and some that look strange and are only papers: each as small as it can be."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String
from PIL import Image


def pdf(change: Callable[[Pdf], object] = lambda document: None, **saving: object) -> bytes:
    """A blank PDF after something was done to it."""
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        document.save(out, **saving)
    return out.getvalue()


def script() -> Dictionary:
    """An action that runs JavaScript."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def action(kind: str) -> Dictionary:
    """An action of this kind."""
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), F=String("calc.exe"))


def on_opening(what: object) -> Callable[[Pdf], None]:
    """Let the document do something when it is opened."""

    def change(document: Pdf) -> None:
        document.Root.OpenAction = what

    return change


def on_link(what: object) -> Callable[[Pdf], None]:
    """Let a link inside the page's own list of annotations do something: no object of its own."""

    def change(document: Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=what)
        document.pages[0].Annots = Array([link])

    return change


def with_script_by_name(document: Pdf) -> None:
    """JavaScript in the tree of names, two dictionaries deep."""
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))


def with_file(document: Pdf) -> None:
    """An embedded file."""
    document.attachments["a.exe"] = b"MZ"


def with_loose_file(document: Pdf) -> None:
    """A stream that is an embedded file, which nothing names."""
    document.Root.Extra = document.make_indirect(Stream(document, b"MZ", Type=Name.EmbeddedFile))


def with_page_action(document: Pdf) -> None:
    """An action when the page is turned to."""
    document.pages[0].AA = Dictionary(O=script())


def with_form(document: Pdf) -> None:
    """A form of the kind that is a program."""
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=Array())


def far_inside(document: Pdf) -> None:
    """A script at the bottom of arrays within arrays."""
    inner = Array([script()])
    for _level in range(100):
        inner = Array([inner])
    document.Root.Extra = inner


def object_bomb(megabytes: int, *, twice: bool = False) -> bytes:
    """A PDF whose object stream unpacks to so many megabytes."""
    packed, filters = zlib.compress(b"5 0 null" + b" " * (megabytes << 20), 9), b"/FlateDecode"
    if twice:
        packed, filters = zlib.compress(packed, 9), b"[/FlateDecode/FlateDecode]"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/ObjStm/N 1/First 4/Filter%s/Length %d>>stream\n%s\nendstream" % (filters, len(packed), packed),
    ]
    out, places = b"%PDF-1.5\n", [0]
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    rows = b"".join(struct.pack(">BIB", int(place > 0), place, 0) for place in places)
    rows += struct.pack(">BIB", 2, 4, 0) + struct.pack(">BIB", 1, len(out), 0)
    table = b"6 0 obj<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream endobj\n"
    return out + table % (len(rows), rows) + b"startxref\n%d\n%%%%EOF" % len(out)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.effect_noise(size, 50).save(out, kind)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels and whose data has none."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
              for name, data in parts]  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


LOCKED = pikepdf.Encryption(owner="a", user="b")
OWNED = pikepdf.Encryption(owner="a", user="")
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NESTED = {"object_stream_mode": ObjectStreamMode.generate}

EMPTY, LARGE, NO_PAPER, BROKEN_PDF, ACTIVE, PIXELS, BROKEN_PICTURE = (
    "empty file", "larger than 10 MB", "PDF, JPG or PNG only", "unreadable PDF", "locked or active PDF",
    "too many pixels", "damaged picture",
)  # fmt: skip

# By what it is: what is called by it, its bytes, and the word of the refusal.
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("xulosa.pdf", lambda: b"", EMPTY),
    "20 MB of a PDF": ("xulosa.pdf", lambda: pdf() + b"\0" * (20 << 20), LARGE),
    "one byte too many": ("xulosa.png", lambda: picture() + b"\0" * (10 << 20), LARGE),
    "words called PDF": ("xulosa.pdf", lambda: b"Xulosa", NO_PAPER),
    "a program called PDF": ("xulosa.pdf", lambda: b"MZ\x90\0" * 100, NO_PAPER),
    "a page called PNG": ("xulosa.png", lambda: HTML, NO_PAPER),
    "an SVG called PNG": ("xulosa.png", lambda: SVG, NO_PAPER),
    "a GIF called JPG": ("xulosa.jpg", lambda: picture("GIF"), NO_PAPER),
    "a BMP": ("xulosa.bmp", lambda: picture("BMP"), NO_PAPER),
    "a TIFF": ("xulosa.tif", lambda: picture("TIFF"), NO_PAPER),
    "a zip called PDF": ("xulosa.pdf", lambda: b"PK\3\4" + pdf(), NO_PAPER),
    "a page before a PDF": ("xulosa.pdf", lambda: HTML + pdf(), NO_PAPER),
    "the first bytes of a PDF": ("xulosa.pdf", lambda: b"%PDF-1.7\n", BROKEN_PDF),
    "a page after the first bytes of a PDF": ("xulosa.pdf", lambda: b"%PDF-1.7\n" + HTML, BROKEN_PDF),
    "a PDF cut short": ("xulosa.pdf", lambda: pdf()[:-40], BROKEN_PDF),
    "half a PDF": ("xulosa.pdf", lambda: pdf()[: len(pdf()) // 2], BROKEN_PDF),
    "a PDF without a page": ("xulosa.pdf", lambda: pdf(lambda document: document.pages.__delitem__(0)), BROKEN_PDF),
    "a PDF that unpacks to 40 MB": ("xulosa.pdf", lambda: object_bomb(40), BROKEN_PDF),
    "a PDF packed twice": ("xulosa.pdf", lambda: object_bomb(40, twice=True), BROKEN_PDF),
    "a PDF with a password": ("xulosa.pdf", lambda: pdf(encryption=LOCKED), ACTIVE),
    "a PDF that forbids printing": ("xulosa.pdf", lambda: pdf(encryption=OWNED), ACTIVE),
    "a PDF with a script on opening": ("xulosa.pdf", lambda: pdf(on_opening(script())), ACTIVE),
    "a PDF with a script in its names": ("xulosa.pdf", lambda: pdf(with_script_by_name), ACTIVE),
    "a script in an object stream": ("xulosa.pdf", lambda: pdf(with_script_by_name, **NESTED), ACTIVE),
    "a script in a link": ("xulosa.pdf", lambda: pdf(on_link(script()), **NESTED), ACTIVE),
    "a script far inside": ("xulosa.pdf", lambda: pdf(far_inside), ACTIVE),
    "a PDF that acts when a page turns": ("xulosa.pdf", lambda: pdf(with_page_action), ACTIVE),
    "a PDF with a file": ("xulosa.pdf", lambda: pdf(with_file), ACTIVE),
    "a file in an object stream": ("xulosa.pdf", lambda: pdf(with_file, **NESTED), ACTIVE),
    "a file nothing names": ("xulosa.pdf", lambda: pdf(with_loose_file), ACTIVE),
    "a PDF that is a program": ("xulosa.pdf", lambda: pdf(with_form), ACTIVE),
    **{
        f"a PDF with {kind}": ("xulosa.pdf", lambda kind=kind: pdf(on_link(action(kind))), ACTIVE)
        for kind in ("Launch", "ImportData", "SubmitForm", "GoToE", "GoToR")
    },
    "50 000 × 50 000 pixels": ("xulosa.png", lambda: png_of(50_000, 50_000), PIXELS),
    "9 000 × 9 000 pixels": ("xulosa.png", lambda: png_of(9_000, 9_000), PIXELS),
    "a PNG without data": ("xulosa.png", lambda: png_of(100, 100), BROKEN_PICTURE),
    "a PNG cut short": ("xulosa.png", lambda: picture()[:-400], BROKEN_PICTURE),
    "a JPEG cut short": ("xulosa.jpg", lambda: picture("JPEG", (400, 300))[:-4000], BROKEN_PICTURE),
    "a PNG with a wrong sum": ("xulosa.png", lambda: picture().replace(b"IDAT", b"IDAT\1", 1), BROKEN_PICTURE),
}  # fmt: skip


def phone_picture() -> bytes:
    """A JPEG with a second picture inside, as telephones make them."""
    out = BytesIO()
    second = Image.effect_noise((20, 20), 50)
    Image.effect_noise((40, 30), 50).save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


# What is strange and still a paper.
ACCEPTED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a PDF": ("xulosa.pdf", pdf, "application/pdf"),
    "a PDF called a picture": ("xulosa.png", pdf, "application/pdf"),
    "a PDF of objects in streams": ("xulosa.pdf", lambda: pdf(**NESTED), "application/pdf"),
    "a PDF for the web": ("xulosa.pdf", lambda: pdf(linearize=True), "application/pdf"),
    "a PDF that opens on its first page": (
        "xulosa.pdf",
        lambda: pdf(lambda document: on_opening(Array([document.pages[0].obj, Name.Fit]))(document)),
        "application/pdf",
    ),
    "a PDF with an address": (
        "xulosa.pdf", lambda: pdf(on_link(Dictionary(S=Name.URI, URI=String("https://lex.uz")))), "application/pdf"
    ),
    "a JPEG": ("xulosa.jpg", lambda: picture("JPEG"), "image/jpeg"),
    "a PNG called JPG": ("xulosa.jpg", picture, "image/png"),
    "a telephone's picture": ("IMG_0001.JPG", phone_picture, "image/jpeg"),
}  # fmt: skip
