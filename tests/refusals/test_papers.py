"""Files that are no papers, through the check, the page and the API; and strange ones that are papers."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import ImageFile

from journal.refusals import Invalid
from movements.models import Attachment
from movements.uploads import LONGEST_NAME, check_upload, shown_name
from tests.journey import signed_in
from tests.refusals.files import ACCEPTED, HTML, REFUSED, pdf, picture
from tests.refusals.nothing import nothing_changes
from tests.refusals.scene import Scene

KIND = "medical_conclusion"
LANGUAGES = ("uz", "ru", "en")
# One file for each way of saying no travels the whole road; the others stop at the same check.
ON_THE_ROAD = (
    *("nothing", "20 MB of a PDF", "words called PDF", "half a PDF", "a PDF with a password"),
    *("a script in an object stream", "50 000 × 50 000 pixels", "a PNG cut short", "an SVG called PNG"),
)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_paper_is_refused_with_its_remedy_in_three_languages(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As WeasyPrint leaves it behind in a process that has drawn an order.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    name, make, word = REFUSED[what]
    content, details = make(), set()
    for language in LANGUAGES:
        with translation.override(language), pytest.raises(Invalid) as refusal:
            check_upload(SimpleUploadedFile(name, content))
        details.add(refusal.value.detail)
    assert refusal.value.fields == {"file": [word]}
    assert len(details) == 3
    assert all(detail.count(". ") >= 1 for detail in details), "what is wrong, and what to do"


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_only_looks_strange_is_a_paper(what: str) -> None:
    name, make, content_type = ACCEPTED[what]
    assert check_upload(SimpleUploadedFile(name, make())).content_type == content_type


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Aziza\\xulosa.pdf", "xulosa.pdf"),
        ("xulosa\u202efdp.exe", "xulosafdp.exe"),
        ("a" * 300 + ".pdf", "a" * (LONGEST_NAME - 4) + ".pdf"),
        ("xulosa." + "p" * 300, "xulosa." + "p" * 9),
        ("xul\r\nosa\0.pdf", "xul osa.pdf"),
        ("<b>xulosa.pdf", "<b>xulosa.pdf"),
        ("хулоса oʻzbekcha.pdf", "хулоса oʻzbekcha.pdf"),
    ],
)
def test_a_files_name_is_kept_for_people_and_bears_no_path_and_no_hidden_signs(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize("what", ON_THE_ROAD)
def test_on_the_page_the_sentence_stands_at_the_paper_and_what_was_typed_stays(scene: Scene, what: str) -> None:
    name, make, _word = REFUSED[what]
    student, typed = signed_in("nodira"), {"ground": "health", "explanation": "Davolanish <b>uzoq</b>"}
    with nothing_changes():
        file = SimpleUploadedFile(name, make())
        answer = student.post(f"/cases/{scene.case['returned']}/", {**typed, "act": "save", f"paper_{KIND}": file})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_paper_{KIND}_error"' in page
    assert "Davolanish &lt;b&gt;uzoq&lt;/b&gt;" in page


@pytest.mark.parametrize("what", ON_THE_ROAD)
@pytest.mark.parametrize("key", ["", "k1"])
def test_through_the_api_the_file_is_named_in_the_callers_language(scene: Scene, what: str, key: str) -> None:
    name, make, word = REFUSED[what]
    content, details = make(), set()
    address = f"/api/v1/movements/{scene.case['draft']}/papers"
    with nothing_changes():
        for language in LANGUAGES:
            headers = {"Accept-Language": language, **({"Idempotency-Key": key} if key else {})}
            sent = {"kind": KIND, "file": SimpleUploadedFile(name, content)}
            answer = scene.call("aziza").http.post(address, sent, headers=headers)
            told = json.loads(answer.content)
            assert (answer.status_code, list(told["fields"])) == (422, ["file"]), told
            details.add(told["detail"])
    assert len(details) == 3
    assert told["fields"]["file"] == [word]


def test_a_page_inside_a_picture_is_served_as_the_picture_it_is(scene: Scene) -> None:
    student = scene.call("aziza")
    address = f"/api/v1/movements/{scene.case['draft']}/papers"
    file = SimpleUploadedFile("<img src=x>.html", picture() + HTML, content_type="text/html")
    assert student.http.post(address, {"kind": KIND, "file": file}).status_code == 201
    kept = Attachment.objects.latest("pk")
    assert kept.file.name.endswith(".png")
    for answer in (
        signed_in("aziza").get(f"/papers/{kept.pk}/"),
        student.get(f"movements/{kept.movement_id}/papers/{kept.pk}"),
    ):
        assert answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert HTML in b"".join(answer.streaming_content)
    page = signed_in("aziza").get(f"/cases/{kept.movement_id}/").content.decode()
    assert "&lt;img src=x&gt;.html" in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize(
    ("sent", "status", "fields"),
    [
        ({}, 422, ["file", "kind"]),
        ({"kind": KIND}, 422, ["file"]),
        ({"kind": KIND, "file": "words"}, 422, ["file"]),
        ({"file": pdf}, 422, ["kind"]),
        ({"kind": "diploma", "file": pdf}, 422, ["kind"]),
        ({"kind": "a" * 100_000, "file": pdf}, 422, ["kind"]),
        ({"kind": "a\0b", "file": pdf}, 422, ["kind"]),
    ],
)
def test_a_call_that_brings_no_paper_says_what_lacks(
    scene: Scene, sent: dict[str, object], status: int, fields: list[str]
) -> None:
    filled = {name: SimpleUploadedFile("a.pdf", one()) if callable(one) else one for name, one in sent.items()}
    with nothing_changes():
        answer = scene.call("aziza").http.post(f"/api/v1/movements/{scene.case['draft']}/papers", filled)
    told = json.loads(answer.content)
    assert (answer.status_code, sorted(told["fields"])) == (status, fields), told


@pytest.mark.parametrize("key", ["", "k2"])
@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=", b"x", 400),
        ("multipart/form-data; boundary=b", b"nonsense", 422),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="file"', 422),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n" * 1200 + b"--b--", 413),
        ("application/json", b"{}", 422),
        ("text/plain", b"file", 422),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nx\r\n' * 1200 + b"--b--",
            413,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx\r\n' * 200 + b"--b--",
            413,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\n' + b"a" * 3_000_000 + b"\r\n--b--",
            413,
        ),
    ],
)
def test_a_body_that_is_no_form_is_told_to_be_none(
    scene: Scene, key: str, content_type: str, body: bytes, status: int
) -> None:
    http: Client = scene.call("aziza").http
    http.raise_request_exception = False
    headers = {"Idempotency-Key": key} if key else {}
    address = f"/api/v1/movements/{scene.case['draft']}/papers"
    with nothing_changes():
        answer = http.generic("POST", address, body, content_type, headers=headers)
    told = json.loads(answer.content)
    assert (answer.status_code, told["status"]) == (status, status), told
    assert told["detail"]


def test_more_papers_than_a_case_holds_are_refused(scene: Scene) -> None:
    student = scene.call("aziza")
    for _paper in range(19):
        assert student.attach(scene.case["draft"]).status_code == 201
    answer = student.attach(scene.case["draft"])
    assert (answer.status_code, "20" in answer.json()["detail"]) == (422, True)
