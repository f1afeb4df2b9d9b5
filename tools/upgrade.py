"""Upgrade a living office from an older commit to this one and take it back, as docs/operating.md tells operators to.

The office of the older commit (by default the one before the newest migration) lives on PostgreSQL with web, worker and
scheduler of its own. After the upgrade its history must verify and a dean must be able to decide a case; after the
return to the backup everything must be as it was before. ``make prove`` runs it and keeps what is printed.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import services  # noqa: E402 - it lies in the tree that was just named

OURS = ("HARAKAT_", "DJANGO_", "DATABASE_URL", "BROKER_URL", "EMAIL_URL")
PORT = 18020
FACTS = (
    "select count(*), md5(string_agg(hash, ',' order by id)) from journal_event",
    "select count(*), md5(string_agg(concat(number, state, step), ',' order by id)) from movements_movement",
    "select count(*), md5(string_agg(concat(number, state), ',' order by id)) from orders_order",
    "select count(*), md5(string_agg(concat(student_id, status, valid_from), ',' order by id)) from students_standing",
)


def environment() -> dict[str, str]:
    """This one without the variables of the tests' own services: an office stands on its own feet."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


class Office:
    """One checkout of the product with a database and a folder of papers."""

    def __init__(self, tree: Path, database: str, media: Path) -> None:
        self.tree, self.database = tree, database
        self.environment = environment() | {
            "DATABASE_URL": os.environ["DATABASE_URL"].replace("/harakat?", f"/{database}?"),
            "BROKER_URL": os.environ["BROKER_URL"],
            "HARAKAT_SECRET_KEY": "of-an-office-that-lives-for-some-minutes-" * 2,
            "HARAKAT_HOSTS": "127.0.0.1",
            "HARAKAT_HTTPS": "false",
            "HARAKAT_MEDIA": str(media),
            "HARAKAT_SEAL": str(services.HOME / "seal.p12"),
            "PORT": str(PORT),
            "PATH": f"{services.postgres_binaries()}{os.pathsep}{os.environ['PATH']}",
        }

    def manage(self, *words: str | Path) -> str:
        """What a management command prints; it must end well."""
        command = [str(self.tree / ".venv/bin/python"), "manage.py", *(str(word) for word in words)]
        done = subprocess.run(command, cwd=self.tree, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"manage.py {words[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def facts(self) -> list[Any]:
        """How much of everything there is, and a mark that changes when any of it does."""
        with psycopg2.connect(self.environment["DATABASE_URL"]) as database, database.cursor() as cursor:
            rows = []
            for question in FACTS:
                cursor.execute(question)
                rows.append(cursor.fetchone())
            return rows

    @contextmanager
    def open(self) -> Iterator[None]:
        """Web, worker and scheduler run, and every part says it is well; afterwards all are stopped."""
        command = [str(self.tree / ".venv/bin/python"), "manage.py", "serve"]
        site = subprocess.Popen(command, cwd=self.tree, env=self.environment, stdout=subprocess.DEVNULL)
        try:
            services.wait_until(self._is_well, "the office's health", 90)
            yield
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait(timeout=60)

    def _is_well(self) -> bool:
        try:
            return set(self.ask("GET", "/healthz").values()) == {"ok"}
        except OSError:
            return False

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """One call of the site."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def decide(self) -> str:
        """The dean approves the oldest case on the desk; gives its number."""
        token = self.ask("POST", "/api/v1/sign-in", {"login": "dean", "password": "harakat"})["token"]
        free = [task for task in self.ask("GET", "/api/v1/tasks", token=token)["items"] if task["holder"] is None]
        case = free[-1]["movement"]
        answer = self.ask("POST", f"/api/v1/movements/{case['id']}/acts", {"act": "approve"}, token)
        return str(answer["number"])


def said(*command: str | Path) -> str:
    """What a command prints."""
    return subprocess.run([str(word) for word in command], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def older_commit() -> str:
    """The commit before the newest one that added a migration, so that the upgrade has something to migrate."""
    newest = said("git", "log", "-1", "--format=%H", "--diff-filter=A", "--", "*/migrations/0*.py").strip()
    return said("git", "rev-parse", "--short", f"{newest}~").strip()


def checked_out(commit: str) -> Path:
    """The older program in a folder of its own, installed as operators do."""
    tree = services.HOME / "older"
    said("git", "clone", "--quiet", "--no-hardlinks", ROOT, tree)
    said("git", "-C", tree, "checkout", "--quiet", commit)
    shutil.copytree(ROOT / ".tools", tree / ".tools", symlinks=True)
    subprocess.run(["make", "--silent", "install"], cwd=tree, env=environment(), check=True)
    return tree


def empty_database(name: str) -> None:
    """A database of that name with nothing in it."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"].replace("/harakat?", "/postgres?"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'create database "{name}"')
    connection.close()


def upgrade_and_return(commit: str) -> str:
    """Do what the page says, both ways; returns the line for the evidence."""
    home, archive = services.HOME, services.HOME / "before-upgrade.tar.gz"
    tree = checked_out(commit)
    empty_database("office")
    older = Office(tree, "office", home / "papers")
    older.manage("migrate", "--verbosity", "0")
    older.manage("demo", "--students", "120")
    with older.open():
        older.decide()
    older.manage("verify_history")
    older.manage("backup", archive)
    before, began = older.facts(), time.monotonic()

    newer = Office(ROOT, "office", home / "papers")
    newer.manage("check")
    planned = newer.manage("migrate", "--plan").count("\n    ")
    newer.manage("migrate", "--verbosity", "0")
    with newer.open():
        away = time.monotonic() - began
        newer.decide()
    newer.manage("verify_history")

    empty_database("returned")
    returned = Office(tree, "returned", home / "returned")
    returned.manage("restore", archive)
    if returned.facts() != before:
        raise SystemExit(f"The office did not come back as it was: {before} became {returned.facts()}.")
    with returned.open():
        returned.decide()
    returned.manage("verify_history")
    rows = ", ".join(
        f"{row[0]:,} {name}" for row, name in zip(before, ("events", "cases", "orders", "standings"), strict=True)
    )
    return f"commit {commit} → {newer_commit()}: {rows}; {planned} operations migrated, {away:.0f} s away; and back"


def newer_commit() -> str:
    """This commit."""
    return said("git", "rev-parse", "--short", "HEAD").strip()


def main() -> None:
    """Start the services, try, stop them."""
    for folder in ("papers", "returned"):
        (services.HOME / folder).mkdir()
    services.start_redis()
    services.start_postgres()
    try:
        print(upgrade_and_return(sys.argv[1] if len(sys.argv) > 1 else older_commit()))
    finally:
        services.pytest_unconfigure()


if __name__ == "__main__":
    main()
