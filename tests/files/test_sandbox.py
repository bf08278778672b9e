"""Foreign formats are parsed in a process with little memory, little time and no secrets."""

import io

import pytest

from apps.files import sandbox
from apps.files.content import matches
from tests.files import samples

GOOD = samples.good()
MEGABYTE = 1024 * 1024
HUNGRY = b"[" + b"[]," * 4_000_000 + b"[]]"


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_passes_and_is_left_at_its_start(name: str) -> None:
    stream = io.BytesIO(GOOD[name])
    assert sandbox.matches_apart(name, stream)
    assert stream.tell() == 0


def test_a_refusal_comes_back_word_for_word() -> None:
    name = "Störung “Nacht” -x.pdf"
    apart = sandbox.matches_apart(name, io.BytesIO(GOOD["chart.png"]))
    assert apart == matches(name, io.BytesIO(GOOD["chart.png"]))
    assert name in apart.reason


def test_a_file_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sandbox.matches_apart("a.json", io.BytesIO(HUNGRY))
    monkeypatch.setattr(sandbox, "MEMORY", 200 * MEGABYTE)
    assert sandbox.matches_apart("a.json", io.BytesIO(HUNGRY)).reason == (
        "“a.json” takes too much memory or time to check. Save it in a simpler form, or split it."
    )


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.01)
    assert "too much memory or time" in sandbox.matches_apart("a.pdf", io.BytesIO(GOOD["report.pdf"])).reason


def test_a_process_that_cannot_start_is_the_portals_fault_not_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MEMORY", "nonsense")
    with pytest.raises(sandbox.SandboxBroken, match="ValueError"):
        sandbox.matches_apart("a.pdf", io.BytesIO(GOOD["report.pdf"]))


def test_the_process_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "marmalade")
    assert set(sandbox._environment()) == {"PYTHONPATH", "PYTHONUTF8"}
    assert "marmalade" not in str(sandbox._environment())
