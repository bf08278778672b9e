"""Amounts of computation as exact whole numbers of floating-point operations: no rounding decides about a threshold."""

import re

MOST_DIGITS = 40
WRITTEN = re.compile(r"(\d+)(?:\.(\d+))?(?:[eE]\+?(\d{1,2}))?", re.ASCII)


def parse(text: str) -> int:
    """The exact number behind “31000000000000000000000000” or “3.1e25”; blanks and commas between digits are let go.

    Raises ValueError for anything else, for what is no whole number, and above 40 digits.
    """
    found = WRITTEN.fullmatch(re.sub(r"[\s,_]", "", text))
    if found is None:
        raise ValueError("not a number")
    whole, part, power = found[1], found[2] or "", int(found[3] or 0)
    if len(whole) + power > MOST_DIGITS:
        raise ValueError("too large")
    digits = part.rstrip("0")
    if len(digits) > power:
        raise ValueError("not whole")
    return int(whole + digits) * 10 ** (power - len(digits))
