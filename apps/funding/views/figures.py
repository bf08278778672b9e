"""Figures as pages show them: digits that can be read, the band they fall into, and what of it is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.funding.forms.declaring import CONFIDENCE_LABELS, METHOD_LABELS
from apps.funding.models import Declaration
from apps.funding.rules.bands import Band, band_of
from apps.funding.rules.declaring import Figures, Pieces
from apps.funding.selectors.declared import figures_of
from apps.funding.states import Confidence, Method
from apps.kernel.flop import in_words

THIN = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of computation: in words where a power of ten is shorter, and all its digits."""

    words: str
    digits: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures, and what follows from them; `band` is None where exact figures count."""

    training: Amount
    installed: Amount
    counts: Amount
    pieces: list[tuple[Pieces, Amount, Amount]]
    method: str
    confidence: str
    band: tuple[str, str, str] | None
    figures: Figures


def amount(number: int) -> Amount:
    """The amount as a page shows it."""
    return Amount(in_words(number), f"{number:,}".replace(",", THIN))


def shown(figures: Figures, *, counts: int, per_decade: int | None) -> Shown:
    """Figures as a page shows them; `per_decade` is None where exact figures count."""
    return Shown(
        amount(figures.training),
        amount(figures.installed),
        amount(counts),
        [(one, amount(one.flops_each), amount(one.flops)) for one in figures.accelerators],
        str(METHOD_LABELS[Method(figures.method)]),
        str(CONFIDENCE_LABELS[Confidence(figures.confidence)]),
        None if per_decade is None else _band(band_of(counts, per_decade=per_decade)),
        figures,
    )


def shown_all(rows: Iterable[Declaration], per_decade: int | None) -> list[tuple[Declaration, Shown]]:
    """Declarations with their figures as a page shows them; their accelerators are to be loaded."""
    return [(row, shown(figures_of(row), counts=int(row.counts), per_decade=per_decade)) for row in rows]


def _band(band: Band) -> tuple[str, str, str]:
    return _bound(band.lower), _bound(band.upper), _bound(band.representative)


def _bound(bound: Fraction) -> str:
    if bound.denominator == 1:
        return in_words(int(bound))
    return str((Decimal(bound.numerator) / Decimal(bound.denominator)).quantize(Decimal("0.01")))
