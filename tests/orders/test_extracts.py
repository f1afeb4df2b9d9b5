"""The extract of one student: the signed words of one point, for whoever may see that point, made once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from journal import events, jobs
from journal.models import Job
from journal.refusals import Conflict, NotFound
from orders import extracts, render
from orders.models import Order, OrderExtract
from orders.signing import institutional_signer, verify
from orders.verification import public_record
from tests.journey import signed_in
from tests.orders.drafts import endorsed, item, many, signed
from tests.orders.reading import bare, pdf_a_faults, text_of
from tests.orders.test_races import at_once
from tests.people import House, open_house
from tests.work import do_all_jobs

At = Callable[[str], None]


@pytest.fixture(autouse=True)
def _a_winter_morning(at: At, sealing: Path, heard: object) -> Iterator[None]:
    """The order's day has come; no case waits for it; sentences are compared as they stand in the code."""
    at("2026-12-01T09:00")
    with translation.override("en"):
        yield


def in_force(house: House, *logins: str, on: date = date(2026, 12, 1)) -> Order:
    order = signed(house, *logins, on=on)
    do_all_jobs()
    return Order.objects.get(pk=order.pk)


def extract_of(house: House, order: Order, login: str = "aziza") -> OrderExtract:
    extracts.ask_for(actor=house.dilnoza, item_id=item(order, login, house).pk)
    do_all_jobs()
    return OrderExtract.objects.get(item=item(order, login, house))


def test_the_extract_says_the_signed_words_of_its_point_and_nothing_of_anybody_else(house: House) -> None:
    order = in_force(house, "aziza", "sardor")
    extract = extract_of(house, order)
    content = Path(extract.file.path).read_bytes()
    text = text_of(content)
    own, other = item(order, "aziza", house), item(order, "sardor", house)
    preamble = render._as_text(extracts.cut_out(order.act["body"], own.position)["preamble"])
    for words in (
        "Buyruqdan koʻchirma".upper(), "№ 1-T", "2026-yil 1-dekabr", "Akademik taʼtil berish toʻgʻrisida",
        preamble, own.sentence,
        house.units["chemistry"].name_uz.upper(), "60710100 Kimyo muhandisligi", "2-kurs, 25-10-guruh",
        "tibbiy-maslahat komissiyasi xulosasi.", "Rektor", "E. Olimov", "Koʻchirma toʻgʻri", extract.code,
        f"{own.position}-band",
    ):  # fmt: skip
        assert bare(words) in text, words
    assert bare(other.sentence) not in text
    assert bare(other.person.surname.upper()) not in text
    assert "kasallik" not in text


def test_the_extract_keeps_the_number_of_its_point(house: House) -> None:
    order = in_force(house, "aziza", "sardor")
    own = item(order, "sardor", house)
    assert own.position == 2
    text = text_of(Path(extract_of(house, order, "sardor").file.path).read_bytes())
    assert bare(own.sentence) in text
    assert bare("1-T-sonli buyruqdan koʻchirma, 2-band") in text


def test_the_extract_is_sealed_stored_whole_and_kept_to_the_rules_of_pdf_a(house: House) -> None:
    order = in_force(house)
    extract = extract_of(house, order)
    stored = Path(extract.file.path).read_bytes()
    assert (hashlib.sha256(stored).hexdigest(), len(stored)) == (extract.sha256, extract.size)
    assert verify(stored).is_from(institutional_signer().describe())
    assert stored.startswith(extracts.unsealed_pdf(order, extract))
    with pikepdf.open(extract.file.path) as opened:
        assert pdf_a_faults(opened) == []
        assert len(opened.pages) == 1
    assert [path.name for path in Path(extract.file.path).parent.iterdir()] == [f"{extract.sha256}.pdf"]


def test_an_extract_that_is_asked_for_again_stays_as_it_is(house: House) -> None:
    order = in_force(house)
    first = extract_of(house, order)
    assert extract_of(house, order).sha256 == first.sha256
    extracts.make_extract(Job.objects.get(kind="order.extract"))
    assert OrderExtract.objects.get().sha256 == first.sha256
    assert [event.act for event in events.of(order)].count("order.ask_extract") == 1
    assert events.verify_all() == []


def test_an_item_that_has_not_changed_the_record_has_no_extract(house: House, at: At) -> None:
    at("2026-11-23T09:00")
    order = in_force(house)
    with pytest.raises(Conflict, match="once the item has changed the record"):
        extracts.ask_for(actor=house.dilnoza, item_id=order.items.get().pk)
    page = signed_in("dilnoza").post(f"/orders/items/{order.items.get().pk}/extract/")
    assert page.status_code == 409
    assert Job.objects.filter(kind="order.extract").count() == 0


def test_an_unsigned_order_has_no_page_of_extracts(house: House) -> None:
    pk = endorsed(house).items.get().pk
    with pytest.raises(NotFound):
        extracts.ask_for(actor=house.dilnoza, item_id=pk)
    assert signed_in("dilnoza").get(f"/orders/items/{pk}/extract/").status_code == 404


