"""The office files for another: who may, what must be brought, who is told, and who may not decide it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.test import Client

from journal import clock, events
from journal.models import Notice
from journal.refusals import Conflict, Invalid, NotFound
from movements import actions, queries
from movements.composing import compose
from movements.models import Movement
from permissions.actions import appoint, create_person, open_account
from permissions.models import Person
from permissions.roles import Role
from tests.api.caller import Caller
from tests.guests import NODIRA, last_code
from tests.journey import press, signed_in
from tests.people import HELD_SINCE, PASSWORD, House
from tests.screens.cases import stated
from tests.uploads import pdf
from tests.work import do_all_jobs

SCAN = "application_scan"


def started(house: House, by: str = "dilnoza", login: str = "aziza") -> Movement:
    """A leave the office writes for a student."""
    return actions.start_draft_for(
        actor=house.people[by],
        applicant=house.people[login],
        kind="academic_leave",
        student=house.students[login],
        stated=stated(),
    )


def filed_for(house: House, by: str = "dilnoza") -> Movement:
    """And files, with the scan and the paper."""
    movement = started(house, by)
    for kind in (SCAN, "medical_conclusion"):
        actions.attach(actor=house.people[by], movement_id=movement.pk, kind=kind, upload=pdf())
    return actions.file(actor=house.people[by], movement_id=movement.pk)


def second_registrar(house: House) -> Person:
    """A colleague of Dilnoza's."""
    person = create_person(surname="Aliyev", given_name="Zafar", email="zafar@tkti.example")
    open_account(person=person, login="zafar", password=PASSWORD)
    person.refresh_from_db()
    where = {"office": Role.REGISTRAR, "unit": house.institute}
    appoint(actor=None, person=person, valid_from=HELD_SINCE, title="", basis="1", **where)
    house.people["zafar"] = person
    return person


def test_the_case_is_the_applicants_and_says_who_filed_it(house: House) -> None:
    movement = filed_for(house)
    assert (movement.applicant, movement.filed_by, movement.state) == (house.aziza, house.dilnoza, "review")
    decision = movement.decisions.get()
    assert (decision.by, decision.office, decision.on_behalf_of) == (house.dilnoza, "registrar", house.aziza)
    assert decision.basis == "08.01.2024-yildagi 12-K-sonli buyruq"
    told = [(one.act, one.actor_name, one.office) for one in events.of(movement)]
    assert told[-1] == ("file", "Yusupova Dilnoza", "registrar")


def test_the_applicant_is_told_at_once_and_by_mail(house: House) -> None:
    movement = filed_for(house)
    do_all_jobs()
    notice = Notice.objects.get(person_id=house.aziza.pk, channel="in_app")
    assert notice.subject == f"Akademik taʼtil, {movement}-ish: siz uchun ofis topshirdi"
    assert "Yusupova Dilnoza" in notice.body and "aziza@tkti.example" in [one.to[0] for one in mail.outbox]


def test_without_the_scan_of_the_signed_application_nothing_is_filed(house: House) -> None:
    movement = started(house)
    with pytest.raises(Invalid) as refused:
        actions.file(actor=house.dilnoza, movement_id=movement.pk)
    assert list(refused.value.fields) == [f"paper_{SCAN}"]


def test_the_applicants_own_case_asks_for_no_scan_and_takes_none(house: House) -> None:
    movement = actions.start_draft(
        actor=house.aziza, kind="academic_leave", student=house.students["aziza"], stated=stated()
    )
    with pytest.raises(Invalid):
        actions.attach(actor=house.aziza, movement_id=movement.pk, kind=SCAN, upload=pdf())


@pytest.mark.parametrize(
    ("by", "may"),
    [("dilnoza", True), ("botir", True), ("jasur", False), ("hamid", False), ("erkin", False), ("sardor", False)],
)
def test_registrar_and_the_students_own_dean_may_and_others_may_not(house: House, by: str, may: bool) -> None:
    if may:
        assert started(house, by).filed_by == house.people[by]
    else:
        with pytest.raises(Conflict):
            started(house, by)


def test_nobody_files_for_themself_as_an_office(house: House) -> None:
    with pytest.raises(Conflict):
        actions.start_draft_for(
            actor=house.aziza,
            applicant=house.aziza,
            kind="academic_leave",
            student=house.students["aziza"],
            stated=stated(),
        )


def test_the_draft_is_seen_by_its_writer_and_its_applicant_alone(house: House) -> None:
    movement = started(house)
    for login in ("dilnoza", "aziza"):
        assert queries.get_case_for(house.people[login], movement.pk)
    for login in ("botir", "hamid", "sardor"):
        with pytest.raises(NotFound):
            queries.get_case_for(house.people[login], movement.pk)
        with pytest.raises(NotFound):
            actions.save_draft(actor=house.people[login], movement_id=movement.pk, stated={})


