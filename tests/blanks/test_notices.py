"""Whoever must confirm an act of destruction is told of it, and whoever drew it hears that it was put aside."""

from __future__ import annotations

from journal.models import Notice
from orders import blanks
from orders.blank_models import BlankDestruction
from tests.blanks.keeping import drawn, received, spoiled
from tests.people import House
from tests.work import do_all_jobs


def told(act: BlankDestruction) -> list[tuple[int, str, str]]:
    found = Notice.objects.filter(about=f"blankdestruction:{act.pk}", channel="in_app").order_by("pk")
    return list(found.values_list("person_id", "subject", "url"))


def an_act(house: House) -> BlankDestruction:
    received(house)
    return drawn(house, spoiled(house).serial)


def test_the_head_is_told_in_their_language_and_the_registrar_is_not(house: House) -> None:
    house.nodira.language = "en"
    house.nodira.save()
    act = an_act(house)
    do_all_jobs()
    subject = f"Act of destruction No. {act} waits to be confirmed"
    assert told(act) == [(house.nodira.pk, subject, f"/blanks/destructions/{act.pk}/")]
    assert Notice.objects.get(channel="email", about=f"blankdestruction:{act.pk}").address == house.nodira.email


def test_whoever_drew_it_is_told_why_another_put_it_aside(house: House) -> None:
    act = an_act(house)
    do_all_jobs()
    blanks.put_destruction_aside(actor=house.nodira, destruction_id=act.pk, words="Komissiya toʻliq emas")
    do_all_jobs()
    assert [person for person, _subject, _url in told(act)] == [house.nodira.pk, house.dilnoza.pk]
    assert Notice.objects.filter(person_id=house.dilnoza.pk, body="Komissiya toʻliq emas").exists()


def test_of_what_has_moved_on_nobody_is_told_late(house: House) -> None:
    act = an_act(house)
    blanks.put_destruction_aside(actor=house.dilnoza, destruction_id=act.pk, words="Xato")
    do_all_jobs()
    assert told(act) == []
