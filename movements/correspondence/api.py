"""Calls of the correspondence; the API object that carries this router knows who asks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.responses import Status

from journal.reading import Day, Sent, read_key
from journal.refusals import Invalid
from movements.correspondence import actions
from movements.correspondence.queries import answer_of, clerk, get_inquiry_for, inquiries, is_overdue
from movements.inquiry_models import Inquiry, InquiryAnswer
from permissions.middleware import signed_in
from students.diplomas import key_of
from students.models import Diploma

router = Router(tags=["inquiries"])


class AnswerOut(Schema):
    """The answer: verdict, words, number of the letter, who gave it and when, on which entry of the register."""

    verdict: str
    words: str
    number: str
    by: str
    at: datetime
    diploma: int | None


class InquiryOut(Schema):
    """A letter about a diploma; ``answer`` is empty while nobody has answered."""

    id: int
    number: str
    direction: str
    correspondent: str
    sender: str
    letter_number: str
    letter_date: date
    received_on: date
    asked_number: str
    asked_name: str
    asked: str
    diploma: int | None
    movement: int | None
    due_at: datetime
    overdue: bool
    answer: AnswerOut | None


class InquiryPage(Schema):
    """A page; ``next`` is the cursor of the page after it."""

    items: list[InquiryOut]
    next: str | None


class InquiryIn(Sent):
    """A letter to be registered."""

    direction: str = Field("incoming", description=f"one of {', '.join(Inquiry.Direction.values)}")
    correspondent: str = Field(description=f"one of {', '.join(Inquiry.Correspondent.values)}")
    sender: str = Field(max_length=200)
    letter_number: str = Field(max_length=64)
    letter_date: Day
    received_on: Day
    asked_number: str = Field("", max_length=32)
    asked_name: str = Field("", max_length=250)
    asked: str = Field("", max_length=1000)
    case: str = Field("", max_length=24, description="number of the case in which a letter is sent")


class AnswerIn(Sent):
    """The answer to a letter; ``replied`` notes the reply to one of ours."""

    verdict: str = Field(description=f"one of {', '.join(InquiryAnswer.Verdict.values)}")
    words: str = Field("", max_length=1000)
    diploma: int | None = None


@router.get("/inquiries", response=InquiryPage, summary="Letters about diplomas: those that wait, or the answered ones")
def listed(request: HttpRequest, q: str = "", answered: bool = False, after: str = "") -> dict[str, Any]:
    """The most overdue first; of the answered ones the newest."""
    clerk(signed_in(request))
    page = inquiries(text=q.strip()[:100], answered=answered, after=read_key(after))
    return {"items": [_shown(one) for one in page.items], "next": str(page.next) if page.next else None}


@router.post("/inquiries", response={201: InquiryOut}, summary="Register a letter about a diploma")
def register(request: HttpRequest, sent: InquiryIn) -> Status[dict[str, Any]]:
    """Its term begins with the day it came."""
    person = clerk(signed_in(request))
    values = sent.dict()
    for name, known in (("direction", Inquiry.Direction), ("correspondent", Inquiry.Correspondent)):
        if values[name] not in known.values:
            sentence = _("must be one of: %(known)s") % {"known": ", ".join(known.values)}
            raise Invalid(_("Some answers cannot be accepted."), fields={name: [sentence]})
    movement = actions.movement_of(person, values.pop("case"))
    key = key_of(values["asked_number"])
    same = Diploma.objects.filter(key=key).first() if key else None
    made = actions.register(actor=person, values={**values, "movement": movement, "diploma": same})
    return Status(201, _shown(made))


@router.get("/inquiries/{int:pk}", response=InquiryOut, summary="One letter about a diploma")
def one(request: HttpRequest, pk: int) -> dict[str, Any]:
    """With its answer."""
    return _shown(get_inquiry_for(signed_in(request), pk))


@router.post("/inquiries/{int:pk}/answer", response=InquiryOut, summary="Answer a letter about a diploma")
def answer(request: HttpRequest, pk: int, sent: AnswerIn) -> dict[str, Any]:
    """Once; the letter of the answer is drawn and sealed by a job."""
    person = clerk(signed_in(request))
    entry = Diploma.objects.filter(pk=sent.diploma).first() if sent.diploma else None
    actions.answer(actor=person, inquiry_id=pk, verdict=sent.verdict, words=sent.words, diploma=entry)
    return _shown(get_inquiry_for(person, pk))


def _shown(found: Inquiry) -> dict[str, Any]:
    named = (
        "number", "direction", "correspondent", "sender", "letter_number", "letter_date", "received_on",
        "asked_number", "asked_name", "asked", "due_at",
    )  # fmt: skip
    given = answer_of(found)
    told = given and {
        "verdict": given.verdict, "words": given.words, "number": given.number, "by": given.by.full_name,
        "at": given.at, "diploma": given.diploma_id,
    }  # fmt: skip
    return {
        "id": found.pk,
        **{name: getattr(found, name) for name in named},
        "diploma": found.diploma_id,
        "movement": found.movement_id,
        "overdue": is_overdue(found),
        "answer": told,
    }
