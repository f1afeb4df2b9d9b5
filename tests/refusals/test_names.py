"""Names and answers that look like pages or hide signs: text on every page, and clean in every order."""

from __future__ import annotations

import html
import json

from orders.models import Order
from tests.journey import signed_in
from tests.people import enrol
from tests.refusals.scene import Scene, compose, done

HOSTILE = "<img src=x onerror=alert(1)>"
HIDDEN = "\u202e\u200b\u2066"
EXPLANATION = f"Davolanish{HIDDEN} <script>alert(1)</script> & {HOSTILE}"


def test_a_name_that_is_a_page_is_text_everywhere_and_hidden_signs_reach_no_order(scene: Scene) -> None:
    enrol(scene.house, "hostile", f"O'{HOSTILE}", f"Oq{HIDDEN}il", "chemistry", "337251100077")
    student, dean, registrar = scene.call("hostile"), scene.call("botir"), scene.call("dilnoza")
    case = student.file(explanation=EXPLANATION)
    done(dean.act(case, "approve"))
    done(scene.call("hamid").act(case, "approve"))
    scene.case["hostile"] = case
    compose(scene, "hostile")
    order = scene.order.pop("hostile")
    addresses = [
        *(f"/cases/{scene.case.pop('hostile')}/", "/cases/", f"/orders/{order}/", f"/orders/{order}/document.pdf"),
        *("/students/", "/students/337251100077/", "/orders/", "/"),
    ]
    browser = signed_in("dilnoza")
    for address in addresses:
        page = browser.get(address).content.decode()
        assert HOSTILE not in page, address
        assert "<script>alert" not in page, address
    assert html.escape(HOSTILE) in browser.get(f"/cases/{case}/").content.decode()
    told = json.dumps(registrar.get(f"orders/{order}").json(), ensure_ascii=False)
    told += json.dumps(registrar.get(f"orders/{order}/preview").json(), ensure_ascii=False)
    told += browser.get(f"/orders/{order}/document.pdf").content.decode()
    assert not set(HIDDEN) & set(told)
    stated = registrar.get(f"movements/{case}").json()["stated"]
    assert stated["explanation"] == "Davolanish <script>alert(1)</script> & <img src=x onerror=alert(1)>"


def test_words_of_an_office_are_kept_without_what_nobody_sees(scene: Scene) -> None:
    done(scene.call("jasur").act(scene.case["review"], "return", grounds=f"  {EXPLANATION}\n\nIkkinchi qator. \t"))
    kept = scene.call("sardor").get(f"movements/{scene.case['review']}").json()["decisions"][-1]["words"]
    assert kept == f"Davolanish <script>alert(1)</script> & {HOSTILE}\n\nIkkinchi qator."
    page = signed_in("sardor").get(f"/cases/{scene.case['review']}/").content.decode()
    assert html.escape(HOSTILE) in page
    assert HOSTILE not in page


def test_a_number_typed_on_the_other_keyboard_is_the_same_number(scene: Scene) -> None:
    registrar = scene.call("dilnoza")
    done(registrar.post(f"orders/{scene.order['signed']}/acts", act="register", number="  417-\u200bТ "))
    assert registrar.get(f"orders/{scene.order['signed']}").json()["number"] == "417-Т"
    for login in ("farrux", "gulnora"):
        done(scene.call(login).post(f"orders/{scene.order['endorsing']}/acts", act="endorse"))
    done(scene.call("erkin").post(f"orders/{scene.order['endorsing']}/acts", act="sign"))
    answer = registrar.post(f"orders/{scene.order['endorsing']}/acts", act="register", number="417-T")
    assert answer.status_code == 409
    assert "417-T" in answer.json()["detail"]


def test_a_code_typed_on_a_cyrillic_keyboard_or_with_spaces_finds_its_order(scene: Scene) -> None:
    code = Order.objects.get(pk=scene.order["signed"]).code
    typed = code.translate(str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")).lower().replace("-", " ")
    page = signed_in("dilnoza").get(f"/verify/{typed}")
    assert page.status_code == 200


def test_a_student_number_with_spaces_around_it_is_that_number(scene: Scene) -> None:
    registrar = scene.call("dilnoza")
    assert registrar.get("movements", student=" 337251100002 ").json()["items"][0]["id"] == scene.case["review"]
