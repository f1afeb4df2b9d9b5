"""Runs the site's processes in the foreground: starts them, logs them, starts a fallen one again, stops them all."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Gunicorn and Celery finish what they hold on SIGTERM; whoever has not ended by then is killed.
GRACE_SECONDS = 10.0
# A process which falls sooner than this after its start would only fall again.
SETTLED_SECONDS = 10.0

ROOT = Path(__file__).resolve().parent.parent


class Program:
    """One process and its log file; a session of its own, so that its children can be stopped with it."""

    def __init__(self, name: str, command: list[str], log: Path) -> None:
        self.name, self.command, self.log = name, command, log
        self.started_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin; what it says is appended to its log."""
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll() if self.process else None

    def send(self, number: int) -> None:
        """Signal the main process; SIGKILL goes to its children too."""
        if not self.process:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
        except ProcessLookupError:
            return

    def last_words(self, lines: int = 12) -> str:
        """The end of its log, for whoever must find out why it fell."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class StopRequested(Exception):  # noqa: N818 - nothing went wrong
    """Somebody pressed Ctrl-C or ended this process."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


def refuse_taken_port(port: int) -> None:
    """Leave with one sentence where another program already listens on this machine's ``port``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sentence = f"Port {port} is already in use: stop what uses it, or choose another: make run PORT=8001"
            raise SystemExit(sentence) from None


def stop_all(programs: list[Program]) -> None:
    """End every process and its children, the patient way first."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for program in programs:
        program.send(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(program.exit_code() is None for program in programs if program.process):
        time.sleep(0.05)
    for program in programs:
        program.send(signal.SIGKILL)
        if program.process:
            program.process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _revive(program: Program, code: int) -> None:
    """Start a fallen process again, unless it fell at its start."""
    print(f"{program.name} has stopped (exit code {code}); its log is {program.log}", file=sys.stderr, flush=True)
    if time.monotonic() - program.started_at < SETTLED_SECONDS:
        print(program.last_words(), file=sys.stderr, flush=True)
        raise SystemExit(1)
    program.send(signal.SIGKILL)
    program.start()
    print(f"{program.name} was started again", file=sys.stderr, flush=True)


def supervise(commands: Mapping[str, list[str]], logs: Path, port: int, when_ready: Callable[[], None]) -> None:
    """Run the commands until Ctrl-C or a signal; call ``when_ready`` once when the port answers."""
    refuse_taken_port(port)
    logs.mkdir(parents=True, exist_ok=True)
    programs = [Program(name, command, logs / f"{name}.log") for name, command in commands.items()]
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    ready = False
    try:
        for program in programs:
            program.start()
        while True:
            for program in programs:
                if (code := program.exit_code()) is not None:
                    _revive(program, code)
            if not ready and _answers(port):
                ready = True
                when_ready()
            time.sleep(0.2 if ready else 0.05)
    except StopRequested:
        print("\nStopping …", flush=True)
    finally:
        stop_all(programs)
