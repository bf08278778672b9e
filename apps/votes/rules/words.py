"""How figures of a vote are said: shares, weights and lists, never more exact than they are."""

from collections.abc import Iterable
from fractions import Fraction

SHARES = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "one third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
    Fraction(1): "all",
}
PLACES = 12


def amount(value: Fraction) -> str:
    """A weight: whole, as a decimal where it ends within twelve places, otherwise as a fraction such as “1/3”."""
    for places in range(PLACES + 1):
        if (value * 10**places).denominator == 1:
            digits = str(int(value * 10**places)).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return str(value)


def percent(share: Fraction) -> str:
    """A share in per cent: exact within four places, otherwise “about”, cut after two places or the first digit that
    says anything; never rounded up."""
    if (share * 10**6).denominator == 1:
        return f"{amount(share * 100)} %"
    places = next((places for places in range(2, PLACES) if int(share * 10 ** (places + 2))), PLACES)
    return f"about {amount(Fraction(int(share * 10 ** (places + 2)), 10**places))} %"


def portion(share: Fraction) -> str:
    """A threshold: “two thirds”, “55 %”, or a fraction such as “4/7”."""
    if share in SHARES:
        return SHARES[share]
    return percent(share) if (share * 10**6).denominator == 1 else str(share)


def members(number: int) -> str:
    """“1 member”, “2 members”."""
    return f"{number} member" if number == 1 else f"{number} members"


def listed(names: Iterable[str], last: str = "and") -> str:
    """“a”, “a and b”, “a, b and c”."""
    every = list(names)
    return " ".join([", ".join(every[:-1]), last, every[-1]]) if len(every) > 1 else "".join(every)
