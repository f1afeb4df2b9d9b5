"""What the pages and calls of the correspondence ask; nothing here writes."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from movements.access import visible
from movements.inquiry_models import Inquiry, InquiryAnswer
from permissions import policy
from permissions.models import Person
from permissions.names import in_one_script
from permissions.roles import Act
from students.diploma_about import Told
from students.diplomas import key_of
from students.models import Diploma

PAGE = 25


class Page(NamedTuple):
    """One page of letters, and the id after which the next begins; none after the last."""

    items: list[Inquiry]
    next: int | None


def may_answer(person: Person) -> bool:
    """Whether an office of the person's records and answers inquiries."""
    return bool(policy.unit_ids(person, Act.INQUIRY_ANSWER, on=clock.today()))


def clerk(person: Person) -> Person:
    """The person, who records and answers inquiries. Raises NotFound for everybody else."""
    if not may_answer(person):
        raise NotFound("")
    return person


def _read() -> QuerySet[Inquiry]:
    return Inquiry.objects.select_related("answer", "diploma", "movement")


def inquiries(*, text: str = "", answered: bool = False, after: int | None = None) -> Page:
    """Those that wait, the most overdue first; or the answered ones, the newest first."""
    found = _read().filter(answer__isnull=not answered)
    if text:
        found = found.filter(_matching(text))
    if answered:
        found = found.order_by("-pk")
        found = found.filter(pk__lt=after) if after else found
    else:
        found = found.order_by("due_at", "pk")
        last = Inquiry.objects.filter(pk=after).first() if after else None
        if last is not None:
            found = found.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, pk__gt=last.pk))
    rows = list(found[: PAGE + 1])
    return Page(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def _matching(text: str) -> Q:
    words = in_one_script(text).split()
    by_words = Q()
    for word in words:
        by_words &= Q(search__contains=word)
    numbered = Q(number__icontains=text.strip()) | Q(letter_number__icontains=text.strip())
    key = key_of(text).lower()
    return (by_words if words else Q(pk__in=[])) | numbered | (Q(search__contains=key) if key else Q(pk__in=[]))


def get_inquiry_for(person: Person, pk: int) -> Inquiry:
    """A letter the person may read. Raises NotFound, absent or forbidden alike."""
    clerk(person)
    found: Inquiry | None = (
        _read().select_related("registered_by", "answer__by", "answer__diploma").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound(_("There is no such inquiry."))
    return found


def may_open(person: Person, pk: int) -> bool:
    """Whether the person may open the letter that answers it."""
    return may_answer(person)


def answer_of(inquiry: Inquiry) -> InquiryAnswer | None:
    """Its answer, if there is one."""
    return getattr(inquiry, "answer", None)


def is_overdue(inquiry: Inquiry) -> bool:
    """Whether its term is over and nobody has answered."""
    return answer_of(inquiry) is None and inquiry.due_at < clock.now()


def state_of(inquiry: Inquiry) -> str:
    """How it stands, in words."""
    answer = answer_of(inquiry)
    if answer is not None:
        return str(answer.get_verdict_display())
    day = inquiry.due_at.astimezone(clock.zone).strftime("%d.%m.%Y")
    words = _("overdue since %(day)s") if is_overdue(inquiry) else _("to be answered by %(day)s")
    return words % {"day": day}


def told_of_diploma(reader: Person, diploma: Diploma) -> list[Told]:
    """For the page of a diploma: the cases in which it was found, and the letters about it."""
    key = f"{diploma.document}:{diploma.key}"
    cases = visible(reader).filter(kind="duplicate_diploma", decided__office_check__entry=key).order_by("-pk")[:PAGE]
    told = [
        Told(
            _("Duplicate, case %(number)s") % {"number": case.number},
            case.get_state_display(),
            reverse("case", args=[case.pk]),
        )
        for case in cases
    ]
    if not may_answer(reader):
        return told
    letters = _read().filter(Q(diploma=diploma) | Q(answer__diploma=diploma)).order_by("-pk")[:PAGE]
    return told + [
        Told(f"{one.number}, {one.sender}", state_of(one), reverse("inquiry", args=[one.pk])) for one in letters
    ]
