"""What an uploaded file must be: a PDF, JPEG or PNG by what it is, whole, bearable, and nothing that runs."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any

import pikepdf
from django.core.files.base import File
from django.utils.translation import gettext as _
from pikepdf.settings import set_qpdf_limits
from PIL import Image, ImageFile, UnidentifiedImageError

from journal.reading import one_line
from journal.refusals import Invalid

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_OBJECTS = 100_000  # of a PDF; a scanned paper has some dozens
MOST_UNPACKED = 16 * 1024 * 1024  # of what must be unpacked to find a PDF's objects; its pictures are not
LONGEST_NAME = 150
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIX = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
# A telephone's JPEG with a second picture inside (depth, brightness) is told by its library as MPO.
PICTURES = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG}
FORBIDDEN_NAMES = {"/JavaScript", "/JS", "/AA", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/XFA", "/RichMedia"}
FORBIDDEN_ACTIONS = {
    *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute"),
}

# Some kilobytes of a PDF can unpack to gigabytes of objects.
set_qpdf_limits(max_stream_filters=2, flate_max_memory=MOST_UNPACKED, run_length_max_memory=MOST_UNPACKED)


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept. ``name`` is the file's own, for people; it names nothing on our disk."""

    content_type: str
    size: int
    sha256: str
    name: str

    @property
    def stored_name(self) -> str:
        """The name it is stored under: nothing of what its owner called it."""
        return f"{self.sha256}.{SUFFIX[self.content_type]}"


def check_upload(upload: File[bytes]) -> Checked:
    """Accept a PDF, JPEG or PNG by what it is, not by what it is called.

    Raises:
        Invalid: empty, too large, another type, an encrypted, active or broken PDF, a broken or oversized picture.
    """
    if not upload.size:
        raise _refused(_("The file is empty. Choose the paper again."), _("empty file"))
    if upload.size > LARGEST:
        raise _refused(
            _("The file is larger than 10 MB. Scan the paper at a lower resolution and attach it again."),
            _("larger than 10 MB"),
        )
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    content_type = _check_pdf(content) if content.startswith(b"%PDF-") else _check_picture(content)
    return Checked(content_type, len(content), hashlib.sha256(content).hexdigest(), shown_name(str(upload.name)))


def shown_name(name: str) -> str:
    """The last part of a file's name without invisible signs; of a long one the beginning and the suffix."""
    path = PurePath(one_line(name.replace("\\", "/")))
    suffix = path.suffix[:10]
    return f"{path.name.removesuffix(path.suffix)[: LONGEST_NAME - len(suffix)]}{suffix}"


def _refused(detail: str, word: str) -> Invalid:
    return Invalid(detail, fields={"file": [word]})


def _check_picture(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is narrower
            with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
                kind, pixels = str(picture.format), picture.width * picture.height
    except Image.DecompressionBombError:
        kind, pixels = "PNG", MOST_PIXELS + 1
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _refused(
            _("The file is neither PDF nor JPG nor PNG. Save the paper in one of these and attach it again."),
            _("PDF, JPG or PNG only"),
        ) from None
    if pixels > MOST_PIXELS:
        raise _refused(
            _("The picture has too many pixels. Photograph or scan the paper at a lower resolution."),
            _("too many pixels"),
        )
    _check_whole(content)
    return PICTURES[kind]


def _check_whole(content: bytes) -> None:
    """A picture cut short opens all the same and would show half a paper to who decides."""
    # WeasyPrint lets Pillow fill in what lacks, for the whole process; no order bears a picture that needs it.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            # A JPEG is read at an eighth of its size, which touches all its bytes and little memory.
            picture.draft("L", (max(picture.width // 8, 1), max(picture.height // 8, 1)))
            picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise _refused(
            _("The picture is damaged or cut short. Photograph or scan the paper anew and attach it again."),
            _("damaged picture"),
        ) from error


def _check_pdf(content: bytes) -> str:
    try:
        # Repaired by guessing, a damaged file may show another reader other objects than those that are checked here.
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            encrypted = pdf.is_encrypted
            readable = len(pdf.pages) > 0 and len(pdf.objects) <= MOST_OBJECTS
            active = readable and any(_is_active(one) for one in _dictionaries(pdf))
            # Objects in a stream too large to be unpacked are hidden from here, not from who opens the paper.
            readable = readable and not any("decoding" in str(warning) for warning in pdf.get_warnings())
    except pikepdf.PasswordError:
        encrypted, readable, active = True, True, False
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError, TypeError):
        encrypted, readable, active = False, False, False
    if not readable:
        raise _refused(
            _("The PDF cannot be read. Save or scan the paper anew and attach it again."), _("unreadable PDF")
        )
    if encrypted or active:
        raise _refused(
            _("The PDF is locked or carries scripts or attachments. Print it to a plain PDF and attach that."),
            _("locked or active PDF"),
        )
    return PDF


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file: those that are objects, of streams, and those that stand inside others."""
    for listed in pdf.objects:
        waiting: list[Any] = [listed]
        while waiting:
            one = waiting.pop()
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                # A reference leads to an object that is listed itself.
                waiting += [value for _name, value in one.items() if _is_inside(value)]
            elif isinstance(one, pikepdf.Array):
                waiting += [value for value in one if _is_inside(value)]


def _is_inside(value: Any) -> bool:
    return isinstance(value, pikepdf.Object) and not value.is_indirect


def _is_active(one: Any) -> bool:
    """Whether a dictionary runs something, opens something or carries a file."""
    names = set(one.keys())
    if names & FORBIDDEN_NAMES or one.get("/Type") == "/EmbeddedFile":
        return True
    if "/S" in names and isinstance(one["/S"], pikepdf.Name) and str(one["/S"]) in FORBIDDEN_ACTIONS:
        return True
    # Where the first page is shown is no action; office programs write it into every file.
    opening = one.get("/OpenAction")
    return isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) != "/GoTo"
