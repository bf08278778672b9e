"""The scale of assessment: what each member pays of a hundred, in proportion to a base, between a floor and a ceiling."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from apps.funding.rules.remainder import rounded

Base = int | Decimal | Fraction
"""What a member is assessed by, such as FLOP."""

WHOLE = Fraction(100)


class ImpossibleScaleError(ValueError):
    """No scale has these settings; the text says why."""


def scale(
    bases: Mapping[str, Base],
    *,
    floor: Decimal,
    ceiling: Decimal | None,
    discounts: Mapping[str, Decimal] | None = None,
    places: int = 3,
) -> dict[str, Decimal]:
    """The shares in per cent, to so many places, adding up to exactly 100.

    In this order: in proportion to the bases, each lessened by its discount in per cent; what is above the ceiling is
    spread pro rata over those below it, until nobody is above; whoever is below the floor is raised to it, pro rata at
    the expense of all above the floor, those at the ceiling too, until nobody is below; then largest remainder, ties to
    the larger base, then by name. Where only bases of nothing are left to take something, they take equal parts. `floor`
    and `ceiling` are per cent and whole units of the last place; no ceiling is None.

    Raises ImpossibleScaleError where no scale has these settings or a figure cannot be one.

    Source: the scale of assessments of the United Nations (floor 0.001, ceiling 22, three places); the order of ceiling
    and floor is the committee's own.
    """
    exact = {name: _exact(name, base) for name, base in bases.items()}
    least, most = Fraction(floor), None if ceiling is None else Fraction(ceiling)
    _require_possible(len(exact), least, most, places)
    parts = _proportional({name: base * _kept(name, discounts or {}) for name, base in exact.items()})
    if most is not None:
        parts = _capped(parts, most)
    return rounded(_raised(parts, least), places=places, rank=exact)


def _exact(name: str, base: Base) -> Fraction:
    try:
        exact = Fraction(base)
    except (ValueError, OverflowError) as error:
        raise ImpossibleScaleError(f"The base of {name} is not a number.") from error
    if exact < 0:
        raise ImpossibleScaleError(f"The base of {name} is negative.")
    return exact


def _kept(name: str, discounts: Mapping[str, Decimal]) -> Fraction:
    discount = Fraction(discounts.get(name, 0))
    if not 0 <= discount <= WHOLE:
        raise ImpossibleScaleError(f"The discount of {name} is not between 0 and 100 per cent.")
    return 1 - discount / WHOLE


def _require_possible(members: int, floor: Fraction, ceiling: Fraction | None, places: int) -> None:
    if not members:
        raise ImpossibleScaleError("There is nobody to assess.")
    if floor < 0 or floor * members > WHOLE:
        raise ImpossibleScaleError(f"A floor of {_said(floor)} for each of {members} members is not within 0 and 100.")
    if ceiling is not None and ceiling * members < WHOLE:
        raise ImpossibleScaleError(
            f"Members of at most {_said(ceiling)} each do not make up 100 per cent, as many as there are: {members}."
        )
    if ceiling is not None and ceiling < floor:
        raise ImpossibleScaleError(f"The ceiling of {_said(ceiling)} is below the floor of {_said(floor)}.")
    for name, limit in (("floor", floor), ("ceiling", ceiling)):
        if limit is not None and (limit * 10**places).denominator != 1:
            raise ImpossibleScaleError(f"The {name} of {_said(limit)} has more than {places} decimal places.")


def _said(share: Fraction) -> str:
    return f"{float(share):g} per cent"


def _proportional(bases: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return _spread(WHOLE, dict.fromkeys(bases, Fraction()), bases, bases)


def _spread(
    amount: Fraction, parts: dict[str, Fraction], over: Iterable[str], weights: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """The parts with the amount added, pro rata by weight over some of them; equally where their weights are nothing."""
    names = list(over)
    whole = sum((weights[name] for name in names), Fraction())
    added = {name: amount * weights[name] / whole if whole else amount / len(names) for name in names}
    return {name: part + added.get(name, 0) for name, part in parts.items()}


def _capped(parts: dict[str, Fraction], ceiling: Fraction) -> dict[str, Fraction]:
    """Each round at least one more member comes to the ceiling, so that it ends."""
    while over := [name for name, part in parts.items() if part > ceiling]:
        excess = sum((parts[name] - ceiling for name in over), Fraction())
        parts = parts | dict.fromkeys(over, ceiling)
        below = [name for name, part in parts.items() if part < ceiling]
        parts = _spread(excess, parts, below, parts)
    return parts


def _raised(parts: dict[str, Fraction], floor: Fraction) -> dict[str, Fraction]:
    """Each round at least one more member comes to the floor, so that it ends."""
    while under := [name for name, part in parts.items() if part < floor]:
        lacking = sum((floor - parts[name] for name in under), Fraction())
        parts = parts | dict.fromkeys(under, floor)
        above = [name for name, part in parts.items() if part > floor]
        parts = _spread(-lacking, parts, above, parts)
    return parts
