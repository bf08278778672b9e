"""Sealed passages: marked in what is typed, cut out of what others read."""

import pytest

from apps.disputes.rules.passages import Passage, for_reader, found, read, without, write
from apps.disputes.rules.sight import Reader
from apps.disputes.states import Seal
from apps.kernel.decisions import Invalid

TYPED = "The run used [[4 128 chips]] at [[counsel: the site in Luleå]], as agreed."
TEXT = "The run used 4 128 chips at the site in Luleå, as agreed."
PASSAGES = [Passage(13, 24), Passage(28, 45, Seal.PASSAGE_COUNSEL)]


def test_marks_are_taken_out_and_put_back() -> None:
    assert read(TYPED) == (TEXT, PASSAGES)
    assert write(TEXT, PASSAGES) == TYPED
    assert read("No marks.") == ("No marks.", [])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("one [[two", "does not end"),
        ("one\ntwo]]", "Line 2"),
        ("[[one [[two]] three]]", "cannot hold another"),
        ("[[ ]]", "is empty"),
        ("[[counsel: ]]", "is empty"),
        ("]] [[", "Line 1"),
    ],
)
def test_marks_that_do_not_go_together_are_pointed_out(typed: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(typed)
    assert says in refused.value.errors["text"]


@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        (Reader.OWN, TEXT),
        (Reader.PANEL, TEXT),
        (Reader.COUNSEL, TEXT),
        (Reader.RIVAL, "The run used 4 128 chips at [sealed], as agreed."),
        (Reader.THIRD, "The run used [sealed] at [sealed], as agreed."),
        (Reader.MEMBER, "The run used [sealed] at [sealed], as agreed."),
        (Reader.PRESIDING, "The run used [sealed] at [sealed], as agreed."),
        (Reader.PUBLIC, "The run used [sealed] at [sealed], as agreed."),
    ],
)
def test_each_reads_what_is_not_sealed_from_them(reader: Reader, reads: str) -> None:
    assert for_reader(TEXT, PASSAGES, reader) == reads


def test_passages_that_touch_or_overlap_leave_one_mark() -> None:
    assert without("abcdefgh", [Passage(2, 4), Passage(4, 6)]) == "ab[sealed]gh"
    assert without("abcdefgh", [Passage(0, 5), Passage(2, 3), Passage(4, 8)]) == "[sealed]"
    assert without("abcdefgh", [Passage(0, 2), Passage(6, 8)]) == "[sealed]cdef[sealed]"


def test_the_length_of_what_is_sealed_is_not_told() -> None:
    assert without("a secret b", [Passage(2, 8)]) == without("a key b", [Passage(2, 5)])


def test_words_are_found_wherever_they_stand() -> None:
    assert found("a.c abc a.c", "a.c") == [(0, 3), (8, 11)]
    assert found("abc", "  ") == []
