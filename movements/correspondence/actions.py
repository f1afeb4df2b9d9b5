"""Every write of the correspondence: an inquiry is registered with its term, and answered once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock, jobs, notices
from journal.events import Actor, write_event
from journal.reading import one_line
from journal.reading import words as kept_words
from journal.refusals import Conflict, Invalid, NotFound
from movements.calendar.days import current_days
from movements.clocks import term
from movements.correspondence.letters import write_letter
from movements.inquiry_models import Inquiry, InquiryAnswer
from movements.models import Movement
from movements.uploads import check_upload
from permissions import policy
from permissions.models import Person, Unit
from permissions.names import in_one_script
from permissions.policy import Power
from permissions.roles import Act, Role
from students.diplomas import institute, key_of
from students.models import Diploma

ANSWERED_IN = term("inquiry.answer_days")
REMINDED = term("inquiry.remind_days")
Verdict = InquiryAnswer.Verdict
NEEDS_DIPLOMA = (Verdict.AUTHENTIC, Verdict.OTHER_DATA)
INITIAL = {Inquiry.Direction.INCOMING: "S", Inquiry.Direction.OUTGOING: "C"}


def _power(actor: Person) -> Power:
    return policy.demand(actor, Act.INQUIRY_ANSWER, unit=institute(), subject_id=None, on=clock.today())


def _locked_institute() -> Unit:
    """The institute's row: whoever holds it numbers the letters one after another."""
    return Unit.objects.select_for_update().get(pk=institute().pk)


def _write(root: Unit, by: Actor, act: str, payload: dict[str, Any], inquiry: Inquiry) -> None:
    write_event(root, actor=by, act=act, payload=payload, ids={"inquiry": inquiry.pk, "diploma": inquiry.diploma_id})
    root.save(update_fields=["chain_length", "chain_head"])


@transaction.atomic
def register(*, actor: Person, values: dict[str, Any], upload: File[bytes] | None = None) -> Inquiry:
    """Register a letter that came, or one that was sent in a case.

    Args:
        values: ``direction``, ``correspondent``, ``sender``, ``letter_number``, ``letter_date``, ``received_on``, and
            where they are known ``asked_number``, ``asked_name``, ``asked``, ``diploma`` and ``movement``.
        upload: the letter itself.

    Raises:
        Conflict: the actor may not.
        Invalid: a letter of a day to come, or a file that cannot be accepted.
    """
    power = _power(actor)
    received = values["received_on"]
    if not values["letter_date"] <= received <= clock.today():
        sentence = _("A letter is not registered before its date, nor before it has come.")
        raise Invalid(sentence, fields={"received_on": [sentence]})
    checked = check_upload(upload) if upload is not None else None
    root = _locked_institute()
    due_at, remind_at = terms_of(received)
    inquiry = Inquiry(
        **values, number=_next_number(values["direction"]), search=_search(values), due_at=due_at,
        remind_at=max(remind_at, clock.now()), registered_by=actor, registered_at=clock.now(),
    )  # fmt: skip
    if checked is not None and upload is not None:
        inquiry.file_name, inquiry.content_type, inquiry.sha256 = checked.name, checked.content_type, checked.sha256
        inquiry.file.save(checked.stored_name, upload, save=False)
    inquiry.save(force_insert=True)
    said = {"number": inquiry.number, "direction": inquiry.direction, "letter": inquiry.letter_number}
    _write(root, power.actor, "inquiry.register", {**said, "due_at": due_at.isoformat()}, inquiry)
    return inquiry


def terms_of(received: date) -> tuple[datetime, datetime]:
    """Until when a letter of that day is answered, and when its reminder is given."""
    days, begins = current_days(), datetime.combine(received, time(9), clock.zone)
    within, before = ANSWERED_IN.on(received), REMINDED.on(received)
    if within is None or before is None:
        raise Conflict(_("The institute has set no term for answers on that day. Enter it among the numbers."))
    due_at = within.after(begins, days)
    return due_at, before.before(due_at, days)


def _next_number(direction: str) -> str:
    year = clock.today().year
    taken = Inquiry.objects.filter(direction=direction, number__endswith=f"/{year}").count()
    return f"{INITIAL[Inquiry.Direction(direction)]}-{taken + 1}/{year}"


def _search(values: dict[str, Any]) -> str:
    named = in_one_script(f"{values['sender']} {values.get('asked_name', '')}")
    numbers = f"{key_of(values.get('asked_number', ''))} {values['letter_number']}".lower()
    return f"{named} {numbers}"[:600]


