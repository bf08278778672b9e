"""Demo and throw-away servers, killed for real: nothing stays behind and the next start cures itself."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from portal.embedded.folder import ROOT
from portal.embedded.throwaway import PREFIX

pytestmark = pytest.mark.faults

FIRST_START = 240.0
LAUNCHER = (sys.executable, "-m", "portal.embedded")


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder for a demo of its own, which the servers' account can reach."""
    folder = Path(tempfile.mkdtemp(prefix="concord-fault-"))
    folder.chmod(0o755)
    yield folder
    environment = os.environ | {"VAR_DIR": str(folder)}
    subprocess.run([*LAUNCHER, "demo-reset"], cwd=ROOT, env=environment, check=True)
    shutil.rmtree(folder)


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.1)
    return condition()


def _start(var: Path) -> subprocess.Popen[bytes]:
    """Start a demo and wait until it says that it is ready."""
    output = var.parent / f"{var.name}.out"
    with output.open("wb") as out:
        launcher = subprocess.Popen(
            [*LAUNCHER, "demo"],
            cwd=ROOT,
            env=os.environ | {"VAR_DIR": str(var)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    _until(lambda: "To stop" in output.read_text() or launcher.poll() is not None, FIRST_START)
    said = output.read_text()
    output.unlink()
    assert launcher.poll() is None, said
    assert "Concord is ready" in said
    return launcher


def _stop(launcher: subprocess.Popen[bytes]) -> int:
    launcher.terminate()
    return launcher.wait(60)


def _owner(var: Path) -> psycopg.Connection:
    lines = dict(line.split("=", 1) for line in (var / "demo.env").read_text().splitlines() if "=" in line)
    return psycopg.connect(lines["DATABASE_OWNER_URL"], autocommit=True)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_killed_demo_takes_its_children_along_and_the_next_keeps_the_data(var: Path) -> None:
    first = _start(var)
    children = psutil.Process(first.pid).children(recursive=True)
    names = {" ".join(child.cmdline()[:4]) for child in children}
    assert any("gunicorn" in name for name in names)
    with _owner(var) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")
    first.kill()
    first.wait()

    second = _start(var)
    assert not any(map(_runs, children)), "the second start ends whatever the first one left"
    with _owner(var) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("still here",)
    children = psutil.Process(second.pid).children(recursive=True)
    assert _stop(second) == 0
    assert not any(map(_runs, children)), "nothing is left running after a stop"
    assert not (var / "demo.env").exists()


def test_a_killed_throwaway_run_leaves_no_server_and_its_folder_is_swept_by_the_next() -> None:
    script = "import sys, time; print('up', flush=True); time.sleep(600)"
    keeper = subprocess.Popen(
        [*LAUNCHER, "throwaway", "--", sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert keeper.stdout is not None
    with keeper.stdout:
        assert keeper.stdout.readline() == b"up\n"
    family = psutil.Process(keeper.pid).children(recursive=True)
    folders = {Path(word).parents[1] for p in family for word in p.cmdline() if f"/{PREFIX}" in word and "data" in word}
    assert len(folders) == 1
    keeper.send_signal(signal.SIGKILL)
    keeper.wait()
    assert _until(lambda: not any(map(_runs, family)), 15)
    subprocess.run([*LAUNCHER, "throwaway", "--", "true"], cwd=ROOT, check=True)
    assert not folders.pop().exists()


def test_a_throwaway_run_gives_its_commands_exit_status_and_leaves_no_folder() -> None:
    script = "import os, sys; print(os.environ['VAR_DIR']); sys.exit(7)"
    done = subprocess.run(
        [*LAUNCHER, "throwaway", "--", sys.executable, "-c", script],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 7
    assert not Path(done.stdout.strip()).parent.exists()
