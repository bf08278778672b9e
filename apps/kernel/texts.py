"""A text that somebody typed: without its margins, there where it must be, and no longer than it may be."""

from collections.abc import Mapping

from apps.kernel.decisions import Invalid

LONGEST = 20_000
"""Characters, where nothing else is said."""


def required(text: str, field: str, sentence: str, most: int = LONGEST) -> str:
    """The text without its margins; raises Invalid with the sentence where nothing is left, or when it is too long."""
    text = optional(text, field, most)
    if not text:
        raise Invalid({field: sentence})
    return text


def optional(text: str, field: str, most: int = LONGEST) -> str:
    """The text without its margins, which may be empty; raises Invalid when it is too long."""
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Invalid({field: too_long(most)})
    return text


def wrong_in(texts: Mapping[str, str], wanted: Mapping[str, str], longest: Mapping[str, int]) -> dict[str, str]:
    """What is wrong with several texts, by field: `wanted` says what is asked for where one must not be empty."""
    errors = {name: sentence for name, sentence in wanted.items() if not texts[name]}
    return errors | {name: too_long(most) for name, most in longest.items() if len(texts[name]) > most}


def too_long(most: int) -> str:
    """The sentence for a text of more characters than it may have."""
    return f"Shorten this to {most} characters."
