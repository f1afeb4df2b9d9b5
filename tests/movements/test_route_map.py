"""The drawing of a route: every step and every way is in it, and a case stands where its turns say."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from flows.academic_leave import AcademicLeave
from movements import actions
from movements.flow import MovementFlow, kinds
from movements.models import Movement
from movements.route_map import EDGE, LETTER, PAD, WIDTH, Place, route_map
from movements.views.kinds import route_of
from tests.journey import signed_in
from tests.people import House
from tests.screens.cases import approved, filed, returned
from tests.screens.test_pages import opened, read

LANGUAGES = ("uz", "ru", "en")


def marks(movement: Movement) -> dict[str, list[str]]:
    """The titles of the steps by their mark, in English."""
    with translation.override("en"):
        found = route_of(movement)
    assert found is not None
    told: dict[str, list[str]] = {}
    for box in found.boxes:
        told.setdefault(box.mark, []).append(" ".join(line.words for line in box.title))
    return told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow", kinds().values(), ids=lambda flow: flow.kind)
def test_every_step_and_way_is_drawn_once_and_inside(flow: type[MovementFlow], language: str) -> None:
    with translation.override(language):
        drawn = route_map(flow)
        steps = list(flow.steps())
    assert len(drawn.boxes) == len(steps)
    assert len(drawn.lines) == sum(len(step.exits) for step in steps)
    assert all(above.bottom < below.y for above, below in zip(drawn.boxes, drawn.boxes[1:], strict=False))
    words = [(text, box) for box in drawn.boxes for text in (*box.title, *box.office)]
    assert [text.words for text, box in words if text.x + LETTER * len(text.words) > box.right + PAD] == []
    numbers = [int(part) for line in drawn.lines for part in line.head.replace(",", " ").split()]
    assert min(numbers) >= EDGE
    assert max(numbers) <= max(WIDTH, drawn.height)


def test_the_usual_way_runs_straight_and_the_detour_beside_it() -> None:
    drawn = route_map(AcademicLeave)
    left = {box.x for box in drawn.boxes}
    assert len(left) == 2
    usual = [line.path for line in drawn.lines if line.path.startswith(f"M{min(left) + 17} ") and "H" not in line.path]
    assert len(usual) == 5


def test_a_filed_case_stands_before_the_dean(house: House) -> None:
    assert marks(filed(house)) == {
        "done": ["Application", "Check of the clauses"],
        "": ["Check by the registrar's office", "Correction by the applicant", "Leave refused"],
        "now": ["Dean's consent"],
        "next": ["Vice-rector's consent", "Order on academic leave", "Leave granted"],
    }


def test_after_a_return_the_office_that_returned_it_is_still_to_come(house: House) -> None:
    movement = returned(house)
    found = marks(movement)
    assert found["now"] == ["Correction by the applicant"]
    assert found["done"] == ["Application"]
    assert found["next"][:2] == ["Check of the clauses", "Dean's consent"]
    drawn = route_of(movement)
    assert drawn is not None
    assert sorted(line.css for line in drawn.lines if "taken" in line.css) == [
        "file taken",
        "return taken",
        "then taken",
    ]


def test_a_withdrawn_case_stands_nowhere_and_nothing_is_to_come(house: House) -> None:
    movement = approved(house)
    movement = actions.withdraw(actor=house.aziza, movement_id=movement.pk, grounds="")
    assert marks(movement).keys() == {"done", ""}


def test_the_drawing_is_told_to_who_cannot_see_it(house: House) -> None:
    with translation.override("en"):
        assert route_map(AcademicLeave).words.startswith("When all goes well: Application, Check of the clauses,")
        told = route_map(AcademicLeave, Place(frozenset({"application"}), frozenset(), "dean_consent", ("order",)))
    assert told.words == "Done: Application. Now: Dean's consent. To come: Order on academic leave."


def test_the_place_costs_one_statement(house: House, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    movement = approved(house)
    with django_assert_num_queries(1):
        route_of(movement)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_movements_open_for_everybody_and_are_whole(house: House, language: str) -> None:
    movement = filed(house)
    for login in ("aziza", "kamola", "botir"):
        client = signed_in(login)
        assert read(opened(client, "/movements/", language)) == []
        for kind in kinds():
            assert read(opened(client, f"/movements/{kind}/", language)) == []
    html = opened(signed_in("botir"), f"/cases/{movement.pk}/", language)
    assert read(html) == []
    assert html.count('class="step person now"') == 1


def test_a_movement_nobody_knows_is_not_found_and_a_stranger_signs_in_first(house: House) -> None:
    assert signed_in("aziza").get("/movements/expulsion/").status_code == 404
    assert Client().get("/movements/academic_leave/").status_code == 302


def test_the_desk_leads_to_how_a_movement_works(house: House) -> None:
    assert 'href="/movements/academic_leave/"' in opened(signed_in("aziza"), "/", "en")
    assert 'href="/movements/"' in opened(signed_in("botir"), "/", "en")
