"""One step with the plain ORM."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from bench.peers.lean.models import Application, Audit, Book, Post, Task
from bench.peers.sql import AFTER, OFFICES


def begin(account_id: int, stated: dict[str, Any]) -> int:
    """The draft, before anything is measured."""
    application = Application.objects.create(
        applicant_id=account_id, unit=1, state="draft", stated=stated, changed_at=now()
    )
    Task.objects.create(application=application, step="file", office="student", opened_at=now())
    return application.pk


@transaction.atomic
def take_step(pk: int, step: str, account_id: int) -> Application:
    """Lock, ask who may, close the task, open the next, change the application, write the audit row."""
    task = (
        Task.objects.select_related("application")
        .select_for_update()
        .get(application=pk, step=step, done_at__isnull=True)
    )
    application, today = task.application, localdate()
    held = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    if not held.filter(account_id=account_id, office=task.office, unit=application.unit).exists():
        raise PermissionError(step)
    task.done_at, task.done_by_id = now(), account_id
    task.save()
    following = AFTER[step]
    if following:
        Task.objects.create(application=application, step=following, office=OFFICES[following], opened_at=now())
    else:
        book = Book.objects.select_for_update().get()
        book.last += 1
        book.save()
        application.number = book.last
    application.state, application.changed_at = step, now()
    application.save()
    Audit.objects.create(application=application, actor_id=account_id, act=step, at=now(), facts={"task": task.pk})
    return application
