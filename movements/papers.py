"""Papers of a case: which are asked for, and what an uploaded file must be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from journal.refusals import Invalid
from permissions.roles import Role

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
FORBIDDEN_IN_PDF = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/AA", "/OpenAction")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper a flow asks for.

    Args:
        kind: its code, frozen once cases hold such papers.
        title: its name for the reader.
        clause: what asks for it.
        when: the stated values under which it is obligatory, e.g. ``{"ground": ("health",)}``; empty: always.
        optional: may be left out even then.
        sensitive: medical or family paper: seen only by the applicant and by steps whose ``sees`` names it.
    """

    kind: str
    title: Any
    clause: str
    when: Mapping[str, Iterable[str]] = field(default_factory=dict)
    optional: bool = False
    sensitive: bool = False

    def is_asked(self, stated: Mapping[str, Any]) -> bool:
        """Whether this application must bring the paper."""
        return all(stated.get(name) in tuple(values) for name, values in self.when.items())


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept."""

    content_type: str
    size: int
    sha256: str


def check_upload(upload: File[bytes]) -> Checked:
    """Accept a PDF, JPEG or PNG by what it is, not by what it is called.

    Raises:
        Invalid: too large, another type, an encrypted or active PDF, a broken or oversized picture.
    """
    if not upload.size:
        raise Invalid(_("The file is empty. Choose the paper again."), fields={"file": [_("empty file")]})
    if upload.size > LARGEST:
        raise Invalid(
            _("The file is larger than 10 MB. Scan the paper at a lower resolution and attach it again."),
            fields={"file": [_("larger than 10 MB")]},
        )
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    return Checked(_type_of(content), len(content), hashlib.sha256(content).hexdigest())


def _type_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return PDF
    try:
        with Image.open(BytesIO(content)) as picture:
            kind, pixels = picture.format, picture.width * picture.height
            if pixels <= MOST_PIXELS:
                picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        kind, pixels = None, 0
    if pixels > MOST_PIXELS:
        raise Invalid(
            _("The picture has too many pixels. Photograph or scan the paper at a lower resolution."),
            fields={"file": [_("too many pixels")]},
        )
    if kind not in ("JPEG", "PNG"):
        raise Invalid(
            _("The file is neither PDF nor JPG nor PNG. Save the paper in one of these and attach it again."),
            fields={"file": [_("PDF, JPG or PNG only")]},
        )
    return JPEG if kind == "JPEG" else PNG


def _check_pdf(content: bytes) -> None:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            encrypted = pdf.is_encrypted
            active = any(
                name in obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) for name in FORBIDDEN_IN_PDF
            )
    except pikepdf.PasswordError:
        encrypted, active = True, False
    except (pikepdf.PdfError, OSError, ValueError) as error:
        raise Invalid(
            _("The PDF cannot be read. Save or scan the paper anew and attach it again."),
            fields={"file": [_("unreadable PDF")]},
        ) from error
    if encrypted or active:
        raise Invalid(
            _("The PDF is locked or carries scripts or attachments. Print it to a plain PDF and attach that."),
            fields={"file": [_("locked or active PDF")]},
        )


def may_see(paper: Paper, *, offices: Iterable[Role], sees: Mapping[Role, Iterable[str]], is_applicant: bool) -> bool:
    """Whether a reader may open a paper: a sensitive one only where a step of the reader's office needs it.

    Args:
        paper: the paper asked for.
        offices: the offices the reader holds over the case.
        sees: by office, the kinds its steps need.
        is_applicant: whether the reader is the applicant.
    """
    if is_applicant:
        return True
    held = list(offices)
    if not paper.sensitive:
        return bool(held)
    return any(paper.kind in sees.get(office, ()) for office in held)
