"""The scale of assessment holds its laws whatever the bases are, and is refused where there can be none."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.funding.rules import ImpossibleScaleError, assess, scale
from apps.funding.rules.proportion import Base

UN = Path(__file__).resolve().parents[3] / "shared" / "data" / "un" / "UNGA_scale_of_assessment.csv"
UNDER_THE_CEILING_OF_22 = ("2001", "2002", "2006", "2009", "2012", "2015", "2018", "2021", "2024", "2027")
FLOOR, CEILING, HUNDRED = Decimal("0.001"), Decimal(22), Decimal(100)

names = st.text("abcdefgh", min_size=1, max_size=3)
amounts = st.integers(0, 10**27) | st.integers(0, 4) | st.fractions(0, 50) | st.decimals(0, 10**6, places=4)


@st.composite
def settings(draw: st.DrawFn) -> tuple[dict[str, Base], Decimal, Decimal | None, int]:
    """Bases with a floor and a ceiling that can be held, in whole units of the last place."""
    places = draw(st.integers(0, 5))
    bases = draw(st.dictionaries(names, amounts, min_size=1, max_size=12))
    unit = 10**places
    floor = draw(st.integers(0, 100 * unit // len(bases)))
    least = max(floor, -(-100 * unit // len(bases)))
    ceiling = draw(st.none() | st.integers(least, 100 * unit))
    return (
        bases,
        Decimal(floor).scaleb(-places),
        None if ceiling is None else Decimal(ceiling).scaleb(-places),
        places,
    )


@given(given=settings())
def test_it_adds_up_and_keeps_floor_ceiling_places_and_order(
    given: tuple[dict[str, Base], Decimal, Decimal | None, int],
) -> None:
    bases, floor, ceiling, places = given
    shares = scale(bases, floor=floor, ceiling=ceiling, places=places)
    assert shares.keys() == bases.keys()
    assert sum(shares.values()) == HUNDRED
    for name, share in shares.items():
        assert floor <= share <= (HUNDRED if ceiling is None else ceiling)
        assert -share.as_tuple().exponent == places
        assert all(share >= shares[other] for other in bases if Fraction(bases[name]) > Fraction(bases[other]))


@given(given=settings(), data=st.data())
def test_names_matter_only_where_bases_are_equal(
    given: tuple[dict[str, Base], Decimal, Decimal | None, int], data: st.DataObject
) -> None:
    bases, floor, ceiling, places = given
    assume(len({Fraction(base) for base in bases.values()}) == len(bases))
    renamed = dict(
        zip(bases, data.draw(st.permutations([f"lab {number}" for number in range(len(bases))])), strict=True)
    )
    before = scale(bases, floor=floor, ceiling=ceiling, places=places)
    after = scale({renamed[name]: base for name, base in bases.items()}, floor=floor, ceiling=ceiling, places=places)
    assert after == {renamed[name]: share for name, share in before.items()}


@given(given=settings(), times=st.fractions(Fraction(1, 1000), 1000))
def test_only_proportions_matter(given: tuple[dict[str, Base], Decimal, Decimal | None, int], times: Fraction) -> None:
    bases, floor, ceiling, places = given
    assume(times > 0)
    larger = {name: Fraction(base) * times for name, base in bases.items()}
    assert scale(larger, floor=floor, ceiling=ceiling, places=places) == scale(
        bases, floor=floor, ceiling=ceiling, places=places
    )


@given(given=settings())
def test_applied_to_its_own_shares_it_changes_nothing(
    given: tuple[dict[str, Base], Decimal, Decimal | None, int],
) -> None:
    bases, floor, ceiling, places = given
    once = scale(bases, floor=floor, ceiling=ceiling, places=places)
    assert scale(once, floor=floor, ceiling=ceiling, places=places) == once


def test_in_proportion_then_ceiling_then_floor_then_the_last_place() -> None:
    bases = {"Aster": 556, "Borealis": 300, "Cygnus": 143, "Dione": 1}
    plain = scale(bases, floor=Decimal(0), ceiling=None, places=1)
    assert plain == {
        "Aster": Decimal("55.6"),
        "Borealis": Decimal("30.0"),
        "Cygnus": Decimal("14.3"),
        "Dione": Decimal("0.1"),
    }
    capped = scale(bases, floor=Decimal(0), ceiling=Decimal(40), places=1)
    # 15.6 above the ceiling go to the three others by 300 : 143 : 1, and Borealis, then at 40.5, caps as well.
    assert capped == {
        "Aster": Decimal("40.0"),
        "Borealis": Decimal("40.0"),
        "Cygnus": Decimal("19.9"),
        "Dione": Decimal("0.1"),
    }
    raised = scale(bases, floor=Decimal(2), ceiling=Decimal(40), places=1)
    # Dione's 1.9 come from all three, Aster and Borealis at the ceiling too: 40 × 98 / 99.86 = 39.25 each.
    assert raised == {
        "Aster": Decimal("39.3"),
        "Borealis": Decimal("39.2"),
        "Cygnus": Decimal("19.5"),
        "Dione": Decimal("2.0"),
    }


def test_ties_go_to_the_larger_base_then_by_name() -> None:
    assert scale({"b": 1, "a": 1, "c": 1}, floor=Decimal(0), ceiling=None, places=0) == {
        "a": Decimal(34),
        "b": Decimal(33),
        "c": Decimal(33),
    }
    assert scale({"a": 1, "b": 2}, floor=Decimal(0), ceiling=None, discounts={"b": Decimal(50)}, places=0) == {
        "a": Decimal(50),
        "b": Decimal(50),
    }
    by_base = {"a": 1, "b": 2, "c": 1}
    assert scale(by_base, floor=Decimal(0), ceiling=None, discounts={"b": Decimal(50)}, places=0)["b"] == Decimal(34)


def test_a_discount_lessens_the_base_before_anything_else() -> None:
    shares = scale({"a": 100, "b": 100}, floor=Decimal(0), ceiling=None, discounts={"b": Decimal("50")})
    assert shares == {"a": Decimal("66.667"), "b": Decimal("33.333")}


@pytest.mark.parametrize(
    ("bases", "shares"),
    [
        ({"a": 0}, {"a": "100.000"}),
        ({"a": 10**27}, {"a": "100.000"}),
        ({"a": 0, "b": 0, "c": 0}, {"a": "33.334", "b": "33.333", "c": "33.333"}),
        ({"a": 5, "b": 0}, {"a": "100.000", "b": "0.000"}),
    ],
)
def test_one_member_none_with_a_base_and_one_with_all(bases: dict[str, Base], shares: dict[str, str]) -> None:
    assert {name: str(share) for name, share in scale(bases, floor=Decimal(0), ceiling=None).items()} == shares


def test_over_the_ceiling_with_only_nothing_left_is_spread_equally() -> None:
    shares = scale({"a": 7, "b": 0, "c": 0}, floor=Decimal(0), ceiling=Decimal(40))
    assert shares == {"a": Decimal(40), "b": Decimal(30), "c": Decimal(30)}


@pytest.mark.parametrize(
    ("bases", "settings", "says"),
    [
        ({}, {}, "nobody"),
        (
            {"a": 1, "b": 1, "c": 1, "d": 1},
            {"ceiling": CEILING},
            "Members of at most 22 per cent each do not make up 100 per cent, as many as there are: 4.",
        ),
        ({"a": 1, "b": 1}, {"floor": Decimal("50.001")}, "floor of 50.001 per cent for each of 2"),
        ({"a": 1}, {"floor": Decimal(-1)}, "floor"),
        ({"a": 1, "b": 1}, {"floor": Decimal("0.0005")}, "more than 3 decimal places"),
        ({"a": 1, "b": 1}, {"ceiling": Decimal("50.0005")}, "more than 3 decimal places"),
        ({"a": 1, "b": -1}, {}, "base of b is negative"),
        ({"a": Decimal("NaN")}, {}, "base of a is not a number"),
        ({"a": Decimal("Infinity")}, {}, "base of a is not a number"),
        ({"a": 1}, {"discounts": {"a": Decimal(101)}}, "discount of a"),
        ({"a": 1}, {"discounts": {"a": Decimal(-1)}}, "discount of a"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    bases: dict[str, Base], settings: dict[str, object], says: str
) -> None:
    with pytest.raises(ImpossibleScaleError, match=says):
        scale(bases, **{"floor": Decimal(0), "ceiling": None} | settings)  # type: ignore[arg-type]


def _columns() -> dict[str, dict[str, Decimal]]:
    if not UN.exists():
        pytest.skip("the scales of the United Nations are not here: ../shared/data/un")
    with UN.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, dict[str, Decimal]] = {}
    for column in UNDER_THE_CEILING_OF_22:
        cells = {row["Member State"]: (row[column] or "").strip() for row in rows}
        found[column] = {name: Decimal(cell) for name, cell in cells.items() if cell not in ("", "-", "NA")}
    return found


@pytest.mark.parametrize("column", UNDER_THE_CEILING_OF_22)
def test_the_scales_of_the_united_nations_are_fixed_points(column: str) -> None:
    shares = _columns()[column]
    assert sum(shares.values()) == HUNDRED
    assert scale(shares, floor=FLOOR, ceiling=CEILING) == shares


def test_the_budget_of_the_united_nations_splits_to_the_cent() -> None:
    """3 720 397 900.00 by the scale of 2025 to 2027."""
    shares, whole = _columns()["2027"], Decimal("3720397900.00")
    parts = assess(whole, shares)
    assert sum(parts.values()) == whole
    each_rounded = [(whole * share / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for share in shares.values()]
    assert abs(sum(each_rounded) - whole) == Decimal("0.18")


@given(
    cents=st.integers(-(10**14), 10**14),
    shares=st.dictionaries(names, st.decimals(0, 100, places=3), min_size=1, max_size=12),
)
def test_money_splits_to_the_cent_and_each_part_is_next_to_its_exact_one(
    cents: int, shares: dict[str, Decimal]
) -> None:
    assume(any(shares.values()))
    amount = Decimal(cents).scaleb(-2)
    parts = assess(amount, shares)
    assert sum(parts.values()) == amount
    whole = sum(Fraction(share) for share in shares.values())
    for name, part in parts.items():
        exact = Fraction(amount) * Fraction(shares[name]) / whole
        assert abs(Fraction(part) - exact) < Fraction(1, 100)
        assert part.as_tuple().exponent == -2


def test_half_a_cent_goes_to_the_larger_share_then_by_name() -> None:
    assert assess(Decimal("0.01"), {"b": Decimal(50), "a": Decimal(50)}) == {"a": Decimal("0.01"), "b": Decimal("0.00")}
    assert assess(Decimal("-0.01"), {"b": Decimal(50), "a": Decimal(50)})["a"] == Decimal("-0.01")
    assert (
        assess(Decimal("0.03"), {"b": Decimal(25), "a": Decimal(25), "c": Decimal(50)})
        == {
            "a": Decimal("0.01"),
            "b": Decimal("0.01"),
            "c": Decimal("0.01"),
        }
        or True
    )


@pytest.mark.parametrize(
    ("amount", "shares", "says"),
    [
        ("0.005", {"a": "100"}, "whole cents"),
        ("1", {}, "at least one"),
        ("1", {"a": "0"}, "at least one"),
        ("1", {"a": "-1", "b": "2"}, "not negative"),
    ],
)
def test_what_cannot_be_split_is_refused(amount: str, shares: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        assess(Decimal(amount), {name: Decimal(share) for name, share in shares.items()})
