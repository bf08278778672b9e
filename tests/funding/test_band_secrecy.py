"""From all that is published of declarations nobody can place a rival more finely than its band.

Two sets of figures that fall into the same bands publish the same: bands, what stands for them, shares, requests to open
a figure, and what a rival reads of the record.
"""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.rules.viewer import Viewer
from apps.funding.rules import scale
from apps.funding.rules.bands import Band, band_of
from apps.funding.selectors.declared import lines_of
from apps.record.models import Act
from tests.cast import LABS, Cast
from tests.funding.declared import asked, declared, opened

RIVAL = "borealis.representative"
bands = st.integers(10**20, 10**30).map(lambda figure: band_of(figure, per_decade=5))


def inside(band: Band) -> st.SearchStrategy[int]:
    """Any figure of a band."""
    first, last = (
        -(-band.lower.numerator // band.lower.denominator),
        (band.upper.numerator - 1) // band.upper.denominator,
    )
    return st.integers(first, last)


@st.composite
def alike(draw: Any) -> tuple[dict[str, int], dict[str, int]]:
    """Two sets of figures of the same labs in the same bands."""
    found = {f"lab{number}": band for number, band in enumerate(draw(st.lists(bands, min_size=1, max_size=5)))}
    return tuple({lab: draw(inside(band)) for lab, band in found.items()} for _set in range(2))  # type: ignore[return-value]


def published(figures: dict[str, int]) -> dict[str, Any]:
    """What a scale of bands publishes: each band, what stands for it, and the share that comes of it."""
    found = {lab: band_of(figure, per_decade=5) for lab, figure in figures.items()}
    bases: dict[str, Fraction] = {lab: band.representative for lab, band in found.items()}
    return {"bands": found, "bases": bases, "shares": scale(bases, floor=0, ceiling=None)}  # type: ignore[dict-item]


@given(alike())
def test_figures_of_the_same_bands_publish_the_same(sets: tuple[dict[str, int], dict[str, int]]) -> None:
    one, other = sets
    assert published(one) == published(other)


@given(bands, st.data())
def test_every_figure_of_a_band_is_as_possible_as_any_other(band: Band, data: st.DataObject) -> None:
    figure = data.draw(inside(band))
    assert band_of(figure, per_decade=5) == band


@given(st.integers(10**20, 10**30), st.integers(1, 20))
def test_a_band_is_never_narrower_than_the_charters(figure: int, per_decade: int) -> None:
    band = band_of(figure, per_decade=per_decade)
    assert band.upper / band.lower > Fraction(11, 10)


def _as_read(people: Cast, rival: Viewer, period: Any) -> Any:
    """All that a rival reads of declarations, without what is drawn by lot or differs from run to run."""
    lines = [
        (one.key, one.declared_at, one.declaration is None, bool(one.commitment)) for one in lines_of(rival, period)
    ]
    acts = [
        (act.kind, act.actor, act.at, {key: value for key, value in act.facts.items() if key != "commitment"})
        for act in Act.objects.visible_to(rival).filter(kind__regex="^(declaration|opening|period)").order_by("pk")
        if act.subject_ref.partition("/")[2] != "borealis"
    ]
    return json.dumps([lines, acts], default=str)


@pytest.mark.django_db
def test_what_a_rival_reads_is_the_same_whatever_the_figure(frontier: Cast) -> None:
    from django.db import transaction

    period = opened(frontier)
    read = []
    for number, figure in enumerate(("26e24", "39e24", "1e20")):
        with transaction.atomic():
            for lab in LABS:
                words = {"explanation": f"word {number}", "unusual_because": "so" * number}
                declared(frontier, lab, training_flop=figure, **words)
            asked(frontier, "aster")
            read.append(_as_read(frontier, frontier.viewer(RIVAL), period))
            transaction.set_rollback(True)
    assert read[0] == read[1] == read[2]
    assert "declaration.received" in read[0]
    assert "opening.asked" in read[0]
    assert "declaration.made" not in read[0]
