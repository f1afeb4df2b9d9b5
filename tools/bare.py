"""Try the product as its first reader does: a bare Debian, git, make and python3, then the README's two commands.

Builds a root with mmdebstrap, clones the committed tree into it and runs ``make run`` until ``/healthz`` is ok and
then ``make test``, first as root and then as an ordinary user without sudo. Needs root and the network.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = "git,make,python3,python3-venv,ca-certificates"
# How this machine reaches the package registries; copied in, because the root is this machine's guest.
REGISTRIES = ("etc/pip.conf", "etc/xdg/pip", "etc/apt/apt.conf.d", "etc/ssl/certs/ca-certificates.crt", "etc/hosts")
PASSED_ON = ("PIP_", "UV_", "SSL_CERT_", "REQUESTS_CA_", "CURL_CA_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "BROWSER")
TREE = Path(__file__).resolve().parent.parent
SECONDS_TO_HEALTH = 600

ACT = """
set -eu
cd "$HOME/harakat"
make run PORT={port} >"$HOME/run.log" 2>&1 &
site=$!
healthy() {{
    python3 -c 'import urllib.request as u; u.urlopen("http://127.0.0.1:{port}/healthz", timeout=5)' 2>/dev/null
}}
waited=0
until healthy; do
    kill -0 $site 2>/dev/null || {{ cat "$HOME/run.log"; exit 1; }}
    waited=$((waited + 1))
    [ $waited -lt {seconds} ] || {{ kill $site; cat "$HOME/run.log"; exit 1; }}
    sleep 1
done
echo "as $(id -un): healthy after about $waited s"
kill -TERM $site
wait $site || true
left=$(grep -lsE '[g]unicorn|[c]elery' /proc/[0-9]*/cmdline | wc -l)
[ "$left" = 0 ] || {{ echo "$left processes were left behind"; exit 1; }}
make test {browser}
"""


def build(root: Path) -> None:
    """A bare Debian of this machine's release, or the stable one where this machine is not a Debian."""
    system = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    suite = system.get("VERSION_CODENAME", "stable") if system["ID"] == "debian" else "stable"
    sources = [str(path) for path in Path("/etc/apt").glob("sources.list.d/debian.sources") if suite != "stable"]
    subprocess.run(["mmdebstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(root), *sources], check=True)
    for name in REGISTRIES:
        source, target = Path("/") / name, root / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def inside(root: Path, script: str, user: str = "root") -> None:
    """Run a shell script in the root with its own processes and mounts; of this environment only the way out."""
    home = "/root" if user == "root" else f"/home/{user}"
    variables = {name: value for name, value in os.environ.items() if name.upper().startswith(PASSED_ON)}
    variables |= {
        "HOME": home,
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
    }
    mounts = 'mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc"'
    enter = f'{mounts} && exec chroot --userspec="$1" "$0" /bin/sh -c "$2"'
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", enter, str(root), user, script]
    subprocess.run(command, env=variables, check=True)


def clone(root: Path, home: str) -> None:
    """The committed tree, as a newcomer would get it."""
    target = root / home / "harakat"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(TREE), str(target)], check=True)


def main() -> str | None:
    """Build, run and test as root, then as a user; returns what prevents it."""
    if os.geteuid() != 0:
        return "make bare builds a system of its own and must be run as root"
    if shutil.which("mmdebstrap") is None:
        return "mmdebstrap is needed to build the bare system: apt-get install -y mmdebstrap"
    # Whoever ends this ends what runs inside and takes the root away too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    root = Path(tempfile.mkdtemp(prefix="harakat-bare-"))
    browser = f"BROWSER={os.environ['BROWSER']}" if "BROWSER" in os.environ else ""
    try:
        root.chmod(0o755)
        build(root)
        clone(root, "root")
        inside(root, ACT.format(port=18000, seconds=SECONDS_TO_HEALTH, browser=browser))
        inside(root, "useradd --create-home clerk")
        clone(root, "home/clerk")
        inside(root, "chown -R clerk:clerk /home/clerk")
        inside(root, ACT.format(port=18001, seconds=SECONDS_TO_HEALTH, browser=browser), user="clerk")
    except subprocess.CalledProcessError as failure:
        return f"failed: {failure.cmd[0]} ended with {failure.returncode}"
    finally:
        shutil.rmtree(root, ignore_errors=True)
    print("A bare Debian runs and tests Harakat, as root and as a user.")
    return None


if __name__ == "__main__":
    sys.exit(main())
