"""`python -m apps.verify.dossier FILE` runs where there is no Django, and says by its end what it found."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from apps.verify.dossier import BEYOND
from tests.votes.dossiers import FILE, sealed

ROOT = Path(__file__).resolve().parents[2]
ABSENT = ("django", "psycopg", "celery", "redis", "rest_framework")


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment in which the portal's packages cannot be imported, and no setting is known."""
    for name in ABSENT:
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError('No module named {name!r}', name={name!r})\n")
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path), "LC_ALL": "C"}


def run(bare: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "apps.verify.dossier", *arguments]
    return subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_in_that_environment_there_is_no_django(bare: dict[str, str]) -> None:
    for name in ABSENT:
        tried = subprocess.run([sys.executable, "-c", f"import {name}"], env=bare, capture_output=True, check=False)
        assert tried.returncode == 1


def test_a_dossier_that_holds_ends_with_0(bare: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "M-1.json"
    file.write_bytes(FILE)
    done = run(bare, str(file))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "✓ The file is canonical JSON, to the byte."
    assert "✓ The motion is carried." in lines
    assert lines[-8:] == ["What this file cannot show:", *(f"· {said}" for said in BEYOND), "Everything holds."]


def test_a_changed_byte_ends_with_1(bare: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "M-1.json"
    file.write_bytes(FILE + b"\n")
    done = run(bare, str(file))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "✗ The file is not canonical JSON, to the byte.",
        "Broken: do not rely on this file.",
    ]


def test_a_changed_result_is_named_for_machines(bare: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "M-1.json"
    data = json.loads(FILE)
    data["outcome"]["quorate"] = False
    file.write_bytes(sealed(data))
    done = run(bare, "--json", str(file))
    report = json.loads(done.stdout)
    assert (done.returncode, report["exit"], report["holds"]) == (1, 1, False)
    assert [check for check in report["checks"] if not check["holds"]] == [
        {"check": "quorum", "holds": False, "says": "The quorum was reached. That is not what was stated."}
    ]
    assert report["cannot_show"] == list(BEYOND)


@pytest.mark.parametrize("there", [False, True])
def test_what_cannot_be_read_ends_with_2(bare: dict[str, str], tmp_path: Path, there: bool) -> None:
    done = run(bare, str(tmp_path if there else tmp_path / "none.json"))
    assert done.returncode == 2
    assert done.stdout.startswith("? The file cannot be read: ")


def test_another_format_and_a_missing_name_end_with_2(bare: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "later.json"
    file.write_bytes(sealed({"format": "concord/dossier/v2"}))
    assert run(bare, str(file)).returncode == 2
    assert run(bare).returncode == 2


def test_nothing_but_python_and_the_source_is_needed(tmp_path: Path) -> None:
    """Isolated and without site-packages, so that no package whatever can be imported."""
    file = tmp_path / "M-1.json"
    file.write_bytes(FILE)
    start = (
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
        "assert not any('site-packages' in path for path in sys.path); "
        "runpy.run_module('apps.verify.dossier', run_name='__main__', alter_sys=True)"
    )
    for raw, ends in ((FILE, 0), (FILE + b" ", 1), (b"{}", 1)):
        file.write_bytes(raw)
        command = [sys.executable, "-I", "-S", "-c", start, str(ROOT), str(file)]
        done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (ends, b"")


def test_an_older_python_ends_with_2(bare: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "secrets.py").write_text("raise ImportError('cannot import it')\n")
    file = tmp_path / "M-1.json"
    file.write_bytes(FILE)
    done = run(bare, str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("? Cannot decide: this needs Python 3.11 or later")
