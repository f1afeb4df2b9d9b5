"""Stories of transfer and reinstatement: a case is carried along its usual way as far as the story wants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from journal import clock
from movements import actions
from movements.clear_step import Clear
from movements.clearances import actions as clearing
from movements.flow import flow_of
from movements.grounds import Ground
from movements.models import Body, Movement, Turn
from movements.sittings import actions as sittings
from movements.steps import Decide
from permissions.actions import appoint, create_person, open_account
from permissions.models import Person
from permissions.roles import Role
from students.actions import admit
from students.models import Group, Standing, Student
from students.standing import Facts
from workflow_site.demo.cast import Cast
from workflow_site.demo.leaves import attach_papers
from workflow_site.demo.names import draw_name
from workflow_site.demo.stage import Scene, Story
from workflow_site.demo.transfer_words import Values, answer, stated

INSISTS = "Qabul kunlari boshlanmagan, ammo sabab kechiktirib boʻlmaydi."
BODY = {"uz": "Koʻchirish komissiyasi", "ru": "Комиссия по переводу", "en": "Commission on transfers"}
MEMBERS = (
    ("chair", ("Aliyev", "Rustam", "Komilovich"), Role.COMMISSION_CHAIR, "Komissiya raisi"),
    ("secretary", ("Vohidova", "Nargiza", "Olimovna"), Role.COMMISSION_SECRETARY, "Komissiya kotibi"),
    ("member", ("Mirzayev", "Anvar", "Saidovich"), Role.COMMISSION_MEMBER, "Dotsent"),
    ("member2", ("Tursunova", "Barno", "Akmalovna"), Role.COMMISSION_MEMBER, "Professor"),
)


def open_commission(cast: Cast, held_since: date) -> None:
    """The commission on transfers with chair, secretary and two members."""
    body = sittings.open_body(actor=cast.staff["admin"], code="transfer", names=BODY)
    for login, (surname, given_name, patronymic), office, title in MEMBERS:
        person = create_person(surname=surname, given_name=given_name, patronymic=patronymic, language="uz")
        open_account(person=person, login=login, password=None)
        person.refresh_from_db()
        cast.staff[login] = person
        appoint(
            actor=cast.staff["admin"], person=person, office=office, unit=body.unit, valid_from=held_since, title=title,
            basis=f"{held_since:%d.%m.%Y}-yildagi 15-K-sonli buyruq",
        )  # fmt: skip


def newcomer(cast: Cast) -> Person:
    """Somebody who is no student here."""
    name = draw_name(cast.lot)
    return create_person(
        surname=name.surname, given_name=name.given_name, patronymic=name.patronymic, gender=name.gender, language="uz"
    )


def former(cast: Cast, number: int, years: int = 0) -> Student:
    """A former student, dismissed half a year or so many more years ago by a paper order."""
    group = Group.objects.select_related("programme").filter(course=2).order_by("name")[number % 5]
    since = clock.today() - timedelta(days=180 + 365 * years)
    facts = Facts(
        status="expelled", faculty_id=group.programme.faculty_id, programme_id=group.programme_id, group_id=group.pk,
        course=group.course, semester=group.semester, form="11", language=group.language, payment="12",
        curriculum=group.curriculum, ground="own_wish",
    )  # fmt: skip
    return admit(
        person=newcomer(cast), number=f"3372211{number:05}", facts=facts, valid_from=since,
        source=f"import:demo-former-{number}", details={}, basis=Standing.Basis.PAPER_ORDER,
        basis_text=f"{since:%d.%m.%Y}-yildagi {40 + number}-T-sonli buyruq",
    )  # fmt: skip


def filed(
    cast: Cast,
    kind: str,
    who: Person | Student,
    *,
    back: int,
    minute: int,
    stop: bool = False,
    more: Values | None = None,
) -> Story[Movement]:
    """Filed with its papers, insisting where the days of filing are over.

    Args:
        stop: keep the draft.
        more: what is stated otherwise than usually.
    """
    student = who if isinstance(who, Student) else None
    person = who.person if isinstance(who, Student) else who
    yield cast.stage.day(back, 8, minute)
    words = {**stated(kind, student), **(more or {})}
    movement = actions.start_draft(actor=person, kind=kind, student=student, stated=words)
    if stop:
        return movement
    attach_papers(movement)
    yield cast.stage.day(back, 9, minute)
    return actions.file(actor=person, movement_id=movement.pk, insist=True, grounds=INSISTS)


def carried(cast: Cast, case: Scene[Movement] | Story[Movement], to: str, *, back: int, minute: int) -> Story[Movement]:
    """Approved step by step until the case stands at ``to``, some minutes between two steps."""
    movement = None if isinstance(case, Scene) else (yield from case)
    hour = 10
    while True:
        yield cast.stage.day(back, hour, minute)
        if movement is None and isinstance(case, Scene):
            movement = case.result
        assert movement is not None  # noqa: S101 - a scene that has ended, or the story just told
        movement = Movement.objects.get(pk=movement.pk)
        if movement.step == to or not isinstance(flow_of(movement.kind).step(movement.step), Decide | Clear):
            return movement
        _approve(cast, movement)
        hour += 1
        if hour > 17:
            hour, back = 10, back - 1


def _approve(cast: Cast, movement: Movement) -> None:
    step = flow_of(movement.kind).step(movement.step)
    if isinstance(step, Clear):
        for one in step.asks:
            clearing.clear(actor=cast.staff[one.office], movement_id=movement.pk)
        return
    actions.decide(
        actor=_asked(cast, movement), movement_id=movement.pk, verdict="approve",
        added=answer(movement) if step.states else None,
    )  # fmt: skip


def half_cleared(cast: Cast, case: Story[Movement], *, back: int, minute: int) -> Story[Movement]:
    """Accounting has cleared, the residence has said what is owed, the library is still asked."""
    movement = yield from case
    yield cast.stage.day(back, 15, minute)
    clearing.clear(actor=cast.staff["accountant"], movement_id=movement.pk)
    return clearing.object(
        actor=cast.staff["dormitory"], movement_id=movement.pk,
        words="14-xona kaliti topshirilmagan va iyul oyi uchun toʻlov qilinmagan. Komendantga murojaat qiling.",
    )  # fmt: skip


def _asked(cast: Cast, movement: Movement) -> Person:
    turn = Turn.objects.select_related("unit").get(movement=movement, finished=None)
    if turn.office == Role.DEAN and turn.unit:
        return cast.deans[turn.unit.code]
    return cast.staff[{"vice_rector": "vicerector"}.get(turn.office, turn.office)]


def ended(cast: Cast, case: Story[Movement], verdict: str, *, back: int, minute: int) -> Story[Movement]:
    """Returned, refused or withdrawn at its first office."""
    movement = yield from case
    yield cast.stage.day(back, 15, minute)
    if verdict == "withdraw":
        return actions.withdraw(actor=movement.applicant, movement_id=movement.pk, grounds="Fikrim oʻzgardi.")
    words = "Ilova qilingan hujjatlar sababni tasdiqlamaydi."
    return actions.decide(
        actor=_asked(cast, movement),
        movement_id=movement.pk,
        verdict=verdict,
        ground=Ground.CLAUSE_NOT_MET,
        words=words,
    )


def sitting(cast: Cast, cases: Iterable[Scene[Movement]], *, back: int) -> Story[None]:
    """The commission sits on these cases, all agree, and the minutes are signed the same day."""
    chair, secretary = cast.staff["chair"], cast.staff["secretary"]
    yield cast.stage.day(back, 9, 40)
    meets_at = cast.stage.day(back, 14)
    found = sittings.prepare(
        actor=secretary, body_id=Body.objects.get(code="transfer").pk, meets_at=meets_at, place="2-bino, 305-xona",
        movement_ids=[case.result.pk for case in cases],
    )  # fmt: skip
    sittings.call(actor=secretary, sitting_id=found.pk)
    yield cast.stage.day(back, 15)
    present = [cast.staff[login].pk for login in ("chair", "member", "member2")]
    sittings.attend(actor=secretary, sitting_id=found.pk, present=present)
    sittings.vote_all(actor=secretary, sitting_id=found.pk)
    sittings.close(actor=secretary, sitting_id=found.pk)
    sittings.sign(actor=secretary, sitting_id=found.pk)
    sittings.sign(actor=chair, sitting_id=found.pk)
