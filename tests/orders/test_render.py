"""The sheet of an order: strict words, closed doors, the same bytes, and everything a reader must find on it."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from orders import render
from orders.paper import Act, Line, arrange, points_of
from orders.render import ForbiddenResource, MissingName
from orders.strict_templates import Names, plain
from tests.orders.papers import ADDRESS, PEOPLE, SIGNED, act, lines, paper, pdf
from tests.orders.reading import FONT_PARTS, another_process, bare, fonts_of, pdf_a_faults, text_of


@pytest.fixture
def template(tmp_path: Path, settings: object) -> Iterator[object]:
    """Writes a template of a kind that exists only in this test: ``template("kind", text)``."""
    folder = tmp_path / "orders"
    folder.mkdir()
    kept = settings.TEMPLATES
    settings.TEMPLATES = [{**kept[0], "DIRS": [tmp_path, *kept[0]["DIRS"]]}]
    yield lambda kind, text: (folder / f"{kind}.html").write_text(text, encoding="utf-8")
    settings.TEMPLATES = kept


# Words


def test_the_sentence_on_a_screen_is_the_one_in_the_act() -> None:
    values = points_of(arrange(lines(1)))[0].values
    sentence = render.render_sentence("academic_leave", values)
    assert sentence == (
        "YOQUBOV Jasur Anvar oʻgʻliga (talaba raqami 337241100001, kunduzgi taʼlim shakli, davlat granti) "
        "sogʻligʻini tiklash munosabati bilan 2026-yil 23-noyabrdan 2027-yil 1-sentabrgacha akademik taʼtil berilsin."
    )
    assert sentence in render._as_text(act(1))


def test_a_leave_without_an_end_says_so() -> None:
    values = {**points_of(arrange(lines(1)))[0].values, "until": None}
    assert "23-noyabrdan taʼtil asosi tugagunga qadar akademik" in render.render_sentence("academic_leave", values)


def test_the_return_names_the_place_returned_to() -> None:
    values = points_of(arrange(lines(1, "return_from_leave")))[0].values
    sentence = render.render_sentence("return_from_leave", values)
    assert sentence.endswith(
        "akademik taʼtildan 2026-yil 23-noyabrdan oʻqishga qaytgan deb hisoblansin: 2-kurs, 3-semestr, 21-46-guruh, "
        "2025/2026-oʻquv yili oʻquv rejasi, davlat granti asosida."
    )


def test_points_are_numbered_through_the_whole_order_by_faculty_programme_group_and_surname() -> None:
    sections = arrange(reversed(lines(12)))
    assert [section.faculty.split()[0] for section in sections] == ["Noorganik", "Oziq-ovqat", "Yoqilgʻi"]
    points = points_of(sections)
    assert [point.position for point in points] == list(range(1, 13))
    assert [PEOPLE[point.key - 1][0] for point in points[:3]] == ["Toʻxtayeva", "Xolmatov", "Yoqubov"]


def test_an_order_without_a_point_is_refused() -> None:
    with pytest.raises(ValueError, match="orders nothing"):
        render.render_act("academic_leave", Act(("3",), (), "prorektor", ("Ariza",)))


# Strictness


@pytest.mark.parametrize("gone", ["surname", "student_number", "form", "payment", "ground", "effective_on", "until"])
def test_a_missing_value_stops_the_sentence_and_is_named(gone: str) -> None:
    values = {name: value for name, value in lines(1)[0].values.items() if name != gone}
    with pytest.raises((MissingName, KeyError), match=gone):
        render.render_sentence("academic_leave", values)


@pytest.mark.parametrize(
    "text",
    [
        "{{ gone }}",
        "{{ item.gone }}",
        "{% if gone %}a{% endif %}",
        "{% if item.there and gone %}a{% endif %}",
        "{% if not gone %}a{% endif %}",
        "{% for one in gone %}a{% endfor %}",
        "{% with a=gone %}{{ a }}{% endwith %}",
        "{{ item.there|default:gone }}",
        "{{ gone|default:'a' }}",
        "{{ gone|lower }}",
        "{% firstof gone 'a' %}",
        "{% include gone %}",
        "{{ item.nothing }}",
        "{{ item.items }}",
        "{{ item.clear }}",
    ],
)
def test_a_missing_name_fails_wherever_it_stands(template: object, text: str) -> None:
    template("loose", text)
    with pytest.raises(MissingName) as caught:
        render.render_html("loose.html", {"item": {"there": "a", "nothing": None}})
    assert caught.value.template == "loose.html"


def test_an_empty_value_may_be_asked_for() -> None:
    assert plain(None) is None
    assert isinstance(plain({"a": 1}), Names)


def test_a_block_left_unfilled_stops_the_order(template: object) -> None:
    template("bare", '{% extends "base.html" %}{% block title %}Sinov{% endblock %}')
    assert render.render_title("bare") == "Sinov"
    with pytest.raises(MissingName, match=r"unfilled\.preamble"):
        act(1, "bare")


def test_an_object_is_no_plain_value() -> None:
    with pytest.raises(TypeError, match="plain values, not PosixPath"):
        render.render_html("base.html", {"item": {"path": Path()}})


def test_what_people_wrote_is_never_markup(template: object) -> None:
    template("wild", "{{ item.name }}")
    assert render.render_html("wild.html", {"item": {"name": "<b>&"}}) == "&lt;b&gt;&amp;"


def test_a_template_outside_the_folder_cannot_be_reached(template: object) -> None:
    template("out", '{% include "../../settings.html" %}')
    with pytest.raises(Exception, match=r"settings\.html"):
        render.render_html("out.html", {})


# The PDF


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:9/a.png">',
        '<img src="https://example.org/a.png">',
        '<img src="file:///etc/hostname">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">a</a>',
        "<style>@font-face { font-family: x; src: url(harakat-font:../__init__.py) }</style><p>a",
        "<style>@import url(http://127.0.0.1:9/a.css)</style>",
        '<img src="harakat-font:SourceSerifPro-Regular.ttf">',
    ],
)
def test_the_sheet_reads_nothing_from_outside(markup: str) -> None:
    with pytest.raises(ForbiddenResource):
        render.render_pdf(f"<html lang=uz>{markup}", attachments=[], lang="uz", title="Sinov", created=SIGNED)


def test_the_same_order_gives_the_same_bytes_in_another_process() -> None:
    here = pdf(3)
    assert pdf(3) == here
    code = (
        "import django, hashlib; django.setup(); from tests.orders.papers import pdf;"
        "print(hashlib.sha256(pdf(3)).hexdigest())"
    )
    assert another_process(code, TZ="America/Lima") == hashlib.sha256(here).hexdigest()


def test_latin_uzbek_cyrillic_uzbek_and_russian_can_be_read_and_their_fonts_are_inside() -> None:
    sheet = "<html lang=uz><p>Oʻzbekiston, sheʼr <b>Ўқувчи ғоя ҳақ</b> Приказ объявлен ёж"
    document = render.render_pdf(sheet, attachments=[], lang="uz", title="Sinov", created=SIGNED)
    assert bare("Oʻzbekiston, sheʼr Ўқувчи ғоя ҳақ Приказ объявлен ёж") in text_of(document)
    with pikepdf.open(io.BytesIO(document)) as opened:
        descriptors = fonts_of(opened)
        assert descriptors
        assert all(any(part in descriptor for part in FONT_PARTS) for descriptor in descriptors)
        assert all("+Order-S" in str(descriptor.FontName) for descriptor in descriptors)


def test_a_signed_order_says_everything_an_order_must_say() -> None:
    text = text_of(pdf(12))
    for words in (
        "OʻZBEKISTON RESPUBLIKASI OLIY TAʼLIM", "TOSHKENT KIMYO-TEXNOLOGIYA INSTITUTI", "BUYRUQ", "№ 417-T",
        "2026-yil 23-noyabr", "Toshkent shahri", "Akademik taʼtil berish toʻgʻrisida", "344-son qarori",
        "Nizomning 3- va 11-bandlariga muvofiq", "BUYURAMAN:", "60710100 Kimyoviy texnologiya", "2-kurs, 22-46-guruh",
        "ҒАНИЕВ Шавкат Ўқувчи ўғлига", "RASULOV Asadbekka", "12.", "16.", "Fakultet dekanlari",
        "prorektor D. Rahimov zimmasiga yuklatilsin", "Asos:", "Rektor", "Elektron imzolangan", "M.Oʻ.", "B. Usmonov",
        "Kelishildi", "N. Qodirova", "Kiritdi", "G. Saidova", ADDRESS, "2 / 2",
    ):  # fmt: skip
        assert bare(words) in text, words
    assert "LOYIHA" not in text


def test_a_draft_has_no_number_and_says_what_it_is() -> None:
    text = text_of(pdf(1, signed=False))
    assert "LOYIHA" in text
    assert bare("yuridik kuchga ega emas") in text
    assert "417-T" not in text
    assert bare("Elektron imzolangan") not in text


def test_the_sheet_repeats_the_frozen_act_to_the_letter() -> None:
    assert paper(2).act in render.render_paper(paper(2)).replace("\u2060", "")


def test_no_line_ends_inside_a_date_and_the_copied_text_does_not_show_how() -> None:
    assert "2027-\u2060yil 1-\u2060sentabrgacha" in render.render_paper(paper(1))
    text = text_of(pdf(1))
    assert "2027-yil1-sentabrgacha" in text
    assert "\u2060" not in text


def test_an_order_on_one_student_is_one_page_with_the_visas_on_it() -> None:
    assert "1/1" in text_of(pdf(1))


def test_a_sheet_that_is_no_xml_is_the_same_sheet() -> None:
    sheet = render.render_paper(paper(1))
    made = [
        render.render_pdf(each, attachments=[], lang="uz", title="Sinov", created=SIGNED)
        for each in (sheet, sheet.replace("/>", ">"))
    ]
    assert text_of(made[0]) == text_of(made[1])


@pytest.mark.parametrize("number", range(20))
def test_the_code_on_the_paper_can_be_read_whatever_it_says_even_with_a_blot(number: int) -> None:
    address = f"https://harakat.tkti.example/verify/{number:05}-9FTWX-{number * 7919 % 99999:05}"
    picture = Image.open(io.BytesIO(base64.b64decode(render.qr_image(address).partition(",")[2])))
    assert zxingcpp.read_barcode(picture).text == address
    middle, half = picture.width // 2, picture.width // 10
    picture.paste(0, (middle - half, middle - half, middle + half, middle + half))
    assert zxingcpp.read_barcode(picture).text == address


def test_the_act_is_inside_as_data_and_the_pdf_calls_itself_pdf_a_3b() -> None:
    with pikepdf.open(io.BytesIO(pdf(1))) as opened:
        assert pdf_a_faults(opened) == []
        assert opened.attachments["order.json"].get_file().read_bytes().startswith(b'{"kind":"academic_leave"')
        assert opened.Root.AF[0].AFRelationship == "/Source"
        assert str(opened.Root.Lang) == "uz"
        assert opened.Root.MarkInfo.Marked
        assert str(opened.docinfo.Title) == "Akademik taʼtil berish toʻgʻrisida"


def test_eighty_orders_take_no_more_memory_than_thirty() -> None:
    code = (
        "import django; django.setup(); from tests.orders.papers import pdf\n"
        "def kept(): return int(open('/proc/self/statm').read().split()[1]) * 4096\n"
        "for _ in range(30): pdf(1)\n"
        "before = kept()\n"
        "for _ in range(50): pdf(1)\n"
        "print(kept() - before)"
    )
    assert int(another_process(code)) < 900_000  # some 10 kB a sheet; a sheet with flex boxes and four fonts took 50


def test_urls_do_not_pay_for_the_pdf_library() -> None:
    code = "import sys, django; django.setup(); import orders.render; print('weasyprint' in sys.modules)"
    assert another_process(code) == "False"


def test_a_line_keeps_the_name_as_orders_write_it() -> None:
    values = {"surname": "G'aniyev", "given_name": "Sho'ir", "patronymic": "", "day": date(2026, 1, 2)}
    line = Line(1, "F", "1", "P", 1, "1-1", values)
    assert points_of(arrange([line]))[0].values["name"] == "GʻANIYEV Shoʻir"
