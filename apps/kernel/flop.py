"""Amounts of computation as exact whole numbers of floating-point operations: no rounding decides about a threshold."""

import re

MOST_DIGITS = 40
WRITTEN = re.compile(r"(\d+)(?:\.(\d+))?(?:[eE]\+?(\d{1,2}))?", re.ASCII)
POWER = re.compile(r"(?:(\d+(?:\.\d+)?)[×x*·])?10(?:\^|\*\*)(\d{1,2})", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])", re.ASCII)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def parse(text: str) -> int:
    """The exact number behind “31000000000000000000000000”, “3.1e25”, “3,1e25”, “3.1×10²⁵” or “10^26”.

    Blanks between digits are let go, and commas that part a number into thousands; any other comma is a decimal one.
    Raises ValueError for anything else, for what is no whole number, for a comma that could be either (“3,100e25”), and
    above 40 digits.
    """
    found = WRITTEN.fullmatch(_with_e(_with_a_point(re.sub(r"[\s_]", "", text))))
    if found is None:
        raise ValueError("not a number")
    whole, part, power = found[1], found[2] or "", int(found[3] or 0)
    if len(whole) + power > MOST_DIGITS:
        raise ValueError("too large")
    digits = part.rstrip("0")
    if len(digits) > power:
        raise ValueError("not whole")
    return int(whole + digits) * 10 ** (power - len(digits))


def _with_a_point(text: str) -> str:
    """A number whose commas are gone, or the one decimal comma made a point."""
    if "," not in text:
        return text
    number = THOUSANDS.match(text)
    if number and number.end() == len(text):
        return text.replace(",", "")
    if number and number[0].count(",") == 1 and "." not in text:
        raise ValueError("not a number: a comma that parts thousands or begins the decimals")
    return text.replace(",", "") if number else text.replace(",", ".", 1)


def _with_e(text: str) -> str:
    """A power of ten as people write it, as machines do; anything else as it is."""
    found = POWER.fullmatch(re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$", lambda raised: "10^" + raised[1].translate(RAISED), text))
    return f"{found[1] or 1}e{found[2]}" if found else text


def in_words(flop: int) -> str:
    """A number short enough to read, exactly: “10^26”, “3.1 × 10^25”, or all digits where no power of ten is shorter."""
    digits = str(flop)
    bare = digits.rstrip("0")
    if flop < 10**6 or len(bare) > 6:
        return digits
    power = len(digits) - 1
    head = bare[0] + (f".{bare[1:]}" if bare[1:] else "")
    return f"10^{power}" if head == "1" else f"{head} × 10^{power}"
