"""Everything the office keeps, in one archive: the database, the papers and the PDFs of one moment.

The database comes first; papers and PDFs are only ever added, under names of their own, so that every file the database
of that moment names can be read afterwards. The archive is a ``.tar.gz`` whose first member, the manifest, gives the
SHA-256 of all others. Neither the secret key nor the seal is in it: whoever finds a backup shall not be able to sign.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from journal import clock
from journal.refusals import Invalid
from journal.verification import one_moment
from workflow_site import snapshots

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"


@dataclass(frozen=True)
class BackUp:
    """What was written, and the files of the database that could not be: missing, or not what they were."""

    files: int
    size: int
    faults: tuple[str, ...]


def back_up(target: Path) -> BackUp:
    """Write an archive that only its owner may read.

    Args:
        target: a file that does not exist yet; it appears only whole.

    Raises:
        Invalid: the file exists, or the database's own tools refuse.
        OSError: it cannot be written.
    """
    if target.exists():
        raise Invalid(f"{target} exists already: a backup never replaces another.")
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        database, aside = Path(folder, DATABASE), Path(folder, "archive")
        with one_moment():
            snapshots.dump(database)
            promised, migrations = stored_files(), applied_migrations()
        found = {name: path_of(name) for name in promised if path_of(name).is_file()}
        hashes = {FILES + name: sha256_of(path) for name, path in sorted(found.items())}
        manifest = {
            "format": FORMAT,
            "made_at": clock.now().isoformat(),
            "database": connection.vendor,
            "migrations": migrations,
            "sha256": {DATABASE: sha256_of(database), **hashes},
        }
        _pack(aside, manifest, {DATABASE: database, **{FILES + name: path for name, path in sorted(found.items())}})
        aside.replace(target)
    return BackUp(len(found), target.stat().st_size, tuple(faults_of(promised)))


def _pack(aside: Path, manifest: dict[str, Any], members: dict[str, Path]) -> None:
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            content = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
            first = tarfile.TarInfo(MANIFEST)
            first.size, first.mtime = len(content), int(clock.now().timestamp())
            archive.addfile(first, BytesIO(content))
            for name, path in members.items():
                archive.add(path, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())


def stored_files() -> dict[str, str]:
    """Every file the database names, with the SHA-256 its row gives; empty where it gives none."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.FileField):
                has_hash = any(one.name == "sha256" for one in model._meta.get_fields())
                columns = (field.name, "sha256") if has_hash else (field.name, field.name)
                rows = model._default_manager.exclude(**{field.name: ""}).values_list(*columns)
                found |= {name: digest if has_hash else "" for name, digest in rows.iterator()}
    return found


def faults_of(promised: dict[str, str]) -> list[str]:
    """The files which are missing or are not what their row says, one sentence each."""
    faults = []
    for name, digest in sorted(promised.items()):
        path = path_of(name)
        if not path.is_file():
            faults.append(f"{name} is missing")
        elif digest and sha256_of(path) != digest:
            faults.append(f"{name} is not what it was when it was stored")
    return faults


def applied_migrations() -> list[str]:
    """The shape of the database: every migration it has been through."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def path_of(name: str) -> Path:
    """Where a stored file lies."""
    return Path(settings.MEDIA_ROOT, name)


def sha256_of(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
