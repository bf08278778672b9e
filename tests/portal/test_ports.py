"""Which port the demo takes."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from portal.embedded import ports
from portal.embedded.errors import LauncherError
from portal.embedded.folder import ROOT


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        yield listener.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free(taken_port: int) -> None:
    assert not ports.is_free(taken_port)


def test_a_port_nobody_listens_on_is_free(taken_port: int) -> None:
    assert ports.is_free(ports.any_free())


def test_a_wanted_port_that_is_taken_is_refused_in_one_line(taken_port: int) -> None:
    with pytest.raises(LauncherError, match=rf"^Port {taken_port} is taken\."):
        ports.choose(taken_port)


def test_without_a_wish_the_next_free_port_is_taken(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST", taken_port)
    assert taken_port < ports.choose(None) < taken_port + ports.TRIES


def test_a_port_taken_on_the_other_loopback_address_counts_as_taken() -> None:
    with socket.socket(socket.AF_INET6) as listener:
        try:
            listener.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6 loopback")
        listener.listen(1)
        assert not ports.is_free(listener.getsockname()[1])


def test_a_word_for_a_port_is_answered_in_one_line() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "portal.embedded", "demo", "--port", "abc"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 1
    assert said.stderr == "PORT=abc is no port: give a number from 1 to 65535.\n"


@pytest.mark.parametrize("wanted", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(wanted: int) -> None:
    with pytest.raises(LauncherError, match=f"^PORT={wanted} is no port"):
        ports.choose(wanted)
