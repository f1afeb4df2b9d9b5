"""W3: the order as PDF, for one student and for fifty, beside the same words by WeasyPrint alone."""

from __future__ import annotations

import gc
import io
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import cycle, islice

import pikepdf
from django.conf import settings

from bench.peers.weasy import Tuned, lean_sheet, plain
from orders import render
from orders.paper import Act, Line, OrderPaper, arrange
from tests.orders.papers import ACT, SIGNED, lines, paper
from tests.orders.reading import pdf_a_faults

WARM_UP, ROUNDS = 2, 7
RENDERS = 1000
SIZES = (1, 50)


@dataclass
class Maker:
    """One way to the PDF; ``rounds`` in milliseconds by number of students."""

    name: str
    make: Callable[[OrderPaper], bytes]
    rounds: dict[int, list[float]] = field(default_factory=lambda: {size: [] for size in SIZES})
    pages: dict[int, int] = field(default_factory=dict)


def order_on(count: int) -> OrderPaper:
    """A signed order on so many students; names repeat after twelve."""
    many = [replace(line, key=key) for key, line in enumerate(islice(cycle(lines(12)), count), 1)]
    basis = ("Talabalarning arizalari", "tibbiy-maslahat komissiyasi xulosalari")
    act = render.render_act("academic_leave", Act(("3", "11"), arrange(_each(many)), "prorektor D. Rahimov", basis))
    return replace(paper(1), act=act)


def _each(many: list[Line]) -> list[Line]:
    return [replace(line, values={**line.values, "student_number": f"3372411{line.key:05}"}) for line in many]


def ours(sheet: OrderPaper) -> bytes:
    """As the job makes it: words, code, PDF/A-3b, tags, the act embedded."""
    return render.render_pdf(
        render.render_paper(sheet), attachments=[ACT], lang="uz", title=sheet.title, created=SIGNED
    )


def makers() -> list[Maker]:
    """Everybody who is measured."""
    css = (settings.BASE_DIR / "templates" / "orders" / "order.css").read_text(encoding="utf-8")
    own_sheet = Tuned(css, render._closed_fetcher())
    lean = Tuned()
    return [
        Maker("WeasyPrint plain, a lean sheet of the same words", lambda order: plain(lean_sheet(order))),
        Maker("WeasyPrint tuned, a lean sheet of the same words", lambda order: lean(lean_sheet(order))),
        Maker(
            "WeasyPrint tuned, Harakat's own sheet, no PDF/A, tags or data",
            lambda order: own_sheet(render.render_paper(order)),
        ),
        Maker("**Harakat**: PDF/A-3b, tags, code, embedded data", ours),
    ]


def run() -> tuple[list[Maker], list[str]]:
    """Everybody, interleaved. Gives them, and what was checked."""
    logging.getLogger("weasyprint.progress").setLevel("WARNING")  # ten lines a sheet otherwise
    orders = {size: order_on(size) for size in SIZES}
    everybody = makers()
    for number in range(WARM_UP + ROUNDS):
        turn = number % len(everybody)
        for maker in [*everybody[turn:], *everybody[:turn]]:
            for size, order in orders.items():
                gc.collect()
                begun = time.perf_counter()
                written = maker.make(order)
                took = (time.perf_counter() - begun) * 1000
                if number >= WARM_UP:
                    maker.rounds[size].append(took)
                else:
                    with pikepdf.open(io.BytesIO(written)) as opened:
                        maker.pages[size] = len(opened.pages)
    with pikepdf.open(io.BytesIO(ours(orders[1]))) as opened:
        faults = pdf_a_faults(opened)
        assert not faults, faults
        assert opened.Root.MarkInfo.Marked
        assert opened.attachments["order.json"].get_file().read_bytes() == ACT.content
    return everybody, ["our PDF has no fault against PDF/A-3b's checked rules, is tagged and holds the act as data"]


def memory() -> tuple[float, float]:
    """Resident megabytes of a fresh process after 100 renders and after ``RENDERS``."""
    code = (
        "import django; django.setup()\n"
        "from bench.paper import order_on, ours\n"
        "from pathlib import Path\n"
        "def kept(): return int(Path('/proc/self/statm').read_text().split()[1]) * 4096 / 1e6\n"
        "order = order_on(1)\n"
        "for _ in range(100): ours(order)\n"
        "print(kept())\n"
        f"for _ in range({RENDERS - 100}): ours(order)\n"
        "print(kept())\n"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1])
