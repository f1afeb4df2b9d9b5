"""A request sent twice is answered twice and carried out once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from journal.idempotency import once, recall, remember
from journal.models import IdempotencyKey
from journal.refusals import Conflict

pytestmark = pytest.mark.django_db


def test_an_unknown_key_has_no_answer() -> None:
    assert recall(1, "k", "h") is None


def test_a_known_key_gives_the_same_answer() -> None:
    remember(1, "k", "h", 201, {"id": 7})
    assert recall(1, "k", "h") == (201, {"id": 7})


def test_the_same_key_of_another_person_is_another_key() -> None:
    remember(1, "k", "h", 201, {"id": 7})
    assert recall(2, "k", "h") is None


def test_the_same_key_for_another_request_is_refused() -> None:
    remember(1, "k", "h", 201, {"id": 7})
    with pytest.raises(Conflict):
        recall(1, "k", "other")


def test_an_answer_is_never_given_twice() -> None:
    remember(1, "k", "h", 201, {"id": 7})
    with pytest.raises(IntegrityError), transaction.atomic():
        remember(1, "k", "h", 201, {"id": 8})
    assert recall(1, "k", "h") == (201, {"id": 7})


def test_a_form_sent_twice_acts_once() -> None:
    acted: list[int] = []
    assert [once(1, "k", lambda: acted.append(1)), once(1, "k", lambda: acted.append(2))] == [True, False]
    assert acted == [1]


def test_a_form_without_a_key_acts_each_time() -> None:
    acted: list[int] = []
    assert [once(1, "", lambda: acted.append(1)), once(1, "", lambda: acted.append(2))] == [True, True]
    assert (acted, IdempotencyKey.objects.count()) == ([1, 2], 0)


def test_an_act_that_was_refused_may_be_tried_again() -> None:
    def refuse() -> None:
        raise Conflict("already decided")

    with pytest.raises(Conflict):
        once(1, "k", refuse)
    assert once(1, "k", lambda: None) is True
