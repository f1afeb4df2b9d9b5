"""The institute's seal on an order's PDF, behind a port.

The rector's act in Harakat is what signs an order; the seal proves to anybody, without Harakat, that the institute
issued this very file. A key in a file (``certificate.py``) is one way to seal; a token or a signing server is another
file beside it with the same three methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings


class SealError(Exception):
    """The PDF cannot be sealed; the order stays as it is and the job may be tried again."""


class SealMissing(SealError):  # noqa: N818 - named after what happened
    """No certificate, or not the right passphrase. The sentence says what to do."""


class SealExpired(SealError):  # noqa: N818 - named after what happened
    """The certificate is not valid at the moment of sealing."""


@dataclass(frozen=True)
class SignerInfo:
    """The certificate a signer seals with. ``fingerprint`` is the SHA-256 of its DER form, in hex."""

    subject: str
    serial: str
    not_before: datetime
    not_after: datetime
    fingerprint: str


@dataclass(frozen=True)
class SealReport:
    """What a PDF says of its newest seal.

    ``intact``: no sealed byte has changed. ``valid``: the signature belongs to the certificate inside. The report does
    not say whose certificate that is allowed to be: compare ``fingerprint`` with ``SignerInfo`` (``is_from``).
    ``covers_whole_file``: nothing was added after sealing. An unsealed or unreadable file is none of the three.
    """

    intact: bool = False
    valid: bool = False
    subject: str = ""
    fingerprint: str = ""
    signed_at: datetime | None = None
    covers_whole_file: bool = False

    def is_from(self, info: SignerInfo) -> bool:
        """A good seal over the whole file, made with this certificate."""
        return self.intact and self.valid and self.covers_whole_file and self.fingerprint == info.fingerprint


class Signer(Protocol):
    """Whatever can seal a PDF in the institute's name."""

    def seal(self, pdf: bytes, *, reason: str, location: str, field: str, at: datetime) -> bytes:
        """The PDF with a PAdES B-B signature added; ``at`` is aware and written into the seal. Raises SealError."""
        ...

    def describe(self) -> SignerInfo:
        """The certificate in use."""
        ...


def institutional_signer() -> Signer:
    """The signer of ``settings.HARAKAT_SEAL`` (a PKCS#12 file) and ``HARAKAT_SEAL_PASSPHRASE``, its key read once.

    Raises SealMissing.
    """
    path = getattr(settings, "HARAKAT_SEAL", None)
    if not path:
        raise SealMissing("HARAKAT_SEAL names no certificate: give the path of the institute's PKCS#12 file (.p12)")
    return _from_file(Path(path), getattr(settings, "HARAKAT_SEAL_PASSPHRASE", None) or "")


@lru_cache(maxsize=2)
def _from_file(path: Path, passphrase: str) -> Signer:
    from orders.signing.certificate import CertificateSigner

    return CertificateSigner(path, passphrase)


def verify(pdf: bytes) -> SealReport:
    """Read the newest seal of a PDF without asking the network. Never raises on a damaged file."""
    from orders.signing.certificate import read_seal

    return read_seal(pdf)
