"""One database as one file: SQLite by its own backup, PostgreSQL by ``pg_dump`` and ``pg_restore``."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from journal.refusals import Invalid

# What tools older than the driver's own library understand too.
PARAMETERS = ("host", "hostaddr", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")


def dump(target: Path) -> None:
    """Write the database as it is at this moment.

    The caller is inside ``one_moment``: what it reads beside this comes from the same moment.

    Raises:
        Invalid: PostgreSQL's tools are missing or refuse; the sentence says which and why.
    """
    if connection.vendor == "sqlite":
        # A connection of its own: SQLite copies nothing through the one that holds the write lock.
        _copy(Path(connection.settings_dict["NAME"]), target)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    _run("pg_dump", f"--snapshot={snapshot}", "--format=custom", f"--file={target}")


def load(source: Path) -> None:
    """Put a dumped database in the place of the empty one.

    Raises:
        Invalid: PostgreSQL's tools are missing or refuse; nothing has changed then.
    """
    if connection.vendor == "sqlite":
        connection.close()
        _copy(source, Path(connection.settings_dict["NAME"]))
    else:
        _run("pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error", str(source))
    connection.close()


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _run(tool: str, *arguments: str) -> None:
    binary = shutil.which(tool)
    if binary is None:
        raise Invalid(f"{tool} is not installed: apt install -y postgresql-client (of the server's version or newer).")
    address, environment = _address()
    command = [binary, "--no-owner", "--no-privileges", f"--dbname={address}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Invalid(f"{tool} refuses: {done.stderr.strip()}")


def _address() -> tuple[str, dict[str, str]]:
    """Where the present connection leads, as the tools need it; the password only in their environment."""
    connection.ensure_connection()
    driver: Any = connection.connection
    given = driver.get_dsn_parameters()
    quoted = {name: given[name].replace("\\", r"\\").replace("'", r"\'") for name in PARAMETERS if given.get(name)}
    password = driver.info.password
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    return " ".join(f"{name}='{value}'" for name, value in quoted.items()), environment
