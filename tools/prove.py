"""Tries every fault at full numbers and writes docs/evidence.md: what was done, on which machine, and what was counted.

Nothing is written unless everything held.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EVIDENCE, COUNTED = ROOT / "docs" / "evidence.md", ROOT / "var" / "proof.json"
PACKAGES = ("django", "django-viewflow", "django-fsm", "celery", "redis", "psycopg2-binary", "weasyprint", "pyhanko")
OPENING = """# Evidence

Written by `make prove`, which tries faults for real: workers and servers are killed by the kernel, connections are cut
by the server, disks are full, and an office of an older version is upgraded and taken back. `make test` runs the same
code at a small fraction of these numbers.
"""
LIMITS = """## What this does not show

* Loss of electric power: processes were killed, machines were not, and PostgreSQL ran without flushing to the disk.
* E-mail is sent at least once: a worker that dies between the mail server's answer and its own note sends it again.
* One machine: several machines share one database and one broker in the same way, but were not tried here.
* A worker's lease lasts a minute; the tests shorten it, or let that minute pass in the row, instead of waiting.
"""


def said(*command: str | Path) -> str:
    """What a command prints, or nothing."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, check=False)
    return done.stdout.strip()


def run_tests() -> float:
    """Try everything; gives the seconds it took. Leaves with the tests' own exit code where something did not hold."""
    COUNTED.parent.mkdir(exist_ok=True)
    COUNTED.unlink(missing_ok=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "tests/faults", "--durations=10"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "HARAKAT_PROVE": str(COUNTED)}, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    return time.monotonic() - began


def commit() -> str:
    """The commit, and whether the tree held anything else."""
    changed = said("git", "status", "--porcelain", "--untracked-files=no", "--", ":!docs/evidence.md")
    return said("git", "rev-parse", "HEAD") + (" with changes that are not committed" if changed else "")


def machine() -> str:
    """Processor, cores, memory and kernel."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.1f} GB, {platform.system()} {platform.release()}"


def versions() -> str:
    """Of everything that took part."""
    from tests.services import postgres_binaries, redis_binary

    servers = [said(postgres_binaries() / "postgres", "--version"), said(redis_binary(), "--version")]
    return ", ".join(
        [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES), *servers]
    )


def promises() -> list[str]:
    """What was asked of the database after every fault, as the questions of the tests name its breach."""
    import django

    import tests.services  # noqa: F401 - says where the settings are

    django.setup()
    from tests.faults.invariants import ALWAYS, AT_REST

    return [*ALWAYS, *AT_REST, "the history does not verify", "a file belongs to no document, or is not whole"]


def table(counted: dict[str, dict[str, Any]]) -> list[str]:
    """One line a fault."""
    lines = ["| Fault | Numbers |", "|---|---|"]
    for fault, numbers in counted.items():
        lines.append(f"| {fault} | {', '.join(f'{name}: {number:,}' for name, number in numbers.items())} |")
    return lines


def main() -> None:
    """Prove and write."""
    proved, began = commit(), datetime.now(UTC)
    load = os.getloadavg()[0]
    seconds = run_tests()
    upgraded = said(sys.executable, "tools/upgrade.py")
    if not upgraded:
        raise SystemExit("The upgrade did not hold: tools/upgrade.py says why.")
    lines = [
        OPENING,
        f"* Date: {began:%Y-%m-%d %H:%M} UTC; it took {seconds / 60:.0f} minutes.",
        f"* Commit: {proved}",
        f"* Machine: {machine()}; load at the start {load:.1f}, at the end {os.getloadavg()[0]:.1f}.",
        f"* Versions: {versions()}",
        "\n## What was tried\n",
        *table(json.loads(COUNTED.read_text())),
        f"| an office upgraded and taken back | {upgraded} |",
        "\n## What was checked\n",
        "Each of these was counted in SQL after the faults, most of them after every single one, and was 0:\n",
        *(f"* {promise}" for promise in promises()),
        "\nAnd every act that was acknowledged before a crash was there after it, once.\n",
        LIMITS.rstrip(),
    ]
    EVIDENCE.write_text("\n".join(lines) + "\n")
    print(f"Everything held; {EVIDENCE.relative_to(ROOT)} says what was tried.")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
