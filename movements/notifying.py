"""Who is told of what: planned from committed events by a job, so nobody is told of what did not happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock, events, jobs, notices
from journal.models import Job, Notice
from movements.actions.locked import lock_case
from movements.acts import find_clause
from movements.clearances import telling
from movements.fees.telling import fee_sentence, payment_sentence
from movements.flow import flow_of
from movements.models import Decision, Movement, State, Turn
from movements.sittings.access import has_interest
from movements.sittings.queries import sitting_of
from movements.steps import HumanStep
from movements.subject_groups.telling import TOLD, groups_sentence
from permissions import policy
from permissions.models import Person
from permissions.phones import proved_phone
from permissions.roles import Role

TOLD_TO_APPLICANT = (
    "file",
    "agenda",
    "agenda_left",
    "grouped",
    "ungrouped",
    "approve",
    "return",
    "refuse",
    "ordered",
    "released",
    "in_force",
    "struck",
    "withdraw",
    "lapse",
    "unpaid",
    "paid",
)
TOLD_OF_FEE: dict[str, Callable[[Movement], tuple[str, str]]] = {
    "fee": fee_sentence,
    **dict.fromkeys(("payment", "payment_back", "exempt", "exempt_back"), payment_sentence),
}
OPENS_A_TURN = ("file", "revise", "approve", "struck", "reassign", "released", "paid", "spoil")


@jobs.handler("movements.notify")
@jobs.together
def notify(job: Job) -> None:
    """Plan the notices of one event, once.

    A notice says how the case stands, so an event that a later one has overtaken while no worker was there has
    nothing left to tell; the later event's own job tells it.
    """
    lock_case(job.args["movement"])
    movement = Movement.objects.select_related("applicant", "unit", "filed_by").get(pk=job.args["movement"])
    act, actor = job.args["act"], job.args["actor"]
    since = events.of(movement).filter(seq__gte=job.args["seq"]).order_by("seq")
    (_act, at), *after = since.values_list("act", "at")
    later = {act_after for act_after, _at in after}
    if actor:
        # Who has acted on a case knows what was told of it before.
        notices.mark_read_about(actor, movement.chain, before=at)
    if act in TOLD_TO_APPLICANT and actor != movement.applicant_id and not later & set(TOLD_TO_APPLICANT):
        sentence = _agenda_sentence if act.startswith("agenda") else _applicant_sentence
        sentence = groups_sentence if act in TOLD else sentence
        filed_for = movement.filed_by_id and act == "file"
        tell_person(movement.applicant, movement, _filed_for_sentence if filed_for else sentence)
    if act in TOLD_OF_FEE and not later & {*TOLD_OF_FEE, "paid"}:
        tell_person(movement.applicant, movement, TOLD_OF_FEE[act])
    if act == "ask_withdrawal":
        for person in policy.holders(Role.REGISTRAR, unit=movement.unit, on=clock.today()):
            tell_person(person, movement, _withdrawal_sentence)
    turn = Turn.objects.select_related("person", "unit").filter(movement=movement, finished__isnull=True).first()
    if act in telling.ANSWERS:
        for person, told in telling.of_answer(movement, turn, events.of(movement).get(seq=job.args["seq"])):
            tell_person(person, movement, told)
    # The last of several offices carries the case on to the next, which must be told of it.
    opens = {*OPENS_A_TURN, *(() if telling.asks_several(turn) else ("clear",))}
    if act in opens and not later & opens:
        for person in people_of(movement, turn):
            if person.pk not in (actor, movement.applicant_id, movement.filed_by_id):
                tell_person(person, movement, _turn_sentence)


def people_of(movement: Movement, turn: Turn | None) -> list[Person]:
    """Whom a turn waits for; of several offices asked at once the holders of all that are still asked."""
    if turn is None or turn.office == Role.STUDENT:
        return []
    if telling.asks_several(turn):
        return telling.asked(turn)
    if turn.person:
        return [turn.person]
    found = policy.holders(Role(turn.office), unit=turn.unit or movement.unit, on=clock.today())
    if turn.office != Role.COMMISSION_SECRETARY:
        return found
    # Whoever declared an interest is told nothing of the case either.
    return [one for one in found if not Movement.objects.filter(has_interest(one), pk=movement.pk).exists()]


def tell_person(person: Person, movement: Movement, sentence: Callable[[Movement], tuple[str, str]]) -> list[Notice]:
    """Plan the notice of one case for one person, in the person's language; returns its rows."""
    with translation.override(person.language or "uz"):
        subject, body = sentence(movement)
        return notices.plan(
            person_id=person.pk,
            subject=subject,
            body=body,
            url=reverse("case", args=[movement.pk]),
            about=movement.chain,
            email=person.email,
            phone=proved_phone(person),
            brief=_("Harakat: there is news of case %(case)s: %(address)s")
            % {"case": movement, "address": f"{settings.SITE_ADDRESS}{reverse('guest-track')}"},
        )


def _applicant_sentence(movement: Movement) -> tuple[str, str]:
    kind = flow_of(movement.kind).called
    subject = _("%(kind)s, case %(case)s: %(state)s") % {
        "kind": kind,
        "case": movement,
        "state": State(movement.state).label,
    }
    last = movement.decisions.last()
    judged = last if last and last.verdict in (Decision.Verdict.RETURN, Decision.Verdict.REFUSE) else None
    if movement.state == State.LAPSED or (movement.state == State.REFUSED and judged is None):
        return subject, _lapsed_body(movement)
    return subject, judged.words if judged and movement.state in (State.RETURNED, State.REFUSED) else ""


