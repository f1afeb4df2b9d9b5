"""The academic difference of a case: counted, judged by the office, frozen by the approval, seen by the applicant."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from journal.models import Event
from journal.refusals import Conflict, Invalid, NotFound
from movements import actions, differences, queries
from movements.composing import compose
from movements.models import CaseDifference, Movement
from orders import actions as orders
from orders import preview
from tests.api.caller import Caller
from tests.journey import carry_into_force, decide, order_of, press, signed_in
from tests.movements import differing
from tests.people import enrol
from tests.students import studies


@pytest.fixture(autouse=True)
def english_and_numbers(monkeypatch):
    differing.with_numbers(monkeypatch)
    with translation.override("en"):
        yield


@pytest.fixture
def case(house):
    differing.with_lists(house)
    return differing.filed(house)


def now(movement):
    return differences.shown(movement, queries.open_turn(movement))


def told(lines):
    return [(line["code"], line["verdict"], line["rule"], line["missing"]) for line in lines]


def proposal(movement):
    (line,) = (line for line in now(movement).lines if line["proposals"])
    return {"required": line["key"], "passed": line["proposals"][0]["key"]}


def test_the_office_sees_what_is_covered_what_is_not_and_by_which_rule(house, case):
    found = now(case)
    assert told(found.lines) == [
        ("FZ101", "partly", "code", "0.50"),
        ("OM101", "matched", "code", "0.00"),
        ("BK201", "missing", "not_passed", "6.00"),
        ("OT202", "matched", "name", "0.00"),
        ("OX301", "missing", "not_passed", "6.00"),
    ]
    names = ("curriculum", "credits", "subjects", "course", "semester", "rule")
    assert [found.result[name] for name in names] == ["Oziq-ovqat texnologiyasi 2025", "6.50", 2, 2, 3, "within"]
    # Six credits a semester: the half credit first, the six after it.
    assert [(one["semester"], one["credits"]) for one in found.result["plan"]] == [(3, "0.50")]
    assert [one["code"] for one in found.result["unplaced"]] == ["BK201"]


def test_a_confirmed_match_lowers_what_is_missing_and_a_rejected_one_does_not(house, case):
    match = proposal(case)
    actions.judge_match(actor=house.dilnoza, movement_id=case.pk, **match, verdict="confirm", words="Dasturi bir xil.")
    assert told(now(case).lines)[2] == ("BK201", "partly", "confirmed", "1.00")
    assert now(case).result["credits"] == "1.50"
    actions.judge_match(actor=house.dilnoza, movement_id=case.pk, **match, verdict="reject", words="Adashibman.")
    assert told(now(case).lines)[2] == ("BK201", "missing", "not_passed", "6.00")
    versions = CaseDifference.objects.values_list("version", "act", "words", "by__given_name", "office")
    assert list(versions) == [
        (1, "confirm", "Dasturi bir xil.", "Dilnoza", "registrar"),
        (2, "reject", "Adashibman.", "Dilnoza", "registrar"),
    ]
    assert list(Event.objects.filter(act__in=("confirm", "reject")).values_list("act", flat=True)) == [
        "confirm",
        "reject",
    ]


def test_the_approval_freezes_the_difference_into_the_case_and_a_row(house, case):
    match = proposal(case)
    actions.judge_match(actor=house.dilnoza, movement_id=case.pk, **match, verdict="confirm", words="Dasturi bir xil.")
    approved = actions.decide(actor=house.dilnoza, movement_id=case.pk, verdict="approve")
    kept = approved.decided["office"]["difference"]
    assert {name: kept[name] for name in ("credits", "subjects", "course", "semester", "version")} == {
        "credits": "1.50", "subjects": 2, "course": 2, "semester": 3, "version": 2,
    }  # fmt: skip
    assert kept["counts"] == {"matched": 2, "partly": 2, "missing": 0}
    assert [(one["semester"], [line["code"] for line in one["subjects"]]) for one in kept["plan"]] == [
        (3, ["FZ101", "BK201"])
    ]
    row = CaseDifference.objects.get(act="approve")
    assert ({**row.result, "version": row.version}, row.by) == (kept, house.dilnoza)
    # What is imported afterwards does not touch it.
    differing.with_lists(house, passed=[{**one, "credits": 9, "hours": 270} for one in differing.PASSED])
    approved.refresh_from_db()
    assert approved.decided["office"]["difference"] == kept
    assert now(approved).result["credits"] == "1.50"


def test_without_a_curriculum_nothing_is_approved(house):
    case = differing.filed(house)
    assert now(case).curriculum is None
    with pytest.raises(Invalid, match="Choose the curriculum"):
        actions.decide(actor=house.dilnoza, movement_id=case.pk, verdict="approve")
    assert not CaseDifference.objects.exists()


def test_the_office_may_choose_another_curriculum_of_the_programme_and_no_other(house, case):
    earlier = studies.curriculum_rows(differing.SUBJECTS[:1], **{**differing.FOOD, "curriculum": "Eski reja"})
    earlier = [{**row, "admitted_in": 2023} for row in earlier]
    studies_of_chemistry = studies.curriculum_rows()
    for rows in (earlier, studies_of_chemistry):
        differing.import_files(actor=None, kind="curricula", files=[("reja.csv", studies.csv_of(rows))])
    by_name = {one.name: one for one in now(case).curricula}
    assert list(by_name) == ["Oziq-ovqat texnologiyasi 2025", "Eski reja"]
    actions.compare_with(actor=house.dilnoza, movement_id=case.pk, curriculum_id=by_name["Eski reja"].pk)
    assert [now(case).curriculum.name, now(case).result["credits"]] == ["Eski reja", "0.00"]
    chemistry = differences.Curriculum.objects.get(programme__code="60710100")
    with pytest.raises(Invalid, match="of the programme"):
        actions.compare_with(actor=house.dilnoza, movement_id=case.pk, curriculum_id=chemistry.pk)


@pytest.mark.parametrize("login", ["botir", "aziza", "gulnora", "sardor"])
def test_nobody_but_the_deciding_office_judges_a_match(house, case, login):
    actor, match = getattr(house, login), proposal(case)
    with pytest.raises((Conflict, NotFound)):
        actions.judge_match(actor=actor, movement_id=case.pk, **match, verdict="confirm", words="Mayli.")
    with pytest.raises((Conflict, NotFound)):
        actions.compare_with(actor=actor, movement_id=case.pk, curriculum_id=now(case).curriculum.pk)
    assert not CaseDifference.objects.exists()


def test_a_verdict_needs_words_and_a_proposal(house, case):
    match = proposal(case)
    with pytest.raises(Invalid, match="in words"):
        actions.judge_match(actor=house.dilnoza, movement_id=case.pk, **match, verdict="confirm", words="  ")
    for wrong in ({"required": "9:X"}, {"passed": "0"}, {"verdict": "approve"}):
        sent = {**match, "verdict": "confirm", **wrong}
        with pytest.raises(Invalid, match="no such proposal"):
            actions.judge_match(actor=house.dilnoza, movement_id=case.pk, words="Mayli.", **sent)
    assert not CaseDifference.objects.exists()


def test_whoever_comes_after_the_approval_is_told_so(house, case):
    match = proposal(case)
    actions.decide(actor=house.dilnoza, movement_id=case.pk, verdict="approve")
    with pytest.raises(Conflict):
        actions.judge_match(actor=house.dilnoza, movement_id=case.pk, **match, verdict="confirm", words="Mayli.")


def test_a_version_is_never_changed_and_never_removed(house, case):
    actions.judge_match(actor=house.dilnoza, movement_id=case.pk, **proposal(case), verdict="reject", words="Yoʻq.")
    for change in (
        lambda: CaseDifference.objects.update(words="boshqa"),
        lambda: CaseDifference.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            change()
    assert CaseDifference.objects.get().words == "Yoʻq."


def test_578_a_gpa_below_the_least_proposes_a_lower_course(house, case, monkeypatch):
    differing.with_numbers(monkeypatch, transfer__min_gpa="2.4")
    for gpa, semester, rule in (("2.40", 3, "within"), ("2.39", 1, "gpa")):
        case.student.gpa = differences.Decimal(gpa)
        assert (now(case).result["semester"], now(case).result["rule"]) == (semester, rule)


def test_the_case_page_and_its_acts_cost_the_same_with_three_subjects_and_with_sixty(house):
    def page(subjects):
        differing.with_lists(house, subjects)
        case = Movement.objects.first() or differing.filed(house)
        client = signed_in("dilnoza")
        client.get(f"/cases/{case.pk}/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/cases/{case.pk}/").status_code == 200
        return len(asked)

    many = [{**differing.SUBJECTS[0], "code": f"X{place}", "semester": place % 2 + 1} for place in range(60)]
    assert page(differing.SUBJECTS[:3]) == page(many)


@pytest.mark.journey
def test_a_case_goes_through_the_pages_from_the_proposal_to_the_order(house, seal):
    differing.with_lists(house)
    aziza, registrar = signed_in("aziza"), signed_in("dilnoza")
    aziza.cookies["django_language"] = registrar.cookies["django_language"] = "en"
    address = press(aziza, "/apply/change_of_programme/")
    press(aziza, address, act="save", **differing.stated())
    page = aziza.get(address).content.decode()
    assert "To make up (estimate)" in page and "6.5 credits, differing subjects: 2" in page
    assert "1\u00a0083\u00a0333,33 soʻm" in page and "library" in page.lower()
    press(aziza, address, act="file", **differing.stated())
    movement = Movement.objects.get()
    shown = registrar.get(f"/cases/{movement.pk}/").content.decode()
    assert "Biologik va kolloid kimyo" in shown and "The names are alike" in shown
    match = proposal(movement)
    refused = registrar.post(f"/cases/{movement.pk}/", {"act": "confirm", **match, "words": ""})
    assert refused.status_code == 422 and "Say in words why" in refused.content.decode()
    decide(registrar, movement, "confirm", **match, words="Dasturi bir xil.")
    seen = aziza.get(address).content.decode()
    assert "Dasturi bir xil." in seen and "Judge this match" not in seen
    decide(registrar, movement, "approve")
    assert movement.decided["office"]["difference"]["credits"] == "1.50"
    order = order_of(registrar, movement)
    page = registrar.get(f"/orders/{order.pk}/").content.decode()
    assert "1.5 credits, differing subjects: 2" in page and "250\u00a0000,00 soʻm" in page
    order = carry_into_force(order, registrar, (), signed_in("erkin"))
    assert order.state == "in_force"
    assert "confirmed that this is the subject" in aziza.get(address).content.decode()


def test_the_api_does_the_same(house, case):
    registrar, aziza = Caller.signed_in("dilnoza"), Caller.signed_in("aziza")
    seen = registrar.get(f"movements/{case.pk}/difference").json()
    assert (seen["open"], seen["curriculum"], seen["result"]["credits"]) == (
        True,
        "Oziq-ovqat texnologiyasi 2025",
        "6.50",
    )
    line = next(line for line in seen["lines"] if line["proposals"])
    match = {"required": line["key"], "passed": line["proposals"][0]["key"]}
    assert registrar.act(case.pk, "confirm", **match).json()["fields"]["grounds"]
    assert registrar.act(case.pk, "confirm", **match, grounds="Dasturi bir xil.").status_code == 200
    assert registrar.act(case.pk, "compare", curriculum="Yoʻq reja").status_code == 422
    assert registrar.act(case.pk, "compare", curriculum="Oziq-ovqat texnologiyasi 2025").status_code == 200
    seen = aziza.get(f"movements/{case.pk}/difference").json()
    assert [(one["act"], one["words"]) for one in seen["versions"]] == [
        ("confirm", "Dasturi bir xil."),
        ("compare", ""),
    ]
    assert seen["result"]["credits"] == "1.50"
    assert aziza.act(case.pk, "confirm", **match, grounds="Mayli.").status_code == 409
    assert Caller.signed_in("sardor").get(f"movements/{case.pk}/difference").status_code == 404


def test_a_rehearsal_says_what_it_will_mean_and_changes_nothing(house):
    differing.with_lists(house)
    rehearsed = (
        Caller.signed_in("aziza")
        .post("kinds/change_of_programme/rehearse", language="en", stated=differing.stated())
        .json()
    )
    impact = rehearsed["impact"]
    assert (impact["difference"]["credits"], impact["estimated"], impact["fee"]) == ("6.50", True, "1083333.33")
    assert (impact["payment_now"], impact["fee_missing"]) == ("state grant", "")
    assert [duty["office"] for duty in impact["duties"]] == ["accounting", "dean's office", "library"]
    assert not Movement.objects.exists()


def test_without_a_price_the_rehearsal_says_who_must_enter_it(house, monkeypatch):
    differing.with_lists(house)
    differing.with_numbers(monkeypatch, contract__annual=None)
    rehearsed = (
        Caller.signed_in("aziza")
        .post("kinds/change_of_programme/rehearse", language="en", stated=differing.stated())
        .json()
    )
    assert rehearsed["impact"]["fee"] is None
    assert rehearsed["impact"]["fee_missing"] == "the office has not entered the annual contract price"


def test_a_movement_that_asks_for_nothing_else_says_so(house):
    stated = {"group": "26-10", "starts_on": differing.stated()["starts_on"]}
    rehearsed = Caller.signed_in("aziza").post("kinds/swap_of_group/rehearse", language="en", stated=stated).json()
    assert rehearsed["impact"]["difference"] is None
    assert rehearsed["impact"]["lines"] == [{"label": "Payment afterwards", "value": "state grant, as now"}]


def test_an_order_says_what_follows_for_each_student_at_one_price(house, case, seal):
    def statements(order):
        with CaptureQueriesContext(connection) as asked:
            rows = preview.rows(order)
        return len(asked), rows

    actions.decide(actor=house.dilnoza, movement_id=case.pk, verdict="approve")
    ids = [case.pk]
    (order,) = compose(actor=house.dilnoza, kind="change_of_programme", movement_ids=ids)
    one, _rows = statements(order)
    orders.discard(actor=house.dilnoza, order_id=order.pk, grounds="Yangidan.")
    for place in range(3):
        enrol(house, f"t{place}", f"Talabayev{place}", "Anvar", "chemistry", f"33725120000{place}")
        other = differing.filed(house, f"t{place}")
        ids.append(actions.decide(actor=house.dilnoza, movement_id=other.pk, verdict="approve").pk)
    (order,) = compose(actor=house.dilnoza, kind="change_of_programme", movement_ids=ids)
    many, rows = statements(order)
    assert many == one
    assert [line["label"] for line in rows[0]["consequences"]] == [
        "To make up", "Proposed", "Personal plan", "Fee by credits", "Payment afterwards", "Accounting",
        "Dean's office", "Library",
    ]  # fmt: skip
