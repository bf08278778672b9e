"""Names, sizes and types, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.files import rules
from apps.files.rules import Entry, clean_name, may_download, may_take, may_unpack, room_for_another
from apps.files.states import Scan

LIMIT = 1024 * 1024
MARKER = "word/document.xml"
DOCX = [Entry("[Content_Types].xml", 10, 10), Entry(MARKER, 10, 10)]


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\secrets\\plan.PDF", "plan.PDF"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\r\nc.txt", "ab c.txt"),
        ("  many   spaces .txt", "many spaces .txt"),
        ("Cafe\u0301.md", "Caf\u00e9.md"),
        ('what: "this"?.txt', "what_ _this__.txt"),
        ("...", ""),
        (".txt", "txt"),
        ("\u200b\u2066", ""),
    ],
)
def test_a_name_loses_folders_and_what_cannot_be_seen(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


def test_a_long_name_is_cut_before_its_ending() -> None:
    assert clean_name("x" * 500 + ".docx") == "x" * 115 + ".docx"


@given(st.text())
def test_a_cleaned_name_is_clean(name: str) -> None:
    cleaned = clean_name(name)
    assert len(cleaned) <= rules.LONGEST_NAME
    assert not set(cleaned) & set("/\\\0\r\n\u202e\u2066")
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("", 5, "The file has no name. Give it one, such as “report.pdf”, and add it again."),
        ("all.zip", 5, "“all.zip” is an archive. Unpack it and add the files one by one."),
        ("run.exe", 5, "“run.exe” is of a type that is not taken. Save it as one of: "),
        ("README", 5, "“README” is of a type that is not taken. Save it as one of: "),
        ("page.html", 5, "“page.html” is of a type that is not taken. Save it as one of: "),
        ("a.txt", 0, "“a.txt” is empty. Check the file and add it again."),
        ("a.txt", LIMIT + 1, "“a.txt” has 1.1 MB; the most is 1 MB. Make it smaller or split it."),
    ],
)
def test_a_refusal_says_what_to_do(name: str, size: int, sentence: str) -> None:
    decision = may_take(name, size, LIMIT)
    assert not decision
    assert decision.reason.startswith(sentence)


@pytest.mark.parametrize("extension", [*rules.OPEN_TYPES, "PDF"])
def test_an_allowed_type_up_to_the_limit_is_taken(extension: str) -> None:
    assert may_take(f"a.{extension}", LIMIT, LIMIT)


@pytest.mark.parametrize(
    ("entries", "part_of_the_sentence"),
    [
        ([*DOCX, *[Entry(f"p{n}", 1, 1) for n in range(rules.MOST_ENTRIES)]], "parts; the most is 5000"),
        ([*DOCX, Entry("big.xml", rules.MOST_UNPACKED // 100, rules.MOST_UNPACKED)], "would unpack to 250.1 MB"),
        ([*DOCX, Entry("bomb.xml", 1_000, 1_000_000)], "would unpack to 1 MB"),
        ([*DOCX, Entry("../evil", 1, 1)], "point outside it"),
        ([*DOCX, Entry("/evil", 1, 1)], "point outside it"),
        ([*DOCX, Entry("word/vbaProject.bin", 1, 1)], "holds macros"),
        ([*DOCX, Entry("x", 1, 1, encrypted=True)], "protected by a password"),
        (DOCX[1:], "is not a Word document"),
        (DOCX[:1], "is not a Word document"),
    ],
)
def test_an_office_file_that_cannot_be_right_is_refused(entries: list[Entry], part_of_the_sentence: str) -> None:
    decision = may_unpack("a.docx", entries, MARKER)
    assert not decision
    assert part_of_the_sentence in decision.reason


def test_a_plain_office_file_passes() -> None:
    assert may_unpack("a.docx", DOCX, MARKER)


def test_an_object_takes_files_up_to_the_most() -> None:
    assert room_for_another(rules.MOST_FILES - 1)
    assert not room_for_another(rules.MOST_FILES)


@pytest.mark.parametrize("withdrawn", [True, False])
@pytest.mark.parametrize("scan", list(Scan))
def test_a_file_is_given_out_unless_withdrawn_or_infected(withdrawn: bool, scan: Scan) -> None:
    given = not withdrawn and scan not in {Scan.INFECTED, Scan.WAITING}
    assert bool(may_download(withdrawn=withdrawn, scan=scan)) == given
    own = not withdrawn and scan != Scan.INFECTED
    assert bool(may_download(withdrawn=withdrawn, scan=scan, is_own=True)) == own
