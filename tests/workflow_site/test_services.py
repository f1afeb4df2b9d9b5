"""The services under the tests are the real ones."""

import threading
from importlib.util import find_spec

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests.services import SQLITE


def test_psycopg_2_is_what_django_uses() -> None:
    assert find_spec("psycopg") is None


@pytest.mark.journey
def test_a_commit_is_seen_by_another_thread_and_gone_in_the_next_test(committed_db: str) -> None:
    with transaction.atomic():
        ContentType.objects.create(app_label="kept", model="here")
    seen: list[bool] = []

    def look() -> None:
        seen.append(ContentType.objects.filter(app_label="kept").exists())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [True]


@pytest.mark.journey
def test_a_copy_of_the_database_begins_empty(committed_db: str) -> None:
    assert connection.vendor == ("sqlite" if SQLITE else "postgresql")
    assert not ContentType.objects.filter(app_label="kept").exists()


@pytest.mark.journey
@pytest.mark.django_db
def test_an_ordinary_test_still_runs_in_the_usual_database() -> None:
    assert not ContentType.objects.filter(app_label="kept").exists()


@pytest.mark.journey
def test_a_real_worker_gets_ready(worker) -> None:
    assert "ready." in worker.read_text()
