"""The content must be what the name says, and hold nothing that acts by itself."""

import io
import struct
import zlib
from itertools import permutations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.files import rules
from apps.files.content import matches
from apps.files.rules import TYPES, extension_of
from tests.files import samples

GOOD = samples.good()
DISTINCT = ("report.pdf", "chart.png", "photo.jpg", "loop.gif", "chart.webp", "letter.docx", "sheet.xlsx", "log.txt")


def reason(name: str, content: bytes) -> str:
    return matches(name, io.BytesIO(content)).reason


def test_there_is_a_sample_of_every_type() -> None:
    assert {extension_of(name) for name in GOOD} == set(TYPES)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_matches_and_is_left_at_its_start(name: str) -> None:
    stream = io.BytesIO(GOOD[name])
    assert matches(name, stream)
    assert stream.tell() == 0


@pytest.mark.parametrize(("named", "holding"), list(permutations(DISTINCT, 2)))
def test_content_of_another_type_is_refused(named: str, holding: str) -> None:
    assert not matches(named, io.BytesIO(GOOD[holding]))


def test_a_mismatch_says_what_it_looks_like() -> None:
    assert reason("chart.pdf", GOOD["chart.png"]) == (
        "The content of “chart.pdf” is not a PDF (it looks like a PNG image). "
        "Check the file, or give it its right ending."
    )
    assert "looks like" in reason("letter.pdf", GOOD["letter.docx"])


@pytest.mark.parametrize("name", ["log.txt", "notes.md", "metrics.csv", "run.json", "events.jsonl"])
@pytest.mark.parametrize("content", [b"a\0b", b"caf\xe9", "text".encode("utf-16"), b"\xed\xa0\x80", b"cut \xe2\x82"])
def test_text_must_be_utf8_without_nul(name: str, content: bytes) -> None:
    assert not matches(name, io.BytesIO(content))


def test_text_is_decoded_across_chunks() -> None:
    assert matches("a.txt", io.BytesIO("€".encode() * 200_000))


def test_json_that_does_not_parse_names_its_line() -> None:
    assert reason("a.json", b'{\n"a": ]}') == "“a.json” is not valid JSON (line 2). Correct it, or save it as .txt."
    assert "too deep" in reason("a.json", b"[" * 200_000)


def test_a_bad_line_of_json_lines_is_named() -> None:
    assert reason("a.jsonl", b'{"a": 1}\nnot json\n').startswith("Line 2 of “a.jsonl” is not valid JSON.")


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


@pytest.mark.parametrize("height", [rules.MOST_PIXELS // 10_000 + 1, 30_000])
def test_an_image_of_too_many_pixels_is_refused_before_it_is_decoded(height: int) -> None:
    assert reason("a.png", _png_that_claims(10_000, height)) == (
        "“a.png” has more than 50 million pixels. Scale it down and add it again."
    )


def test_an_image_at_the_limit_is_taken() -> None:
    assert matches("a.png", io.BytesIO(_png_that_claims(10_000, rules.MOST_PIXELS // 10_000)))


def test_a_broken_image_is_refused() -> None:
    whole = GOOD["chart.png"]
    body = whole.index(b"IDAT") + 6
    assert "is damaged" in reason("a.png", whole[:body] + b"\xff" + whole[body + 1 :])
    assert "is damaged" in reason("a.png", whole[:20])


def named(key: str, value: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({key: pikepdf.Name(value)})


def script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("app.alert(1)"))


@pytest.mark.parametrize(
    ("root", "holds"),
    [
        ({"/OpenAction": script()}, "a script"),
        ({"/AA": pikepdf.Dictionary({"/WC": script()})}, "a script"),
        ({"/Names": pikepdf.Dictionary({"/JavaScript": pikepdf.Dictionary(Names=pikepdf.Array())})}, "a script"),
        (
            {"/OpenAction": pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F=pikepdf.String("calc.exe"))},
            "a command that starts a program",
        ),
        ({"/Names": pikepdf.Dictionary({"/EmbeddedFiles": pikepdf.Dictionary()})}, "another file"),
        ({"/AcroForm": pikepdf.Dictionary(XFA=pikepdf.Array())}, "an active form"),
        (
            {"/X": pikepdf.Array([pikepdf.Array([named("/Subtype", "/RichMedia")])])},
            "active media",
        ),
    ],
)
def test_a_pdf_that_acts_by_itself_is_refused(root: dict[str, object], holds: str) -> None:
    assert reason("a.pdf", samples.pdf(root)) == f"“a.pdf” holds {holds}. Print it to a new PDF and add that."


def test_a_pdf_with_a_password_is_refused() -> None:
    assert "protected by a password" in reason("a.pdf", samples.pdf(password="secret"))


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_PAGES", 2)
    assert matches("a.pdf", io.BytesIO(samples.pdf(pages=2)))
    assert "too many pages" in reason("a.pdf", samples.pdf(pages=3))


def test_a_damaged_pdf_is_refused() -> None:
    assert "is damaged" in reason("a.pdf", b"%PDF-1.7\nnothing else")


def test_a_zip_bomb_is_refused_unopened() -> None:
    bomb = samples.office("word/document.xml", {"word/media/zeros.xml": b"\0" * 20_000_000})
    assert len(bomb) < 100_000
    assert reason("a.docx", bomb).startswith("“a.docx” would unpack to 19.1 MB, which is too much.")


def test_a_damaged_office_file_is_refused() -> None:
    assert "is damaged" in reason("a.docx", GOOD["letter.docx"][:60])


@given(st.sampled_from(sorted(GOOD)), st.binary(max_size=300), st.integers(0, 300))
def test_no_content_whatever_makes_the_check_fail_itself(name: str, noise: bytes, at: int) -> None:
    content = GOOD[name][:at] + noise + GOOD[name][at:]
    decision = matches(name, io.BytesIO(content))
    assert decision.allowed or decision.reason
