"""Two rows of one human being: merged by the registrar with a reason, taken apart again, and never by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client

from journal import clock, events
from journal.refusals import Conflict, Invalid, NotFound
from journal.verification import verify_all
from movements import actions
from movements.composing import compose
from movements.models import Movement
from orders import actions as orders
from permissions.actions import appoint, correct_person, create_person, open_account
from permissions.actions.merging import followers, merge, take_apart
from permissions.models import Contact, Person, PersonMerge
from permissions.roles import Role
from students.importing import import_envelope
from tests.guests import NODIRA, come_in, pinfl
from tests.journey import press, signed_in
from tests.outsiders.test_admission import line, newcomer, signed
from tests.people import HELD_SINCE, PASSWORD, House, enrol
from tests.students.roster import envelope, row
from tests.work import do_all_jobs

# Columns that say who acted or acts, and history: they stay with the row that was.
STAY = {
    *(f"permissions.{name}" for name in ("PersonMerge.kept", "PersonMerge.absorbed", "PersonMerge.by")),
    *(f"permissions.{name}" for name in ("ContactCode.person", "Appointment.person", "Appointment.made_by")),
    *(f"movements.{name}" for name in ("WorkingYear.confirmed_by", "DayMark.set_by", "CaseDifference.by")),
    *(f"movements.{name}" for name in ("Sitting.presided_by", "Sitting.made_by", "Attendance.person", "Vote.person")),
    *(f"movements.{name}" for name in ("Interest.person", "Interest.declared_by", "MinutesSignature.by")),
    *(f"movements.{name}" for name in ("Movement.filed_by", "Turn.holder", "Decision.by", "Decision.on_behalf_of")),
    *(f"movements.Clearance.{name}" for name in ("holder", "cleared_by")),
    *(f"movements.{name}" for name in ("Payment.by", "Exemption.by", "LineAside.by", "PaymentFile.uploaded_by")),
    *("movements.SubjectGroup.made_by", "orders.BlankBatch.received_by", "orders.BlankEntry.by"),
    *("orders.BlankDestruction.drawn_by", "orders.BlankDestruction.decided_by", "orders.DifferenceAct.by"),
    *("orders.Stocktaking.opened_by", "orders.Stocktaking.ended_by", "orders.CountedRange.counted_by"),
    *(f"orders.{name}" for name in ("HemisEntry.entered_by", "VoidNumber.by", "Visa.by", "Visa.on_behalf_of")),
    *(f"orders.Order.{name}" for name in ("composed_by", "signed_by", "registered_by")),
    *("students.Diploma.entered_by", "movements.Inquiry.registered_by", "movements.InquiryAnswer.by"),
    *("movements.Attachment.added_by", "movements.OfficeLimit.added_by", "students.StudyList.uploaded_by"),
}
ROOMS = ("permissions", "students", "orders", "movements")


def guest_with_case() -> tuple[Client, Person, Movement]:
    """Nodira came in by a code and filed."""
    guest, person = come_in()
    case = press(guest, "/apply/arrival/")
    stated = {"programme": "60710100", "comes_from": "TDTU", "starts_on": clock.today().isoformat()}
    press(guest, case, act="file", **stated)
    return guest, person, Movement.objects.get(applicant=person)


def known(house: House) -> Person:
    """The same Nodira, as the office has known her, with her PINFL and no account."""
    return create_person(surname="Sobirova", given_name="Nodira", pinfl=NODIRA["pinfl"])


def test_every_column_that_names_a_person_follows_or_is_history(house: House) -> None:
    ours = [model for model in apps.get_models() if model._meta.app_config.name in ROOMS]
    columns = {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }
    follow = {one.name for one in followers()}
    assert follow - {"journal.Notice.person_id"} == columns - STAY


def test_what_a_guest_filed_is_then_the_known_persons_and_history_stays(house: House) -> None:
    guest, person, movement = guest_with_case()
    kept = known(house)
    do_all_jobs()
    made = merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=person.pk, reason="Pasport solishtirildi.")
    movement.refresh_from_db()
    assert (movement.applicant, movement.decisions.get().by) == (kept, person)
    assert made.moved["movements.Movement.applicant"] == [movement.pk]
    for one in (kept, person):
        event = events.of(one).last()
        assert event is not None
        assert (event.act, event.ids, event.payload.body) == (
            "person.merge",
            {"kept": kept.pk, "absorbed": person.pk, "merge": made.pk},
            {"reason": "Pasport solishtirildi."},
        )
    assert guest.get(f"/cases/{movement.pk}/").status_code == 200
    assert verify_all() == []


def test_taken_apart_everybody_sees_the_own_again_and_nothing_of_the_other(house: House) -> None:
    guest, person, movement = guest_with_case()
    other = create_person(surname="Sobirova", given_name="Nodira", born_on=person.born_on)
    wrong = merge(actor=house.dilnoza, kept_id=other.pk, absorbed_id=person.pk, reason="Bir xil.")
    # While the wrong merge holds the guest files another case, and it comes in by the guest's contact.
    press(guest, f"/cases/{movement.pk}/", act="withdraw")
    later = press(guest, "/apply/arrival/")
    open_account(person=other, login="boshqa", password=PASSWORD)
    take_apart(actor=house.dilnoza, merge_id=wrong.pk, reason="Boshqa odam ekan.")
    stranger = signed_in("boshqa")
    for case in (f"/cases/{movement.pk}/", later):
        assert (guest.get(case).status_code, stranger.get(case).status_code) == (200, 404)
    assert set(Movement.objects.values_list("applicant", flat=True)) == {person.pk}
    assert [event.act for event in events.of(other)] == ["person.merge", "person.take_apart"]
    assert verify_all() == []


def test_whom_an_order_admitted_meanwhile_goes_back_with_the_case(house: House, seal: None) -> None:
    _guest, person, movement = guest_with_case()
    other = create_person(surname="Sobirova", given_name="Nodira", born_on=person.born_on)
    wrong = merge(actor=house.dilnoza, kept_id=other.pk, absorbed_id=person.pk, reason="Bir xil.")
    actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
    actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve", added={"group": "25-10"})
    order = compose(actor=house.dilnoza, kind="arrival", movement_ids=[movement.pk])[0]
    orders.send(actor=house.dilnoza, order_id=order.pk)
    orders.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    assert other.enrolments.count() == 1
    take_apart(actor=house.dilnoza, merge_id=wrong.pk, reason="Boshqa odam ekan.")
    assert (other.enrolments.count(), person.enrolments.count(), order.items.get().person) == (0, 1, person)


def test_the_roster_makes_no_second_person_of_a_merged_pinfl(house: House) -> None:
    _guest, person, _movement = guest_with_case()
    kept = known(house)
    merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=person.pk, reason="Pasport.")
    names = {"second_name": "SOBIROVA", "first_name": "NODIRA", "third_name": None}
    taken = row(student_id_number="337261190001", id=91001, passport_pin=NODIRA["pinfl"], **names)
    report = import_envelope(actor=house.dilnoza, data=envelope(taken), file_name="x.json")
    assert (report.created, report.refused, kept.enrolments.count()) == (1, [], 1)
    assert Person.objects.filter(surname__iexact="sobirova").count() == 2


def test_the_roster_gives_its_number_to_whom_an_order_admitted_before(house: House, seal: None) -> None:
    person = newcomer(stated_pinfl=NODIRA["pinfl"])
    signed(house, line(house, person))
    do_all_jobs()
    student = person.enrolments.get()
    names = {"second_name": person.surname, "first_name": person.given_name, "third_name": None}
    moment = int((clock.now() + timedelta(days=1)).timestamp())
    taken = row(student_id_number="337261190001", id=91001, passport_pin=NODIRA["pinfl"], updated_at=moment, **names)
    with clock.pretend(clock.now() + timedelta(days=2)):
        report = import_envelope(actor=house.dilnoza, data=envelope(taken), file_name="x.json")
        again = import_envelope(actor=house.dilnoza, data=envelope(taken), file_name="x.json")
    assert (report.created, person.enrolments.count(), again.unchanged) == (0, 1, 1)
    student.refresh_from_db()
    assert (report.refused, student.number, student.hemis_id) == ([], "337261190001", 91001)


def test_the_roster_that_comes_after_a_guest_makes_a_pair_to_be_compared(house: House) -> None:
    _guest, person, movement = guest_with_case()
    names = {"second_name": "Sobirova", "first_name": "Nodira", "third_name": "Olim qizi"}
    taken = row(student_id_number="337261190001", id=91001, passport_pin=NODIRA["pinfl"], **names)
    import_envelope(actor=house.dilnoza, data=envelope(taken), file_name="x.json")
    twin = Person.objects.get(pinfl=NODIRA["pinfl"])
    assert twin != person
    registrar = signed_in("dilnoza")
    assert f"/people/merging/{person.pk}/{twin.pk}/" in registrar.get("/people/merging/").content.decode()
    press(registrar, f"/people/merging/{person.pk}/{twin.pk}/", kept=twin.pk, reason="Pasport solishtirildi.")
    movement.refresh_from_db()
    assert movement.applicant == twin
    assert f"/people/merging/{person.pk}/{twin.pk}/" not in registrar.get("/people/merging/").content.decode()
    made = PersonMerge.objects.get()
    press(registrar, f"/people/merging/{made.pk}/", reason="Boshqa odam ekan.")
    movement.refresh_from_db()
    assert movement.applicant == person


@pytest.mark.parametrize("login", ["botir", "hamid", "erkin", "kamola", "aziza"])
def test_nobody_but_the_registrar_merges_or_looks(house: House, login: str) -> None:
    _guest, person, _movement = guest_with_case()
    kept = known(house)
    with pytest.raises(Conflict):
        merge(actor=house.people[login], kept_id=kept.pk, absorbed_id=person.pk, reason="Pasport.")
    client = signed_in(login)
    for page in ("/people/merging/", f"/people/merging/{person.pk}/{kept.pk}/"):
        assert client.get(page).status_code == 404


def test_a_name_alone_makes_nobody_the_same_person(house: House) -> None:
    first, second = newcomer(), newcomer()
    with pytest.raises(Invalid, match="JShShIR"):
        merge(actor=house.dilnoza, kept_id=first.pk, absorbed_id=second.pk, reason="Ismi bir xil.")


def test_what_cannot_be_merged(house: House) -> None:
    kept = known(house)
    other = create_person(surname="Sobirova", given_name="Nodira", pinfl=pinfl("6140305700999"))
    with pytest.raises(Conflict):
        merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=other.pk, reason="x")
    with pytest.raises(Invalid):
        merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=kept.pk, reason="x")
    with pytest.raises(NotFound):
        merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=0, reason="x")
    with pytest.raises(Invalid):
        merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=newcomer().pk, reason=" ")
    correct_person(person=house.aziza, stated_pinfl=NODIRA["pinfl"])
    with pytest.raises(Conflict):
        merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=house.aziza.pk, reason="x")


def test_who_holds_an_office_is_kept_though_they_have_no_account_yet(house: House) -> None:
    kept = known(house)
    holder = create_person(surname="Sobirova", given_name="Nodira", stated_pinfl=NODIRA["pinfl"])
    appoint(
        actor=None, person=holder, office=Role.DEAN, unit=house.units["chemistry"], valid_from=HELD_SINCE, title="",
        basis="2",
    )  # fmt: skip
    with pytest.raises(Conflict, match="lavozim"):
        merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=holder.pk, reason="Pasport.")
    assert not PersonMerge.objects.exists()


def test_a_merge_is_taken_apart_once_and_its_row_never_changes(house: House) -> None:
    _guest, person, _movement = guest_with_case()
    made = merge(actor=house.dilnoza, kept_id=known(house).pk, absorbed_id=person.pk, reason="Pasport.")
    with pytest.raises(Conflict):
        merge(actor=house.dilnoza, kept_id=made.kept_id, absorbed_id=person.pk, reason="Yana.")
    take_apart(actor=house.dilnoza, merge_id=made.pk, reason="Yoʻq.")
    with pytest.raises(Conflict):
        take_apart(actor=house.dilnoza, merge_id=made.pk, reason="Yoʻq.")
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonMerge.objects.filter(pk=made.pk).update(reason="x")


def test_a_contact_both_have_stays_with_its_row_and_lets_the_kept_one_in(house: House) -> None:
    _guest, person, _movement = guest_with_case()
    kept = known(house)
    Contact.objects.create(person=kept, address=NODIRA["email"], proved_at=clock.now())
    merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=person.pk, reason="Pasport.")
    _again, who = come_in()
    assert who == kept


def test_a_merge_with_a_student_who_has_an_account_closes_the_way_by_code(house: House) -> None:
    guest, person, movement = guest_with_case()
    enrol(house, "nodira", "Sobirova", "Nodira", "chemistry", "337251100009")
    kept = house.people["nodira"]
    correct_person(person=kept, pinfl=NODIRA["pinfl"])
    merge(actor=house.dilnoza, kept_id=kept.pk, absorbed_id=person.pk, reason="Pasport.")
    assert guest.get(f"/cases/{movement.pk}/").status_code == 302
    assert signed_in("nodira").get(f"/cases/{movement.pk}/").status_code == 200
