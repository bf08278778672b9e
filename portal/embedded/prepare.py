"""What is done before the portal is served: tables, assets, the demo's data; skipped when nothing changed."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from portal.embedded.errors import LauncherError
from portal.embedded.folder import ROOT
from portal.embedded.processes import die_with_parent
from portal.embedded.servers import remark, set_remark
from portal.embedded.service import last_line

LOCK = ROOT / "requirements.lock"


def fingerprint(*roots: Path, suffixes: frozenset[str] = frozenset()) -> str:
    """A hash of the files' names and contents; every file, or only those with one of the suffixes."""
    digest = hashlib.sha256()
    for path in sorted(_files(roots, suffixes)):
        content = path.read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:24]


def manage(environment: Mapping[str, str], log: Path, *arguments: str) -> None:
    """Run a management command; LauncherError with its last line when it fails."""
    with beside(environment, log, *arguments):
        """Nothing is done meanwhile."""


@contextmanager
def beside(environment: Mapping[str, str], log: Path, *arguments: str) -> Iterator[None]:
    """Run a management command while the block runs, and wait for it; LauncherError as in `manage`.

    Where the block does not come to its end the command is killed.
    """
    with log.open("ab") as output:
        command = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
    try:
        yield
        status = command.wait()
    finally:
        if command.returncode is None:
            command.kill()
            command.wait()
    if status != 0:
        raise LauncherError(f"manage.py {arguments[0]} failed: {last_line(log)} (see {log})")


def prepare(environment: Mapping[str, str], var: Path, tell: Callable[[str], None]) -> None:
    """Bring assets and database up to date and load the demo once; progress goes to tell."""
    with _assets(environment, var, tell):
        _database(environment, var / "log" / "prepare.log", tell)


def _database(environment: Mapping[str, str], log: Path, tell: Callable[[str], None]) -> None:
    code = fingerprint(ROOT / "apps", ROOT / "portal", LOCK, suffixes=frozenset({".py", ".lock"}))
    owner = environment["DATABASE_OWNER_URL"]
    done = _state(owner)
    if done.get("code") != code:
        tell("Bringing the database's tables up to date …")
        manage(environment, log, "migrate", "--noinput")
        done["code"] = code
        set_remark(owner, json.dumps(done))
    address = environment["BASE_URL"]
    if not done.get("demo"):
        tell("Loading the demo committees …")
        manage(environment, log, "load_demo")
    elif done.get("address") != address:
        manage(environment, log, "move_demo")
    if done.get("address") != address:
        set_remark(owner, json.dumps(done | {"demo": True, "address": address}))


@contextmanager
def _assets(environment: Mapping[str, str], var: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Build the assets, and collect them while the block runs: the database knows nothing of them."""
    maker = ROOT / "apps" / "kernel" / "management" / "commands" / "build_assets.py"
    wanted = fingerprint(ROOT / "static", ROOT / "portal" / "settings", maker, LOCK)
    note = var / "static" / ".fingerprint"
    if note.is_file() and note.read_text() == wanted and (ROOT / "build" / "static").is_dir():
        yield
        return
    tell("Building styles, fonts and scripts …")
    log = var / "log" / "assets.log"
    manage(environment, log, "build_assets")
    with beside(environment, log, "collectstatic", "--noinput"):
        yield
    note.parent.mkdir(exist_ok=True)
    note.write_text(wanted)


def _state(owner_url: str) -> dict[str, object]:
    try:
        state = json.loads(remark(owner_url) or "{}")
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}


def _files(roots: Iterable[Path], suffixes: frozenset[str]) -> Iterable[Path]:
    for root in roots:
        for path in [root] if root.is_file() else root.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and (not suffixes or path.suffix in suffixes):
                yield path
