"""A file that two programs would read differently is refused, and an honest one is not."""

import io

import pikepdf
import pytest

from apps.files import rules
from apps.files.content import matches
from tests.files import samples

GOOD = samples.good()
ZIP = samples.container({"a.txt": b"hello"})
SCRIPT = b"<script>alert(1)</script>"


def reason(name: str, content: bytes) -> str:
    return matches(name, io.BytesIO(content)).reason


@pytest.mark.parametrize("name", ["report.pdf", "chart.png", "photo.jpg", "loop.gif", "chart.webp"])
def test_a_zip_behind_it_is_found(name: str) -> None:
    assert "holds a ZIP archive, too" in reason(name, GOOD[name] + ZIP)


@pytest.mark.parametrize("name", ["chart.png", "photo.jpg", "loop.gif", "chart.webp"])
@pytest.mark.parametrize("markup", [SCRIPT, b"<HTML><body>", b"<!DOCTYPE html>", b"<?php echo 1;", b"<iframe src=x>"])
def test_a_picture_with_markup_is_refused(name: str, markup: bytes) -> None:
    assert "a page or script of the web" in reason(name, GOOD[name] + markup)


def test_a_pdf_that_begins_as_a_page_of_the_web_is_refused() -> None:
    content = GOOD["report.pdf"].replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1)
    assert "a page or script of the web" in reason("report.pdf", content)


@pytest.mark.parametrize("size", [b"/*AA", b"=1;/", b"\n=1;", b"//AA"])
def test_a_gif_that_is_a_script_is_refused(size: bytes) -> None:
    content = GOOD["loop.gif"]
    assert not matches("loop.gif", io.BytesIO(content[:6] + size + content[10:]))


def test_the_classic_gif_script_is_refused() -> None:
    classic = b"GIF89a/*" + GOOD["loop.gif"][8:] + b"*/=1;alert(1)//"
    assert not matches("loop.gif", io.BytesIO(classic))


@pytest.mark.parametrize("name", ["report.pdf", "chart.png", "photo.jpg", "loop.gif", "chart.webp"])
def test_much_behind_the_end_is_refused_and_a_little_padding_is_not(name: str) -> None:
    assert "behind its end" in reason(name, GOOD[name] + b"x" * 2000)
    assert matches(name, io.BytesIO(GOOD[name] + b"\0" * 4000))


def test_a_mark_that_chance_wrote_is_no_archive() -> None:
    assert matches("loop.gif", io.BytesIO(GOOD["loop.gif"] + b"PK\x05\x06" + b"\1" * 18))


def test_ordinary_pictures_of_many_sizes_pass() -> None:
    for width, height in ((61, 61), (317, 2592), (2365, 12)):
        assert matches("a.gif", io.BytesIO(samples.image("GIF", (width, height)))), (width, height)
        assert matches("a.png", io.BytesIO(samples.image("PNG", (width, height))))


def test_a_page_of_the_web_as_text_is_text() -> None:
    assert matches("page.txt", io.BytesIO(b"<html>" + SCRIPT))


def test_a_long_pdf_with_streams_passes() -> None:
    assert matches("a.pdf", io.BytesIO(samples.pdf({"/Note": pikepdf.String("x" * 5000)}, pages=30)))


class TestContainersInContainers:
    def test_a_workbook_in_a_letter_is_taken(self) -> None:
        inner = {"word/embeddings/sheet.xlsx": GOOD["sheet.xlsx"]}
        assert matches("a.docx", io.BytesIO(samples.office("word/document.xml", inner)))

    def test_a_bomb_in_a_letter_is_refused(self) -> None:
        bomb = samples.container({"zeros": b"\0" * 20_000_000})
        letter = samples.office("word/document.xml", {"word/embeddings/sheet.xlsx": bomb})
        assert "would unpack to 19.1 MB" in reason("a.docx", letter)

    def test_a_bomb_under_another_name_is_found_by_its_first_bytes(self) -> None:
        bomb = samples.container({"zeros": b"\0" * 20_000_000})
        assert not matches("a.docx", io.BytesIO(samples.office("word/document.xml", {"word/media/a.png": bomb})))

    def test_a_container_in_a_container_in_a_container_is_refused(self) -> None:
        inner = samples.container({"deep.xlsx": samples.container({"a": b"a"})})
        letter = samples.office("word/document.xml", {"word/embeddings/sheet.xlsx": inner})
        assert "files within files within files" in reason("a.docx", letter)

    def test_a_very_large_container_inside_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "MOST_NESTED", 100)
        letter = samples.office("word/document.xml", {"word/embeddings/sheet.xlsx": GOOD["sheet.xlsx"]})
        assert "or a very large one" in reason("a.docx", letter)

    def test_an_archive_inside_is_refused_by_its_name(self) -> None:
        letter = samples.office("word/document.xml", {"word/embeddings/more.7z": b"7z"})
        assert "holds an archive" in reason("a.docx", letter)

    def test_a_broken_container_inside_is_refused(self) -> None:
        letter = samples.office("word/document.xml", {"word/embeddings/sheet.xlsx": b"PK\x03\x04broken"})
        assert "is damaged" in reason("a.docx", letter)


class TestSealedFiles:
    @pytest.mark.parametrize("armoured", [False, True])
    def test_what_age_made_is_taken(self, armoured: bool) -> None:
        assert matches("a.age", io.BytesIO(samples.aged(b"x" * 70_000, armoured=armoured)))

    @pytest.mark.parametrize(
        "content",
        [
            b"age-encryption.org/v1\n",
            b"age-encryption.org/v1\nMZ\x90 evil",
            b"age-encryption.org/v1\n--- no reader at all\n",
            b"age-encryption.org/v1\n-> X25519 abc\n<script>alert(1)</script>\n--- mac\n",
            b"-----BEGIN AGE ENCRYPTED FILE-----\nbm90IGFnZQ==\n-----END AGE ENCRYPTED FILE-----\n",
            b"-----BEGIN AGE ENCRYPTED FILE-----\n!!!\n-----END AGE ENCRYPTED FILE-----\n",
            b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n",
            b"-----BEGIN AGE ENCRYPTED FILE-----",
            b"plain text",
        ],
    )
    def test_what_only_pretends_is_refused(self, content: bytes) -> None:
        assert "is not a file sealed with age" in reason("a.age", content)

    def test_a_sealed_file_under_another_name_is_refused(self) -> None:
        assert not matches("a.pdf", io.BytesIO(samples.aged()))
        assert not matches("a.txt", io.BytesIO(samples.aged()))
