"""``check --deploy`` as production would see it: the environment a real installation gives, and nothing of this one."""

import os
import subprocess
import sys

PRODUCTION = {
    "DATABASE_URL": "postgresql://harakat@127.0.0.1/harakat",
    "BROKER_URL": "redis://127.0.0.1:6379/0",
    "HARAKAT_SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "HARAKAT_HOSTS": "harakat.example.uz",
    "HARAKAT_DEBUG": "false",
    "HARAKAT_HTTPS": "true",
    "HARAKAT_NOW": "",
}

if __name__ == "__main__":
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    sys.exit(subprocess.run(command, env={**os.environ, **PRODUCTION}, check=False).returncode)
