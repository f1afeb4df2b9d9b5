"""The page the measurements are written to."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median

from django.db import connection

from bench.paper import RENDERS, SIZES, Maker
from bench.peers.sql import STEPS
from bench.walk import CASES, Peer

PLACE = Path(__file__).parent / "results.md"
PACKAGES = ("Django", "django-viewflow", "psycopg2-binary", "django-ninja", "weasyprint", "pydyf")
TARGETS = {"**Harakat, called in Python**": (6, 10), "**Harakat, behind its API**": (10, 14)}


def machine(load: str) -> list[str]:
    """What it was measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        server, fsync = cursor.fetchone()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"Commit {commit.stdout.strip()}; Python {platform.python_version()}; PostgreSQL {server}, fsync {fsync};",
        f"{packages}. {os.cpu_count()} cores, {platform.system()} {platform.release()}.",
        f"Programs that wanted the cores in the minute before and in the last one, ours included: {load}.",
    ]


def ratios(values: list[float], base: float) -> str:
    """Median, and in brackets the least and the most, as multiples of ``base``."""
    return f"{median(values) / base:.2f} ({min(values) / base:.2f}–{max(values) / base:.2f})"


def walked(peers: list[Peer]) -> list[str]:
    """The table of W1."""
    base = median(peers[0].rounds)
    rows = [
        "| who | times hand-written SQL: median (least–most) | ms a step | statements a step |",
        "|---|---|---|---|",
    ]
    for peer in peers:
        statements = sum(peer.statements.values()) / len(STEPS)
        rows.append(f"| {peer.name} | {ratios(peer.rounds, base)} | {median(peer.rounds):.2f} | {statements:.1f} |")
    return rows


def by_step(peers: list[Peer]) -> list[str]:
    """Milliseconds and statements of each step."""
    rows = ["| ms (statements) | " + " | ".join(STEPS) + " |", "|---" * (len(STEPS) + 1) + "|"]
    for peer in peers:
        cells = (f"{median(peer.by_step[step]):.2f} ({peer.statements[step]})" for step in STEPS)
        rows.append(f"| {peer.name} | {' | '.join(cells)} |")
    return rows


def missed(peers: list[Peer], texts: dict[str, dict[str, list[str]]]) -> list[str]:
    """Where a target of W1 is missed, the statements that made it."""
    said, base = [], median(peers[0].rounds)
    for peer in peers:
        if peer.name not in TARGETS:
            continue
        most, statements = TARGETS[peer.name]
        ratio, asked = median(peer.rounds) / base, sum(peer.statements.values()) / len(STEPS)
        name = peer.name.strip("*")
        said.append(f"- {name}: at most {most} times: {_kept(ratio <= most)} ({ratio:.2f}); ")
        said[-1] += f"at most {statements} statements a step: {_kept(asked <= statements)} ({asked:.1f})."
        if ratio > most or asked > statements:
            said += [f"  - {step}: {'; '.join(_short(text) for text in texts[peer.name][step])}" for step in STEPS]
    return said


def _kept(true: bool) -> str:
    return "kept" if true else "**missed**"


def _short(statement: str) -> str:
    """Verb and table of a statement."""
    words = statement.replace('"', "").split()
    verb = words[0]
    if verb == "WITH":
        # Rows that are written together: which, in their order.
        written = re.findall(r"\((INSERT INTO|UPDATE) (\w+)", statement.replace('"', ""))
        return " + ".join(f"{verb.split()[0]} {table}" for verb, table in written)
    marks = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE"}
    if verb not in marks:
        return verb
    table = words[words.index(marks[verb]) + 1]
    return f"{verb} {table}{' for update' if ' FOR ' in statement and 'UPDATE' in statement[-20:] else ''}"


def printed(makers: list[Maker], grown: tuple[float, float]) -> list[str]:
    """The table of W3, its target, and the memory."""
    tuned, own = makers[1], makers[-1]
    rows = [
        "| who | "
        + " | ".join(f"{size} student{'s' * (size > 1)}, ms: median (least–most)" for size in SIZES)
        + " | pages |",
        "|---" * (len(SIZES) + 2) + "|",
    ]
    for maker in makers:
        cells = []
        for size, values in maker.rounds.items():
            ratio = median(values) / median(tuned.rounds[size])
            cells.append(f"{median(values):.0f} ({min(values):.0f}–{max(values):.0f}), {ratio:.2f}")
        rows.append(f"| {maker.name} | {' | '.join(cells)} | {' and '.join(str(n) for n in maker.pages.values())} |")
    ratios_to_tuned = {size: median(own.rounds[size]) / median(tuned.rounds[size]) for size in SIZES}
    told = ", ".join(f"{ratio:.2f} for {size}" for size, ratio in ratios_to_tuned.items())
    sheet = {size: median(own.rounds[size]) / median(makers[2].rounds[size]) for size in SIZES}
    rows += [
        "",
        f"Ratios to the tuned lean sheet. Target, the tuned line or better: "
        f"{_kept(max(ratios_to_tuned.values()) <= 1.0)} ({told}). PDF/A-3b, tags, code and embedded data alone cost "
        + ", ".join(f"{(sheet[size] - 1) * 100:.0f} % for {size}" for size in SIZES)
        + "; the rest is the sheet itself: one typeface in two weights, letterhead, headings of faculty and group.",
    ]
    rows.append(f"Memory after 100 renders {grown[0]:.0f} MB, after {RENDERS} {grown[1]:.0f} MB.")
    return rows


def told_steps(peers: list[Peer], texts: dict[str, dict[str, list[str]]]) -> str:
    """W1 alone, for whoever works on it: told, and never kept."""
    return "\n".join([*walked(peers), "", *by_step(peers), "", *missed(peers, texts), ""])


def write(
    peers: list[Peer],
    texts: dict[str, dict[str, list[str]]],
    makers: list[Maker],
    grown: tuple[float, float],
    facts: tuple[list[str], str],
) -> None:
    """Write ``bench/results.md`` at the end of a whole run, and print it. ``facts``: what was checked, and the load."""
    checked, load = facts
    rounds = len(peers[0].rounds)
    page = [
        "# Measured",
        "",
        "Written by `make bench`. Ratios count, not seconds: everybody ran in one process, round by round in turn.",
        "",
        *machine(load),
        "",
        "## A step of a case",
        "",
        "One application passes six persisted steps (file, check, dean, vice-rector, prepare order, sign) by five "
        "people, each with permission check, transaction and audit row. "
        "BEGIN and COMMIT are not counted, savepoints are. "
        "Drafts, and the visas which only Harakat asks for, are not timed. "
        f"{rounds} rounds of {CASES} cases each, after a warm-up.",
        "",
        *walked(peers),
        "",
        *by_step(peers),
        "",
        *missed(peers, texts),
        "",
        "## The order as PDF",
        "",
        *printed(makers, grown),
        "",
        "## Checked",
        "",
        *(f"- {fact}" for fact in checked),
        "",
    ]
    PLACE.write_text("\n".join(page), encoding="utf-8")
    sys.stdout.write("\n".join(page))
