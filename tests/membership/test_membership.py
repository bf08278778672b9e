"""How a membership changes: every pair of the table, the decision behind it, and what ends with it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.committees.models import ApiToken, Invitation, MembershipChange, Office, Organisation, Seat
from apps.committees.selectors import members_at, standings
from apps.committees.states import MEMBERSHIP, MembershipState, OfficeKind, Role
from apps.deadlines.models import Deadline
from apps.deadlines.services import take_steps
from apps.kernel.decisions import Invalid, Refused
from apps.membership import acts_of_members as acts
from apps.membership import services
from apps.membership.rules.membership import STEPS, may_step, tier_of
from apps.membership.services import membership as verbs
from apps.record.models import Act
from apps.transparency.models import PublishedRecord
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

DECISION = {"decision": "Decision 2026/7", "because": "No reports since May"}


def lab(cast: Cast, key: str = "borealis") -> Organisation:
    return Organisation.objects.get(key=key)


def take(
    cast: Cast, verb: str, key: str = "borealis", by: str = "clerk", now: datetime = NOW, **more: Any
) -> Organisation:
    arguments = DECISION | more
    return verbs.take_step(actor=cast.viewer(by), now=now, organisation=lab(cast, key), step=verb, **arguments)


def sweep(now: datetime) -> None:
    """Let the deadlines' sweep come by."""
    take_steps(Deadline.objects.values_list("pk", flat=True), now)


def last(kind: str) -> Act:
    return Act.objects.filter(kind=kind).latest("id")


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("state", list(MembershipState))
def test_every_step_is_open_in_the_states_of_the_table_and_in_no_other(
    frontier: Cast, verb: str, state: MembershipState
) -> None:
    Organisation.objects.filter(key="borealis").update(state=state)
    if state in MEMBERSHIP[verb].sources:
        assert take(frontier, verb).state == MEMBERSHIP[verb].target
        assert MembershipChange.objects.get().state == MEMBERSHIP[verb].target
    else:
        with pytest.raises(Refused, match=r"Borealis is .* now"):
            take(frontier, verb)
        assert MembershipChange.objects.count() == 0
    assert bool(may_step(verb, "Borealis", state)) == (state in MEMBERSHIP[verb].sources)


@pytest.mark.parametrize("verb", STEPS)
def test_each_step_asks_for_a_decision_and_a_reason_and_for_a_clerk(frontier: Cast, verb: str) -> None:
    Organisation.objects.filter(key="borealis").update(state=MEMBERSHIP[verb].sources[0])
    with pytest.raises(Invalid) as invalid:
        take(frontier, verb, decision=" ", because="")
    assert set(invalid.value.errors) == {"decision", "because"}
    with pytest.raises(Invalid):
        take(frontier, verb, decision="x" * 301, because="y" * 1001)
    for somebody in ("aster.representative", "borealis.representative", "independent", "observer.eu"):
        with pytest.raises(Refused, match="Only a clerk"):
            take(frontier, verb, by=somebody)


def test_suspension_is_explained_in_the_standing_until_it_is_lifted(frontier: Cast) -> None:
    held = Seat.objects.at(NOW).filter(organisation=lab(frontier)).count()
    take(frontier, "suspend")
    standing = standings(NOW)[lab(frontier).pk]
    assert (standing.state, standing.because, standing.since) == ("suspended", "No reports since May", NOW)
    assert Seat.objects.at(NOW + timedelta(seconds=1)).filter(organisation=lab(frontier)).count() == held
    take(frontier, "reinstate", now=NOW + timedelta(days=1))
    assert standings(NOW + timedelta(days=1))[lab(frontier).pk].state == "in good standing"
    assert standings(NOW)[lab(frontier).pk].state == "suspended"


def test_everyone_is_told_and_the_public_reads_what_and_when_but_not_why(frontier: Cast) -> None:
    take(frontier, "suspend")
    assert last(acts.SUSPENDED).told == ["everyone"]
    record = PublishedRecord.objects.get(ref="member-borealis")
    assert "Borealis was suspended." in record.summary
    assert "No reports since May" not in str(record.body)
    assert "Decision 2026/7" in str(record.body)


def test_expulsion_ends_seats_offices_tokens_and_offers(frontier: Cast) -> None:
    clerk, borealis = frontier.viewer("clerk"), lab(frontier)
    holder = frontier["borealis.representative"]
    Office.objects.filter(kind=OfficeKind.CHAIR).update(deputy=frontier["borealis.alternate"])
    Office.objects.create(kind=OfficeKind.TREASURER, seat=holder, starts_at=NOW - timedelta(days=1))
    machine = services.add_service_seat(actor=clerk, now=NOW, organisation=borealis, name="ci")
    services.make_token(actor=frontier.viewer("borealis.liaison"), now=NOW, seat=machine, name="ci", scopes=["read"])
    services.invite(
        actor=clerk, now=NOW, organisation=borealis, role=Role.LIAISON, email="n@borealis.example", name="N"
    )
    take(frontier, "expel")
    after = NOW + timedelta(seconds=1)
    assert not Seat.objects.at(after).filter(organisation=borealis).exists()
    assert not Office.objects.at(after).filter(kind=OfficeKind.TREASURER).exists()
    assert not Office.objects.at(after).filter(deputy=frontier["borealis.alternate"]).exists()
    assert not ApiToken.objects.filter(seat__organisation=borealis, revoked_at=None).exists()
    assert Invitation.objects.get().withdrawn_at == NOW
    assert borealis not in members_at(after)
    assert borealis in members_at(NOW - timedelta(days=1))


