"""The papers of the ledger: what they say in Uzbek, and who opens them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from django.utils import translation

from journal import clock
from journal.refusals import Invalid, NotFound
from orders import blanks, sheets
from orders.blanks.papers import draw_register
from orders.blanks.uzbek_numbers import in_uzbek
from orders.models import Sheet
from orders.signing import institutional_signer, verify
from tests.blanks.keeping import closed, counted, drawn, explained, issued, opened, received, spoiled
from tests.journey import signed_in
from tests.orders.conftest import at, seal_file, sealing  # noqa: F401 - fixtures
from tests.orders.reading import bare, pdf_a_faults, text_of
from tests.people import House
from tests.work import do_all_jobs


@pytest.fixture(autouse=True)
def _a_winter_morning(at: Callable[[str], None], sealing: Path) -> Iterator[None]:  # noqa: F811
    at("2026-12-01T09:00")
    with translation.override("en"):
        yield


def read(sheet: Sheet) -> str:
    """The words of the sealed paper, without spaces."""
    do_all_jobs()
    path = Path(Sheet.objects.get(pk=sheet.pk).drawn.file.path)
    assert verify(path.read_bytes()).is_from(institutional_signer().describe())
    with pikepdf.open(path) as paper:
        assert pdf_a_faults(paper) == []
    return text_of(path.read_bytes())


def test_an_act_of_destruction_names_serials_members_and_the_sum_in_words(house: House) -> None:
    received(house, "0000001", "0000012")
    for number in range(12):
        spoiled(house, f"movement:{number}")
    act = drawn(house, "AB 0000001-0000005, AB 0000007-0000012")
    assert sheets.about(f"blankdestruction:{act.pk}") == []
    blanks.confirm_destruction(actor=house.nodira, destruction_id=act.pk)
    (sheet,) = sheets.about(f"blankdestruction:{act.pk}")
    words = read(sheet)
    for said in (
        "12.11.2026-yildagi 77-sonli buyruq", "AB 0000001–0000005", "AB 0000007–0000012", "Yusupova Dilnoza",
        "01.12.2026, Aliyeva Nodira", "Jami 11 (oʻn bir) dona blanka", "Komissiya raisi", "Rahimov H.", "Saidova G.",
        "Nazarov F.", "№ 1/2026",
    ):  # fmt: skip
        assert bare(said) in words, (said, words)
    assert bare("AB 0000006") not in words


def test_the_sheet_of_a_stocktaking_says_what_differs_and_why(house: House) -> None:
    received(house)
    row = opened(house)
    counted(house, row, "AB 0000001-0000003")
    explained(house, row, "AB 0000004-0000005", "5-D")
    row = closed(house, row)
    (sheet,) = sheets.about(f"stocktaking:{row.pk}")
    words = read(sheet)
    for said in (
        "bakalavr diplomi 5 3 3", "AB 0000001–0000003", "01.12.2026 kungi 5-D-sonli dalolatnoma",
        "Seyf almashtirilganda adashgan", "Jami topildi: 3 (uch) dona blanka.",
    ):  # fmt: skip
        assert bare(said) in words, (said, words)


def test_a_stocktaking_without_a_difference_says_so(house: House) -> None:
    received(house)
    row = opened(house, "bachelor")
    counted(house, row, "AB 0000001-0000005")
    (sheet,) = sheets.about(f"stocktaking:{closed(house, row).pk}")
    assert bare("Daftardan farq yoʻq.") in read(sheet)


def test_the_register_of_a_period_is_a_paper_drawn_once_for_one_state_of_the_ledger(house: House) -> None:
    received(house)
    issued(house)
    today = clock.today()
    sheet = draw_register(actor=house.gulnora, first=today, last=today)
    assert draw_register(actor=house.gulnora, first=today, last=today).pk == sheet.pk
    words = read(sheet)
    assert bare("bakalavr diplomi 0 5 0 0 1 0 0 4") in words
    assert bare("Bosh hisobchi") in words
    issued(house, "movement:2")
    assert draw_register(actor=house.gulnora, first=today, last=today).pk != sheet.pk
    with pytest.raises(Invalid, match="has not come yet"):
        draw_register(actor=house.gulnora, first=today, last=today.replace(day=28))
    with pytest.raises(Invalid, match="at most three years"):
        draw_register(actor=house.gulnora, first=today, last=today.replace(month=11))
    with pytest.raises(NotFound):
        draw_register(actor=house.botir, first=today, last=today)


def test_readers_of_the_ledger_open_its_papers_and_nobody_else(house: House) -> None:
    received(house)
    sheet = draw_register(actor=house.dilnoza, first=clock.today(), last=clock.today())
    do_all_jobs()
    opened_by = {login: signed_in(login).get(f"/sheets/{sheet.pk}.pdf").status_code for login in house.people}
    assert {login for login, status in opened_by.items() if status == 200} == {"dilnoza", "nodira", "gulnora"}
    assert set(opened_by.values()) == {200, 404}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (7, "yetti"),
        (11, "oʻn bir"),
        (40, "qirq"),
        (125, "bir yuz yigirma besh"),
        (1000, "bir ming"),
        (10_000, "oʻn ming"),
        (999_999, "toʻqqiz yuz toʻqson toʻqqiz ming toʻqqiz yuz toʻqson toʻqqiz"),
    ],
)
def test_a_number_in_uzbek_words(number: int, words: str) -> None:
    assert in_uzbek(number) == words


def test_what_is_not_written_in_words_is_refused() -> None:
    for number in (-1, 1_000_000):
        with pytest.raises(ValueError, match="is not written in words"):
            in_uzbek(number)
