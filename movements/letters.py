"""The letter on a refusal or a lapse: which clauses, on what facts, by whom, and what can be done next and until when.

It is made by a job after the decision, from what the case has frozen, so that the same case gives the same bytes
whenever a worker comes to it. A confidential paper is never named in it: the applicant may show the letter to others.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock, events, jobs, notices
from journal.models import Event, Job
from journal.refusals import NotFound
from movements import letter_words
from movements.access import can_see
from movements.actions.locked import lock_case
from movements.flow import flow_of
from movements.models import Decision, Letter, Movement, State
from orders import render
from orders.stored_files import set_aside
from permissions.models import Person

ENDS_WITH_LETTER = (State.REFUSED, State.LAPSED)
PARTS = ("applicant", "unit", "student__person", "student__programme", "student__group")


def get_letter_for(actor: Person, movement_id: int) -> Letter:
    """The letter of a case the actor may see. Raises NotFound: absent, not made yet, or not for this reader."""
    movement = Movement.objects.select_related("unit", "letter").filter(pk=movement_id).first()
    letter = letter_of(movement) if movement and can_see(actor, movement) else None
    if letter is None:
        raise NotFound(_("There is no such letter."))
    return letter


def letter_of(movement: Movement) -> Letter | None:
    """The letter of a case, if it is made."""
    if movement.state not in ENDS_WITH_LETTER:
        return None
    try:
        return movement.letter
    except ObjectDoesNotExist:
        return None


def file_name(letter: Letter) -> str:
    """``xat-2026-000012.pdf``."""
    return f"xat-{letter.movement.number}.pdf"


@jobs.handler("movements.letter")
def make_letter(job: Job) -> None:
    """Write, draw and store the letter of the case ``job.args["movement"]``; made already, it stays as it is."""
    movement = Movement.objects.select_related(*PARTS).get(pk=job.args["movement"])
    if Letter.objects.filter(movement=movement).exists():
        return
    language, at = movement.applicant.language or "uz", ended_at(movement)
    with translation.override(language):
        content = pdf_of(movement, at, language)
    letter = Letter(movement=movement, language=language, made_at=clock.now())
    letter.sha256, letter.size = hashlib.sha256(content).hexdigest(), len(content)
    letter.file.name = f"letters/{at.astimezone(clock.zone).year}/{movement.pk}/{letter.sha256}.pdf"
    _keep(letter, content)


def ended_at(movement: Movement) -> datetime:
    """When the case was refused or lapsed: the letter is dated by it, whenever it is drawn."""
    return _end_of(movement).at


def _end_of(movement: Movement) -> Event:
    return events.of(movement).filter(act__in=("refuse", "lapse", "unpaid")).latest("seq")


def pdf_of(movement: Movement, at: datetime, language: str) -> bytes:
    """The letter as PDF, in the active language: the same bytes for the same case."""
    decision = movement.decisions.select_related("by").filter(verdict=Decision.Verdict.REFUSE).last()
    letter = letter_words.letter(movement, decision if movement.state == State.REFUSED else None, _end_of(movement), at)
    sheet = render.render_html("refusal.html", {"letter": letter})
    return render.render_pdf(sheet, attachments=(), lang=language, title=letter.title, created=at)


def _keep(letter: Letter, content: bytes) -> None:
    """Put the file in its place, and in the same transaction plan the message that brings it."""
    with set_aside(letter.file, content) as settle:
        lock_case(letter.movement_id)
        if Letter.objects.filter(movement=letter.movement_id).exists():
            return  # another worker was first: its file is the letter
        settle()
        letter.save(force_insert=True)
        _send(letter)


def _send(letter: Letter) -> None:
    movement = letter.movement
    with translation.override(letter.language):
        notices.plan(
            person_id=movement.applicant_id,
            subject=_("Case %(case)s: the letter on its end") % {"case": movement},
            body=_("%(kind)s. The letter names the clauses and the facts, and what can be done next.")
            % {"kind": flow_of(movement.kind).called},
            url=reverse("case", args=[movement.pk]),
            about=movement.chain,
            email=movement.applicant.email,
            attachment=str(letter.file.name),
            attachment_name=file_name(letter),
        )