@transaction.atomic
def answer(
    *, actor: Person, inquiry_id: int, verdict: str, words: str, diploma: Diploma | None = None
) -> InquiryAnswer:
    """Answer an inquiry that came, with a letter; or note the reply to one that was sent.

    Args:
        verdict: of ``InquiryAnswer.Verdict``.
        words: obligatory where the diploma is not genuine or was issued with other data, and for a reply.
        diploma: the entry of the register the answer rests on.

    Raises:
        NotFound: no such inquiry, or not for this actor.
        Conflict: it is answered already.
        Invalid: the verdict is none of this direction, or the entry or the words are missing.
    """
    power = _power(actor)
    root = _locked_institute()
    inquiry = Inquiry.objects.filter(pk=inquiry_id).first()
    if inquiry is None:
        raise NotFound(_("There is no such inquiry."))
    if InquiryAnswer.objects.filter(inquiry=inquiry).exists():
        raise Conflict(_("This inquiry is answered already."))
    _refuse_wrong(inquiry, verdict, words, diploma)
    made = InquiryAnswer(
        inquiry=inquiry, verdict=verdict, words=kept_words(one_line(words), field="words"), diploma=diploma,
        number=f"{inquiry.number}-J", by=actor, office=power.office, at=clock.now(),
    )  # fmt: skip
    made.save(force_insert=True)
    if inquiry.direction == Inquiry.Direction.INCOMING:
        write_letter(inquiry, made)
    said = {"number": made.number, "verdict": verdict, "words": made.words}
    _write(root, power.actor, "inquiry.answer", {**said, "diploma": diploma.pk if diploma else None}, inquiry)
    return made


def _refuse_wrong(inquiry: Inquiry, verdict: str, words: str, diploma: Diploma | None) -> None:
    reply = inquiry.direction == Inquiry.Direction.OUTGOING
    if verdict not in Verdict.values or (verdict == Verdict.REPLIED) is not reply:
        sentence = _("Choose one of the answers offered.")
        raise Invalid(sentence, fields={"verdict": [sentence]})
    if verdict in NEEDS_DIPLOMA and diploma is None:
        sentence = _("Choose the entry of the register this rests on.")
        raise Invalid(sentence, fields={"diploma": [sentence]})
    if verdict not in (Verdict.AUTHENTIC, Verdict.NOT_FOUND) and not words.strip():
        sentence = _("Say it in words.")
        raise Invalid(sentence, fields={"words": [sentence]})


@jobs.daily
def remind_of_inquiries() -> None:
    """Tell the registrars once of each letter whose term comes near and which nobody has answered."""
    waiting = Inquiry.objects.filter(reminded_at=None, remind_at__lte=clock.now(), answer=None)
    for pk in waiting.order_by("pk").values_list("pk", flat=True).iterator():
        _remind(pk)


@transaction.atomic
def _remind(pk: int) -> None:
    inquiry = Inquiry.objects.select_for_update(of=("self",)).filter(pk=pk, reminded_at=None, answer=None).first()
    if inquiry is None:
        return
    root = institute()
    for person in policy.holders(Role.REGISTRAR, unit=root, on=clock.today()):
        with translation.override(person.language):
            day = inquiry.due_at.astimezone(clock.zone).strftime("%d.%m.%Y")
            sentence = _("Inquiry %(number)s is to be answered by %(day)s.")
            if inquiry.direction == Inquiry.Direction.OUTGOING:
                sentence = _("The reply to letter %(number)s was expected by %(day)s.")
            said = sentence % {"number": inquiry.number, "day": day}
            url = f"/inquiries/{inquiry.pk}/"
            notices.plan(person_id=person.pk, subject=said, body=said, url=url, about=root.chain, email=person.email)
    inquiry.reminded_at = clock.now()
    inquiry.save(update_fields=["reminded_at"])


def movement_of(actor: Person, number: str) -> Movement | None:
    """The case of a number the actor may see; none where nothing is typed. Raises Invalid for an unknown one."""
    from movements.access import visible  # the room of cases asks for this room's actions

    if not number.strip():
        return None
    found: Movement | None = visible(actor).filter(number=number.strip()).first()
    if found is None:
        sentence = _("There is no such case.")
        raise Invalid(sentence, fields={"case": [sentence]})
    return found
