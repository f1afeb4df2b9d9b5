"""Whoever an order waits for is told, once and in their own language."""

from __future__ import annotations

from journal.models import Job, Notice
from orders import actions
from orders.models import Order
from orders.visa_notices import plan_notices
from tests.orders.drafts import composed, endorsed, sent
from tests.people import House
from tests.work import do_all_jobs


def told(order: Order, channel: str = "in_app") -> list[tuple[int, str]]:
    found = Notice.objects.filter(about=order.chain, channel=channel, url=f"/orders/{order.pk}/")
    return sorted(found.values_list("person_id", "subject"))


def test_every_office_whose_visa_is_wanted_is_told_in_its_language(house: House, heard: object) -> None:
    house.farrux.language = "en"
    house.farrux.save()
    order = sent(house)
    do_all_jobs()
    subjects = dict(told(order))
    assert set(subjects) == {house.hamid.pk, house.farrux.pk, house.gulnora.pk}
    assert subjects[house.farrux.pk] == f"An order waits for your visa: “{order.title}”"
    assert subjects[house.hamid.pk] != subjects[house.farrux.pk]
    assert len(told(order, "email")) == 3


def test_who_signs_is_told_when_the_last_visa_is_given(house: House, heard: object) -> None:
    order = endorsed(house)
    do_all_jobs()
    # The offices that have endorsed before any worker came have nothing left to be told.
    assert [person for person, _ in told(order)] == [house.erkin.pk]


def test_an_order_without_visas_goes_to_who_signs(house: House, heard: object) -> None:
    order = actions.send(actor=house.dilnoza, order_id=composed(house, visas=[]).pk)
    do_all_jobs()
    assert [person for person, _ in told(order)] == [house.erkin.pk]


def test_a_declined_visa_comes_back_to_who_composed_with_its_grounds(house: House, heard: object) -> None:
    order = sent(house)
    actions.decline(actor=house.farrux, order_id=order.pk, grounds="Asos yetarli emas")
    do_all_jobs()
    notice = Notice.objects.get(about=order.chain, channel="in_app")
    assert (notice.person_id, "Asos yetarli emas" in notice.body) == (house.dilnoza.pk, True)
    actions.send(actor=house.dilnoza, order_id=order.pk)
    do_all_jobs()
    assert len(told(order)) == 4


def test_a_job_that_runs_twice_tells_once(house: House, heard: object) -> None:
    order = sent(house)
    do_all_jobs()
    plan_notices(Job.objects.get(kind="order.visas"))
    assert len(told(order)) == 3
