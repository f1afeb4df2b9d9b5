"""The office's pages of curricula and results."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from students.models import Curriculum, StudyList
from tests import journey
from tests.students import studies
from tests.students.test_study_importing import curricula


def signed_in(login):
    client = journey.signed_in(login)
    client.cookies["django_language"] = "en"
    return client


def sent(content=None, name="reja.csv", kind="curricula"):
    return {"kind": kind, "file": SimpleUploadedFile(name, content or studies.csv_of(studies.curriculum_rows()))}


def text(response):
    return response.content.decode()


def test_a_list_is_looked_at_imported_and_reported(house):
    registrar = signed_in("dilnoza")
    uploaded = registrar.post("/curricula/", sent())
    assert uploaded.status_code == 302 and not Curriculum.objects.exists()
    page = text(registrar.get(uploaded["Location"]))
    assert "What would change" in page and "+ OM101 Oliy matematika" in page
    assert registrar.post(uploaded["Location"]).status_code == 302
    page = text(registrar.get(uploaded["Location"]))
    assert "What changed" in page and "Import it" not in page
    assert "Kimyo muhandisligi 2025" in text(registrar.get("/curricula/"))
    page = text(registrar.get(f"/curricula/{Curriculum.objects.get().pk}/"))
    assert "Umumiy va anorganik kimyo" in page and "Semester 2" in page
    assert registrar.post(uploaded["Location"]).status_code == 409


def test_a_bad_file_is_refused_on_the_page_with_a_sentence(house):
    registrar = signed_in("dilnoza")
    for content, words in ((b"PK\x03\x04", "no valid xlsx"), (b"x" * 5_300_000, "larger than 5 MB")):
        refused = registrar.post("/curricula/", sent(content))
        assert refused.status_code == 422 and words in text(refused)
    assert registrar.post("/curricula/", {"kind": "curricula"}).status_code == 422
    assert registrar.post("/curricula/", sent(kind="boshqa")).status_code == 422
    assert not StudyList.objects.exists()


def test_a_page_without_curricula_says_what_to_do(house):
    assert "No curriculum is known yet. Upload the list" in text(signed_in("dilnoza").get("/curricula/"))


@pytest.mark.parametrize("login", ["botir", "aziza", "kamola", "gulnora"])
def test_for_everybody_else_there_is_no_such_page(house, login):
    curricula(studies.csv_of(studies.curriculum_rows()))
    uploaded = signed_in("dilnoza").post("/curricula/", sent())["Location"]
    other = signed_in(login)
    for address in ("/curricula/", f"/curricula/{Curriculum.objects.get().pk}/", uploaded):
        assert other.get(address).status_code == 404
    assert other.post("/curricula/", sent()).status_code == 404
    assert other.post(uploaded).status_code == 404
    assert StudyList.objects.get().imported_at is None


def test_an_absent_list_or_curriculum_is_404(house):
    registrar = signed_in("dilnoza")
    assert [registrar.get(f"/curricula/{path}/").status_code for path in ("9", "lists/9")] == [404, 404]


def test_the_list_of_curricula_costs_the_same_with_one_and_with_thirty_and_is_paged(house):
    registrar = signed_in("dilnoza")

    def page(names):
        for name in names:
            curricula(studies.csv_of(studies.curriculum_rows(curriculum=name)))
        with CaptureQueriesContext(connection) as asked:
            shown = text(registrar.get("/curricula/"))
        return len(asked), shown

    registrar.get("/curricula/")
    one, _shown = page(["Reja 0"])
    many, shown = page([f"Reja {place}" for place in range(1, 30)])
    assert one == many
    assert 'rel="next"' in shown and "Reja 29" in shown and "Reja 3<" not in shown
