"""When enough labs have joined: a number of them, and a share of the computation that they declare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Share = Fraction

BANDS = (
    (Fraction(0), "none of it"),
    (Fraction(1, 4), "up to a quarter"),
    (Fraction(1, 2), "up to half"),
    (Fraction(3, 4), "up to three quarters"),
    (Fraction(9, 10), "up to nine tenths"),
    (Fraction(1), "more than nine tenths"),
)
"""How a share is told to rivals: the first band that holds it, so that no lab's own figure can be read from it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """At least so many labs, with at least such a share of the declared frontier computation."""

    labs: int
    share: Share

    def __post_init__(self) -> None:
        """Refuse what no number of labs could meet."""
        if self.labs < 0 or not 0 <= self.share <= 1:
            raise ValueError("a condition is a number of labs and a share between 0 and 1")


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a condition is: `share` is for the custodian alone, `band` for everybody."""

    met: bool
    labs: int
    labs_missing: int
    share: Share
    enough_share: bool
    band: str


def share_of(adhered: Iterable[str], declared: Mapping[str, int]) -> Share:
    """The part of all declared computation that those who adhered declare; 0 where nobody declares any."""
    whole = sum(declared.values())
    return Fraction(sum(declared.get(lab, 0) for lab in set(adhered)), whole) if whole else Fraction(0)


def band_of(share: Share) -> str:
    """The band that a share is told in."""
    return next(words for most, words in BANDS if share <= most)


def reached(condition: Condition, adhered: Iterable[str], declared: Mapping[str, int]) -> Reached:
    """Judge the condition; `declared` is FLOP by lab, of all labs that the order binds."""
    labs = set(adhered) & set(declared)
    share = share_of(labs, declared)
    enough = share >= condition.share
    missing = max(0, condition.labs - len(labs))
    return Reached(enough and not missing, len(labs), missing, share, enough, band_of(share))
