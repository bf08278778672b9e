"""The committee rejects a suspension of rights by a motion, in the time in which it would reject a report."""

from datetime import datetime

import pytest

from apps.committees.models import StandingFact
from apps.committees.rules.viewer import Portal
from apps.disputes.kinds.rejecting_suspension import REJECT
from apps.disputes.models import Case, Remedy
from apps.disputes.services import suspending
from apps.disputes.states import Stage
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import start_draft
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second
from tests.cast import Cast
from tests.disputes.filing import clocks_in
from tests.disputes.paneling import DAY, HOUR, past
from tests.disputes.remedying import FOUND, found_against, ordered, wanted
from tests.disputes.test_course import at, due
from tests.disputes.test_remedies import UNTIL, any_order
from tests.votes.factory import vote

pytestmark = pytest.mark.django_db
SEATS = ("aster.representative", "borealis.representative", "cygnus.representative", "independent")


def _suspension(cast: Cast) -> tuple[Case, Remedy]:
    any_order()
    case = found_against(cast)
    return case, ordered(cast, case, wanted(cast, case, FOUND, "suspension", right="vote"), FOUND, until=UNTIL)


def _voted(cast: Cast, case: Case, when: datetime, **ballots: str) -> bool:
    actor = cast.viewer("cygnus.representative", when)
    told = {"kind": REJECT, "title": "Reject it", "text": "It errs.", "payload": {"case": case.ref}}
    motion = propose(actor=actor, now=when, ref=start_draft(actor=actor, now=when, **told).ref)
    second(actor=cast.viewer("independent", when), now=when, ref=motion.ref)
    opens = when + 80 * HOUR
    motion = open_voting(actor=cast.viewer("aster.representative", opens), now=opens, ref=motion.ref)
    for name in SEATS:
        vote(cast, motion, name, ballots.get(name.partition(".")[0], "yes"), opens + HOUR)
    motion = close_due(ref=motion.ref, now=motion.closes_at)
    done = motion.closes_at + HOUR
    return certify(actor=cast.viewer("clerk", done), now=done, ref=motion.ref).carried


def test_a_suspension_that_is_rejected_never_takes_effect(frontier: Cast) -> None:
    case, row = _suspension(frontier)
    hour = due("dispute.suspension")
    assert _voted(frontier, case, FOUND + 18 * DAY)
    row.refresh_from_db()
    assert (row.state, case.stage) == ("refused", Stage.REMEDIES)
    assert {clocks_in(case)[f"dispute.{key}"] for key in ("remedy", "remedy_review", "suspension")} == {"moot"}
    assert Act.objects.get(kind="dispute.suspension_rejected").facts.keys() == {"motion"}
    suspending.take_effect(ref=case.ref, now=hour)
    assert not StandingFact.objects.exists()


def test_one_that_a_member_wants_to_stand_takes_effect(frontier: Cast) -> None:
    case, _row = _suspension(frontier)
    assert not _voted(frontier, case, FOUND + 18 * DAY, aster="no")
    past(case, "dispute.suspension", due("dispute.suspension"))
    assert StandingFact.objects.get().kind == "vote suspended"


def test_it_is_rejected_neither_too_early_nor_too_late_nor_by_hand(frontier: Cast) -> None:
    case, row = _suspension(frontier)
    given = {"ref": case.ref, "motion_ref": "MOT-2027-0001"}
    opens = at(2027, 2, 20)  # the last second before the twentieth day after the 1st of February
    for actor, when, match in (
        (Portal("a motion"), opens, "too early"),
        (Portal("a motion"), at(2027, 4, 2, 21), "taken effect"),
        (frontier.viewer("ada", FOUND), opens + DAY, "by a motion"),
    ):
        with pytest.raises(Refused, match=match):
            suspending.reject(actor=actor, now=when, **given)
    with pytest.raises(Invalid):
        _voted(frontier, case, at(2027, 4, 2, 21))
    suspending.reject(actor=Portal("a motion"), now=opens + DAY, **given)
    with pytest.raises(Refused, match="waits to take effect"):
        suspending.reject(actor=Portal("a motion"), now=opens + DAY, **given)
    row.refresh_from_db()
    assert row.state == "refused"
