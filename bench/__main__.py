"""``make bench``: everything measured, printed and, at the end of the whole run, written to ``bench/results.md``.

``python -m bench steps``, perhaps with a number of rounds, tells the steps of a case alone and writes nothing.
"""

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

        if sys.argv[1:2] == ["steps"]:
            peers, texts, _checked = walk.run(*map(int, sys.argv[2:3]))
            sys.stdout.write(results.told_steps(peers, texts))
            return
        peers, texts, walked = walk.run()
        makers, printed = paper.run()
        grown = paper.memory()
        results.write(peers, texts, makers, grown, ([*walked, *printed], f"{before} and {load()}"))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
