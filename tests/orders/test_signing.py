"""The institute's seal: whole, its own, and broken by any change."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from orders import signing
from orders.signing import SealExpired, SealMissing, SealReport, Signer, institutional_signer, verify
from orders.signing.certificate import CertificateSigner, make_certificate
from tests.orders.papers import SIGNED, pdf
from tests.orders.reading import pdf_a_faults

NAME = "Toshkent kimyo-texnologiya instituti"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seal") / "institute.p12"
    make_certificate(path, "soʻz", institute_name=NAME, at=SIGNED - timedelta(days=1))
    return path


@pytest.fixture(scope="module")
def signer(certificate: Path) -> Signer:
    return CertificateSigner(certificate, "soʻz")


@pytest.fixture(scope="module")
def unsealed() -> bytes:
    return pdf(1)


@pytest.fixture(scope="module")
def sealed(signer: Signer, unsealed: bytes) -> bytes:
    return signer.seal(unsealed, reason="417-T-sonli buyruq", location="Toshkent", field="Muhr", at=SIGNED)


@pytest.fixture
def configured(settings: object, certificate: Path) -> Iterator[object]:
    settings.HARAKAT_SEAL, settings.HARAKAT_SEAL_PASSPHRASE = certificate, "soʻz"
    yield settings
    signing._from_file.cache_clear()


def test_a_seal_verifies_and_says_whose_and_when(signer: Signer, sealed: bytes) -> None:
    assert verify(sealed) == SealReport(True, True, NAME, signer.describe().fingerprint, SIGNED, True)
    assert verify(sealed).is_from(signer.describe())


def test_a_seal_is_appended_and_the_pdf_keeps_its_rules_and_its_dates(unsealed: bytes, sealed: bytes) -> None:
    assert sealed.startswith(unsealed)
    with pikepdf.open(io.BytesIO(unsealed)) as before, pikepdf.open(io.BytesIO(sealed)) as after:
        assert pdf_a_faults(after) == []
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)
        assert "order.json" in after.attachments
        seal = after.Root.AcroForm.Fields[0].V
        assert str(seal.SubFilter) == "/ETSI.CAdES.detached"
        assert str(seal.M) == "D:20261123140500+05'00'"


@pytest.mark.parametrize("share", [0.01, 0.2, 0.4, 0.6, 0.8, 0.9499, 0.96, 0.9999])
def test_one_changed_bit_breaks_the_seal(signer: Signer, sealed: bytes, share: float) -> None:
    changed = bytearray(sealed)
    changed[int(len(sealed) * share)] ^= 1
    assert not verify(bytes(changed)).is_from(signer.describe())


def test_the_signatures_own_padding_and_digits_cannot_be_changed_unseen(signer: Signer, sealed: bytes) -> None:
    digits = sealed.rindex(b"/Contents <") + len(b"/Contents <")
    end = sealed.index(b">", digits)
    letter = next(at for at in range(digits, end) if sealed[at : at + 1].isalpha())
    for at, bit in ((letter, 0x20), (end - 1, 1), (digits + 51, 1)):
        changed = bytearray(sealed)
        changed[at] ^= bit
        assert not verify(bytes(changed)).is_from(signer.describe())


def test_a_seal_does_not_cover_what_was_added_after_it(signer: Signer, sealed: bytes) -> None:
    report = verify(sealed + b"\n% more")
    assert report.intact
    assert not report.covers_whole_file
    assert not report.is_from(signer.describe())


def test_a_second_seal_leaves_the_first_good(signer: Signer, sealed: bytes) -> None:
    twice = signer.seal(sealed, reason="Koʻchirma", location="Toshkent", field="Muhr2", at=SIGNED)
    assert verify(twice).is_from(signer.describe())


def test_another_institutes_good_seal_is_not_ours(tmp_path: Path, signer: Signer, unsealed: bytes) -> None:
    make_certificate(tmp_path / "other.p12", "x", institute_name=NAME, at=SIGNED)
    other = CertificateSigner(tmp_path / "other.p12", "x")
    report = verify(other.seal(unsealed, reason="r", location="l", field="Muhr", at=SIGNED))
    assert report.intact
    assert report.valid
    assert not report.is_from(signer.describe())


@pytest.mark.parametrize("document", [b"", b"no pdf", b"%PDF-1.7\n"])
def test_what_is_no_pdf_has_no_seal(document: bytes) -> None:
    assert verify(document) == SealReport()


def test_an_unsealed_order_has_no_seal(unsealed: bytes) -> None:
    assert verify(unsealed) == SealReport()


def test_the_settings_name_the_seal_and_its_key_is_read_once(configured: object) -> None:
    assert institutional_signer().describe().subject == NAME
    assert institutional_signer() is institutional_signer()


def test_no_seal_says_what_to_do(settings: object) -> None:
    settings.HARAKAT_SEAL = None
    with pytest.raises(SealMissing, match="HARAKAT_SEAL names no certificate"):
        institutional_signer()


def test_a_seal_that_is_not_there_says_where_it_was_looked_for(settings: object, tmp_path: Path) -> None:
    settings.HARAKAT_SEAL = tmp_path / "gone.p12"
    with pytest.raises(SealMissing, match=r"gone\.p12 cannot be read"):
        institutional_signer()


def test_a_wrong_passphrase_says_so(configured: object) -> None:
    configured.HARAKAT_SEAL_PASSPHRASE = "wrong"
    with pytest.raises(SealMissing, match="HARAKAT_SEAL_PASSPHRASE"):
        institutional_signer()


def test_an_expired_certificate_seals_nothing(signer: Signer, unsealed: bytes) -> None:
    with pytest.raises(SealExpired, match="renew"):
        signer.seal(unsealed, reason="r", location="l", field="Muhr", at=SIGNED + timedelta(days=6 * 365))


def test_a_certificate_is_its_owners_alone_and_never_replaced(certificate: Path) -> None:
    assert certificate.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_certificate(certificate, "x", institute_name=NAME, at=SIGNED)


def test_a_seal_is_made_and_read_inside_a_running_event_loop_too(signer: Signer, unsealed: bytes) -> None:
    async def sealed() -> bool:
        return verify(signer.seal(unsealed, reason="r", location="l", field="Muhr", at=SIGNED)).valid

    # On a thread of its own: a browser test of the same run may have left its loop running in this one.
    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(asyncio.run, sealed()).result()
