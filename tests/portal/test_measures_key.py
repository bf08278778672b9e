"""The key that signs what binds labs is the worker's alone."""

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import cast

import pytest
from django.core.management import CommandError, call_command

from apps.kernel import ed25519
from portal.embedded.demo import _environment, _programs
from portal.embedded.folder import hold
from portal.embedded.servers import Servers
from tests.portal.test_production import SAFE


class NoServers:
    """Addresses of nothing."""

    def environment(self) -> dict[str, str]:
        return {}


LOOKS_ON = """
import os, sys
opened = []
sys.addaudithook(lambda event, found: opened.append(str(found[0])) if event == "open" else None)
import portal.wsgi
from django.conf import settings
from django.urls import get_resolver
get_resolver().url_patterns
print(settings.MEASURES_KEY_FILE, sum(path == settings.MEASURES_KEY_FILE for path in opened), len(opened) > 100)
"""


def test_a_web_process_starts_without_the_file_and_never_opens_it(tmp_path: Path) -> None:
    """Even where its path is in the environment by mistake, and the file there or not."""
    for path in (tmp_path / "absent", tmp_path / "key"):
        if path.name == "key":
            ed25519.write(path, ed25519.make())
        environment = SAFE | {"MEASURES_KEY_FILE": str(path), "DJANGO_SETTINGS_MODULE": "portal.settings.prod"}
        done = subprocess.run(
            [sys.executable, "-c", LOOKS_ON],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.stdout.split() == [str(path), "0", "True"], done.stderr


def test_the_demo_makes_one_and_gives_it_to_the_worker_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEASURES_KEY_FILE", "/of/whoever/started/it")
    with hold(tmp_path) as held:
        path = held.measures_key()
        first = ed25519.key_id(ed25519.load(path))
        assert ed25519.key_id(ed25519.load(held.measures_key())) == first
        environment = _environment(held, cast(Servers, NoServers()), "http://localhost:1")
        given = {service.name: service.environment["MEASURES_KEY_FILE"] for service in _programs(environment, held, 1)}
        held.write_environment(environment)
        assert given == {"web": "", "worker": str(path), "beat": ""}
        assert "MEASURES_KEY_FILE=\n" in held.environment_file.read_text()


def test_the_command_makes_a_closed_file_once_and_says_what_to_announce(tmp_path: Path) -> None:
    said, path = StringIO(), tmp_path / "key"
    call_command("make_measures_key", str(path), stdout=said)
    key = ed25519.load(path)
    assert said.getvalue().split() == ["keyid", ed25519.key_id(key), "public_key", ed25519.public(key)]
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_measures_key", str(path))
