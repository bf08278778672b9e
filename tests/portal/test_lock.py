"""requirements.lock: names and hashes only, and all that pyproject.toml asks for."""

import re
import tomllib
from itertools import chain

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from portal.embedded.folder import ROOT

LINE = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9.-]*)(\[[a-z0-9,-]+\])?==(?P<version>\S+)( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
)


def _project() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = chain.from_iterable(project["optional-dependencies"].values())
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


@pytest.fixture(scope="module")
def locked() -> dict[str, list[str]]:
    versions: dict[str, list[str]] = {}
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        found = LINE.fullmatch(line)
        assert found, f"not a pinned name or a hash: {line}"
        if name := found["name"]:
            versions.setdefault(canonicalize_name(name), []).append(found["version"])
    return versions


def test_every_line_is_a_pinned_name_or_a_hash_and_none_names_a_place(locked: dict[str, list[str]]) -> None:
    assert len(locked) > len(_project())


@pytest.mark.parametrize("wanted", _project(), ids=str)
def test_what_the_project_asks_for_is_locked(wanted: Requirement, locked: dict[str, list[str]]) -> None:
    versions = locked.get(canonicalize_name(wanted.name), [])
    assert any(wanted.specifier.contains(version) for version in versions), "run make lock"
