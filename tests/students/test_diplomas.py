"""The register of diplomas: looked at before it is imported, found in any script, and never changed afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.guard_check import missing_guards
from journal.models import Event
from journal.refusals import Conflict
from students import diplomas
from students.diplomas import key_of
from students.models import Diploma, StudyList
from students.study_importing import import_files
from tests import journey
from tests.api.caller import Caller
from tests.journal.conftest import refused
from tests.students.registers import KARIMOV, SODIQOVA, entered, register_of

TOML = """
[[diploma]]
number = "B № 77"
register_number = "9"
registered_on = 1998-07-02
name = "Aliyev Anvar"
programme = "Oziq-ovqat texnologiyasi"
degree = "bakalavr"
graduated_in = 1998
honours = false
"""


def signed_in(login):
    client = journey.signed_in(login)
    client.cookies["django_language"] = "en"
    return client


def text(response):
    return response.content.decode()


def brought(content, name="daftar-1998.csv"):
    return import_files(actor=None, kind=StudyList.Kind.DIPLOMAS, files=[(name, content)])


def uploaded(client, content):
    file = SimpleUploadedFile("daftar.csv", content)
    return client.post("/diplomas/", {"kind": "diplomas", "file": file})


@pytest.mark.parametrize(
    ("typed", "key"),
    [("B № 123456", "B123456"), ("В №123456", "B123456"), ("b 123456", "B123456"), ("№ 12-34", "1234"),
     ("NO. 77", "77"), ("—", "")],
)  # fmt: skip
def test_a_number_is_compared_without_what_registers_write_differently(typed, key):
    assert key_of(typed) == key


def test_a_register_is_looked_at_imported_and_found_by_number_and_name_in_any_script(house):
    registrar = signed_in("dilnoza")
    looked_at = uploaded(registrar, register_of())
    assert looked_at.status_code == 302 and not Diploma.objects.exists()
    assert "+ B № 123456" in text(registrar.get(looked_at["Location"]))
    assert registrar.post(looked_at["Location"]).status_code == 302
    assert "Register of diplomas" in text(registrar.get(looked_at["Location"]))
    for typed in ("123456", "b123456", "Karimov", "каримов шерзод", "KARIMOV Sherzod", "417"):
        page = text(registrar.get("/diplomas/", {"q": typed}))
        assert "B № 123456" in page and "B № 123457" not in page, typed
    page = text(registrar.get("/diplomas/", {"q": "Содиқова Гулноза"}))
    assert "B № 123457" in page and "B № 123456" not in page
    karimov = Diploma.objects.get(key="B123456")
    page = text(registrar.get(f"/diplomas/{karimov.pk}/"))
    assert "Каримов Шерзод Бахтиёрович" in page and "with honours" in page and "Nobody has asked" in page


def test_a_second_import_enters_nothing_and_what_stands_is_changed_by_no_list(house):
    assert brought(register_of()).created == 2
    again = brought(register_of())
    assert (again.created, again.unchanged, again.refused) == (0, 2, [])
    other = brought(register_of({**KARIMOV, "name": "Karimov Sherali"}))
    assert (other.created, other.unchanged) == (0, 0)
    assert other.refused[0].reason.count("(name)") == 1
    assert Diploma.objects.get(key="B123456").name == KARIMOV["name"]


def test_a_toml_register_is_read_like_a_table_and_a_bad_one_is_refused_whole(house):
    assert brought(TOML.encode(), "daftar.toml").created == 1
    kept = Diploma.objects.get(key="B77")
    assert (kept.degree, kept.registered_on, kept.honours) == ("11", date(1998, 7, 2), False)
    client = signed_in("dilnoza")
    file = SimpleUploadedFile("daftar.toml", b"a = [1, 2")
    answer = client.post("/diplomas/", {"kind": "diplomas", "file": file})
    assert answer.status_code == 422 and "no TOML" in text(answer)


def test_rows_that_cannot_be_are_refused_one_by_one_with_line_and_reason(house):
    rows = [
        {**KARIMOV, "graduated_in": 2099}, {**KARIMOV, "degree": "akademik"}, {**KARIMOV, "born_on": "11/04/76"},
        SODIQOVA, {**SODIQOVA, "name": "Boshqa"}, {**KARIMOV, "number": "—"},
    ]  # fmt: skip
    report = brought(register_of(*rows))
    assert (report.created, [refused.line for refused in report.refused]) == (1, [2, 3, 4, 6, 7])


def test_an_entry_from_paper_is_made_once_and_leaves_an_event(house):
    registrar = signed_in("dilnoza")
    said = {**KARIMOV, "degree": "specialist", "form": "11", "honours": "on"}
    made = registrar.post("/diplomas/new/", said)
    assert made.status_code == 302
    kept = Diploma.objects.get()
    assert (kept.source, kept.entered_by, kept.search) == (
        "paper", house.dilnoza, "karimov sherzod bahtiyorovich",
    )  # fmt: skip
    assert Event.objects.get(act="diploma.enter").actor_id == house.dilnoza.pk
    again = registrar.post("/diplomas/new/", {**said, "number": "В № 123456"})
    assert again.status_code == 409 and "stands in the register already" in text(again)
    assert f"/diplomas/{kept.pk}/" in text(again)
    assert registrar.post("/diplomas/new/", {**said, "number": ""}).status_code == 422


@pytest.mark.parametrize("login", ["botir", "aziza", "kamola", "gulnora"])
def test_for_whoever_reads_no_register_there_is_no_such_page(house, login):
    kept, client = entered(), signed_in(login)
    for address in ("/diplomas/", "/diplomas/new/", f"/diplomas/{kept.pk}/"):
        assert client.get(address).status_code == 404, address
    assert Caller.signed_in(login).get(f"diplomas/{kept.pk}").status_code == 404
    with pytest.raises(Conflict):
        diplomas.enter_from_paper(actor=house.people[login], values={**KARIMOV, "number": "B 2"})
    assert Diploma.objects.count() == 1


def test_an_empty_register_says_what_to_do(house):
    registrar = signed_in("dilnoza")
    assert "The register is empty. Upload an old register" in text(registrar.get("/diplomas/"))
    entered()
    assert "No diploma matches" in text(registrar.get("/diplomas/", {"q": "Yoʻq odam"}))


def test_the_api_tells_the_same(house):
    kept = entered()
    caller = Caller.signed_in("dilnoza")
    listed = caller.get("diplomas?q=каримов").json()
    assert [(row["id"], row["valid"]) for row in listed["items"]] == [(kept.pk, True)] and listed["next"] is None
    told = caller.get(f"diplomas/{kept.pk}").json()
    assert (told["number"], told["history"], told["ends"]) == ("B № 123456", [kept.pk], [])
    assert caller.get("diplomas/999999").status_code == 404


def test_the_contact_is_kept_in_lower_case_and_only_by_who_keeps_the_register(house):
    kept, registrar = entered(), signed_in("dilnoza")
    assert registrar.post(f"/diplomas/{kept.pk}/", {"contact": "Sherzod@Pochta.example"}).status_code == 302
    kept.refresh_from_db()
    assert kept.contact == "sherzod@pochta.example"
    assert registrar.post(f"/diplomas/{kept.pk}/", {"contact": "emas"}).status_code == 422
    assert registrar.post(f"/diplomas/{kept.pk}/", {"contact": "90 123-45-67"}).status_code == 302
    assert Diploma.objects.get(pk=kept.pk).contact == "+998901234567"
    with pytest.raises(Conflict):
        diplomas.keep_contact(actor=house.botir, diploma_id=kept.pk, contact="a@b.example")


def test_the_database_keeps_an_entry_as_it_was_written_and_lets_holder_and_contact_be_learned(house):
    kept = entered()
    assert Diploma.objects.filter(pk=kept.pk).update(holder=house.aziza, contact="a@b.example") == 1
    for sql in (
        "UPDATE students_diploma SET name = 'Boshqa'", "UPDATE students_diploma SET graduated_in = 1999",
        "UPDATE students_diploma SET replaces_id = id", "DELETE FROM students_diploma",
    ):  # fmt: skip
        assert "students_diploma: a row is never" in refused(sql), sql
    said = {"ground": "lost", "order_number": "7-T", "order_date": date(2026, 11, 30)}
    diplomas.end(diploma_id=kept.pk, parts=["diploma"], since=date(2026, 11, 30), source="item:7", **said)
    for sql in ("UPDATE students_diplomaend SET ground = 'name'", "DELETE FROM students_diplomaend"):
        assert "students_diplomaend: a row is never" in refused(sql), sql
    assert missing_guards() == []


def test_an_entry_ends_once(house):
    kept = entered()
    said = {"since": date(2026, 11, 30), "ground": "lost", "order_number": "7-T", "order_date": date(2026, 11, 30)}
    for source in ("item:7", "item:7"):
        diplomas.end(diploma_id=kept.pk, parts=["diploma"], source=source, **said)
    with pytest.raises(Conflict):
        diplomas.end(diploma_id=kept.pk, parts=["diploma", "supplement"], source="item:8", **said)
    assert list(kept.ends.values_list("part", "source")) == [("diploma", "item:7")]


def test_numbers_of_the_register_of_duplicates_are_consecutive_within_a_year(house):
    given = [diplomas.next_register_number(year) for year in (2026, 2026, 2027)]
    assert given == ["D-1/2026", "D-2/2026", "D-1/2027"]


def test_a_page_of_the_register_costs_the_same_with_one_and_many(house):
    registrar, kept = signed_in("dilnoza"), entered()
    costs = []
    for made in range(3):
        with CaptureQueriesContext(connection) as counted:
            assert registrar.get("/diplomas/").status_code == 200
            assert registrar.get(f"/diplomas/{kept.pk}/").status_code == 200
        costs.append(len(counted))
        entered(number=f"B № 9{made}", register_number=str(made))
    assert costs[0] == costs[1] == costs[2]


def test_a_long_register_is_paged(house):
    for number in range(27):
        entered(number=f"B № 5{number:03}", register_number=str(number))
    registrar = signed_in("dilnoza")
    first = text(registrar.get("/diplomas/"))
    assert first.count('<th scope="row">') == 25 and 'rel="next"' in first
    listed = Caller.signed_in("dilnoza").get("diplomas").json()
    rest = Caller.signed_in("dilnoza").get(f"diplomas?after={listed['next']}").json()
    assert (len(listed["items"]), len(rest["items"]), rest["next"]) == (25, 2, None)
