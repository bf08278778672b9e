"""What ClamAV's daemon says, and what becomes of a daemon that says nothing."""

import io
import socket
import time
from pathlib import Path

import pytest

from apps.kernel.clamd import CHUNK, ScannerAway, Verdict, answers, scan
from portal import env
from tests.files.clamd import EICAR, Clamd, clamd, dribble


def test_a_clean_stream_is_clean_and_left_at_its_start() -> None:
    stream = io.BytesIO(b"a" * (CHUNK * 2 + 7))
    stream.read(3)
    with clamd() as daemon:
        assert scan(daemon.address, stream).is_clean
    assert daemon.heard == [stream.getvalue()]
    assert stream.tell() == 0


def test_an_empty_stream_is_scanned_too() -> None:
    with clamd() as daemon:
        assert scan(daemon.address, io.BytesIO()).is_clean


def test_what_is_found_is_named() -> None:
    with clamd() as daemon:
        assert scan(daemon.address, io.BytesIO(EICAR)) == Verdict("Eicar-Signature")


def test_it_is_asked_by_a_socket_file_too(tmp_path: Path) -> None:
    with Clamd(path=tmp_path / "clamd.sock") as daemon:
        assert not scan(daemon.address, io.BytesIO(EICAR)).is_clean
        assert answers(daemon.address, seconds=2)


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"\0",
        b"\xff\xfe\0",
        b"stream: OK",
        b"stream: Worm FOUND",
        b"stream: OK\0"[:9],
        b"x" * 9000,
        None,
    ],
)
def test_anything_but_a_whole_verdict_is_none(answer: bytes | None) -> None:
    with clamd(says=lambda _content: answer) as daemon, pytest.raises(ScannerAway):
        scan(daemon.address, io.BytesIO(b"a"), seconds=2)


def test_a_name_that_ends_oddly_is_never_taken_for_clean() -> None:
    with clamd(says=lambda _content: b"stream:  FOUND\0") as daemon:
        assert not scan(daemon.address, io.BytesIO(b"a")).is_clean


def test_a_daemon_that_hangs_is_given_up_in_time() -> None:
    began = time.monotonic()
    with clamd(hangs=True) as daemon, pytest.raises(ScannerAway):
        scan(daemon.address, io.BytesIO(b"a"), seconds=0.3)
    assert time.monotonic() - began < 4


def test_a_daemon_that_stops_in_the_middle_of_its_answer_is_given_up() -> None:
    with clamd(says=dribble) as daemon, pytest.raises(ScannerAway):
        scan(daemon.address, io.BytesIO(b"a"), seconds=0.5)


def test_a_daemon_that_closes_early_is_away() -> None:
    with clamd(closes_early=True) as daemon, pytest.raises(ScannerAway):
        scan(daemon.address, io.BytesIO(b"a" * 20_000_000), seconds=5)


def test_a_daemon_whose_limit_is_passed_gives_no_verdict() -> None:
    with clamd(limit=1000) as daemon, pytest.raises(ScannerAway):
        scan(daemon.address, io.BytesIO(b"a" * 5_000_000), seconds=5)


def test_nobody_there_is_away() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ScannerAway):
        scan(address, io.BytesIO(b"a"), seconds=1)
    assert not answers(address, seconds=1)
    assert not answers("unix:///nowhere/clamd.sock", seconds=1)


def test_its_sign_of_life_is_asked_for() -> None:
    with clamd() as daemon:
        assert answers(daemon.address, seconds=2)
    with clamd(hangs=True) as daemon:
        assert not answers(daemon.address, seconds=0.2)


@pytest.mark.parametrize("url", ["", "tcp://clamav:3310", "tcp://[::1]:3310", "unix:///run/clamav/clamd.sock"])
def test_an_address_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CLAMAV_URL", url)
    assert env.scanner("CLAMAV_URL") == url


@pytest.mark.parametrize(
    "url",
    ["clamav:3310", "http://clamav:3310", "tcp://clamav", "tcp://:3310", "tcp://clamav:x", "tcp://clamav:3310/a",
     "unix://run/clamd.sock", "unix:///", "tcp://a:b@clamav:3310"],
)  # fmt: skip
def test_an_odd_address_stops_the_start(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CLAMAV_URL", url)
    with pytest.raises(env.BadEnvironment, match="CLAMAV_URL must be"):
        env.scanner("CLAMAV_URL")
