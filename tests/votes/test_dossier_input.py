"""Whatever is given to the verifier, it ends with 1 or 2 and a sentence, and never falls over."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apps.verify.dossier import LARGEST, main, verify
from apps.verify.report import BROKEN, UNDECIDED
from tests.votes.dossiers import FILE, sealed

ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 2**53 - 1, "", "x", "0", "1/3", "1/0", "-1", "9" * 998, "1/" + "9" * 990),
    *([], {}, [[]], [{}], {"": ""}, ["x"], {"digest": ""}, "\0", "\u2028", "\U0010ffff", "é" * 2000),
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-03-02", "0" * 64, "yes", "voting", "vote"),
]


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list in the data, with each of its keys."""
    keys = data.keys() if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield data, key
        yield from places(data[key])


@pytest.mark.parametrize("seed", range(4))
def test_an_odd_value_anywhere_in_a_sealed_file_is_no_surprise(seed: int) -> None:
    drawn = random.Random(seed)
    for _ in range(250):
        data = json.loads(FILE)
        inside, key = drawn.choice(list(places(data)))
        odd = drawn.choice(ODD)
        if key in ("digest", "format"):
            continue
        inside[key] = odd
        report = verify(sealed(data))
        assert report.lines()[-1] in ("Everything holds.", "Broken: do not rely on this file."), (key, odd)


@pytest.mark.parametrize("seed", range(2))
def test_a_byte_that_becomes_any_other_breaks_the_file(seed: int) -> None:
    drawn = random.Random(seed)
    for place in drawn.sample(range(len(FILE)), 500):
        changed = bytearray(FILE)
        changed[place] = (changed[place] + drawn.randrange(1, 256)) % 256
        assert verify(bytes(changed)).ends == BROKEN, place


@pytest.mark.parametrize("white", [b" ", b"\t", b"\n", b"\r"])
def test_white_space_that_becomes_another_breaks_the_file(white: bytes) -> None:
    spaces = [place for place, byte in enumerate(FILE) if byte == 0x20]
    assert len(spaces) > 50
    for place in spaces:
        changed = FILE[:place] + white + FILE[place + 1 :]
        assert changed == FILE or verify(changed).ends == BROKEN, place


@pytest.mark.parametrize("depth", [200, 850, 900, 950, 980, 990, 1000, 5000])
@pytest.mark.parametrize("pair", [(b"[", b"]"), (b'{"a":', b"}")])
def test_nesting_is_no_surprise(depth: int, pair: tuple[bytes, bytes]) -> None:
    deep = pair[0] * depth + b"1" + pair[1] * depth
    for raw in (deep, FILE.replace(b'"statements":', b'"statements":' + deep + b',"x":')):
        assert verify(raw).ends in (BROKEN, UNDECIDED)


@pytest.mark.parametrize("depth", [100, 300, 400])
def test_nesting_in_a_sealed_file_is_no_surprise(depth: int) -> None:
    data, deep = json.loads(FILE), "x"
    for _ in range(depth):
        deep = [deep]  # type: ignore[assignment]
    for name in ("roll", "outcome", "motion", "certified"):
        assert verify(sealed({**data, name: deep})).ends in (BROKEN, UNDECIDED)


@pytest.mark.parametrize(
    ("raw", "ends"),
    [
        (b"", BROKEN),
        (b"\xff\xfe" + '{"a":1}'.encode("utf-16-le"), BROKEN),
        (b"\xef\xbb\xbf" + FILE, BROKEN),
        (FILE.replace(b"true", b"NaN", 1), BROKEN),
        (FILE.replace(b"true", b"1e999", 1), BROKEN),
        (FILE.replace(b"true", b"-0", 1), BROKEN),
        (FILE.replace(b'"number":3', b'"number":3.0'), BROKEN),
        (FILE.replace(b'"number":3', b'"number":' + b"9" * 5000), BROKEN),
        (FILE.replace(b'"slug":"frontier"', b'"slug":"frontier","slug":"frontier"'), BROKEN),
        (FILE.replace(b"Aster Labs", b"Aster \\ud800"), BROKEN),
        (FILE.replace(b"Aster Labs", b"Aster \xed\xa0\x80"), BROKEN),
        (b" " * LARGEST, BROKEN),
        (b" " * (LARGEST + 1), UNDECIDED),
    ],
)
def test_what_is_no_dossier_ends_with_a_sentence(
    raw: bytes, ends: int, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "file"
    file.write_bytes(raw)
    assert main([str(file)]) == ends
    assert capsysbinary.readouterr().out.decode().splitlines()[-1][:2] in ("Br", "? ")


def test_a_file_without_end_is_read_no_further_than_a_dossier_goes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["/dev/zero"]) == UNDECIDED
    assert b"no dossier is so large" in capsysbinary.readouterr().out
