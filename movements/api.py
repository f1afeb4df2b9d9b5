"""The calls of the API that speak of movements; they read by the same queries and act by the same actions as screens.

Sign-in, refusals and repeated requests are seen to by the site's API.
"""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status

from journal import clock
from journal.reading import LONGEST, Cursor, Day, Flag, Key, Sent
from journal.refusals import Invalid, Kept, NotFound
from movements import access, actions, answer_shapes, answers, composing, offers, queries, waiting
from movements.acting import ActIn, perform, told_to_the_late
from movements.clauses import check, shown, stands_against
from movements.difference_answers import DifferenceOut, ImpactOut, difference_json, impact_json
from movements.facts import gather
from movements.flow import flow_of, papers_for
from movements.guest_api import IdentityIn
from movements.impact import impact_of
from movements.limits import in_force
from movements.models import Movement, State
from orders.api import OrderOut, order_json
from orders.api import router as orders_router
from permissions.identity import PaperApplicantForm, checked
from permissions.middleware import contact_of, signed_in
from permissions.models import Person

router = Router(tags=["movements"])


class RehearsalIn(Sent):
    """An application that is only tried."""

    student: str | None = Field(None, description="HEMIS student number; my newest enrolment, if empty")
    stated: dict[str, Any]
    papers: list[str] = Field([], description="kinds of papers I would bring")


class RehearsalOut(Schema):
    """What every clause says of it."""

    admissible: bool = Field(description="no clause stands against it")
    findings: list[answer_shapes.FindingOut]
    impact: ImpactOut


class ApplicationIn(Sent):
    """An application: filed at once, or kept as a draft."""

    kind: str
    student: str | None = Field(None, description="HEMIS student number; my newest enrolment, if empty")
    stated: dict[str, Any] = {}
    on_behalf: Flag = Field(False, description="the office files for the student named, or for the applicant entered")
    applicant: IdentityIn | None = Field(None, description="with on_behalf: somebody the record does not know")
    draft: Flag = False
    insist: Flag = Field(False, description="file although a clause does not hold; grounds say why")
    grounds: str = Field("", max_length=LONGEST)


class CaseFilter(Schema):
    """What a list may be narrowed by."""

    kind: str = ""
    state: State | None = None
    student: str = Field("", description="HEMIS student number")
    after: Cursor | None = None


class CompositionIn(Sent):
    """Many movements, one order, or one order a faculty."""

    kind: str
    movements: list[Key] = Field(min_length=1, max_length=composing.MOST_CASES)
    split: Literal["one", "faculty"] = "one"
    effective_on: Day | None = None


class OrdersOut(Schema):
    """The orders composed one a faculty."""

    items: list[OrderOut]


@router.get("/kinds", response=offers.KindPage, summary="Kinds of movement, and which are open to me")
def list_kinds(request: HttpRequest) -> dict[str, Any]:
    """Each with its form as a JSON Schema, its clauses and papers; a closed one says why."""
    numbers = in_force()
    return {
        "items": [offers.kind_json(offer, numbers) for offer in queries.kinds_for(signed_in(request))],
        "next": None,
    }


@router.post("/kinds/{kind}/rehearse", response=RehearsalOut, summary="What would the clauses say?")
def rehearse(request: HttpRequest, kind: str, sent: RehearsalIn) -> dict[str, Any]:
    """Changes nothing."""
    flow = flow_of(kind)
    reader = signed_in(request)
    student = offers.student_for(reader, flow, sent.student)
    stated = flow.first_step().form(sent.stated, student=student).plain()
    case = gather(kind, stated, student, papers=frozenset(sent.papers), filed_on=clock.today())
    findings = check(flow.rules(), case)
    rehearsed = Movement(kind=kind, stated=stated, student=student, applicant=student.person if student else reader)
    return {
        "admissible": not stands_against(findings),
        "findings": [shown(finding) for finding in findings],
        "impact": impact_json(impact_of(rehearsed)),
    }


@router.post("/movements", response={201: answer_shapes.MovementOut}, summary="File an application, or keep a draft")
def apply(request: HttpRequest, sent: ApplicationIn) -> Status[dict[str, Any]]:
    """Where a clause does not hold the draft is kept and the answer is 422 with the findings and the draft's id."""
    person = signed_in(request)
    if sent.on_behalf:
        movement = begin_for_another(person, sent)
    else:
        student = offers.own_student(person, flow_of(sent.kind), sent.student)
        movement = actions.start_draft(
            actor=person, kind=sent.kind, student=student, stated=sent.stated, contact=contact_of(request)
        )
    if not sent.draft:
        movement = file_kept(person, movement.pk, insist=sent.insist, grounds=sent.grounds)
    return Status(201, answers.movement_json(movement))


def begin_for_another(person: Person, sent: ApplicationIn) -> Movement:
    """The draft an office writes; what must still come is the scan of the signed application."""
    if sent.applicant is not None:
        form = PaperApplicantForm(sent.applicant.dict())
        checked(form)
        return actions.enter_and_start(actor=person, said=form.person_data(), kind=sent.kind, stated=sent.stated)
    student = offers.student_for(person, flow_of(sent.kind), sent.student)
    if student is None:
        raise Invalid(_("Say for whom."), fields={"student": [_("required")]})
    return actions.start_draft_for(
        actor=person, applicant=student.person, kind=sent.kind, student=student, stated=sent.stated
    )


