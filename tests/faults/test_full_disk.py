"""The disk is full where the documents are kept: no half file, the order keeps its number, and a later try succeeds."""

from __future__ import annotations

import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from journal import jobs
from journal.models import Job
from orders.models import Order
from tests.faults.cases import enrolled, signed
from tests.faults.dying import drain, ended, fork
from tests.faults.invariants import broken, stray_files, unfinished
from tests.faults.numbers import count, times
from tests.people import House

DISK, ROOM = 256 * 1024, 16 * 1024  # bytes; a document has some 60 kB


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of its own, far too small, at ``folder``; False where this machine lets nobody mount one."""
    folder.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        yield False
        return
    try:
        filler = folder / "filler"
        filler.write_bytes(bytes(DISK - ROOM))
        yield True
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def limited(work: Callable[[], Any]) -> Callable[[], Any]:
    """``work`` in a process that may write no file longer than ``ROOM``: the kernel refuses the rest of it."""

    def inside() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
        work()

    return inside


def documents() -> list[int]:
    """The jobs that make a document and are not done."""
    return list(Job.objects.filter(kind="order.document", finished_at=None).order_by("pk").values_list("pk", flat=True))


def fails_cleanly(order: Order, media: Path) -> None:
    """What the reader of the order and of the folder finds after a failed try."""
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.number != "") == ("signed", True)
    assert Job.objects.get(pk=documents()[0]).error.startswith("OSError in ")
    assert stray_files(media) == []
    assert broken() == []


def test_a_file_the_kernel_cuts_short_is_never_seen(house: House, media: Path, unrung: None) -> None:
    order = signed(house, "aziza")
    [job] = documents()
    tries = times(1, 10)
    for _try in range(tries):
        assert ended(fork(limited(lambda: jobs.run(job)))) == 0
        fails_cleanly(order, media)
        run_sooner()
    drain()
    assert unfinished(media) == []
    assert Order.objects.get(pk=order.pk).number == order.number
    count("writing of a document cut short by the kernel", tries=tries)


def test_on_a_full_disk_the_order_waits_and_the_next_numbers_go_on(house: House, media: Path, unrung: None) -> None:
    first = signed(house, "aziza")
    tries = times(1, 10)
    with small_disk(media / "orders") as mounted:
        [job] = documents()
        work: Callable[[], Any] = lambda: jobs.run(job)  # noqa: E731 - the same work on both kinds of machine
        for _try in range(tries):
            assert ended(fork(work if mounted else limited(work))) == 0
            (media / "orders" / "filler").unlink(missing_ok=True)
            fails_cleanly(first, media)
            (media / "orders" / "filler").write_bytes(bytes(DISK - ROOM))
            run_sooner()
        (media / "orders" / "filler").unlink()
        second = signed(house, *enrolled(house, 1))
        drain()
        assert unfinished(media) == []
    assert [Order.objects.get(pk=order.pk).number for order in (first, second)] == ["1-T", "2-T"]
    count("disk full at the document" if mounted else "writing of a document cut short by the kernel", tries=tries)


def run_sooner() -> None:
    """Do not wait for the next try as long as the product would."""
    for job in Job.objects.filter(finished_at=None):
        Job.objects.filter(pk=job.pk).update(run_after=job.created_at)