@pytest.mark.parametrize(
    ("login", "status"),
    [("aziza", 200), ("botir", 200), ("dilnoza", 200), ("sardor", 404), ("jasur", 404), ("kamola", 404)],
)
def test_the_extract_is_for_those_who_may_see_its_point(house: House, login: str, status: int) -> None:
    order = in_force(house, "aziza", "sardor")
    extract = extract_of(house, order)
    client, pk = signed_in(login), extract.item_id
    answers = [client.get(f"/orders/items/{pk}/extract/"), client.get(f"/orders/items/{pk}/extract.pdf")]
    asked = client.post(f"/orders/items/{pk}/extract/")
    assert [answer.status_code for answer in answers] == [status, status]
    assert asked.status_code == (302 if status == 200 else 404)
    if status == 200:
        assert b"".join(answers[1].streaming_content) == Path(extract.file.path).read_bytes()


def test_a_student_asks_waits_and_fetches(house: House) -> None:
    order = in_force(house)
    address, client = f"/orders/items/{order.items.get().pk}/extract", signed_in("aziza")
    client.cookies["django_language"] = "en"
    assert "Make the extract" in client.get(f"{address}/").content.decode()
    assert client.get(f"{address}.pdf").status_code == 404
    waiting = client.post(f"{address}/", follow=True).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    asked = [event for event in events.of(order) if event.act == "order.ask_extract"]
    assert [(event.actor_name, event.office) for event in asked] == [(house.aziza.full_name, "student")]
    do_all_jobs()
    part = client.get(f"{address}/", headers={"HX-Request": "true"}).content.decode()
    assert "Open the extract (PDF)" in part
    assert "<html" not in part
    answer = client.get(f"{address}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="kochirma-1-T-2026-1.pdf"'


def test_a_failed_sealing_is_told_and_tried_again(house: House, settings: object, seal_file: Path) -> None:
    order = in_force(house)
    settings.HARAKAT_SEAL = "/nowhere/seal.p12"
    extracts.ask_for(actor=house.aziza, item_id=order.items.get().pk)
    assert not jobs.run(Job.objects.get(kind="order.extract").pk)
    stand = extracts.stand_of(order.items.get())
    assert (stand.extract, stand.asked, stand.failed) == (None, True, True)
    client = signed_in("aziza")
    client.cookies["django_language"] = "en"
    page = client.get(f"/orders/items/{order.items.get().pk}/extract/").content.decode()
    assert "is being tried again" in page


def test_anybody_may_check_an_extract_and_finds_its_point_and_no_name(house: House) -> None:
    order = in_force(house, "aziza", "sardor")
    extract = extract_of(house, order, "sardor")
    record = public_record(extract.code.lower())
    assert (record["number"], record["date"], record["point"]) == ("1-T", date(2026, 12, 1), 2)
    assert (record["holds"], record["sha256"]) == (True, extract.sha256)
    assert public_record(order.code)["point"] is None
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.get(f"/verify/{extract.code}").content.decode()
    assert "Extract from order No. 1-T, point 2" in page
    assert "Genuine and in force." in page
    assert not {word for word in ("Sardor", "Gʻaniyev", "337251100002", "health") if word in page}


@pytest.mark.parametrize(
    ("state", "holds", "words"),
    [
        ("amended", True, "Genuine and in force, amended by a later order."),
        ("revoked", False, "Genuine, but it no longer holds."),
    ],
)
def test_the_page_of_an_extract_follows_the_order(house: House, state: str, holds: bool, words: str) -> None:
    order = in_force(house)
    extract = extract_of(house, order)
    {"amended": order.be_amended, "revoked": order.be_revoked}[state]()
    order.save()
    record = public_record(extract.code)
    assert (record["state"], record["holds"]) == (state, holds)
    client = Client()
    client.cookies["django_language"] = "en"
    assert words in client.get(f"/verify/{extract.code}").content.decode()


def test_an_extract_of_an_undone_item_no_longer_holds(house: House) -> None:
    order = in_force(house)
    extract = extract_of(house, order)
    own = order.items.get()
    own.undo()
    own.save()
    assert (public_record(extract.code)["state"], public_record(extract.code)["holds"]) == ("in_force", False)


def test_the_page_costs_the_same_whatever_the_order_holds(house: House) -> None:
    costs = []
    for logins in (["aziza"], many(house, 3)):
        order = in_force(house, *logins)
        client, pk = signed_in("dilnoza"), order.items.first().pk
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/orders/items/{pk}/extract/").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_an_act_without_the_point_has_no_extract() -> None:
    with pytest.raises(ValueError, match="no point 3"):
        extracts.cut_out('<p class="preamble">x</p><li value="1">a</li>', 3)


def test_asked_by_many_at_once_it_is_made_once(committed_db: str) -> None:
    house = open_house()
    [order] = at_once([lambda: in_force(house)])  # in a thread: a browser's loop may run in this one
    pk = order.items.get().pk
    stands = at_once([lambda: extracts.ask_for(actor=house.aziza, item_id=pk)] * 8)
    assert [stand for stand in stands if not isinstance(stand, extracts.Stand)] == []
    job = Job.objects.get(kind="order.extract")
    made = at_once([lambda: extracts.make_extract(job)] * 3)
    assert made == [None] * 3
    extract = OrderExtract.objects.get()
    assert [path.name for path in Path(extract.file.path).parent.iterdir()] == [f"{extract.sha256}.pdf"]
    assert [event.act for event in events.of(order)].count("order.ask_extract") == 1
