"""A cell that people take away is never run by their spreadsheet."""

import pytest

from apps.kernel.exports import harmless


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "−"])
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\n", "\ufeff", "\u200b", '"', "\t "])
def test_what_could_be_a_formula_gets_a_quote(sign: str, before: str) -> None:
    assert harmless(f"{before}{sign}HYPERLINK(1)").startswith("'")


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx", "\x00x"])
def test_a_leading_control_character_gets_a_quote(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.parametrize(("value", "written"), [("Leak", "Leak"), ("a = b", "a = b"), (None, ""), (3, "3"), (-3, "-3")])
def test_plain_words_and_numbers_stay_as_they_are(value: object, written: str) -> None:
    assert harmless(value) == written
