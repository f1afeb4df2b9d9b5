"""make run leaves no process behind, says what fell, and starts it again."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ROOT
from tests.services import wait_until

# A stand-in for a worker: it ignores the polite signal, and it has a child.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""
SUPERVISE = """
import sys
from pathlib import Path
from workflow_site import supervisor
supervisor.GRACE_SECONDS, supervisor.SETTLED_SECONDS = 0.3, float(sys.argv[3])
port, logs = int(sys.argv[1]), Path(sys.argv[2])
web = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
supervisor.supervise({"web": web, "worker": [sys.executable, "-c", sys.argv[4]]}, logs, port, lambda: print("ready"))
"""


@pytest.fixture
def port() -> int:
    """A port nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def supervise(port: int, logs: Path, worker: str, settled: float = 10.0) -> subprocess.Popen[str]:
    """Start the supervisor of a web and a worker in a process of its own."""
    command = [sys.executable, "-u", "-c", SUPERVISE, str(port), str(logs), str(settled), worker]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def runs(pid: int) -> bool:
    """Whether a process is there and not only waiting to be buried."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_process_and_its_children(number: int, port: int, tmp_path: Path) -> None:
    supervisor = supervise(port, tmp_path, STUBBORN)
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "ready\n"
    log = tmp_path / "worker.log"
    wait_until(lambda: log.read_text().endswith("\n"), "the child's start")
    child = int(log.read_text())
    assert runs(child)
    supervisor.send_signal(number)
    assert supervisor.wait(timeout=10) == 0
    wait_until(lambda: not runs(child), "the child's end")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_process_which_falls_at_its_start_stops_all_with_its_last_words(port: int, tmp_path: Path) -> None:
    supervisor = supervise(port, tmp_path, "raise SystemExit('the flow is faulty')")
    _, said = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 1
    assert said == f"worker has stopped (exit code 1); its log is {tmp_path / 'worker.log'}\nthe flow is faulty\n"


def test_a_process_which_falls_later_is_started_again(port: int, tmp_path: Path) -> None:
    supervisor = supervise(port, tmp_path, "print('up', flush=True)", settled=0.0)
    log = tmp_path / "worker.log"
    wait_until(lambda: log.exists() and log.read_text().count("up") > 1, "the second start")
    supervisor.send_signal(signal.SIGTERM)
    _, said = supervisor.communicate(timeout=10)
    assert "worker was started again" in said


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        _, said = supervise(port, tmp_path, STUBBORN).communicate(timeout=10)
    assert said == f"Port {port} is already in use: stop what uses it, or choose another: make run PORT=8001\n"
