"""When enough labs have joined: a number of them, and a share of the computation that they declare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from apps.funding.rules.bands import band_of as band_of_figure

Share = Fraction

BANDS = (
    (Fraction(0), "none of it"),
    (Fraction(1, 4), "up to a quarter"),
    (Fraction(1, 2), "up to half"),
    (Fraction(3, 4), "up to three quarters"),
    (Fraction(9, 10), "up to nine tenths"),
    (Fraction(1), "more than nine tenths"),
)
"""How a share is told: the first of these that holds it. What a figure counts as is for `counted` to say."""


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
    """How far a condition is; `share` and `band` are of what figures count as, not of the figures."""

    met: bool
    labs: int
    labs_missing: int
    share: Share
    enough_share: bool
    band: str


def counted(figure: int, *, per_decade: int | None) -> Fraction:
    """What a sealed figure of FLOP counts as: what stands for its band; the figure itself without bands.

    An order that comes into force, and a share that is enough, tell on which side of a bound the figures lie. A few such
    answers would give a figure away, if it were the figure that they were about: so they are about bands.
    """
    return Fraction(figure) if per_decade is None else band_of_figure(figure, per_decade=per_decade).representative


def share_of(adhered: Iterable[str], declared: Mapping[str, Fraction]) -> Share:
    """The part of all declared computation that those who adhered declare; 0 where nobody declares any."""
    whole = sum(declared.values(), Fraction(0))
    return sum((declared.get(lab, Fraction(0)) for lab in set(adhered)), Fraction(0)) / whole if whole else Fraction(0)


def band_of(share: Share) -> str:
    """The band that a share is told in."""
    return next(words for most, words in BANDS if share <= most)


def reached(condition: Condition, adhered: Iterable[str], declared: Mapping[str, Fraction]) -> Reached:
    """Judge the condition; `declared` is what each lab's FLOP counts as, of all labs that the order binds."""
    labs = set(adhered) & set(declared)
    share = share_of(labs, declared)
    enough = share >= condition.share
    missing = max(0, condition.labs - len(labs))
    return Reached(enough and not missing, len(labs), missing, share, enough, band_of(share))
