"""An archive becomes an office again: only into an empty place, only whole, and only if its history verifies."""

from __future__ import annotations

import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from journal.guard_check import missing_guards
from journal.refusals import Conflict, Invalid
from journal.verification import verify_all
from permissions.models import Account, Institute, Person
from workflow_site import snapshots
from workflow_site.backing_up import DATABASE, FILES, FORMAT, MANIFEST, faults_of, path_of, stored_files

CHUNK = 1024 * 1024
BROKEN = (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, KeyError, TypeError, AttributeError)


def restore(source: Path) -> list[str]:
    """Bring back the office of an archive; returns what its history and files do not hold, an empty list when whole.

    Every hash is compared before anything is written.

    Raises:
        Conflict: the database or the folder of papers is not empty.
        Invalid: the archive is not whole, not ours, of another database or of a newer Harakat.
    """
    refuse_unless_empty()
    media = Path(settings.MEDIA_ROOT)
    media.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=media.parent, prefix=".restore-") as name:
        folder = Path(name)
        try:
            manifest = _unpack(source, folder)
        except BROKEN as error:
            raise Invalid(f"{source} is not a whole backup of Harakat: {error}") from None
        _refuse_strange(manifest)
        snapshots.load(folder / DATABASE)
        for member in manifest["sha256"]:
            if member.startswith(FILES):
                path = path_of(member.removeprefix(FILES))
                path.parent.mkdir(parents=True, exist_ok=True)
                (folder / member).replace(path)
    call_command("migrate", interactive=False, verbosity=0)
    return [*verify_all(), *(f"the guard {guard} is gone" for guard in missing_guards()), *faults_of(stored_files())]


def refuse_unless_empty() -> None:
    """Only an empty place is restored into: nobody's records are ever replaced.

    Raises:
        Conflict: there are people, an institute, or files.
    """
    tables = set(connection.introspection.table_names())
    for model in (Institute, Person, Account):
        if model._meta.db_table in tables and model._default_manager.exists():
            raise Conflict("This database is not empty: restore into a new one (DATABASE_URL).")
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir() and any(media.iterdir()):
        raise Conflict(f"{media} is not empty: restore with a new folder for the papers (HARAKAT_MEDIA).")


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Write the members aside and compare each with the manifest.

    Raises:
        ValueError: a member is missing, strange, or not what the manifest says.
    """
    with tarfile.open(source, mode="r:gz") as archive:
        members = iter(archive)
        manifest = _manifest(archive, members)
        wanted: dict[str, str] = dict(manifest["sha256"])
        for member in members:
            content = archive.extractfile(member) if member.isfile() else None
            if content is None or member.name not in wanted or not _is_inside(member.name):
                raise ValueError(f"{member.name} does not belong to it")
            if _write(content, folder / member.name) != wanted.pop(member.name):
                raise ValueError(f"{member.name} was changed")
    if wanted:
        raise ValueError(f"{min(wanted)} is missing")
    return manifest


def _manifest(archive: tarfile.TarFile, members: Iterator[tarfile.TarInfo]) -> dict[str, Any]:
    first = next(members, None)
    content = archive.extractfile(first) if first and first.name == MANIFEST else None
    if content is None:
        raise ValueError("it has no manifest")
    manifest: dict[str, Any] = json.load(content)
    return manifest


def _is_inside(name: str) -> bool:
    return not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts


def _write(content: IO[bytes], path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _refuse_strange(manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT:
        raise Invalid(f"This backup has format {manifest['format']}; this Harakat reads format {FORMAT}.")
    if manifest["database"] != connection.vendor:
        raise Invalid(
            f"This backup is of a {manifest['database']} database and this one is {connection.vendor}: "
            "set DATABASE_URL to an empty one of the same kind."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest["migrations"]) - known):
        raise Invalid(f"This backup was made by a newer Harakat ({newer[0]}): restore it with that version.")
