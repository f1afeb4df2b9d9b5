"""Refuse a Python file of more than 300 lines: it has more than one subject and must be split along it."""

import subprocess
import sys
from pathlib import Path

LIMIT = 300


def too_long() -> list[str]:
    """Every tracked or new Python file above the limit, with its length; migrations are written by Django."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    lengths = {
        name: len(Path(name).read_text().splitlines())
        for name in names
        if Path(name).exists() and "/migrations/" not in name
    }
    return [f"{name}: {length} lines" for name, length in lengths.items() if length > LIMIT]


if __name__ == "__main__":
    sys.exit("\n".join(too_long()) or None)
