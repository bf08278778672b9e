"""The starts of the whole demo, in a copy of the tree, until its first page answers."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.stage import Row

ROOT = Path(__file__).resolve().parent.parent
PORT = 8743
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "build", "__pycache__", ".*_cache", ".hypothesis")
PATIENCE = 300.0


def _answers() -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
    try:
        connection.request("GET", "/account/login/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _start(tree: Path) -> float:
    """Seconds from the command to the first page; then everything is stopped again."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_", "DJANGO_"))
    }
    for name in ("SECRET_KEY", "VAR_DIR"):
        environment.pop(name, None)
    began = time.monotonic()
    command = [sys.executable, "-m", "portal.embedded", "demo", "--port", str(PORT)]
    process = subprocess.Popen(command, cwd=tree, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        while not _answers():
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError("the demo did not come up")
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def measure() -> list[Row]:
    """Rows of the table."""
    with tempfile.TemporaryDirectory(prefix="concord-bench-") as folder:
        tree = Path(folder) / "concord"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        Path(folder).chmod(0o755)
        first = _start(tree)
        second = _start(tree)
    return [
        Row(
            "demo, first start (installed already)",
            f"{first:.1f} s",
            "",
            "",
            "at most 300 s with installing",
            first < 300,
        ),
        Row("demo, second start", f"{second:.1f} s", "", "", "under 10 s", second < 10),
    ]
