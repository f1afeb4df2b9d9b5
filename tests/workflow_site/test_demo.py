"""The invented institute: everything it must show is in it, and it came out of the real actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.auth.hashers import check_password
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import transaction

from journal import clock
from journal.models import Event, Job, Notice
from journal.verification import verify_all
from movements import queries
from movements.flow import kinds
from movements.leaves.ends import ends_today
from movements.models import CaseItem, Movement, State, Turn
from movements.steps import Apply, HumanStep, Order, Outcome
from orders.blank_kinds import Place
from orders.blank_models import BlankDestruction
from orders.blanks import queries as blank_queries
from orders.blanks.comparing import compare
from orders.models import Document, ItemState, OrderItem, Visa
from orders.models import Order as OrderRow
from orders.signing import institutional_signer, verify
from orders.stocktaking_models import Stocktaking
from permissions.models import Account, Person
from permissions.roles import Role
from students.models import Standing, Status, Student
from workflow_site.demo import LOGINS
from workflow_site.demo.loading import FEWEST_STUDENTS

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo with the fewest students, loaded once for all tests of this module; gives what the command printed."""
    folder, out = tmp_path_factory.mktemp("demo"), StringIO()
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(site, "HARAKAT_SEAL", folder / "seal.p12")
        patch.setattr(site, "MEDIA_ROOT", str(folder / "media"))
        call_command("demo", students=FEWEST_STUDENTS, seed=3, stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: str, db: None) -> str:
    """The loaded demo for one test, which may change it."""
    return loaded


def person(login: str) -> Person:
    return Person.objects.get(account__username=login)


def regulated() -> dict:
    """The kinds of the regulation, without those that only tests know."""
    return {kind: flow for kind, flow in kinds().items() if flow.__module__.startswith("flows.")}


LEAVES = ("academic_leave", "return_from_leave")


