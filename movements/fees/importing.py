"""Payments from a file: looked at first, then kept line by line, each once, and matched by a job.

A line nobody can match stays in a list and is matched by hand or set aside with a reason: nothing is ever lost.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.events import write_event
from journal.models import Job
from journal.reading import one_line, words
from journal.refusals import Conflict, Invalid, NotFound, Refusal
from journal.transactions import whole_act
from movements.fee_models import LineAside, Payment, PaymentFile, PaymentLine
from movements.fees import actions
from movements.fees.file_rows import PaymentRow, read_file
from movements.fees.matching import Cases, known_keys, open_lines
from movements.models import Movement
from permissions import policy
from permissions.models import Person, Unit
from permissions.policy import Power
from permissions.roles import Act

MOST_TOLD = 500
BATCH = 1000
SAID_EVERY = 20


@transaction.atomic
def upload(*, actor: Person, name: str, content: bytes) -> PaymentFile:
    """Keep a file until it is imported, and say what would become of it; what the actor left before is dropped.

    Raises:
        Invalid: the file cannot be read.
        Conflict: the actor does not keep the institute's fees.
    """
    _power(actor)
    name = one_line(name)[-150:] or "—"
    report = _judge(name, content)
    PaymentFile.objects.filter(uploaded_by=actor, imported_at=None).delete()
    digest = hashlib.sha256(content).hexdigest()
    return PaymentFile.objects.create(
        name=name, sha256=digest, content=content, uploaded_by=actor, uploaded_at=clock.now(), report=report
    )


def _judge(name: str, content: bytes) -> dict[str, Any]:
    """What a file holds: how many lines are new, known and flawed, and which cases the new ones pay for."""
    rows, flawed = read_file(name, content)
    known = known_keys([row.key for row in rows])
    fresh = [row for row in rows if row.key not in known]
    cases = Cases(fresh)
    found = {row.number: cases.of(row) for row in fresh}
    numbers = dict(Movement.objects.filter(pk__in={pk for pk in found.values() if pk}).values_list("pk", "number"))
    return {
        "new": len(fresh),
        "known": len(known),
        "sum": str(sum((row.amount for row in fresh), 0)),
        "flawed_count": len(flawed),
        "flawed": [[one.number, one.what, one.why] for one in flawed[:MOST_TOLD]],
        "matched": sum(pk is not None for pk in found.values()),
        "lines": [_told(row, numbers.get(found[row.number] or 0)) for row in fresh[:MOST_TOLD]],
    }


def _told(row: PaymentRow, case: str | None) -> dict[str, Any]:
    return {
        "line": row.number,
        "document": row.document,
        "paid_on": row.paid_on.isoformat(),
        "amount": str(row.amount),
        "payer": row.payer,
        "purpose": row.purpose[:200],
        "case": case or "",
    }


@whole_act
def apply(*, actor: Person, file_id: int) -> PaymentFile:
    """Keep the lines of an uploaded file; a job then records the payments of those that name their case.

    Raises:
        NotFound: no such file of the actor's.
        Conflict: it is imported already, or the actor does not keep the institute's fees.
    """
    power = _power(actor)
    # Two imports at once would each find the other's lines new.
    institute = Unit.objects.select_for_update(no_key=True).get(parent=None)
    found = PaymentFile.objects.select_for_update().filter(pk=file_id, uploaded_by=actor).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    if found.content is None:
        raise Conflict(_("This file is imported already."))
    content = bytes(found.content)
    report = _judge(found.name, content)
    rows, _flawed = read_file(found.name, content)
    known = known_keys([row.key for row in rows])
    lines = [_line(found, row) for row in rows if row.key not in known]
    PaymentLine.objects.bulk_create(lines, batch_size=BATCH)
    found.imported_at, found.content, found.report = clock.now(), None, report
    found.save()
    said = {name: report[name] for name in ("new", "known", "flawed_count", "sum")} | {"sha256": found.sha256}
    write_event(institute, actor=power.actor, act="payments.import", payload=said, ids={"file": found.pk})
    institute.save(update_fields=["chain_length", "chain_head"])
    jobs.enqueue("fees.match", key=f"fees-match:{found.pk}", args={"file": found.pk}, total=len(lines))
    return found


def _line(file: PaymentFile, row: PaymentRow) -> PaymentLine:
    names = ("number", "key", "document", "paid_on", "amount", "payer", "pinfl", "student_number", "purpose")
    return PaymentLine(file=file, **{name: getattr(row, name) for name in names})


@jobs.handler("fees.match")
def match_lines(job: Job) -> None:
    """Record the payments of a file's lines, each in a transaction of its own; a run cut short goes on where it was."""
    file = PaymentFile.objects.select_related("uploaded_by").get(pk=job.args["file"])
    left = list(open_lines(PaymentLine.objects.filter(file=file)).order_by("number"))
    cases = Cases(left)
    for number, line in enumerate(left):
        if number % SAID_EVERY == 0:
            jobs.progress(job, number, len(left))
        case = cases.of(line)
        if case is not None:
            _try(file.uploaded_by, line, case)


def _try(actor: Person, line: PaymentLine, case: int) -> None:
    """What is refused stays in the list of lines that wait for somebody."""
    try:
        match_line(actor=actor, line_id=line.pk, movement_id=case)
    except Refusal:
        return


@transaction.atomic
def match_line(*, actor: Person, line_id: int, movement_id: int, step: str = "") -> Payment:
    """Record the payment of a line for a case.

    Raises:
        NotFound: no such line, or no such case for this actor.
        Conflict: the line is matched or set aside already, or its document is recorded.
        Invalid: the case asks for no fee.
    """
    line = _locked(actor, line_id)
    return actions.record_payment(
        actor=actor, movement_id=movement_id, amount=line.amount, paid_on=line.paid_on, document=line.document,
        step=step, line=line,
    )  # fmt: skip


@whole_act
def set_aside(*, actor: Person, line_id: int, note: str) -> LineAside:
    """Say that a line pays for nothing here, and why.

    Raises:
        NotFound: no such line.
        Conflict: it is matched or set aside already, or the actor does not keep the institute's fees.
        Invalid: no words.
    """
    line = _locked(actor, line_id)
    why = words(note, field="note")
    if not why:
        raise Invalid(_("Say why in words."), fields={"note": [_("say it in words")]})
    power = _power(actor)
    institute = Unit.objects.select_for_update(no_key=True).get(parent=None)
    aside = LineAside.objects.create(line=line, words=why, by=actor, office=power.office, at=clock.now())
    write_event(institute, actor=power.actor, act="payments.aside", payload={"words": why}, ids={"line": line.pk})
    institute.save(update_fields=["chain_length", "chain_head"])
    return aside


def _locked(actor: Person, line_id: int) -> PaymentLine:
    """A line that waits for somebody, locked and then read."""
    _power(actor)
    if not PaymentLine.objects.select_for_update().filter(pk=line_id).order_by().values_list("pk"):
        raise NotFound(_("There is no such line."))
    line = open_lines(PaymentLine.objects.filter(pk=line_id)).first()
    if line is None:
        raise Conflict(_("This line is matched or set aside already."))
    return line


def _power(actor: Person) -> Power:
    root = Unit.objects.get(parent=None)
    return policy.demand(actor, Act.FEE_KEEP, unit=root, subject_id=None, on=clock.today())
