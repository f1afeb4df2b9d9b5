"""The letter on a refusal or a lapse: in the applicant's language, once, for those who may see the case alone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.text import capfirst

from flows.academic_leave import AcademicLeave
from journal import clock
from journal.models import Job, Notice
from movements import actions, lapsing, letters
from movements.grounds import Ground
from movements.models import Letter, Movement
from permissions.models import Person
from tests.api.caller import Caller
from tests.journey import signed_in
from tests.movements import changing_group
from tests.orders.reading import bare, pdf_a_faults, text_of
from tests.people import House
from tests.screens.cases import filed, returned
from tests.work import do_all_jobs

WORDS = "Hujjatda koʻrsatilgan kunlar arizadagi kunlarga toʻgʻri kelmaydi."


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    """Letters of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path


def refused(house: House, language: str = "uz", *, insist: bool = False) -> Movement:
    Person.objects.filter(pk=house.aziza.pk).update(language=language)
    movement = filed_without_paper(house) if insist else filed(house)
    by = house.dilnoza if insist else house.botir
    return actions.decide(actor=by, movement_id=movement.pk, verdict="refuse", ground="clause_not_met", words=WORDS)


def filed_without_paper(house: House) -> Movement:
    """The medical paper is missing and the applicant insists."""
    stated = {"ground": "health", "starts_on": "2026-12-01", "ends_on": "2027-09-01"}
    movement = actions.start_draft(
        actor=house.aziza, kind="academic_leave", student=house.students["aziza"], stated=stated
    )
    return actions.file(actor=house.aziza, movement_id=movement.pk, insist=True, grounds="Hujjat keyinroq keladi.")


def text_of_letter(movement: Movement) -> str:
    return text_of(Path(Letter.objects.get(movement=movement).file.path).read_bytes())


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "uz",
            [
                "Arizani rad etish toʻgʻrisida",
                "Tanlangan asosni tasdiqlovchi hujjatni ilova qiling.",
                "Akademik taʼtil talabaning arizasi va asosni tasdiqlovchi hujjatga koʻra",
                "Yangi ariza istalgan kuni berilishi mumkin.",
                "registrator ofisiga murojaat qiling",
            ],
        ),
        (
            "ru",
            [
                "Об отказе по заявлению",
                "Приложите документ, подтверждающий выбранное основание.",
                "Академический отпуск предоставляется приказом ректора",
                "Новое заявление можно подать в любой день.",
                "обратитесь в офис регистратора",
            ],
        ),
        (
            "en",
            [
                "On the refusal of an application",
                "Attach the paper that proves the ground you chose.",
                "Academic leave is granted by order of the rector",
                "A new application can be filed on any day.",
                "ask the registrar's office",
            ],
        ),
    ],
)
def test_the_letter_quotes_clauses_facts_and_words_in_the_applicants_language(
    house: House, language: str, sentences: list[str]
) -> None:
    movement = refused(house, language, insist=True)
    do_all_jobs()
    letter = Letter.objects.get(movement=movement)
    text = text_of_letter(movement)
    with translation.override(language):
        ground = capfirst(str(Ground.CLAUSE_NOT_MET.label))
    for sentence in (*sentences, ground, WORDS, str(movement)):
        assert bare(sentence) in text, sentence
    assert letter.language == language
    with pikepdf.open(letter.file.path) as opened:
        assert pdf_a_faults(opened) == []


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_a_confidential_paper_is_never_named(house: House, language: str) -> None:
    movement = refused(house, language, insist=True)
    do_all_jobs()
    text = text_of_letter(movement)
    for said in ("uz", "ru", "en"):
        with translation.override(said):
            for paper in AcademicLeave.papers():
                assert not paper.sensitive or bare(str(paper.title)) not in text
    with translation.override(language):
        assert bare(translation.gettext("a confidential paper")) in text


def test_the_stored_file_has_the_hash_it_is_named_by(house: House) -> None:
    movement = refused(house)
    do_all_jobs()
    letter = Letter.objects.get(movement=movement)
    content = Path(letter.file.path).read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (letter.sha256, letter.size)
    assert letter.file.name.endswith(f"{letter.sha256}.pdf")


