"""``make bench``: everything measured, printed and written to ``bench/results.md``."""

from __future__ import annotations

import os
import signal
import sys

from bench import server


def load() -> str:
    """How many programs wanted the cores in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def main() -> None:
    """Start the services, measure, write, stop."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    before = load()
    try:
        server.start()
        from bench import paper, results, walk

        peers, texts, walked = walk.run()
        makers, printed = paper.run()
        results.write(peers, texts, makers, None, ([*walked, *printed], f"{before} and {load()}"))
        grown = paper.memory()
        results.write(peers, texts, makers, grown, ([*walked, *printed], f"{before} and {load()}"))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
