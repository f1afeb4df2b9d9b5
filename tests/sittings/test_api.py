"""The same acts by the API, from the agenda to the signed minutes."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal import clock
from movements.models import Movement
from movements.sittings import actions
from tests.api.caller import Caller
from tests.people import House
from tests.sittings.board import VOTERS, applied, attended, called, held
from tests.work import do_all_jobs


def test_a_whole_sitting_by_the_api(house: House, seal: None) -> None:
    movement, other = applied(house), applied(house, "sardor")
    secretary, chair = Caller.signed_in("kotib"), Caller.signed_in("rais")
    sent = {"commission": "groups", "meets_at": clock.now().isoformat(), "place": "305", "movements": [movement.pk]}
    answer = secretary.post("sittings", **sent)
    assert answer.status_code == 201, answer.content
    acts = f"sittings/{answer.json()['id']}/acts"
    there = [house.people[login].pk for login in VOTERS]
    refuse = {"proposal": "refuse", "ground": "other", "words": "Joy yoʻq.", "movement": other.pk}
    for act in (
        {"act": "add", "movements": [other.pk]},
        {"act": "call"},
        {"act": "attend", "present": there},
        {"act": "vote_all"},
        {"act": "vote", **refuse, "votes": [{"person": pk, "choice": "for"} for pk in there]},
        {"act": "close"},
        {"act": "sign"},
    ):
        answer = secretary.post(acts, **act)
        assert answer.status_code == 200, answer.content
    told = chair.post(acts, act="sign").json()
    assert (told["state"], told["number"], told["signatures"]) == (
        "signed",
        "1",
        ["commission_secretary", "commission_chair"],
    )
    assert [(case["number"], case["outcome"]) for case in told["cases"]] == [
        (movement.number, "approve"),
        (other.number, "refuse"),
    ]
    do_all_jobs()
    assert Movement.objects.get(pk=other.pk).state == "refused"
    decided = Caller.signed_in("aziza").get(f"movements/{movement.pk}").json()["decided"]
    assert decided["commission"]["minutes"] == {"number": "1", "date": str(clock.today()), "verdict": "approve"}
    assert chair.get(f"sittings/{told['id']}/minutes")["Content-Type"] == "application/pdf"
    assert [one["id"] for one in secretary.get("sittings", state="signed").json()["items"]] == [told["id"]]


def test_for_whoever_has_an_interest_the_api_has_no_such_case(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = attended(house, movement, other)
    member = Caller.signed_in("anvar")
    sent = {"act": "interest", "movement": movement.pk, "ground": "relative"}
    told = member.post(f"sittings/{sitting.pk}/acts", **sent).json()
    assert [case["movement"] for case in told["cases"]] == [other.pk]
    assert member.post(f"sittings/{sitting.pk}/acts", **sent).status_code == 404
    assert member.get(f"movements/{movement.pk}").status_code == 404
    assert movement.pk not in [one["id"] for one in member.get("movements").json()["items"]]
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    actions.close(actor=house.kotib, sitting_id=sitting.pk)
    assert member.get(f"sittings/{sitting.pk}/minutes").status_code == 404
    assert Caller.signed_in("barno").get(f"sittings/{sitting.pk}/minutes").status_code == 200


def test_strangers_and_readers(house: House) -> None:
    sitting = held(house, applied(house))
    for login in ("aziza", "botir", "kamola"):
        caller = Caller.signed_in(login)
        assert caller.get(f"sittings/{sitting.pk}").status_code == 404
        assert caller.get("sittings").json()["items"] == []
        assert caller.post(f"sittings/{sitting.pk}/acts", act="sign").status_code == 404
    registrar = Caller.signed_in("dilnoza")
    told = registrar.get(f"sittings/{sitting.pk}").json()
    assert (told["may"], told["cases"][0]["votes"], told["cases"][0]["counts"]["for"]) == ([], None, 5)
    assert registrar.post(f"sittings/{sitting.pk}/acts", act="sign").status_code == 409
    assert (
        registrar.post("sittings", commission="groups", meets_at="2030-01-01T10:00:00+05:00", place="1").status_code
        == 404
    )


def test_wrong_words_are_refused_with_their_field(house: House) -> None:
    sitting = called(house, applied(house))
    secretary = Caller.signed_in("kotib")
    sent = {"commission": "groups", "place": "305"}
    assert secretary.post("sittings", **sent, meets_at="2020-01-01T10:00:00+05:00").status_code == 422
    assert secretary.post("sittings", **sent, meets_at="2030-01-01T10:00:00").status_code == 422
    assert secretary.post(f"sittings/{sitting.pk}/acts", act="dance").status_code == 422
    assert secretary.post(f"sittings/{sitting.pk}/acts", act="void", words=" ").status_code == 422
    assert secretary.post(f"sittings/{sitting.pk}/acts", act="vote", movement=1).status_code == 409


def test_a_sitting_costs_the_same_with_1_3_and_30_cases(house: House) -> None:
    sitting, costs = attended(house, applied(house)), []
    secretary = Caller.signed_in("kotib")
    for count in (1, 3, 30):
        while sitting.cases.count() < count:
            movement = applied(house, f"talaba{len(house.people)}")
            actions.put_on(actor=house.kotib, sitting_id=sitting.pk, movement_ids=[movement.pk])
        with CaptureQueriesContext(connection) as queries:
            assert len(secretary.get(f"sittings/{sitting.pk}").json()["cases"]) == count
        costs.append(len(queries))
    assert costs == [costs[0]] * 3
