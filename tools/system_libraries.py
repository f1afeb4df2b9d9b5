"""See that a system library or the browser is here; install it with apt where that is allowed, else say how.

Usage: ``system_libraries.py [pango] [chromium]``. Presence is tried by loading, not by asking a package list.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Need(NamedTuple):
    """Something the system must have: what for, how to see it, and the Debian packages which bring it."""

    purpose: str
    is_here: Callable[[], bool]
    packages: tuple[str, ...]


def all_load(*libraries: str) -> bool:
    """Whether every shared library can be loaded, as the program that needs it will."""
    try:
        for library in libraries:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def find_chromium() -> str | None:
    """The browser's path: the system's, else one Playwright downloaded; Ubuntu's snap stub does not count."""
    downloaded = Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome")
    for path in (*filter(None, map(shutil.which, BROWSERS)), *map(str, downloaded)):
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        if answer.returncode == 0 and "snap" not in answer.stdout + answer.stderr:
            return path
    return None


NEEDS = {
    "pango": Need(
        "to draw the orders' PDFs",
        lambda: all_load(*PANGO),
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    ),
    # The second is what Playwright's own program loads, which a bare Debian has not.
    "chromium": Need(
        "for the browser tests",
        lambda: find_chromium() is not None and all_load("libatomic.so.1"),
        ("chromium", "libatomic1"),
    ),
}


def as_root() -> list[str] | None:
    """The words that must stand before a command to run it as root; None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def apt_install(packages: tuple[str, ...], prefix: list[str]) -> None:
    """Install packages quietly; a failure shows apt's own words and is judged afterwards by trying to load."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*prefix, *quiet, "update"], check=False, stdout=subprocess.DEVNULL)
    command = [*prefix, *quiet, "install", "-y", "--no-install-recommends", *packages]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def require(name: str) -> None:
    """Leave with one sentence where the need is neither here nor can be installed."""
    need = NEEDS[name]
    if need.is_here():
        return
    prefix = as_root()
    if prefix is not None and shutil.which("apt-get"):
        print(f"Installing {name} ({need.purpose}) …", flush=True)
        apt_install(need.packages, prefix)
        if name == "chromium" and not need.is_here():
            # Ubuntu's package is a stub for snap, which does not run in containers.
            subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)
        if need.is_here():
            return
    hint = " (or choose BROWSER=0)" if name == "chromium" else ""
    sys.exit(f"{name} is needed {need.purpose}: sudo apt-get install -y {' '.join(need.packages)}{hint}")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        require(argument)
