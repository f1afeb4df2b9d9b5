"""Files that appear under their name only whole: written aside, flushed and renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models.fields.files import FieldFile


def path_of(file: FieldFile) -> Path:
    """Where a stored file lies, or will lie."""
    if not isinstance(file.storage, FileSystemStorage):
        raise TypeError("files are renamed into place: their storage must be a folder")
    return Path(file.storage.path(str(file.name)))


def write_aside(folder: Path, content: bytes) -> Path:
    """The content in a file of its own, on the disk when this returns. Where it does not fit, nothing is left."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def put_in_place(aside: Path, path: Path) -> None:
    """Give the file its name, alone in its folder; the caller holds the lock of the row the folder belongs to.

    What a worker that was killed here before has left is removed: the lock is held, so none is at work.
    """
    for other in aside.parent.iterdir():
        if other != aside:
            other.unlink()
    aside.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def set_aside(file: FieldFile, content: bytes) -> Iterator[Callable[[], None]]:
    """A transaction during which the content lies beside its place; calling what is given puts it there.

    The caller first locks the row the folder belongs to, and then asks whether another worker was first. Left without
    the call, or by an error, nothing of the content is left.
    """
    path = path_of(file)
    aside = write_aside(path.parent, content)
    try:
        with transaction.atomic():
            yield partial(put_in_place, aside, path)
    finally:
        aside.unlink(missing_ok=True)