def test_the_same_case_gives_the_same_bytes_whenever_a_worker_comes(house: House) -> None:
    movement = refused(house)
    do_all_jobs()
    letter = Letter.objects.get(movement=movement)
    fresh = Movement.objects.select_related(*letters.PARTS).get(pk=movement.pk)
    with translation.override("uz"), clock.pretend(clock.now() + timedelta(days=100)):
        again = letters.pdf_of(fresh, letters.ended_at(fresh), "uz")
    assert hashlib.sha256(again).hexdigest() == letter.sha256


def test_the_mail_brings_the_letter(house: House) -> None:
    Person.objects.filter(pk=house.aziza.pk).update(email="aziza@talaba.example")
    movement = refused(house)
    do_all_jobs()
    [sent] = [one for one in mail.outbox if one.attachments]
    name, content, kind = sent.attachments[0]
    assert (sent.to, name, kind) == (["aziza@talaba.example"], f"xat-{movement}.pdf", "application/pdf")
    assert hashlib.sha256(content).hexdigest() == Letter.objects.get().sha256


def test_without_an_address_the_product_alone_tells(house: House) -> None:
    Person.objects.filter(pk=house.aziza.pk).update(email="")
    refused(house)
    do_all_jobs()
    told = Notice.objects.filter(person_id=house.aziza.pk, subject__contains="xat")
    assert [notice.channel for notice in told] == ["in_app"]


def test_a_job_that_runs_again_leaves_one_letter_and_one_mail(house: House) -> None:
    movement = refused(house)
    do_all_jobs()
    job = Job.objects.get(kind="movements.letter")
    letters.make_letter(job)
    do_all_jobs()
    assert Letter.objects.filter(movement=movement).count() == 1
    assert len([one for one in mail.outbox if one.attachments]) <= 1


def test_the_applicant_fetches_it_on_the_page_and_in_the_api(house: House) -> None:
    movement = refused(house)
    page = signed_in("aziza").get(f"/cases/{movement.pk}/")
    assert "letter.pdf" not in page.content.decode()
    do_all_jobs()
    client = signed_in("aziza")
    assert f"/cases/{movement.pk}/letter.pdf" in client.get(f"/cases/{movement.pk}/").content.decode()
    fetched = b"".join(client.get(f"/cases/{movement.pk}/letter.pdf").streaming_content)
    called = b"".join(Caller.signed_in("aziza").get(f"movements/{movement.pk}/letter").streaming_content)
    assert hashlib.sha256(fetched).hexdigest() == hashlib.sha256(called).hexdigest() == Letter.objects.get().sha256


@pytest.mark.parametrize("login", ["sardor", "jasur", "farrux", "kamola"])
def test_other_people_find_nothing(house: House, login: str) -> None:
    movement = refused(house)
    do_all_jobs()
    assert signed_in(login).get(f"/cases/{movement.pk}/letter.pdf").status_code == 404
    assert Caller.signed_in(login).get(f"movements/{movement.pk}/letter").status_code == 404


def test_a_case_that_goes_on_has_no_letter(house: House) -> None:
    movement = returned(house)
    do_all_jobs()
    assert signed_in("aziza").get(f"/cases/{movement.pk}/letter.pdf").status_code == 404
    assert Job.objects.filter(kind="movements.letter").count() == 0


def test_the_page_of_an_ended_case_costs_the_same_with_and_without_the_letter(house: House) -> None:
    movement = refused(house)
    counts = []
    for _time in range(2):
        client = signed_in("aziza")
        client.get(f"/cases/{movement.pk}/")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/cases/{movement.pk}/")
        counts.append(len(seen))
        do_all_jobs()
    assert abs(counts[0] - counts[1]) <= 1, counts


def test_a_lapse_has_its_letter_which_names_the_clause_of_the_term(house: House) -> None:
    movement = changing_group.returned(house, changing_group.filed(house, "2026-11-20T10:00"), "2026-11-23T10:00")
    for moment in ("2026-11-26T00:01", "2026-11-29T00:01"):
        with changing_group.at(moment):
            lapsing.lapse_what_is_due()
            do_all_jobs()
    movement.refresh_from_db()
    text = text_of_letter(movement)
    assert movement.state == "lapsed"
    for sentence in ("Ariza oʻz kuchini yoʻqotgani toʻgʻrisida", "29.11.2026", "Talaba dekan roziligi bilan guruhini"):
        assert bare(sentence) in text, sentence
