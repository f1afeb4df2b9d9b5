"""Sealing with a certificate kept in a PKCS#12 file, and reading such a seal: the only module that knows pyHanko."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import cms  # type: ignore[import-untyped]  # it ships no types
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from orders.signing import SealExpired, SealMissing, SealReport, SignerInfo

YEARS_OF_A_SELF_MADE_CERTIFICATE = 5


class CertificateSigner:
    """Seals with the key of one PKCS#12 file, read when the signer is made. EC P-256 is the fastest (about 25 ms)."""

    def __init__(self, path: Path, passphrase: str) -> None:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SealMissing(f"the seal {path} cannot be read ({error.strerror}): check HARAKAT_SEAL") from error
        try:
            self._signer: Any = SimpleSigner.load_pkcs12_data(data, [], passphrase.encode() or None)
            self._info = _described(pkcs12.load_pkcs12(data, passphrase.encode() or None))
        except ValueError as error:
            raise SealMissing(f"the seal {path} cannot be opened: check HARAKAT_SEAL_PASSPHRASE") from error

    def describe(self) -> SignerInfo:
        return self._info

    def seal(self, pdf: bytes, *, reason: str, location: str, field: str, at: datetime) -> bytes:
        """An invisible PAdES B-B signature, appended: the bytes given stay the beginning of the bytes returned."""
        if not self._info.not_before <= at <= self._info.not_after:
            until = f"{self._info.not_after:%Y-%m-%d}"
            raise SealExpired(f"the certificate of {self._info.subject} is valid until {until}: renew HARAKAT_SEAL")
        meta = PdfSignatureMetadata(
            field_name=field,
            reason=reason,
            location=location,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
        )
        written = _apart(lambda: _SignerAt(meta, self._signer, at).sign_pdf(_UnchangedMetadata(BytesIO(pdf))))
        return bytes(written.getvalue())


def _apart(work: Callable[[], Any]) -> Any:
    """Do pyHanko's work in a thread of its own: it starts an event loop, which a caller inside one would forbid."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


class _SignerAt(PdfSigner):
    """Writes the moment it is told instead of the machine's: a rehearsed season has its own time."""

    def __init__(self, meta: Any, signer: Any, at: datetime) -> None:
        super().__init__(meta, signer)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


class _UnchangedMetadata(IncrementalPdfFileWriter):
    """Leaves title, dates and PDF/A identification as rendered; pyHanko would write the machine's time into them."""

    def _update_meta(self) -> None:
        """Nothing: the XMP packet and the information dictionary agree already."""


def make_certificate(path: Path, passphrase: str, *, institute_name: str, at: datetime) -> None:
    """A self-made EC P-256 certificate for demonstrations and tests, valid five years from ``at``.

    The file is readable by its owner only, and without a passphrase not encrypted; an existing one is never replaced
    (FileExistsError).
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "UZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, institute_name[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, institute_name[:64]),
        ]
    )
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
         "decipher_only"),
        False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=365 * YEARS_OF_A_SELF_MADE_CERTIFICATE))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    data = pkcs12.serialize_key_and_certificates(institute_name.encode(), key, certificate, None, encryption)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)


def read_seal(pdf: bytes) -> SealReport:
    """See ``orders.signing.verify``."""
    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        return _report(seals[-1], pdf) if seals else SealReport()
    except Exception:  # a changed byte can break any part of the parser: what cannot be read is not intact
        return SealReport()


def _as_written(seal: Any, pdf: bytes) -> bool:
    """Whether the signature's own bytes are as a signer writes them.

    A signature cannot cover itself: its padding, the case of its digits and a few fields nobody reads could be changed
    without breaking it. Here a changed byte is a changed seal, wherever it lies.
    """
    start, length, resume, _rest = (int(number) for number in seal.byte_range)
    written = pdf[start + length : resume]
    signed = cms.ContentInfo.load(seal.pkcs7_content)
    encoded = signed.dump(force=True).hex().encode()
    padded = encoded.ljust(len(written) - 2, b"0")
    data = signed["content"]
    return (
        written in (b"<" + padded + b">", b"<" + padded.upper() + b">")
        and data["version"].native == "v1"
        and [used["algorithm"].native for used in data["digest_algorithms"]] == ["sha256"]
        and data["encap_content_info"].native == {"content_type": "data", "content": None}
        and len(data["signer_infos"]) == 1
        and data["signer_infos"][0]["version"].native == "v1"
    )


def _report(seal: Any, pdf: bytes) -> SealReport:
    certificate = seal.signer_cert
    trust = ValidationContext(trust_roots=[certificate], allow_fetching=False, moment=seal.self_reported_timestamp)
    status = _apart(lambda: validate_pdf_signature(seal, trust))
    intact = bool(status.intact) and _as_written(seal, pdf)
    return SealReport(
        intact=intact,
        valid=bool(status.valid) and intact,
        subject=str(certificate.subject.native.get("common_name", "")),
        fingerprint=hashlib.sha256(certificate.dump()).hexdigest(),
        signed_at=seal.self_reported_timestamp,
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


def _described(bag: pkcs12.PKCS12KeyAndCertificates) -> SignerInfo:
    if bag.cert is None or bag.key is None:
        raise ValueError("the file holds no key with its certificate")
    certificate = bag.cert.certificate
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return SignerInfo(
        subject=str(names[0].value) if names else certificate.subject.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        fingerprint=hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest(),
    )