def file_kept(person: Person, movement_id: int, *, insist: bool, grounds: str) -> Movement:
    """File a draft that stays what it is when filing is refused.

    Raises:
        Kept: the refusal, with the draft's id.
    """
    try:
        # Inside the request's own transaction: what filing began is taken back, and the draft stands.
        with transaction.atomic():
            return actions.file(actor=person, movement_id=movement_id, insist=insist, grounds=grounds)
    except Invalid as refusal:
        raise Kept(
            refusal.detail,
            clause=refusal.clause,
            fields=refusal.fields,
            facts={**refusal.facts, "movement": movement_id},
        ) from refusal


@router.post(
    "/movements/{int:movement_id}/papers", response={201: answer_shapes.PaperOut}, summary="Attach a paper to my draft"
)
def attach(request: HttpRequest, movement_id: int, kind: Form[str], file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """PDF, JPEG or PNG, at most 10 MB, also to a case that was returned to me."""
    person = signed_in(request)
    with told_to_the_late(person, movement_id):
        attachment = actions.attach(actor=person, movement_id=movement_id, kind=kind, upload=file)
    asked = {paper.kind: paper for paper in papers_for(attachment.movement)}
    return Status(201, answers.paper_json(attachment, asked.get(kind), readable=True))


@router.get("/movements/{int:movement_id}/papers/{int:paper_id}", summary="A paper's file")
def get_paper(request: HttpRequest, movement_id: int, paper_id: int) -> HttpResponseBase:
    """Sensitive papers only for the applicant and for offices whose steps need them."""
    attachment = access.get_paper_for(signed_in(request), paper_id)
    if attachment.movement_id != movement_id:
        raise NotFound(_("There is no such paper."))
    return FileResponse(
        attachment.file.open("rb"), as_attachment=True, filename=attachment.name, content_type=attachment.content_type
    )


@router.get("/movements", response=answer_shapes.MovementPage, summary="Cases I may see, newest first")
def list_movements(request: HttpRequest, given: Query[CaseFilter]) -> dict[str, Any]:
    """One page; pass ``next`` as ``after`` for the page that follows."""
    person = signed_in(request)
    kind = flow_of(given.kind).kind if given.kind else ""
    rows = queries.cases_for(
        person, kind=kind, state=given.state or "", student=given.student.strip(), after=given.after
    )
    page, cursor = one_page(rows)
    return {"items": answers.movements_json(page), "next": cursor}


@router.get("/movements/{int:movement_id}", response=answer_shapes.CaseOut, summary="One case with its history")
def get_movement(request: HttpRequest, movement_id: int) -> dict[str, Any]:
    """With its events, its decisions and the acts I may do now."""
    person = signed_in(request)
    return answers.case_json(person, queries.get_case_for(person, movement_id))


@router.get("/movements/{int:movement_id}/difference", response=DifferenceOut, summary="The academic difference")
def get_difference(request: HttpRequest, movement_id: int) -> dict[str, Any]:
    """Counted now while an office judges it, afterwards as it was approved; 404 where the movement asks for none."""
    return difference_json(queries.get_case_for(signed_in(request), movement_id))


@router.post("/movements/{int:movement_id}/acts", response=answer_shapes.MovementOut, summary="Do one act on a case")
def act(request: HttpRequest, movement_id: int, sent: ActIn) -> dict[str, Any]:
    """The case as the act leaves it; where somebody acted first, 409 says who and what I may do now."""
    person = signed_in(request)
    with told_to_the_late(person, movement_id):
        if sent.act == "file" and sent.stated is not None:
            actions.save_draft(actor=person, movement_id=movement_id, stated=sent.stated)
            movement = file_kept(person, movement_id, insist=sent.insist, grounds=sent.grounds)
        else:
            movement = perform(person, movement_id, sent)
    return answers.movement_json(movement)


@router.get("/tasks", response=answer_shapes.TaskPage, summary="My inbox, newest first")
def list_tasks(request: HttpRequest, after: Cursor | None = None) -> dict[str, Any]:
    """Steps that wait for an office of mine, and my own cases that were returned to me."""
    page, cursor = one_page(waiting.tasks(signed_in(request), after=after))
    return {"items": answers.tasks_json(page), "next": cursor}


@orders_router.post("", response={201: OrderOut | OrdersOut}, summary="Compose an order from approved cases")
def compose(request: HttpRequest, sent: CompositionIn) -> Status[dict[str, Any]]:
    """One draft order, or with ``split: faculty`` the draft of each faculty under ``items``."""
    person = signed_in(request)
    composed = composing.compose(
        actor=person,
        kind=sent.kind,
        movement_ids=sent.movements,
        split=sent.split,
        effective_on=sent.effective_on,
    )
    told = [order_json(person, order) for order in composed]
    return Status(201, {"items": told} if sent.split == "faculty" else told[0])


def one_page(rows: list[Any]) -> tuple[list[Any], int | None]:
    """A page of rows that were asked for with one more, and the cursor of the page that follows."""
    page = rows[: queries.PAGE]
    return page, page[-1].pk if len(rows) > queries.PAGE else None
