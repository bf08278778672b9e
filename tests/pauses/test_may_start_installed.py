"""`concord-may-start` as a lab installs it, with a document that the portal's worker really signed."""

import json
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.pauses import factory
from tests.pauses.signed import give_key, set_clock, sign
from tests.votes.pages import come

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = {"run": "r-7", "activity": "training", "lineage": ["0"], "parameters": "7e9", "capabilities": []}
BARE = "import sys; sys.modules.update(dict.fromkeys(('django', 'psycopg', 'celery', 'rest_framework', 'portal')))\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules that installing brings, and no other."""
    folder = tmp_path_factory.mktemp("lab")
    for package in PROJECT["tool"]["setuptools"]["packages"]:
        place = folder / package.replace(".", "/")
        place.mkdir(parents=True, exist_ok=True)
        for module in (ROOT / package.replace(".", "/")).glob("*.py"):
            shutil.copy(module, place)
    return folder


def command(folder: Path, bare: str, *arguments: str) -> Any:
    """The command of the project, in a Python that has nothing of the portal."""
    module, _colon, function = PROJECT["project"]["scripts"]["concord-may-start"].partition(":")
    program = f"{bare}from {module} import {function}\nsys.exit({function}())"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def files(cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Any:
    """What a lab's scheduler has fetched, so many hours ago: the document, the keys; it writes down the run."""
    give_key(settings, tmp_path)

    def fetched(hours: int, flop: str, **changes: Any) -> list[str]:
        at = datetime.now(UTC) - timedelta(hours=hours)
        with tenant(cast.frontier.pk):
            factory.imposed(cast, at, ends_at=at + timedelta(days=90), **changes)
        sign(cast, monkeypatch, at)
        measures = come(cast, "aster.liaison").get("/api/v1/committees/frontier/pauses/measures/").content
        (tmp_path / "measures.json").write_bytes(measures)
        set_clock(monkeypatch, datetime.now(UTC))
        (tmp_path / "keys.json").write_bytes(Client().get("/public/frontier/keys/").content)
        (tmp_path / "run.json").write_text(json.dumps(RUN | {"flop": flop}))
        names = ("measures.json", "run.json")
        return [*(str(tmp_path / name) for name in names), "--keys", str(tmp_path / "keys.json"), "--lab"]

    return fetched


@pytest.mark.parametrize(
    ("hours", "flop", "lab", "changes", "ends", "words"),
    [
        (0, "1e26", "aster", {}, 0, "May start."),
        (5, "100000000000000000000000001", "aster", {}, 1, "May not start.\n· PAU-2"),
        (0, "1e27", "aster", {"is_drill": True}, 0, "May start."),
        (0, "1e26", "borealis", {}, 2, "The document is about aster, not about borealis."),
        (6, "1e20", "aster", {}, 2, "The document expired"),
    ],
)
def test_it_judges_what_the_worker_signed(
    files: Any, installed: Path, hours: int, flop: str, lab: str, changes: dict, ends: int, words: str
) -> None:
    done = command(installed, BARE, *files(hours, flop, **changes), lab)
    assert (done.returncode, words in done.stdout) == (ends, True), done.stdout + done.stderr


def test_without_cryptography_it_cannot_tell(files: Any, installed: Path) -> None:
    done = command(installed, BARE + "sys.modules['cryptography'] = None\n", *files(0, "1"), "aster")
    assert (done.returncode, "Cannot tell, so it may not start" in done.stderr) == (2, True)
