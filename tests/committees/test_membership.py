"""What an organisation is in the committee at any instant, and why: from changes that are only ever added."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.models import MembershipChange, Organisation, StandingFact, Tie
from apps.committees.rules.standing import (
    GOOD,
    OUTSIDE,
    RESTORED_BY,
    Change,
    Fact,
    change_at,
    membership_facts,
    standing,
)
from apps.committees.selectors import Tied, members_at, membership_at, standings, tied
from apps.committees.states import MEMBERSHIP, MembershipState
from tests.cast import BEGINNING, NOW, Cast

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Changes that the table of transitions allows, in their order, some at the same instant."""
    state, at, changes = MembershipState.ADMITTED, FIRST, []
    for _number in range(draw(st.integers(0, 8))):
        moves = [move for move in MEMBERSHIP if state in move.sources]
        state = draw(st.sampled_from(moves)).target
        at += draw(st.integers(0, 400)) * timedelta(hours=1)
        changes.append(Change(MembershipState(state), at, "Decision", "Why"))
    return changes


notices = st.none() | st.integers(0, 4000).map(lambda hours: FIRST + timedelta(hours=hours))
moments = st.integers(-10, 4000).map(lambda hours: FIRST + timedelta(hours=hours))


@given(changes=histories(), leaves_at=notices, at=moments)
def test_standing_and_membership_tell_the_same_at_any_instant(
    changes: list[Change], leaves_at: datetime | None, at: datetime
) -> None:
    if leaves_at is not None and changes and leaves_at < changes[-1].since:
        leaves_at = None  # an old notice is gone once the membership has changed for good
    change = change_at(changes, at, admitted_at=FIRST, leaves_at=leaves_at)
    found = standing(membership_facts(changes, admitted_at=FIRST, leaves_at=leaves_at), at)
    if change is None:
        assert at < FIRST
    elif change.state == MembershipState.ADMITTED:
        assert found.state == GOOD
    elif change.state in OUTSIDE or leaves_at is None or at < leaves_at:
        assert (found.state, found.since) == (change.state, change.since)
        assert found.because
        assert found.restored_by == RESTORED_BY[change.state]


@given(changes=histories(), at=moments)
def test_what_happens_later_never_changes_what_was(changes: list[Change], at: datetime) -> None:
    before = [change for change in changes if change.since <= at]
    assert change_at(changes, at, admitted_at=FIRST) == change_at(before, at, admitted_at=FIRST)


@given(changes=histories(), leaves_at=notices, at=moments)
def test_at_the_instant_of_the_notice_it_is_out(
    changes: list[Change], leaves_at: datetime | None, at: datetime
) -> None:
    if leaves_at is None or at < leaves_at or (changes and changes[-1].since > leaves_at):
        return
    change = change_at(changes, at, admitted_at=FIRST, leaves_at=leaves_at)
    assert change is not None
    assert change.state in OUTSIDE


def test_of_several_facts_the_gravest_counts_and_of_those_alike_the_oldest() -> None:
    facts = [
        Fact("in arrears", FIRST, None, "two years"),
        Fact("suspended", FIRST + DAY, FIRST + 3 * DAY, "did not report", "a decision"),
        Fact("suspended", FIRST + 2 * DAY, None, "still does not"),
    ]
    assert standing(facts, FIRST).state == "in arrears"
    found = standing(facts, FIRST + 2 * DAY)
    assert (found.state, found.because, found.since) == ("suspended", "did not report", FIRST + DAY)
    assert standing(facts, FIRST + 3 * DAY).because == "still does not"


@pytest.mark.django_db
class TestSelectors:
    def _change(self, lab: Organisation, state: str, since: datetime, because: str = "why") -> None:
        MembershipChange.objects.create(organisation=lab, state=state, since=since, decision="D 1", because=because)

    def test_standings_explain_suspension_before_arrears_and_end_with_reinstatement(self, frontier: Cast) -> None:
        lab = frontier["cygnus.liaison"].organisation
        StandingFact.objects.create(organisation=lab, kind="in arrears", since=BEGINNING, because="2 years")
        self._change(lab, "suspended", NOW - 2 * DAY, "No reports since May")
        self._change(lab, "admitted", NOW)
        assert standings(BEGINNING)[lab.pk].because == "2 years"
        then = standings(NOW - DAY)[lab.pk]
        assert (then.state, then.because, then.since) == ("suspended", "No reports since May", NOW - 2 * DAY)
        assert "reinstate" in then.restored_by
        assert standings(NOW)[lab.pk].state == "in arrears"
        assert standings(BEGINNING - DAY)[lab.pk].state == "not yet a member"

    def test_members_are_known_for_any_day(self, frontier: Cast) -> None:
        lab = frontier["cygnus.liaison"].organisation
        self._change(lab, "left", NOW - 2 * DAY)
        self._change(lab, "admitted", NOW)
        assert lab in members_at(NOW - 3 * DAY)
        assert lab not in members_at(NOW - DAY)
        assert lab in members_at(NOW)
        assert members_at(BEGINNING - DAY).count() == 0
        change = membership_at(lab, NOW - DAY)
        assert change is not None
        assert change.state == "left"

    def test_a_member_whose_notice_has_run_is_out_before_the_portal_comes_by(self, frontier: Cast) -> None:
        lab = frontier["cygnus.liaison"].organisation
        Organisation.objects.filter(pk=lab.pk).update(left_at=NOW)
        assert lab in members_at(NOW - DAY)
        assert lab not in members_at(NOW)
        assert standings(NOW)[lab.pk].state == "left"
        assert standings(NOW - DAY)[lab.pk].state == GOOD

    def test_a_tie_binds_both_ways_while_it_lasts_and_says_who_declared_it(self, frontier: Cast) -> None:
        aster, borealis = frontier["aster.liaison"].organisation, frontier["borealis.liaison"].organisation
        Tie.objects.create(
            organisation=aster, other=borealis, kind="owner", because="Holds shares", starts_at=BEGINNING, ends_at=NOW
        )
        Tie.objects.create(organisation=aster, other_name="Elsewhere", kind="other", because="x", starts_at=BEGINNING)
        says = "Aster has declared a tie with Borealis: owner or holder of shares."
        assert tied([borealis.pk], NOW - DAY) == {aster.pk: Tied(says, by_itself=True)}
        assert tied([aster.pk], NOW - DAY) == {borealis.pk: Tied(says, by_itself=False)}
        assert tied([aster.pk, borealis.pk], NOW - DAY) == {}
        assert tied([borealis.pk], NOW) == {}

    def test_what_a_member_has_declared_itself_goes_before_what_another_says_of_it(self, frontier: Cast) -> None:
        aster, borealis = frontier["aster.liaison"].organisation, frontier["borealis.liaison"].organisation
        for one, other, kind in ((aster, borealis, "owner"), (borealis, aster, "customer"), (aster, borealis, "other")):
            Tie.objects.create(organisation=one, other=other, kind=kind, because="x", starts_at=BEGINNING)
        assert tied([aster.pk], NOW)[borealis.pk].by_itself
        assert tied([borealis.pk], NOW)[aster.pk].says.endswith("owner or holder of shares.")
