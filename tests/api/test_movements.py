"""The calls that speak of cases, as programs use them."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.caller import STATED, Caller
from tests.people import House

Call = Callable[[str], Caller]


def test_a_student_sees_which_kinds_are_open_and_why_others_are_not(call: Call) -> None:
    kinds = {kind["kind"]: kind for kind in call("aziza").get("kinds").json()["items"]}
    leave, back = kinds["academic_leave"], kinds["return_from_leave"]
    assert (leave["open"], leave["why_not"], leave["movement"], leave["window"]) == (True, "", None, None)
    assert leave["form"]["required"] == ["ground", "starts_on"]
    assert "344/2021:6" in {clause["clause"] for clause in leave["clauses"]}
    assert leave["papers"][0]["kind"] == "medical_conclusion"
    assert leave["papers"][0]["when"] == {"ground": ["health"]}
    assert not back["open"]
    assert back["why_not"]


def test_a_rehearsal_says_what_each_clause_says_and_changes_nothing(call: Call) -> None:
    student = call("aziza")
    bare = student.post("kinds/academic_leave/rehearse", stated=STATED).json()
    assert not bare["admissible"]
    assert [finding["clause"] for finding in bare["findings"] if not finding["holds"]] == ["344/2021:6"]
    whole = student.post("kinds/academic_leave/rehearse", stated=STATED, papers=["medical_conclusion"]).json()
    assert whole["admissible"]
    assert set(whole["findings"][0]) >= {"clause", "text", "act", "holds", "facts"}
    assert student.get("movements").json() == {"items": [], "next": None}


def test_who_reads_a_students_record_may_rehearse_for_them_and_another_dean_may_not(call: Call, house: House) -> None:
    sent = {"student": house.students["aziza"].number, "stated": STATED}
    assert call("botir").post("kinds/academic_leave/rehearse", **sent).status_code == 200
    assert call("jasur").post("kinds/academic_leave/rehearse", **sent).status_code == 404


def test_a_draft_with_its_paper_is_filed_and_waits_for_the_dean(call: Call, house: House) -> None:
    student = call("aziza")
    draft = student.post("movements", kind="academic_leave", stated=STATED, draft=True)
    assert draft.status_code == 201
    told = draft.json()
    assert (told["number"], told["state"], told["waiting_for"], told["orders"]) == (None, "draft", None, [])
    assert told["student"] == house.students["aziza"].number
    paper = student.attach(told["id"])
    assert (paper.status_code, paper.json()["name"]) == (201, "xulosa.pdf")
    filed = student.act(told["id"], "file").json()
    assert (filed["state"], filed["step"]) == ("review", "dean_consent")
    assert filed["number"].endswith(f"{told['id']:06d}")
    assert filed["waiting_for"]["office"] == "dean"
    assert filed["waiting_for"]["unit"] == house.units["chemistry"].name
    assert filed["waiting_for"]["due_at"]
    assert all(finding["holds"] for finding in filed["findings"])


def test_344_6_filing_at_once_without_the_paper_keeps_the_draft_and_tells_the_findings(call: Call) -> None:
    student = call("aziza")
    refused = student.post("movements", kind="academic_leave", stated=STATED)
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    told = refused.json()
    assert (told["clause"], told["type"]) == ("344/2021:6", "urn:harakat:invalid")
    assert [finding["clause"] for finding in told["findings"] if not finding["holds"]] == ["344/2021:6"]
    assert student.get(f"movements/{told['movement']}").json()["state"] == "draft"
    student.attach(told["movement"])
    assert student.act(told["movement"], "file").json()["state"] == "review"


def test_who_insists_with_grounds_reaches_the_office(call: Call) -> None:
    student = call("aziza")
    answer = student.post(
        "movements", kind="academic_leave", stated=STATED, insist=True, grounds="Hujjat ertaga beriladi"
    )
    assert (answer.status_code, answer.json()["step"]) == (201, "office_check")
    assert answer.json()["waiting_for"]["unit"] == "Toshkent kimyo-texnologiya instituti"


def test_the_dean_returns_the_student_corrects_and_history_tells_it(call: Call) -> None:
    student, dean = call("aziza"), call("botir")
    case = student.file()
    assert dean.get("tasks").json()["items"][0]["movement"]["id"] == case
    returned = dean.act(case, "return", grounds="Sanani toʻgʻrilang")
    assert (returned.status_code, returned.json()["state"]) == (200, "returned")
    assert [task["step"] for task in student.get("tasks").json()["items"]] == ["correction"]
    assert dean.get("tasks").json()["items"] == []
    assert student.get(f"movements/{case}").json()["may"] == ["revise", "withdraw"]
    revised = student.act(case, "revise", stated={**STATED, "starts_on": "2026-12-07"})
    assert (revised.json()["state"], revised.json()["step"]) == ("review", "dean_consent")
    told = dean.get(f"movements/{case}").json()
    assert told["stated"]["starts_on"] == "2026-12-07"
    assert [(one["verdict"], one["ground"], one["words"]) for one in told["decisions"]] == [
        ("file", "", ""),
        ("return", "other", "Sanani toʻgʻrilang"),
        ("revise", "", ""),
    ]
    assert [event["seq"] for event in told["events"]] == list(range(1, len(told["events"]) + 1))
    assert told["may"] == ["approve", "return", "refuse", "take"]


def test_a_dean_of_another_faculty_sees_nothing_of_it(call: Call) -> None:
    case, other = call("aziza").file(), call("jasur")
    assert other.get(f"movements/{case}").status_code == 404
    assert other.act(case, "approve").status_code == 404
    assert other.get("movements").json()["items"] == []
    assert other.get("tasks").json()["items"] == []


def test_a_draft_is_its_applicants_alone(call: Call) -> None:
    case = call("aziza").draft()
    assert call("botir").get(f"movements/{case}").status_code == 404
    assert call("sardor").attach(case).status_code == 404


def test_who_comes_second_is_told_who_acted_and_what_remains(call: Call) -> None:
    case, dean = call("aziza").file(), call("botir")
    assert dean.act(case, "approve").status_code == 200
    late = dean.act(case, "approve")
    assert late.status_code == 409
    told = late.json()
    assert (told["type"], told["state"], told["may"]) == ("urn:harakat:conflict", "review", [])
    assert (told["acted"]["by"], told["acted"]["act"]) == ("Karimov Botir", "approve")


def test_taking_and_giving_back_and_giving_to_another(call: Call, house: House) -> None:
    case, dean = call("aziza").file(), call("botir")
    assert dean.act(case, "take").status_code == 200
    assert dean.get("tasks").json()["items"][0]["holder"] == "Karimov Botir"
    assert dean.act(case, "release").status_code == 200
    unknown = call("dilnoza").act(case, "reassign", to="nobody", grounds="Taʼtilda")
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["to"])
    assert call("dilnoza").act(case, "reassign", to="botir", grounds="Taʼtilda").status_code == 200
    assert dean.act(case, "reassign", to="jasur", grounds="Band").status_code == 409


def test_a_sensitive_paper_opens_for_who_decides_on_it_and_for_nobody_else(call: Call) -> None:
    student = call("aziza")
    case = student.file()
    paper = student.get(f"movements/{case}").json()["papers"][0]
    assert student.get(f"movements/{case}/papers/{paper['id']}").status_code == 200
    assert call("botir").get(f"movements/{case}/papers/{paper['id']}").status_code == 200
    assert call("erkin").get(f"movements/{case}/papers/{paper['id']}").status_code == 404
    assert call("erkin").get(f"movements/{case}").json()["papers"][0]["name"] is None


def test_lists_are_narrowed_and_paged_by_a_cursor(call: Call, house: House) -> None:
    call("aziza").file()
    call("sardor").file()
    office = call("dilnoza")
    newest = office.get("movements", state="review").json()["items"]
    assert [row["applicant"].split()[0] for row in newest] == ["Gʻaniyev", "Qodirova"]
    assert [row["id"] for row in office.get("movements", student=house.students["aziza"].number).json()["items"]] == [
        newest[1]["id"]
    ]
    assert office.get("movements", kind="return_from_leave").json() == {"items": [], "next": None}
    assert [row["id"] for row in office.get("movements", after=newest[0]["id"]).json()["items"]] == [newest[1]["id"]]


def test_a_withdrawn_draft_is_gone_and_another_may_be_begun(call: Call) -> None:
    student = call("aziza")
    case = student.draft()
    assert student.post("movements", kind="academic_leave", stated=STATED, draft=True).status_code == 409
    assert student.act(case, "withdraw").json()["state"] == "withdrawn"
    assert student.post("movements", kind="academic_leave", stated=STATED, draft=True).status_code == 201
