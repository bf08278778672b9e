"""Children that die with the launcher, and marks by which the next run finds those that did not."""

import contextlib
import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """What a child runs before exec, so that Linux signals it when this process ends, even by kill -9."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def before_exec() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return before_exec


def stop_with_parent() -> None:
    """Ask Linux to end this process by SIGTERM when the one that started it (make) is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def write_mark(path: Path, pid: int) -> None:
    """Note a process with its start time, since process ids come round again; a reader never sees half a mark."""
    with contextlib.suppress(psutil.NoSuchProcess):
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps({"pid": pid, "created": psutil.Process(pid).create_time()}))
        unfinished.replace(path)


def marked(path: Path) -> psutil.Process | None:
    """The process a mark stands for, if it still runs."""
    try:
        mark = json.loads(path.read_text())
        process = psutil.Process(mark["pid"])
        same = abs(process.create_time() - mark["created"]) < 1
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return None
    return process if same and process.status() != psutil.STATUS_ZOMBIE else None


def end(processes: Iterable[psutil.Process], first: signal.Signals, patience: float) -> None:
    """Ask processes to end, wait up to patience seconds, then kill what is left."""
    victims = list(processes)
    for process in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(first)
    _, alive = psutil.wait_procs(victims, timeout=patience)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def end_marked(folder: Path) -> list[str]:
    """End every process that a killed run left behind, with its family; returns their names."""
    ended = []
    for path in sorted(folder.glob("*.mark")):
        if process := marked(path):
            family = [process, *process.children(recursive=True)]
            end(family[:1], signal.SIGTERM, patience=8)
            end((child for child in family[1:] if child.is_running()), signal.SIGKILL, patience=2)
            ended.append(path.stem)
        path.unlink(missing_ok=True)
    return ended
