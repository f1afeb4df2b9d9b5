"""Six steps of stock viewflow, called in Python as its own views call them; no lock beyond its default."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.timezone import now
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.flow.views import UpdateProcessView

from bench.peers.stock.models import Audit, Book, Leave

VIEW = UpdateProcessView.as_view(fields=[])


class LeaveFlow(flow.Flow):
    """File, check, dean, vice-rector, prepare, sign."""

    process_class = Leave

    begin = flow.StartHandle(this.begin_case).Next(this.file)
    file = flow.View(VIEW).Permission("stock.be_student").Next(this.check)
    check = flow.View(VIEW).Permission("stock.be_registrar").Next(this.dean)
    dean = flow.View(VIEW).Permission("stock.be_dean").Next(this.vice_rector)
    vice_rector = flow.View(VIEW).Permission("stock.be_vice_rector").Next(this.prepare)
    prepare = flow.View(VIEW).Permission("stock.be_registrar").Next(this.sign)
    sign = flow.View(VIEW).Permission("stock.be_rector").Next(this.done)
    done = flow.End()

    def begin_case(self, activation: Any, applicant: int, stated: dict[str, Any]) -> Any:
        """The draft."""
        activation.process.applicant_id, activation.process.stated = applicant, stated
        activation.process.state = "draft"
        return activation.process


def begin(account_id: int, stated: dict[str, Any]) -> int:
    """The draft, before anything is measured."""
    return int(LeaveFlow.begin.run(applicant=account_id, stated=stated).pk)


def take_step(pk: int, step: str, account_id: int) -> None:
    """Assign, start, execute, asking its own permissions, in the transaction of viewflow's default lock."""
    user = get_user_model().objects.get(pk=account_id)
    node = LeaveFlow.instance.node(step)
    task = LeaveFlow.task_class.objects.get(process_id=pk, flow_task=node, finished__isnull=True)
    with transaction.atomic(), task.activation() as activation:
        if not activation.assign.has_perm(user):
            raise PermissionError(step)
        activation.assign(user)
        if not activation.start.has_perm(user):
            raise PermissionError(step)
        activation.start(SimpleNamespace(user=user))
        process = activation.process
        process.state = step
        if step == "sign":
            book = Book.objects.select_for_update().get()
            book.last += 1
            book.save()
            process.number = book.last
        process.save()
        activation.execute()
        Audit.objects.create(process=process, actor=user, act=step, at=now(), facts={"task": task.pk})
