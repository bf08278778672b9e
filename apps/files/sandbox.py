"""Checks content in a process of its own: parsers of foreign formats get little memory, little time and no secrets."""

import io
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from apps.files.content import matches
from apps.files.rules import TYPES, Form, extension_of
from apps.kernel.decisions import YES, Decision, no

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 1024**3
SECONDS = 20
EXHAUSTED = 3
STOPPED = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, EXHAUSTED}


class SandboxBroken(RuntimeError):
    """The checking process could not do its work at all: the portal's fault, not the file's."""


def matches_apart(name: str, stream: BinaryIO) -> Decision:
    """As `content.matches`; a file that takes too much to check is refused. Raises SandboxBroken."""
    if TYPES[extension_of(name)].form == Form.TEXT:
        return matches(name, stream)
    stream.seek(0)
    # The name goes in by the pipe too: a process list is read by others.
    given = json.dumps(name).encode() + b"\n" + stream.read()
    stream.seek(0)
    command = [sys.executable, "-m", "apps.files.sandbox", str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=2 * SECONDS, cwd=ROOT, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return _too_much(name)
    if done.returncode in STOPPED:
        return _too_much(name)
    if done.returncode:
        raise SandboxBroken(done.stderr.decode(errors="replace")[-2000:])
    reason = json.loads(done.stdout)
    return no(reason) if reason else YES


def _too_much(name: str) -> Decision:
    return no(f"“{name}” takes too much memory or time to check. Save it in a simpler form, or split it.")


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}


def _main(memory: str, seconds: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(kind, (0, 0))
    try:
        name = json.loads(sys.stdin.buffer.readline())
        decision = matches(name, io.BytesIO(sys.stdin.buffer.read()))
    except MemoryError:
        return EXHAUSTED
    sys.stdout.write(json.dumps(decision.reason))
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