def missing(wanted: set[tuple[str, ...]], there: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What must be there and is not, so that a failing test names it."""
    return sorted(wanted - there)


def test_a_case_stands_at_every_step_of_every_flow_in_every_state_it_can_wait_in(demo: str) -> None:
    wanted = set()
    for kind, flow in regulated().items():
        for step in flow.steps():
            if isinstance(step, HumanStep | Outcome):
                wanted |= {(kind, step.name, str(state)) for state in step.arrives_as}
            if isinstance(step, Order):
                wanted.add((kind, step.name, "ordered"))
    there = Movement.objects.values_list("kind", "step", "state")
    # The past of the demo is shorter than the term after which a case lapses.
    assert {step for _kind, step, _state in missing(wanted, set(there))} <= {"lapsed"}


def test_a_case_is_overdue_at_every_step_of_a_leave_and_at_one_of_every_kind(demo: str) -> None:
    wanted = {
        (kind, step.name)
        for kind, flow in regulated().items()
        if kind in LEAVES
        for step in flow.steps()
        if isinstance(step, HumanStep) and not isinstance(step, Apply) and step.within
    }
    overdue = Turn.objects.filter(finished=None, due_at__lt=clock.now()).exclude(movement__state=State.ORDERED)
    assert missing(wanted, set(overdue.values_list("movement__kind", "step"))) == []
    assert set(overdue.values_list("movement__kind", flat=True)) == set(regulated())
    in_time = Turn.objects.filter(finished=None, due_at__gte=clock.now()).values_list("movement__kind", "step")
    assert missing(wanted, set(in_time)) == []


def test_cases_of_every_kind_have_ended_in_every_way(demo: str) -> None:
    wanted = {(kind, state) for kind in regulated() for state in ("granted", "refused", "withdrawn")}
    assert missing(wanted, set(Movement.objects.values_list("kind", "state"))) == []


def test_orders_of_every_kind_stand_in_a_draft_out_for_visas_ready_and_in_force(demo: str) -> None:
    templates = {step.template for flow in regulated().values() for step in flow.orders()}
    wanted = {(kind, state) for kind in templates for state in ("draft", "in_force")}
    wanted |= {(kind, "ready") for kind in templates - {"attend_classes"}}
    wanted |= {(kind, "endorsing") for kind in LEAVES} | {("academic_leave", "discarded")}
    assert missing(wanted, set(OrderRow.objects.values_list("kind", "state"))) == []


def test_visas_were_declined_items_struck_and_an_applicant_wants_out_of_an_order(demo: str) -> None:
    assert Visa.objects.filter(verdict=Visa.Verdict.DECLINED, order__state="draft").exists()
    struck = CaseItem.objects.filter(item__state=ItemState.STRUCK, movement__state=State.REVIEW)
    assert set(struck.values_list("movement__step", flat=True)) == {"office_check"}
    assert Movement.objects.filter(state=State.ORDERED).exclude(withdrawal_asked="").count() == 1
    assert Movement.objects.filter(decisions__verdict="revise", step="vice_rector_consent").exists()


def test_the_ledger_of_blanks_has_every_kind_in_every_place_with_its_acts(demo: str) -> None:
    counts = blank_queries.counts()
    assert all(sum(held.values()) for held in counts.values())
    assert {place for held in counts.values() for place, count in held.items() if count} == set(Place)
    assert set(BlankDestruction.objects.values_list("state", flat=True)) == {"confirmed", "drawn"}
    row, closed = Stocktaking.objects.order_by("-pk")
    assert (row.state, compare(row).unexplained != []) == ("open", True)
    assert (closed.state, closed.result["differing"], closed.result["unexplained"]) == ("closed", 1, 0)


def test_signed_orders_are_in_force_with_sealed_pdfs_and_consecutive_numbers(demo: str) -> None:
    orders = OrderRow.objects.filter(state="in_force").order_by("sequence")
    assert [order.number for order in orders] == [f"{117 + place}-T" for place in range(len(orders))]
    assert [order.date for order in orders] == sorted(order.date for order in orders)
    for document in Document.objects.filter(order__in=orders):
        content = document.file.read()
        assert content.startswith(b"%PDF") and verify(content).is_from(institutional_signer().describe())
    assert Document.objects.count() == len(orders) == 16


def test_a_leave_is_overdue_one_ends_soon_and_one_has_no_end_yet_and_nobody_has_filed_for_them(demo: str) -> None:
    ends = ends_today()
    free = Student.objects.filter(status=Status.ON_LEAVE).exclude(
        movements__kind__in=("return_from_leave", "extension_of_leave")
    )
    cuts = {show: free.filter(ends.which(show)).count() for show in ("ending", "overdue", "open")}
    assert min(cuts.values()) >= 1, cuts
    assert free.filter(status_until=None, ground="military").exists()


def test_one_order_in_force_waits_for_its_day_and_the_others_have_changed_the_record(demo: str) -> None:
    items = OrderItem.objects.filter(order__state="in_force")
    assert {item.effective_on > clock.today() for item in items.filter(state=ItemState.WAITING)} == {True}
    applied = items.filter(state=ItemState.APPLIED)
    permitted = applied.filter(effect__in=("attend_classes", "study_again", "replace_diploma"))
    rows = Standing.objects.filter(basis=Standing.Basis.ORDER)
    assert (applied.count() - permitted.count(), permitted.count()) == (rows.count(), 19)
    [waiting] = Job.objects.filter(finished_at=None)
    assert (waiting.kind, waiting.run_after > clock.now(), waiting.error) == ("order.apply", True, "")


def test_the_accounts_of_the_interface_sign_in_with_the_printed_password_and_nobody_else_does(demo: str) -> None:
    assert f"password harakat: {', '.join(LOGINS)}." in demo
    accounts = {account.username: account for account in Account.objects.all()}
    assert {login for login, account in accounts.items() if check_password("harakat", account.password)} == set(LOGINS)
    assert not any(account.has_usable_password() for login, account in accounts.items() if login not in LOGINS)
    assert not Account.objects.filter(is_staff=True).exists()


def test_both_students_are_free_to_file_academic_leave_each_under_their_own_dean(demo: str) -> None:
    for login, dean in (("student", "dean"), ("student2", "dean2")):
        offers = {offer.flow.kind: offer for offer in queries.kinds_for(person(login))}
        assert offers["academic_leave"].open and not offers["return_from_leave"].open
        student = Student.objects.get(person__account__username=login)
        [post] = person(dean).appointments.all()
        assert (post.office, post.unit) == (Role.DEAN, student.faculty)
    assert not Movement.objects.filter(applicant__account__username__in=("student", "student2")).exists()


def test_every_office_finds_work_and_a_dean_finds_only_that_of_the_own_faculty(demo: str) -> None:
    for login in ("dean", "dean2", "registrar", "vicerector"):
        assert queries.inbox(person(login)), login
    [post] = person("dean").appointments.all()
    assert {turn.unit for turn in queries.inbox(person("dean"))} == {post.unit}


def test_some_students_are_on_leave_by_a_paper_order_and_others_without_one(demo: str) -> None:
    on_leave = Student.objects.filter(status=Status.ON_LEAVE)
    for basis in (Standing.Basis.PAPER_ORDER, Standing.Basis.HEMIS_IMPORT, Standing.Basis.ORDER):
        assert on_leave.filter(standings__basis=basis, standings__status=Status.ON_LEAVE).exists(), basis
    assert set(Student.objects.values_list("payment", flat=True)) == {"11", "12"}
    assert set(Student.objects.values_list("course", flat=True)) == {1, 2, 3, 4}


def test_the_past_was_acted_out_day_by_day_and_its_chains_are_whole(demo: str) -> None:
    times = list(Event.objects.exclude(act="roster.import").order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] < clock.now() and times[-1] - times[0] > timedelta(days=15)
    assert verify_all() == []


def test_nobody_was_mailed_about_the_past_but_everybody_has_an_address_for_what_comes(demo: str) -> None:
    assert set(Notice.objects.values_list("channel", "state")) == {("in_app", "sent")}
    assert {person(login).email for login in LOGINS} == {f"{login}@tkti-namuna.example" for login in LOGINS}


def test_loading_it_again_changes_nothing(demo: str) -> None:
    before, out = Event.objects.count(), StringIO()
    call_command("demo", stdout=out)
    assert out.getvalue().startswith("The invented institute is here already; nothing was changed.\n")
    assert Event.objects.count() == before


def test_the_papers_of_cases_are_kept_as_files(demo: str) -> None:
    case = Movement.objects.exclude(attachments=None).first()
    assert case is not None
    paper = case.attachments.first()
    assert paper is not None and Path(paper.file.path).read_bytes().startswith(b"\x89PNG")


def test_a_believed_time_is_allowed_in_a_demo(demo: str, settings) -> None:
    settings.HARAKAT_NOW = datetime(2027, 3, 1, tzinfo=UTC)
    assert [error.id for error in run_checks() if error.id == "harakat.E001"] == []