def test_an_office_that_is_no_longer_held_writes_no_further(house: House) -> None:
    movement = started(house)
    house.dilnoza.appointments.update(valid_to=date(2026, 1, 1))
    with pytest.raises(Conflict):
        actions.save_draft(actor=house.dilnoza, movement_id=movement.pk, stated={})
    with pytest.raises(NotFound):
        queries.get_case_for(house.dilnoza, movement.pk)


def test_the_applicant_who_files_the_offices_draft_files_it_themself(house: House) -> None:
    movement = started(house)
    actions.attach(actor=house.aziza, movement_id=movement.pk, kind="medical_conclusion", upload=pdf())
    movement = actions.file(actor=house.aziza, movement_id=movement.pk)
    assert (movement.filed_by, movement.decisions.get().office) == (None, "student")


def test_the_dean_who_filed_may_not_decide_and_another_holder_may(house: House) -> None:
    movement = filed_for(house, by="botir")
    assert (movement.step, "approve" in _may(house, "botir", movement)) == ("dean_consent", False)
    for verdict in ("approve", "return", "refuse"):
        with pytest.raises(Conflict, match="hal qilmaydi"):
            actions.decide(actor=house.botir, movement_id=movement.pk, verdict=verdict, ground="other", words="Chunki.")
    with pytest.raises(Conflict):
        actions.take(actor=house.botir, movement_id=movement.pk)
    with pytest.raises(Invalid):
        actions.reassign(actor=house.hamid, movement_id=movement.pk, to=house.botir, grounds="Chunki.")
    assert [turn.movement_id for turn in queries.inbox(house.botir)] == []
    deputy = create_person(surname="Oripov", given_name="Said")
    open_account(person=deputy, login="said", password=PASSWORD)
    deputy.refresh_from_db()
    appoint(
        actor=None,
        person=deputy,
        office=Role.DEAN,
        unit=house.units["chemistry"],
        valid_from=HELD_SINCE,
        title="",
        basis="2",
    )
    assert [turn.movement_id for turn in queries.inbox(deputy)] == [movement.pk]
    assert actions.decide(actor=deputy, movement_id=movement.pk, verdict="approve").state in ("review", "approved")


def test_over_the_api_whoever_filed_may_not_decide_either(house: House) -> None:
    movement = filed_for(house, by="botir")
    dean = Caller.signed_in("botir")
    answer = dean.act(movement.pk, "approve")
    assert (answer.status_code, answer.json()["may"]) == (409, [])
    assert dean.get("tasks").json()["items"] == []


def _may(house: House, login: str, movement: Movement) -> list[str]:
    seen = queries.get_case_for(house.people[login], movement.pk)
    return queries.may(house.people[login], seen, queries.open_turn(seen))


def test_the_applicant_withdraws_it_freely_and_the_filer_may_not(house: House) -> None:
    movement = filed_for(house)
    with pytest.raises(NotFound):
        actions.withdraw(actor=house.dilnoza, movement_id=movement.pk)
    assert "withdraw" in _may(house, "aziza", movement)
    assert actions.withdraw(actor=house.aziza, movement_id=movement.pk).state == "withdrawn"


def test_the_filer_may_put_the_own_draft_aside(house: House) -> None:
    movement = started(house)
    assert actions.withdraw(actor=house.dilnoza, movement_id=movement.pk).state == "withdrawn"


def test_a_returned_case_is_corrected_by_the_applicant_or_by_who_filed_it_and_nobody_else(house: House) -> None:
    movement = filed_for(house)
    actions.decide(actor=house.botir, movement_id=movement.pk, verdict="return", ground="dates_wrong", words="Sana.")
    assert (_may(house, "aziza", movement), _may(house, "dilnoza", movement)) == (["revise", "withdraw"], ["revise"])
    with pytest.raises(NotFound):
        actions.revise(actor=second_registrar(house), movement_id=movement.pk, stated=stated())
    assert actions.revise(actor=house.dilnoza, movement_id=movement.pk, stated=stated()).state == "review"


def test_the_line_of_asos_says_that_the_office_entered_it(house: House) -> None:
    movement = filed_for(house)
    for login in ("botir", "hamid"):
        actions.decide(actor=house.people[login], movement_id=movement.pk, verdict="approve")
    order = compose(actor=house.dilnoza, kind="academic_leave", movement_ids=[movement.pk])[0]
    (line,) = order.items.get().basis["papers"]
    assert f"{movement.number}-sonli arizasi (ofis tomonidan kiritilgan), " in line
    assert "skan" not in line.lower()


