"""The real processes a test may ask for: an empty queue, a worker, a browser."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, Page, sync_playwright
from redis import Redis

from tests.services import HOME, SQLITE, wait_until
from tools.system_libraries import find_chromium

ROOT = Path(__file__).resolve().parent.parent
TELEPHONE = {"width": 360, "height": 740}


@pytest.fixture
def broker() -> str:
    """The address of the real queue, empty: Redis, or on SQLite the folder that make run uses."""
    if SQLITE:
        for message in (HOME / "queue").rglob("*.msg"):
            message.unlink(missing_ok=True)
    else:
        Redis(unix_socket_path=str(HOME / "redis.sock")).flushall()
    return os.environ["BROKER_URL"]


def database_url(name: str) -> str:
    """The address of this test's own database, as another process needs it."""
    if SQLITE:
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def running_worker(**environment: str) -> Iterator[Path]:
    """A Celery worker on the current database and queue until the block ends; gives its log."""
    arguments = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with _running("worker", arguments, ready=" ready.", environment=environment) as log:
        yield log


@contextmanager
def running_scheduler(schedule: Path) -> Iterator[Path]:
    """A Celery beat on the current queue until the block ends; gives its log."""
    arguments = ["beat", "--schedule", str(schedule), "--pidfile", ""]
    with _running("scheduler", arguments, ready="beat: Starting...", environment={}) as log:
        yield log


@contextmanager
def _running(part: str, arguments: list[str], *, ready: str, environment: dict[str, str]) -> Iterator[Path]:
    log = HOME / f"{part}.log"
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "workflow_site.settings",
        "DATABASE_URL": database_url(str(connection.settings_dict["NAME"])),
        **environment,
    }
    command = [sys.executable, "-m", "celery", "-A", "workflow_site", *arguments, "--loglevel", "INFO"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdout=output, stderr=output, start_new_session=True
        )
    try:
        wait_until(lambda: ready in log.read_text() or process.poll() is not None, f"the start of the {part}")
        assert process.poll() is None, log.read_text()
        yield log
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def start_worker(committed_db: str, broker: str) -> Iterator[Callable[..., Path]]:
    """Start a worker when the test says so, with more environment if it needs; gives its log."""
    with ExitStack() as workers:
        yield lambda **environment: workers.enter_context(running_worker(**environment))


@pytest.fixture
def worker(start_worker: Callable[..., Path]) -> Path:
    """A real worker process, ready; gives its log."""
    return start_worker()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without its sandbox only where it runs as root and so cannot have one."""
    path = find_chromium()
    if path is None:
        pytest.fail("No Chromium was found: make test installs it, or make test BROWSER=0 leaves these tests out.")
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    # While Playwright's loop runs Django keeps other connections than before and after; none may be left open behind.
    connections.close_all()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a telephone, in a context of its own; an error in the browser's console fails the test."""
    context = browser.new_context(viewport=TELEPHONE, locale="uz-UZ", timezone_id="Asia/Tashkent")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
