"""Whole numbers as words, in British English."""

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
MOST = 999_999


def spelled(number: int) -> str:
    """A number from 0 to 999 999 in words, such as “one hundred and sixty-eight”; raises ValueError beyond."""
    if not 0 <= number <= MOST:
        raise ValueError(number)
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest)
    words = f"{_below_thousand(thousands)} thousand"
    if not rest:
        return words
    return f"{words} and {_below_thousand(rest)}" if rest < 100 else f"{words} {_below_thousand(rest)}"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    words = f"{UNITS[hundreds]} hundred"
    return f"{words} and {_below_hundred(rest)}" if rest else words


def _below_hundred(number: int) -> str:
    if number < 20:
        return UNITS[number]
    tens, rest = divmod(number, 10)
    return f"{TENS[tens]}-{UNITS[rest]}" if rest else TENS[tens]