def test_the_pages_lead_from_the_search_to_a_filed_case_that_says_so_to_its_applicant(house: House) -> None:
    registrar = signed_in("dilnoza")
    page = registrar.get("/file-for/", {"q": "qodirova"}).content.decode()
    assert f"?person={house.aziza.pk}" in page and f"?person={house.sardor.pk}" not in page
    case = press(registrar, f"/file-for/?person={house.aziza.pk}", person=house.aziza.pk, kind="academic_leave")
    papers = {f"paper_{SCAN}": pdf(), "paper_medical_conclusion": pdf()}
    press(registrar, case, act="save", **stated(), **papers)
    press(registrar, case, act="file", **stated())
    own = signed_in("aziza").get(case).content.decode()
    assert "Ofis topshirgan: Yusupova Dilnoza, Qodirova Aziza Anvar qizi uchun." in own
    assert "Buni siz soʻramagan boʻlsangiz, qaytarib oling" in own
    assert "ofis topshirgan" in signed_in("botir").get("/").content.decode()


def test_somebody_the_record_does_not_know_is_entered_and_can_follow_the_case(house: House) -> None:
    registrar = signed_in("dilnoza")
    case = press(registrar, "/file-for/arrival/", **NODIRA)
    typed = {"programme": "60710100", "comes_from": "TDTU", "starts_on": clock.today().isoformat()}
    press(registrar, case, act="save", **typed, **{f"paper_{SCAN}": pdf()})
    press(registrar, case, act="file", **typed)
    movement = Movement.objects.get(applicant__surname="Sobirova")
    assert (movement.unit, movement.filed_by) == (house.units["chemistry"], house.dilnoza)
    guest = Client(HTTP_ACCEPT_LANGUAGE="en")
    press(guest, "/track/", number=movement.number or "", email=NODIRA["email"])
    press(guest, "/apply/code/", code=last_code())
    assert guest.get(case).status_code == 200
    press(guest, case, act="withdraw")
    movement.refresh_from_db()
    assert movement.state == "withdrawn"


def test_a_pinfl_that_is_known_is_not_entered_anew(house: House) -> None:
    Person.objects.filter(pk=house.aziza.pk).update(pinfl=NODIRA["pinfl"])
    answer = signed_in("dilnoza").post("/file-for/arrival/", NODIRA)
    assert (answer.status_code, Person.objects.filter(surname="Sobirova").count()) == (409, 0)


def test_the_pages_do_not_exist_for_who_may_file_for_nobody(house: House) -> None:
    for login in ("aziza", "hamid", "erkin", "kamola"):
        client = signed_in(login)
        assert client.get("/file-for/").status_code == 404
        assert client.get("/file-for/arrival/").status_code == 404
        assert client.get("/file-for/", {"person": house.sardor.pk}).status_code == 404
    dean = signed_in("botir")
    assert dean.get("/file-for/", {"person": house.sardor.pk}).status_code == 404
    assert dean.get("/file-for/", {"person": house.aziza.pk}).status_code == 200


def test_over_the_api_the_office_files_for_a_student_and_for_a_newcomer(house: House) -> None:
    registrar = Caller.signed_in("dilnoza")
    begun = registrar.post("movements", kind="academic_leave", student="337251100001", stated=stated(), on_behalf=True)
    assert begun.status_code == 422
    draft = begun.json()["movement"]
    for kind in (SCAN, "medical_conclusion"):
        assert registrar.attach(draft, kind).status_code == 201
    answer = registrar.act(draft, "file")
    assert (answer.status_code, answer.json()["filed_by"], answer.json()["applicant"]) == (
        200,
        "Yusupova Dilnoza",
        "Qodirova Aziza Anvar qizi",
    )
    typed = {"programme": "60710100", "comes_from": "TDTU", "starts_on": clock.today().isoformat()}
    entered = registrar.post("movements", kind="arrival", applicant=NODIRA, stated=typed, on_behalf=True, draft=True)
    assert (entered.status_code, entered.json()["applicant"]) == (201, "Sobirova Nodira Olim qizi")
    assert Caller.signed_in("aziza").get(f"movements/{draft}").json()["filed_by"] == "Yusupova Dilnoza"
    for login, status in (("jasur", 404), ("hamid", 409)):
        sent = {"kind": "academic_leave", "student": "337251100001", "stated": stated(), "on_behalf": True}
        assert Caller.signed_in(login).post("movements", **sent).status_code == status
