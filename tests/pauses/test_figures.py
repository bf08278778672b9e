"""Orders that wait for a share of computation go by what labs declare to funding, and tell rivals no more than its bands."""

import re
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.funding.rules.bands import band_of
from apps.funding.services.appealing import dismiss, uphold
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import PauseOrder
from apps.pauses.rules.adhesion import Condition, counted, reached
from apps.pauses.selectors.participation import reached_by, waiting_orders
from apps.pauses.selectors.shown import shown_of
from apps.pauses.services.adopting import join
from apps.pauses.states import State
from apps.record.models import Act
from tests.cast import LABS, Cast
from tests.funding.declared import WHAT, appealed, declared, estimated, late, opened
from tests.funding.factory import charter
from tests.pauses import factory
from tests.pauses.factory import HOUR
from tests.pauses.pages import Portal, plain

pytestmark = pytest.mark.django_db
PER_DECADE = 5
figures = st.integers(0, 10**30)
places = st.integers(0, 1000).map(lambda thousandths: Fraction(thousandths, 1000))


@pytest.fixture
def portal(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(cast, client, monkeypatch)


def _waiting(people: Cast, share: str = "1/2", joined: str = "aster", labs_needed: int = 1) -> PauseOrder:
    """An order that one lab has joined; Borealis and Cygnus have declared, Aster has not."""
    opened(people)
    factory.declare(people, borealis=10**25, cygnus=2 * 10**25)
    order = factory.in_force(people, labs_needed=labs_needed, share_needed=share)
    at = order.adopted_at
    join(actor=people.viewer(f"{joined}.representative", at), now=at, ref=order.ref)
    order.refresh_from_db()
    assert order.state == State.CONDITIONAL
    return order


def _state(order: PauseOrder) -> tuple[str, datetime | None]:
    order.refresh_from_db()
    return str(order.state), order.in_force_at


class TestJudged:
    def test_by_a_declaration_at_once(self, frontier: Cast) -> None:
        order = _waiting(frontier)
        at = order.adopted_at + HOUR
        declared(frontier, "aster", at, training_flop="1e26")
        assert _state(order) == ("in_force", at)

    def test_and_what_was_met_is_not_judged_again(self, frontier: Cast) -> None:
        order = _waiting(frontier)
        at = order.adopted_at + HOUR
        declared(frontier, "aster", at, training_flop="1e26")
        declared(frontier, "aster", at + HOUR, training_flop="0", unusual_because="It was counted twice.")
        assert _state(order) == ("in_force", at)

    def test_by_a_correction(self, frontier: Cast) -> None:
        order = _waiting(frontier)
        at = order.adopted_at + HOUR
        declared(frontier, "aster", at, training_flop="1e24")
        assert _state(order) == ("conditional", None)
        declared(frontier, "aster", at + HOUR, training_flop="1e26")
        assert _state(order) == ("in_force", at + HOUR)

    def test_by_what_a_rival_declares_less(self, frontier: Cast) -> None:
        order = _waiting(frontier, joined="borealis")
        at = order.adopted_at + HOUR
        declared(frontier, "cygnus", at, training_flop="1e24", unusual_because="It sold its machines.")
        assert _state(order) == ("in_force", at)

    def test_by_an_estimate(self, frontier: Cast) -> None:
        late(frontier, "aster")
        order = _waiting(frontier)
        at = order.adopted_at + HOUR
        estimated(frontier, "aster", at, training_flop="1e26")
        assert _state(order) == ("in_force", at)

    def test_by_an_appeal_that_changes_the_figure_and_not_by_one_that_does_not(self, frontier: Cast) -> None:
        late(frontier, "aster")
        order = _waiting(frontier)
        at = order.adopted_at + HOUR
        estimated(frontier, "aster", at, training_flop="1e24")
        appealed(frontier, "aster", at + HOUR)
        decides = {"actor": frontier.viewer("auditor", at), "now": at + 2 * HOUR, "period": "2027", "lab": "aster"}
        anew: dict[str, Any] = WHAT | {"training_flop": "1e26", "method": "estimated", "explanation": "Two halls more."}
        uphold(**decides, because="It is right.", **anew)
        assert _state(order) == ("in_force", at + 2 * HOUR)

    def test_not_by_an_appeal_that_is_dismissed(self, frontier: Cast) -> None:
        late(frontier, "aster")
        order = _waiting(frontier)
        at = order.adopted_at + HOUR
        estimated(frontier, "aster", at, training_flop="1e24")
        appealed(frontier, "aster", at + HOUR)
        actor = frontier.viewer("auditor", at)
        dismiss(actor=actor, now=at + 2 * HOUR, period="2027", lab="aster", because="It is not.")
        assert _state(order) == ("conditional", None)

    def test_only_where_the_number_of_labs_has_joined_too(self, frontier: Cast) -> None:
        order = _waiting(frontier, labs_needed=2)
        declared(frontier, "aster", order.adopted_at + HOUR, training_flop="1e26")
        assert _state(order) == ("conditional", None)

    def test_not_after_the_time_to_join(self, frontier: Cast) -> None:
        order = _waiting(frontier)
        declared(frontier, "aster", order.condition_by, training_flop="1e26")
        assert _state(order) == ("conditional", None)

    def test_not_where_the_order_does_not_bind_the_lab(self, frontier: Cast) -> None:
        order = _waiting(frontier)
        order.bindings.filter(organisation__key="aster").update(released_at=order.adopted_at)
        assert not waiting_orders([frontier["aster.liaison"].organisation_id]).exists()
        assert list(waiting_orders([frontier["borealis.liaison"].organisation_id])) == [order]


class TestSealed:
    @given(
        known=st.tuples(figures, figures, figures),
        others=st.tuples(places, places, places),
        joined=st.sets(st.sampled_from(LABS)),
        number=st.integers(0, 3),
        share=places,
    )
    def test_whatever_is_judged_is_the_same_for_all_figures_of_the_same_bands(
        self,
        known: tuple[int, ...],
        others: tuple[Fraction, ...],
        joined: set[str],
        number: int,
        share: Fraction,
    ) -> None:
        elsewhere = [_in_its_band(figure, place) for figure, place in zip(known, others, strict=True)]
        condition = Condition(number, share)
        one, other = (
            reached(condition, joined, {lab: counted(figure, per_decade=PER_DECADE) for lab, figure in labs})
            for labs in (zip(LABS, known, strict=True), zip(LABS, elsewhere, strict=True))
        )
        assert one == other

    def test_a_figure_that_counts_exactly_would_tell_more_and_does_so_where_the_charter_says(self) -> None:
        low, high = 251 * 10**24, 390 * 10**24
        assert band_of(low, per_decade=PER_DECADE) == band_of(high, per_decade=PER_DECADE)
        half = Condition(1, Fraction(1, 2))
        exact = [
            reached(half, {"aster"}, {"aster": counted(figure, per_decade=None), "borealis": Fraction(3 * 10**26)})
            for figure in (low, high)
        ]
        assert [one.met for one in exact] == [False, True]

    def test_rivals_see_the_same_pages_wherever_in_its_band_a_lab_is(self, portal: Portal) -> None:
        def made(people: Cast, **_changes: Any) -> PauseOrder:
            order = _waiting(people, share="0.55")
            declared(people, "aster", order.adopted_at, training_flop="2.52e25")
            return order

        order = portal.made(made)
        at = order.adopted_at + HOUR
        portal.at(at)
        portal.sign_in("borealis.representative")
        before = _what_a_rival_reads(portal, order)
        assert "up to half not enough" in before[0]
        with tenant(portal.cast.frontier.pk):
            declared(portal.cast, "aster", at, training_flop="3.97e25")
        assert _what_a_rival_reads(portal, order) == before
        with tenant(portal.cast.frontier.pk):
            assert not reached_by(order, at).met
            charter(exact=True)
            assert (reached_by(order, at).share, reached_by(order, at).met) == (Fraction(397, 697), True)

    def test_no_act_on_an_order_says_that_it_was_judged_in_vain(self, frontier: Cast) -> None:
        order = _waiting(frontier)
        before = Act.objects.about("pause", order.pk).count()
        declared(frontier, "aster", order.adopted_at + HOUR, training_flop="1e24")
        assert Act.objects.about("pause", order.pk).count() == before


def _in_its_band(figure: int, place: Fraction) -> int:
    """Another whole figure of the same band, so far up in it."""
    band = band_of(figure, per_decade=PER_DECADE)
    lowest, last = (
        -(-band.lower.numerator // band.lower.denominator),
        -(-band.upper.numerator // band.upper.denominator) - 1,
    )
    return lowest + int((last - lowest) * place)


def _what_a_rival_reads(portal: Portal, order: PauseOrder) -> tuple[Any, ...]:
    """The words of the part that asks for itself, what it goes by when it asks, and what machines are given."""
    page = portal.get("joining", order.ref)
    with tenant(portal.cast.frontier.pk):
        return plain(page), re.findall(r"seen=(\w+)", page), shown_of(order, order.adopted_at + HOUR).participation
