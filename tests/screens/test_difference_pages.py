"""The pages of curricula and of an academic difference are whole in every language."""

from __future__ import annotations

import pytest

from movements import actions
from students.models import Curriculum
from students.study_importing import upload
from tests.journey import signed_in
from tests.movements import differing
from tests.movements.test_differences import proposal
from tests.people import House
from tests.screens.test_pages import LANGUAGES, opened, read
from tests.students import studies


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_open_and_are_whole(house: House, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    differing.with_numbers(monkeypatch)
    differing.with_lists(house)
    case = differing.filed(house)
    rows = studies.curriculum_rows([*studies.SUBJECTS, {**studies.SUBJECTS[0], "code": ""}])
    kept = upload(actor=house.dilnoza, kind="curricula", name="reja.csv", content=studies.csv_of(rows))
    curriculum = Curriculum.objects.get().pk
    addresses = ["/curricula/", "/curricula/?q=yoʻq", f"/curricula/{curriculum}/", f"/curricula/lists/{kept.pk}/"]
    clients = {login: signed_in(login) for login in ("dilnoza", "aziza", "botir")}
    faults = {address: read(opened(clients["dilnoza"], address, language)) for address in addresses}
    for login, client in clients.items():
        faults[f"{login}, open"] = read(opened(client, f"/cases/{case.pk}/", language))
    actions.judge_match(actor=house.dilnoza, movement_id=case.pk, **proposal(case), verdict="confirm", words="Mayli.")
    actions.decide(actor=house.dilnoza, movement_id=case.pk, verdict="approve")
    for login, client in clients.items():
        faults[f"{login}, approved"] = read(opened(client, f"/cases/{case.pk}/", language))
    assert not any(faults.values()), faults
