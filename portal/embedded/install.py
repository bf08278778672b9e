"""Installs what requirements.lock names into .venv; run by whatever Python there is, so it stays plain.

Nothing is done when the lock is the one installed last.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from typing import NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
LOCK = os.path.join(ROOT, "requirements.lock")
NOTE = os.path.join(VENV, "installed-lock")
NEWER = ["python3.11", "python3.12", "python3.13", "python3.14"]
NEEDED_MB = 1500


def give_up(sentence: str) -> NoReturn:
    """Say in one line what is missing, and end."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def use_a_python_that_fits() -> None:
    """Go on as a newer Python when this one is older than 3.11."""
    if sys.version_info >= (3, 11):  # noqa: UP036 - this file is how an older one finds out
        return
    for name in NEWER:
        path = shutil.which(name)
        if path:
            os.execv(path, [path, os.path.abspath(__file__)])  # noqa: S606 - no shell is wanted
    give_up(f"Python 3.11 or later is needed; {sys.executable} is {sys.version.split()[0]}.")


def installed() -> str:
    """What the note in .venv says: the installed lock's hash and where .venv was made; nothing when unfinished."""
    try:
        with open(NOTE) as note:
            return note.read()
    except OSError:
        return ""


def runs(statement: str) -> bool:
    """Whether .venv's Python runs a statement (a system upgrade or a moved folder breaks it)."""
    try:
        return subprocess.call([PYTHON, "-c", statement], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def wanted() -> str:
    """What the note should say."""
    with open(LOCK, "rb") as lock:
        return f"{hashlib.sha256(lock.read()).hexdigest()} {VENV}"


def make_venv(previous: str) -> None:
    """Make .venv anew unless it works; one that was moved does not, since its scripts name their old place."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        give_up(f"{sys.executable} lacks venv or ensurepip: on Debian, apt-get install python3-venv.")
    moved = previous and not previous.endswith(f" {VENV}")
    if (moved or not runs("import pip")) and subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        give_up("The virtual environment .venv could not be made; the lines above say why.")


def main() -> None:
    """Bring .venv up to date."""
    use_a_python_that_fits()
    previous = installed()
    if previous == wanted() and runs("import psycopg"):
        return
    free_mb = shutil.disk_usage(ROOT).free // 1000000
    if free_mb < NEEDED_MB:
        give_up(f"Too little free disk to install: {free_mb} MB free, {NEEDED_MB} MB needed.")
    print("Installing into .venv (once; a minute or two) …", flush=True)
    make_venv(previous)
    if os.path.exists(NOTE):
        os.remove(NOTE)
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
    if subprocess.call(command) != 0:
        give_up("The packages could not be installed; the lines above say why. Run make install to try again.")
    with open(NOTE, "w") as note:
        note.write(wanted())


if __name__ == "__main__":
    main()
