"""A case from its complaint to its end through the services, with every deadline worked out by hand."""

from datetime import UTC, datetime

import pytest

from apps.committees.models import Organisation, Seat
from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.disputes.models import Case, Listed, Panel, Paper
from apps.disputes.selectors.panels import panel_of
from apps.disputes.selectors.roster import key_for
from apps.disputes.services import complying, conducting
from apps.disputes.services.composing.listing import close_list
from apps.disputes.states import DocumentKind, PanelState, ProposalKind, Stage
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.disputes.filing import acts_in, clocks_in
from tests.disputes.paneling import (
    DAY,
    THEM,
    US,
    agreed,
    asked,
    composed,
    drawn,
    named,
    past,
    places,
    put,
    reported,
    roster,
)

K = DocumentKind


def due(clock: str) -> datetime:
    """The hour of the latest deadline of this clock."""
    found = Deadline.objects.filter(clock=clock, second_to=None).order_by("-pk").first()
    assert found is not None
    return found.due_at


def at(year: int, month: int, day: int, hour: int = 22) -> datetime:
    """The last second of a day in Brussels: 22:59:59 UTC in winter, 21:59:59 in summer."""
    return datetime(year, month, day, hour, 59, 59, tzinfo=UTC)


def test_a_panel_that_was_asked_for_is_composed_by_the_parties_or_its_list_is_closed(frontier: Cast) -> None:
    roster(frontier)
    case = asked(frontier)
    assert case.stage == Stage.PANEL_REQUEST
    assert (due("dispute.size"), due("dispute.compose")) == (at(2026, 12, 1), at(2026, 12, 11))
    past(case, "dispute.compose", at(2026, 12, 11))
    panel = panel_of(case)
    assert (panel.state, panel.closed_at) == (PanelState.BY_LOT, at(2026, 12, 11))
    assert due("dispute.draw") == at(2026, 12, 21)
    assert clocks_in(case)["dispute.compose"] == "moot"


def test_the_lot_composes_the_panel_and_it_can_be_drawn_again(frontier: Cast) -> None:
    from apps.chairs.rules.rerun import rerun

    roster(frontier)
    case = asked(frontier)
    agreed(frontier, case, ProposalKind.LOT)
    named(frontier, case, NOW, NOW + DAY)
    with pytest.raises(Refused, match="not known yet"):
        drawn(frontier, case, NOW + DAY / 2)
    panel = drawn(frontier, case, NOW + DAY)
    assert (case.stage, panel.state) == (Stage.COMPOSED, PanelState.SEATED)
    published = Act.objects.get(kind="dispute.panel_drawn").facts
    assert rerun(published)
    assert len(places(case)) == 3
    assert sorted(published["members"]) == sorted(published["order"])
    assert due("dispute.submission") == at(2026, 12, 13)
    # Six months after the 22nd of November, in summer time.
    assert due("dispute.report") == at(2027, 5, 22, 21)


def test_the_whole_course_to_compliance(frontier: Cast) -> None:
    case = composed(frontier)
    assert places(case) == ["Ada", "Ben", "Cleo"]
    conducting.begin_writing(actor=frontier.viewer("ada"), now=NOW, ref=case.ref)
    case.refresh_from_db()
    put(frontier, case, K.SUBMISSION, US, NOW + DAY)
    assert due("dispute.answer") == at(2026, 12, 13)
    put(frontier, case, K.SUBMISSION, THEM, NOW + 2 * DAY)
    assert due("dispute.rebuttal") == at(2026, 12, 7)
    put(frontier, case, K.REBUTTAL, US, NOW + 3 * DAY)
    assert clocks_in(case)["dispute.rebuttal"] == "running"
    put(frontier, case, K.REBUTTAL, THEM, NOW + 3 * DAY)
    assert clocks_in(case)["dispute.rebuttal"] == "met"
    conducting.want_hearing(actor=frontier.viewer(THEM), now=NOW, ref=case.ref)
    with pytest.raises(Refused, match="wants to be heard"):
        put(frontier, case, K.INTERIM_REPORT, "ada", NOW + 4 * DAY)
    conducting.call_hearing(
        actor=frontier.viewer("ada"), now=NOW + 4 * DAY, ref=case.ref,
        starts_at=NOW + 5 * DAY, ends_at=NOW + 6 * DAY, where="Room 3",
    )  # fmt: skip
    case.refresh_from_db()
    assert case.stage == Stage.HEARING
    put(frontier, case, K.MINUTES, "clerk", NOW + 6 * DAY)
    put(frontier, case, K.INTERIM_REPORT, "ada", NOW + 7 * DAY)
    assert due("dispute.comment") == at(2026, 12, 5)
    for who in (US, THEM):
        put(frontier, case, K.COMMENT, who, NOW + 8 * DAY)
    assert clocks_in(case)["dispute.comment"] == "met"
    with pytest.raises(Invalid) as refusal:
        put(frontier, case, K.REPORT, "ada", NOW + 9 * DAY, findings={"1": "breach"})
    assert set(refusal.value.errors) == {"claim_2"}
    put(frontier, case, K.REPORT, "ada", NOW + 9 * DAY, findings={"1": "breach", "2": "not_decided"})
    assert (case.stage, places(case)) == (Stage.REPORT, [])
    # Sixty days after the 30th of November.
    assert due("dispute.adoption") == at(2027, 1, 29)
    past(case, "dispute.adoption", at(2027, 1, 29))
    assert (case.stage, case.adopted_at) == (Stage.COMPLIANCE, at(2027, 1, 29))
    assert due("dispute.intentions") == at(2027, 2, 28)
    assert due("dispute.agree_period") == at(2027, 3, 15)
    assert due("dispute.comply") == at(2028, 4, 29, 21)
    later = at(2027, 2, 1)
    put(frontier, case, K.INTENTIONS, THEM, later)
    assert clocks_in(case)["dispute.intentions"] == "met"
    agreed(frontier, case, ProposalKind.PERIOD, later, terms={"to": "2027-06-30T12:00:00Z"})
    assert due("dispute.comply") == datetime(2027, 6, 30, 12, tzinfo=UTC)
    put(frontier, case, K.COMPLIANCE_REPORT, THEM, later)
    complying.be_content(actor=frontier.viewer(US, later), now=later, ref=case.ref)
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED
    assert set(clocks_in(case).values()) <= {"met", "moot"}
    assert acts_in(case)[-1] == "dispute.content"


