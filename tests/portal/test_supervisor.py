"""Services are watched, started again with growing pauses, stopped in order, and found after a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from portal.embedded import processes
from portal.embedded.accounts import ourselves
from portal.embedded.postgres import Cluster
from portal.embedded.service import Service
from portal.embedded.supervisor import Supervisor

FOREVER = "import time; time.sleep(600)"


def _service(folder: Path, name: str, code: str) -> Service:
    return Service(name, [sys.executable, "-c", code], folder / f"{name}.log", ourselves(), patience=5)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, told: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path, told.append)
    yield supervisor
    supervisor.stop()


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that some earlier run left behind."""
    process = subprocess.Popen([sys.executable, "-c", FOREVER])
    yield process
    process.kill()
    process.wait()


def test_what_ends_is_started_again_after_a_pause_that_doubles(
    supervisor: Supervisor, tmp_path: Path, told: list[str]
) -> None:
    supervisor.start(_service(tmp_path, "worker", "raise SystemExit(3)"))
    kept = supervisor.kept[0]
    starts = 0
    now = time.monotonic()
    for expected in (1, 2, 4):
        kept.running.process.wait()
        supervisor.look(now)
        supervisor.look(now + expected - 0.1)
        assert kept.running.process.poll() == 3, "not before the pause is over"
        supervisor.look(now + expected)
        starts += 1
        now += expected
    assert len(told) == starts == 3
    assert told[1].startswith("worker ended (3); starting it again in 2 s")


def test_stopping_goes_from_the_last_started_to_the_first(supervisor: Supervisor, tmp_path: Path) -> None:
    note = tmp_path / "order"
    for name in ("first", "second"):
        code = (
            "import signal, sys, time\n"
            f"def end(*_): open({str(note)!r}, 'a').write('{name} '); sys.exit()\n"
            "signal.signal(signal.SIGTERM, end)\nprint('ready', flush=True)\ntime.sleep(600)"
        )
        service = _service(tmp_path, name, code)
        supervisor.start(service)
        while "ready" not in service.log.read_text():
            time.sleep(0.01)
    supervisor.stop()
    assert note.read_text().split() == ["second", "first"]
    assert not list(tmp_path.glob("*.mark"))


def test_what_ignores_the_signal_is_killed(tmp_path: Path, told: list[str]) -> None:
    code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True);" + FOREVER
    stubborn = Service("web", [sys.executable, "-c", code], tmp_path / "web.log", ourselves(), patience=0.2)
    supervisor = Supervisor(tmp_path, told.append)
    running = supervisor.start(stubborn)
    while not stubborn.log.read_text():
        time.sleep(0.01)
    supervisor.stop()
    assert running.process.returncode == -signal.SIGKILL


def test_a_process_left_by_a_killed_run_is_ended(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    processes.write_mark(tmp_path / "worker.mark", stranger.pid)
    assert processes.end_marked(tmp_path) == ["worker"]
    assert stranger.poll() is not None
    assert not list(tmp_path.glob("*.mark"))


def test_a_process_id_that_came_round_again_is_left_alone(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    created = psutil.Process(stranger.pid).create_time() - 1000
    (tmp_path / "worker.mark").write_text(json.dumps({"pid": stranger.pid, "created": created}))
    assert processes.end_marked(tmp_path) == []
    assert stranger.poll() is None


def test_a_damaged_mark_stands_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "worker.mark").write_text("{half")
    assert processes.end_marked(tmp_path) == []
    assert not list(tmp_path.glob("*.mark"))


def test_a_dead_servers_pid_file_and_socket_are_forgotten(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, tmp_path / "run", tmp_path, ourselves(), tmp_path / "log")
    cluster.data.mkdir()
    cluster.sockets.mkdir()
    # Our own id stands for an id that came round again: PostgreSQL would take us for the old server.
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    (cluster.sockets / ".s.PGSQL.5432.lock").write_text("1\n")
    assert cluster.end_leftovers() is False
    assert not list(cluster.data.iterdir())
    assert not list(cluster.sockets.iterdir())
