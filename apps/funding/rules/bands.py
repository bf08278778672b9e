"""Bands of compute: how finely a declared figure may show in what is published.

A published share gives every rival's figure away to whoever knows one of them, so the scale is by default made of the
bands into which figures fall. A decade has so many bands, each as many times wider than the one below as the next.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

PRECISE = Context(prec=60)
SIGNIFICANT = 3
MOST_BANDS = 20


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """From `lower` up to, and without, `upper`; `representative` stands for every figure in it, midway by ratio.

    The band of nothing is from 0 up to 1, and stands for 0.
    """

    lower: Fraction
    upper: Fraction
    representative: Fraction


NOTHING = Band(Fraction(0), Fraction(1), Fraction(0))


def band_of(figure: int, *, per_decade: int) -> Band:
    """The band of a figure, such as FLOP; each bound is a power of ten rounded to three significant digits.

    Raises ValueError for a negative figure and for less than one or more than twenty bands per decade.
    """
    if figure < 0:
        raise ValueError("A figure of computation is not negative.")
    if not 1 <= per_decade <= MOST_BANDS:
        raise ValueError(f"A decade has from 1 to {MOST_BANDS} bands.")
    if figure == 0:
        return NOTHING
    step = per_decade * (len(str(figure)) - 1)
    while _bound(step + 1, per_decade) <= figure:
        step += 1
    return Band(_bound(step, per_decade), _bound(step + 1, per_decade), _bound(2 * step + 1, 2 * per_decade))


def _bound(step: int, per_decade: int) -> Fraction:
    """Ten to the power of step over bands, to three significant digits; whole decades are exact."""
    decade, part = divmod(step, per_decade)
    factor = PRECISE.power(Decimal(10), PRECISE.divide(Decimal(part), Decimal(per_decade)))
    return Fraction(factor.quantize(Decimal(1).scaleb(1 - SIGNIFICANT), ROUND_HALF_EVEN)) * Fraction(10) ** decade
