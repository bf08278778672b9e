"""Swaps by consent, exclusions, and the hand-over that both chairs tick off."""

from datetime import timedelta

import pytest

from apps.chairs import services
from apps.chairs.models import HandoverItem, Place, Swap, Term
from apps.committees.models import Organisation
from apps.incidents.services.filing import file_at_once
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.chairs.factory import next_end, rotate
from tests.incidents.factory import CONTENT

LATER = NOW + timedelta(hours=1)


def order() -> list[str]:
    return [place.organisation.key for place in Place.objects.filter(left_at=None).order_by("number")]


def ask(cast: Cast, who: str = "borealis.representative", other: str = "cygnus") -> Swap:
    return services.ask_swap(actor=cast.viewer(who), now=LATER, other=other, because="A busy spring")


class TestSwaps:
    def test_both_agree_and_everyone_is_told(self, frontier: Cast) -> None:
        rotate(frontier)
        swap = ask(frontier)
        assert order() == ["aster", "borealis", "cygnus", "independent"]
        services.agree(actor=frontier.viewer("cygnus.representative"), now=LATER, uid=swap.uid)
        assert order() == ["aster", "cygnus", "borealis", "independent"]
        assert Act.objects.get(kind="chair.swap_agreed").told == ["everyone"]
        services.settle(next_end())
        assert Term.objects.get(state="running").organisation.key == "cygnus"

    def test_only_the_other_member_agrees_or_declines_and_only_who_asked_withdraws(self, frontier: Cast) -> None:
        rotate(frontier)
        swap = ask(frontier)
        for who in ("borealis.representative", "aster.representative", "cygnus.liaison", "clerk"):
            with pytest.raises(Refused):
                services.agree(actor=frontier.viewer(who), now=LATER, uid=swap.uid)
        with pytest.raises(Refused):
            services.withdraw(actor=frontier.viewer("cygnus.representative"), now=LATER, uid=swap.uid)
        services.withdraw(actor=frontier.viewer("borealis.alternate"), now=LATER, uid=swap.uid)
        with pytest.raises(Refused):
            services.agree(actor=frontier.viewer("cygnus.representative"), now=LATER, uid=swap.uid)

    def test_declined_it_changes_nothing(self, frontier: Cast) -> None:
        rotate(frontier)
        swap = ask(frontier)
        services.decline(actor=frontier.viewer("cygnus.representative"), now=LATER, uid=swap.uid)
        assert order() == ["aster", "borealis", "cygnus", "independent"]

    def test_a_place_that_has_had_its_turn_is_not_swapped(self, frontier: Cast) -> None:
        rotate(frontier)
        with pytest.raises(Invalid):
            ask(frontier, other="aster")
        with pytest.raises(Refused, match="no place to come"):
            ask(frontier, who="aster.representative")
        swap = ask(frontier)
        services.settle(next_end())
        with pytest.raises(Refused, match="had its turn"):
            services.agree(actor=frontier.viewer("cygnus.representative"), now=LATER, uid=swap.uid)


class TestExclusions:
    def test_a_term_that_begins_in_the_year_passes_the_member_over(self, frontier: Cast) -> None:
        rotate(frontier)
        borealis, clerk = Organisation.objects.get(key="borealis"), frontier.viewer("clerk")
        services.exclude(
            actor=clerk, now=LATER, organisation=borealis, year=2027, because="By decision", decision="7/2026"
        )
        services.settle(next_end())
        assert Term.objects.get(state="running").organisation.key == "cygnus"

    def test_lifted_it_counts_no_more(self, frontier: Cast) -> None:
        rotate(frontier)
        borealis, clerk = Organisation.objects.get(key="borealis"), frontier.viewer("clerk")
        services.exclude(actor=clerk, now=LATER, organisation=borealis, year=2027, because="So", decision="7/2026")
        with pytest.raises(Invalid):
            services.exclude(actor=clerk, now=LATER, organisation=borealis, year=2027, because="So", decision="7")
        services.lift(actor=clerk, now=LATER, organisation=borealis, year=2027, decision="8/2026")
        services.settle(next_end())
        assert Term.objects.get(state="running").organisation.key == "borealis"

    def test_only_a_clerk_keeps_the_list(self, frontier: Cast) -> None:
        rotate(frontier)
        with pytest.raises(Refused):
            services.exclude(
                actor=frontier.viewer("aster.representative"),
                now=LATER,
                organisation=Organisation.objects.get(key="borealis"),
                year=2027,
                because="So",
                decision="None",
            )


class TestHandingMattersOver:
    def _open(self, frontier: Cast) -> HandoverItem:
        rotate(frontier)
        liaison = frontier.viewer("cygnus.liaison")
        file_at_once(actor=liaison, now=LATER, changes=CONTENT | {"tlp": "TLP:AMBER"})
        services.settle(next_end())
        return HandoverItem.objects.get(term__state="running")

    def test_what_the_chair_owes_is_listed_and_both_tick_it_off(self, frontier: Cast) -> None:
        item = self._open(frontier)
        assert "Acknowledge the report" in item.label
        at = Term.objects.get(state="running").starts_at
        services.tick(actor=frontier.viewer("borealis.representative", at), now=at, pk=item.pk)
        item.refresh_from_db()
        assert (item.taken_by, item.given_by) == (frontier["borealis.representative"], None)

    def test_whoever_handed_over_says_that_it_is_given(self, frontier: Cast) -> None:
        item = self._open(frontier)
        at = Term.objects.get(state="running").starts_at
        services.tick(actor=frontier.viewer("aster.representative", at), now=at, pk=item.pk)
        item.refresh_from_db()
        assert item.given_by == frontier["aster.representative"]

    def test_nobody_else_ticks_it_off_and_who_may_not_see_the_matter_finds_none(self, frontier: Cast) -> None:
        item = self._open(frontier)
        at = Term.objects.get(state="running").starts_at
        with pytest.raises(Refused):
            services.tick(actor=frontier.viewer("cygnus.representative", at), now=at, pk=item.pk)
        assert services.tick(actor=frontier.viewer("independent", at), now=at, pk=item.pk) is None

    @pytest.mark.parametrize("lab", ["aster", "borealis"])
    def test_what_one_of_the_two_may_not_see_is_not_on_the_list(self, frontier: Cast, lab: str) -> None:
        rotate(frontier)
        content = CONTENT | {"tlp": "TLP:RED", "recipients": ["secretariat"]}
        file_at_once(actor=frontier.viewer(f"{lab}.liaison"), now=LATER, changes=content)
        services.settle(next_end())
        assert not HandoverItem.objects.exists()