def test_a_review_is_judged_by_those_who_sat_before(frontier: Cast) -> None:
    case = reported(frontier)
    past(case, "dispute.adoption", at(2027, 1, 20))
    then = at(2028, 5, 1, 21)
    put(frontier, case, K.REVIEW_REQUEST, US, then)
    assert (case.stage, places(case)) == (Stage.REVIEW, ["Ada", "Ben", "Cleo"])
    from tests.disputes.paneling import seat_panel

    seat_panel(frontier, panel_of(case))
    with pytest.raises(Invalid):
        put(frontier, case, K.REPORT, "ada", then)
    put(frontier, case, K.REPORT, "ada", then, finds="falls_short")
    assert case.stage == Stage.REMEDIES


def test_a_report_without_a_breach_ends_the_case(frontier: Cast) -> None:
    case = reported(frontier, breach=False)
    past(case, "dispute.adoption", at(2027, 1, 20))
    assert (case.stage, case.ended_at) == (Stage.CLOSED, at(2027, 1, 20))


def test_an_appeal_goes_to_a_second_panel_of_other_people(frontier: Cast) -> None:
    case = reported(frontier)
    put(frontier, case, K.APPEAL, THEM, NOW + DAY)
    panel = panel_of(case)
    assert (case.stage, panel.number, panel.state) == (Stage.APPEAL, 2, PanelState.BY_LOT)
    assert due("dispute.appeal") == at(2027, 1, 21)
    named(frontier, case, NOW + DAY, NOW + 3 * DAY)
    drawn(frontier, case, NOW + 3 * DAY)
    assert not {"Ada", "Ben", "Cleo"} & set(places(case))
    put(frontier, case, K.REPORT, "presiding", NOW + 4 * DAY, findings={"1": "no_breach", "2": "no_breach"})
    assert case.stage == Stage.REPORT
    assert due("dispute.adoption_after_appeal") == at(2026, 12, 25)
    past(case, "dispute.adoption_after_appeal", at(2026, 12, 25))
    assert case.stage == Stage.CLOSED


def test_the_parties_settle_and_the_panel_is_discharged(frontier: Cast) -> None:
    case = composed(frontier)
    agreed(frontier, case, ProposalKind.SETTLEMENT, notice="We have settled.")
    assert (case.stage, places(case)) == (Stage.SETTLED, [])
    assert Paper.objects.get(case=case, kind=K.SETTLEMENT_NOTICE).text == "We have settled."
    assert not Panel.objects.exclude(state=PanelState.DISCHARGED).exists()
    assert set(clocks_in(case).values()) <= {"met", "moot"}


def _keys(cast: Cast, *names: str) -> list[str]:
    return [key_for(cast[f"{name}.roster"]) for name in names]


def test_whoever_leaves_the_panel_is_replaced(frontier: Cast) -> None:
    from apps.disputes.services.composing.seating import leave

    case: Case = composed(frontier)
    leave(
        actor=frontier.viewer("ben", NOW + DAY), now=NOW + DAY, ref=case.ref, seat=frontier["ben"].uid, because="Ill."
    )
    panel = panel_of(case)
    # Nobody was drawn, so the roster of that day is the list of a lot for the one place.
    assert (panel.state, places(case)) == (PanelState.BY_LOT, ["Ada", "Cleo"])
    named(frontier, case, NOW + DAY, NOW + 3 * DAY)
    drawn(frontier, case, NOW + 3 * DAY)
    assert len(places(case)) == 3
    assert "Ben" not in places(case)


def test_where_too_few_may_sit_the_parties_agree_on_one_and_a_clerk_closes_the_list(frontier: Cast) -> None:
    roster(frontier, ("ada",))
    case = asked(frontier)
    over = at(2026, 12, 11)
    past(case, "dispute.compose", over)
    assert panel_of(case).state == PanelState.COMPOSING
    assert acts_in(case)[-1] == "dispute.list_still_open"
    clerk = frontier.viewer("clerk", over + DAY)
    with pytest.raises(Refused, match="panel of one"):
        close_list(actor=clerk, now=over + DAY, ref=case.ref)
    agreed(frontier, case, ProposalKind.SIZE, over + DAY, size=1)
    assert close_list(actor=clerk, now=over + DAY, ref=case.ref).state == PanelState.BY_LOT


def test_whoever_also_sits_for_a_party_or_whose_member_is_suspended_is_not_drawn(frontier: Cast) -> None:
    seats = roster(frontier)
    Seat.objects.create(
        organisation=frontier[THEM].organisation, person=seats[0].person, role=Role.LIAISON, starts_at=NOW
    )
    Organisation.objects.filter(pk=seats[1].organisation_id).update(state="suspended")
    case = asked(frontier, NOW + DAY)
    agreed(frontier, case, ProposalKind.LOT, NOW + DAY)
    listed = set(Listed.objects.values_list("seat__person__name", flat=True))
    assert listed == {"Cleo", "Dara", "Emil", "Fay", "Gus"}