def _lapsed_body(movement: Movement) -> str:
    """Which clause ended the case, and what can be done now."""
    last = events.of(movement).filter(act__in=("lapse", "unpaid")).last()
    clause = find_clause(last.clause) if last else None
    told = _("Nobody decided this: the term ended and you had been told before. You may file a new application.")
    return f"{clause.text} ({_(clause.reference)})\n\n{told}" if clause else told


def lapse_sentence(until: datetime) -> Callable[[Movement], tuple[str, str]]:
    """What the applicant is told before a case lapses: until when it can be saved, and by which clause it ends then."""

    def sentence(movement: Movement) -> tuple[str, str]:
        step = flow_of(movement.kind).step(movement.step)
        day = until.astimezone(clock.zone).strftime("%d.%m.%Y %H:%M")
        subject = _("Case %(case)s will lapse after %(day)s: %(step)s")
        clause = find_clause(step.clause)
        words = _("If nothing is done until %(day)s (Tashkent time), the case ends by itself.") % {"day": day}
        body = f"{words}\n\n{clause.text} ({clause.reference})" if clause else words
        return subject % {"case": movement, "day": day, "step": step.called}, body

    return sentence


def _agenda_sentence(movement: Movement) -> tuple[str, str]:
    on_agenda = sitting_of(movement)
    if on_agenda is None:
        return _("Case %(case)s waits for another sitting of the commission") % {"case": movement}, ""
    sitting = on_agenda.sitting
    moment = sitting.meets_at.astimezone(clock.zone)
    subject = _("Case %(case)s: the commission considers it on %(day)s at %(time)s") % {
        "case": movement,
        "day": moment.strftime("%d.%m.%Y"),
        "time": moment.strftime("%H:%M"),
    }
    return subject, f"{sitting.body.unit.name}, {sitting.place}"


def _filed_for_sentence(movement: Movement) -> tuple[str, str]:
    words = {"kind": flow_of(movement.kind).called, "case": movement, "name": movement.filed_by}
    subject = _("%(kind)s, case %(case)s: filed for you by the office") % words
    body = _(
        "%(name)s has filed it on your signed application. If you did not ask for it, open the case and withdraw it."
    )
    return subject, body % words


def _turn_sentence(movement: Movement) -> tuple[str, str]:
    step = flow_of(movement.kind).step(movement.step)
    subject = _("Case %(case)s waits for you: %(step)s") % {"case": movement, "step": step.called}
    return subject, str(flow_of(movement.kind).called)


def _withdrawal_sentence(movement: Movement) -> tuple[str, str]:
    subject = _("Case %(case)s: the applicant asks to withdraw; strike the item from the order") % {"case": movement}
    return subject, movement.withdrawal_asked


@jobs.daily
def remind() -> None:
    """Plan one reminder for every turn whose term will soon pass."""
    now = clock.now()
    soon = Turn.objects.filter(finished__isnull=True, remind_at__lte=now, due_at__gte=now)
    soon = soon.exclude(movement__state=State.ORDERED).exclude(office="")
    for pk in soon.order_by("pk").values_list("pk", flat=True).iterator():
        jobs.enqueue("movements.remind", key=f"remind:{pk}", args={"turn": pk})


@jobs.handler("movements.remind")
@jobs.together
def remind_of(job: Job) -> None:
    """Remind whoever must act, once a turn; who is too late is told of silence instead."""
    turn = Turn.objects.select_related("movement__applicant", "movement__unit", "person").get(pk=job.args["turn"])
    if turn.finished is None and turn.due_at and turn.due_at >= clock.now():
        for person in people_of(turn.movement, turn):
            tell_person(person, turn.movement, _reminder(turn.due_at))


def _reminder(due_at: datetime) -> Callable[[Movement], tuple[str, str]]:
    def sentence(movement: Movement) -> tuple[str, str]:
        step = flow_of(movement.kind).step(movement.step)
        day = due_at.astimezone(clock.zone).strftime("%d.%m.%Y")
        subject = _("Case %(case)s is due by %(day)s: %(step)s") % {"case": movement, "day": day, "step": step.called}
        return subject, str(flow_of(movement.kind).called)

    return sentence


@jobs.daily
def tell_of_silence() -> None:
    """Plan one telling for every turn whose term has passed; nothing is decided by it."""
    late = Turn.objects.filter(finished__isnull=True, due_at__lt=clock.now()).exclude(movement__state=State.ORDERED)
    late = late.exclude(office="")  # each of several offices is told for itself: clearances.reminding
    for pk in late.order_by("pk").values_list("pk", flat=True).iterator():
        jobs.enqueue("movements.overdue", key=f"overdue:{pk}", args={"turn": pk})


@jobs.handler("movements.overdue")
@jobs.together
def overdue(job: Job) -> None:
    """Tell the office whose term has passed, and whom its step names, once a turn."""
    turn = Turn.objects.select_related("movement__applicant", "movement__unit", "person").get(pk=job.args["turn"])
    if turn.finished is not None:
        return
    step = flow_of(turn.movement.kind).step(turn.step)
    told = step.if_silent.offices if isinstance(step, HumanStep) and step.if_silent else ()
    people = {person.pk: person for person in people_of(turn.movement, turn)}
    if turn.person:
        people[turn.person.pk] = turn.person
    for office in told:
        people |= {person.pk: person for person in policy.holders(office, unit=turn.movement.unit, on=clock.today())}
    for person in people.values():
        tell_person(person, turn.movement, _overdue_sentence)


def _overdue_sentence(movement: Movement) -> tuple[str, str]:
    step = flow_of(movement.kind).step(movement.step)
    subject = _("Case %(case)s is overdue: %(step)s") % {"case": movement, "step": step.called}
    return subject, _("The term has passed. Nothing is decided by silence: somebody of the office must act.")
