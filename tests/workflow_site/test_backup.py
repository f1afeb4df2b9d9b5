"""An office is backed up, comes back elsewhere, and its whole history verifies there."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections

from journal import clock
from journal.models import Event
from journal.refusals import Invalid
from movements import actions
from movements.models import Attachment, Movement
from orders import actions as orders
from orders.models import Document
from orders.signing.certificate import make_certificate
from permissions.models import Account, Person
from students.models import Standing
from tests import databases
from tests.people import House, open_house
from tests.screens.cases import composed, filed
from tests.services import SQLITE, postgres_binaries
from tests.work import do_all_jobs
from workflow_site import backing_up, snapshots


@pytest.fixture
def office(committed_db: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An institute with a case before the dean, and with an order in force and its PDF."""
    if not SQLITE:
        monkeypatch.setenv("PATH", f"{postgres_binaries()}{os.pathsep}{os.environ['PATH']}")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.HARAKAT_SEAL, settings.HARAKAT_SEAL_PASSPHRASE = tmp_path / "seal.p12", "tamgʻa"
    make_certificate(settings.HARAKAT_SEAL, "tamgʻa", institute_name="TKTI", at=clock.now())
    house = open_house()
    order = composed(house)
    orders.send(actor=house.dilnoza, order_id=order.pk)
    for person in (house.farrux, house.gulnora):
        orders.endorse(actor=person, order_id=order.pk)
    orders.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    filed(house, "sardor")
    yield house


@pytest.fixture
def elsewhere(office: House, migrated_template: str, settings: Any, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Another, empty database and folder; calling it goes there."""
    used = connections["default"].settings_dict
    before, name = used["NAME"], databases._create(migrated_template, next(databases._numbers))

    def go() -> None:
        connections.close_all()
        used["NAME"] = name
        settings.MEDIA_ROOT = str(tmp_path / "elsewhere" / "media")

    yield go
    connections.close_all()
    used["NAME"] = before
    databases._drop(name)


def call(command: str, path: Path) -> str:
    """What the command prints."""
    out = StringIO()
    call_command(command, str(path), stdout=out)
    return out.getvalue()


def refused(command: str, path: Path) -> str:
    """The sentence with which the command ends."""
    with pytest.raises(CommandError) as told:
        call(command, path)
    return str(told.value)


def everything() -> dict[str, Any]:
    """What must be the same in both places."""
    return {
        "events": list(Event.objects.order_by("pk").values_list("chain", "seq", "hash")),
        "cases": list(Movement.objects.order_by("pk").values_list("number", "state", "stated")),
        "standings": list(Standing.objects.order_by("pk").values_list("student__number", "status", "valid_from")),
        "papers": {one.pk: (one.sha256, one.file.read()) for one in Attachment.objects.all()},
        "documents": {one.sha256: one.file.read() for one in Document.objects.all()},
    }


def altered(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The archive with the content of its members changed."""
    out = path.with_name("altered.tar.gz")
    with tarfile.open(path) as old, tarfile.open(out, "w:gz") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            content = change(member.name, file.read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return out


@pytest.mark.journey
def test_an_office_comes_back_elsewhere_whole_and_its_history_verifies(
    office: House, elsewhere: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / "office.tar.gz"
    assert "the database and 4 files" in call("backup", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = everything()
    assert (len(before["papers"]), len(before["documents"])) == (2, 1)
    elsewhere()
    assert not Person.objects.exists()
    told = call("restore", path)
    assert "events and" in told
    assert "are whole." in told
    assert everything() == before
    assert Account.objects.get(username="botir").check_password("harakat")


def test_the_office_goes_on_working_in_the_place_it_came_back_to(
    office: House, elsewhere: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / "office.tar.gz"
    call("backup", path)
    elsewhere()
    call("restore", path)
    movement = Movement.objects.get(state="review")
    person = Person.objects.get(account__username="jasur")
    assert actions.decide(actor=person, movement_id=movement.pk, verdict="approve").step == "vice_rector_consent"
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_event")


def test_what_happens_while_it_is_packed_belongs_to_the_next_backup(
    office: House, elsewhere: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, events = backing_up._pack, Event.objects.count()

    def act_and_pack(*args: Any) -> None:
        movement = Movement.objects.get(state="review")
        actions.decide(actor=office.jasur, movement_id=movement.pk, verdict="approve")
        pack(*args)

    monkeypatch.setattr(backing_up, "_pack", act_and_pack)
    path = tmp_path / "office.tar.gz"
    call("backup", path)
    assert Event.objects.count() == events + 1
    elsewhere()
    call("restore", path)
    assert Event.objects.count() == events


def test_nobody_is_overwritten_neither_by_backup_nor_by_restore(
    office: House, elsewhere: Callable[[], None], tmp_path: Path, settings: Any
) -> None:
    path = tmp_path / "office.tar.gz"
    call("backup", path)
    assert "never replaces another" in refused("backup", path)
    assert "This database is not empty" in refused("restore", path)
    elsewhere()
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True)
    (folder / "paper.pdf").write_bytes(b"somebody's")
    assert "is not empty: restore with a new folder" in refused("restore", path)
    assert not Person.objects.exists()


def test_an_archive_that_was_changed_is_refused_and_nothing_is_written(
    office: House, elsewhere: Callable[[], None], tmp_path: Path, settings: Any
) -> None:
    path = tmp_path / "office.tar.gz"
    call("backup", path)
    paper = f"files/{Attachment.objects.earliest('pk').file.name}"
    half = tmp_path / "half.tar.gz"
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    no_archive = tmp_path / "no.tar.gz"
    no_archive.write_bytes(gzip.compress(b"not a backup"))
    longer = altered(path, lambda name, content: content + b" " if name == paper else content)
    elsewhere()
    assert f"{paper} was changed" in refused("restore", longer)
    assert "is not a whole backup" in refused("restore", half)
    assert "is not a whole backup" in refused("restore", no_archive)
    assert "No such file" in refused("restore", tmp_path / "absent.tar.gz")
    assert not Person.objects.exists()
    assert not any(Path(settings.MEDIA_ROOT).parent.iterdir())


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("format", 2, "has format 2"),
        ("database", "oracle", "is of a oracle database"),
        ("migrations", ["movements.9999_later"], "made by a newer Harakat (movements.9999_later)"),
    ],
)
def test_a_backup_of_another_kind_is_refused_with_the_reason(
    office: House, elsewhere: Callable[[], None], tmp_path: Path, name: str, value: Any, sentence: str
) -> None:
    path = tmp_path / "office.tar.gz"
    call("backup", path)
    other = altered(
        path, lambda member, content: json.dumps({**json.loads(content), name: value}).encode()
        if member == "manifest.json" else content,
    )  # fmt: skip
    elsewhere()
    assert sentence in refused("restore", other)
    assert not Person.objects.exists()


def test_a_paper_that_is_gone_or_altered_is_named_and_the_rest_is_kept(
    office: House, elsewhere: Callable[[], None], tmp_path: Path
) -> None:
    first, second = Attachment.objects.order_by("pk")
    Path(first.file.path).unlink()
    Path(second.file.path).write_bytes(b"another paper")
    path = tmp_path / "office.tar.gz"
    told = refused("backup", path)
    assert f"{first.file.name} is missing" in told
    assert f"{second.file.name} is not what it was" in told
    elsewhere()
    told = refused("restore", path)
    assert told.startswith("It was restored, but do not work with it:")
    assert f"{first.file.name} is missing" in told


def test_without_the_tools_of_postgresql_a_sentence_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Invalid, match="pg_dump is not installed: apt install -y postgresql-client"):
        snapshots._run("pg_dump")