def test_an_expelled_lab_can_be_admitted_again_and_its_history_stays(frontier: Cast) -> None:
    take(frontier, "expel", because="Broke the pause")
    later = NOW + timedelta(days=9)
    take(frontier, "admit_again", now=later, because="Applied anew")
    assert lab(frontier) in members_at(later)
    assert lab(frontier) not in members_at(NOW + timedelta(days=1))
    assert [change.state for change in MembershipChange.objects.order_by("id")] == ["expelled", "admitted"]
    assert standings(NOW + timedelta(days=1))[lab(frontier).pk].because == "Broke the pause"


@pytest.mark.parametrize("verb", ["suspend", "expel"])
def test_the_secretariat_with_the_last_clerk_stays(frontier: Cast, verb: str) -> None:
    with pytest.raises(Refused, match="last clerk"):
        take(frontier, verb, key="secretariat")


def test_a_lab_in_the_chair_can_be_expelled(frontier: Cast) -> None:
    take(frontier, "expel", key="aster")
    after = NOW + timedelta(seconds=1)
    chairs = Office.objects.at(after).filter(kind=OfficeKind.CHAIR, seat__organisation__key="aster")
    assert not chairs.exists()
    assert last(acts.EXPELLED).subject_ref == "aster"


class TestNotice:
    def give(self, cast: Cast, by: str = "borealis.representative", key: str = "borealis") -> Organisation:
        return verbs.give_notice(
            actor=cast.viewer(by), now=NOW, organisation=lab(cast, key), because="We stop training"
        )

    def test_the_member_stays_until_the_notice_has_run_and_then_leaves_by_itself(self, frontier: Cast) -> None:
        leaves = self.give(frontier).left_at
        assert leaves is not None
        assert timedelta(days=89) < leaves - NOW < timedelta(days=92)
        deadline = Deadline.objects.get(clock=acts.NOTICE)
        assert deadline.due_at == leaves
        sweep(leaves - timedelta(seconds=1))
        assert lab(frontier).state == MembershipState.ADMITTED
        sweep(leaves)
        assert lab(frontier).state == MembershipState.LEFT
        assert not Seat.objects.at(leaves + timedelta(seconds=1)).filter(organisation=lab(frontier)).exists()
        assert MembershipChange.objects.get().since == leaves
        deadline.refresh_from_db()
        assert deadline.state == "met"
        assert last(acts.LEFT).actor == "The portal (the end of its notice)"
        assert standings(leaves)[lab(frontier).pk].state == "left"

    def test_late_and_repeated_it_leaves_once_at_the_end_of_its_notice(self, frontier: Cast) -> None:
        leaves = self.give(frontier).left_at
        assert leaves is not None
        late = leaves + timedelta(days=3)
        assert verbs.let_leave(now=late) == 1
        assert verbs.let_leave(now=late) == 0
        assert MembershipChange.objects.get().since == leaves

    def test_notice_can_be_taken_back_until_it_has_run(self, frontier: Cast) -> None:
        leaves = self.give(frontier).left_at
        assert leaves is not None
        actor = frontier.viewer("borealis.representative")
        with pytest.raises(Refused, match="has run"):
            verbs.take_back_notice(actor=actor, now=leaves, organisation=lab(frontier))
        verbs.take_back_notice(actor=actor, now=leaves - timedelta(seconds=1), organisation=lab(frontier))
        assert lab(frontier).left_at is None
        assert Deadline.objects.get(clock=acts.NOTICE).state == "moot"
        with pytest.raises(Refused, match="no notice"):
            verbs.take_back_notice(actor=actor, now=NOW, organisation=lab(frontier))
        assert verbs.let_leave(now=leaves) == 0

    def test_only_its_representative_or_a_clerk_gives_it_once(self, frontier: Cast) -> None:
        for somebody in ("borealis.liaison", "borealis.alternate", "aster.representative"):
            with pytest.raises(Refused, match="representative"):
                self.give(frontier, by=somebody)
        self.give(frontier, by="clerk")
        with pytest.raises(Refused, match="already"):
            self.give(frontier)

    def test_the_last_clerks_organisation_cannot_give_it(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="last clerk"):
            self.give(frontier, by="clerk", key="secretariat")

    def test_who_is_expelled_meanwhile_does_not_leave_too(self, frontier: Cast) -> None:
        leaves = self.give(frontier).left_at
        assert leaves is not None
        take(frontier, "expel")
        assert verbs.let_leave(now=leaves) == 0
        assert Deadline.objects.get(clock=acts.NOTICE).state == "moot"


class TestTiers:
    @pytest.mark.parametrize(
        ("flop", "tier"),
        [(0, 0), (10**23, 0), (10**23 + 1, 1), (10**25, 1), (10**25 + 1, 2), (10**26, 2), (10**26 + 1, 3)],
    )
    def test_the_threshold_itself_is_not_above_it(self, flop: int, tier: int) -> None:
        assert tier_of(flop, [23, 25, 26]) == tier

    def test_an_organisation_declares_its_own(self, frontier: Cast) -> None:
        actor = frontier.viewer("borealis.representative")
        verbs.declare_compute(actor=actor, now=NOW, organisation=lab(frontier), flop="3.1e25")
        assert lab(frontier).tier == 2
        assert "3.1e25" not in str(last(acts.COMPUTE_DECLARED).facts)
        with pytest.raises(Invalid):
            verbs.declare_compute(actor=actor, now=NOW, organisation=lab(frontier), flop="much")
        with pytest.raises(Refused):
            verbs.declare_compute(actor=actor, now=NOW, organisation=lab(frontier, "aster"), flop="1")
