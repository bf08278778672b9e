"""What lost votes mean to motions, the waiver that a motion brings, and the surcharge that a broken pause brings."""

from datetime import datetime
from decimal import Decimal

import pytest

from apps.chairs.selectors.scene import scene
from apps.committees.models import Organisation, StandingFact
from apps.committees.rules.viewer import Portal
from apps.deadlines.services.sweeping import sweep
from apps.funding.models import ArrearsCase, Assessment, Waiver
from apps.funding.services.judging import judge
from apps.funding.states import Arrear
from apps.kernel.decisions import Invalid
from apps.pauses.models import ComplianceCase
from apps.pauses.services import cases, surcharge
from apps.pauses.services.surcharge import surcharge_of
from apps.votes.models import Elector, Motion
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import start_draft
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second
from tests.cast import NOW, Cast
from tests.funding.contributed import adopted, details
from tests.funding.factory import periods, treasurer
from tests.funding.owed import DAY, lost, pay
from tests.pauses.attesting import late_case, ordered
from tests.votes.factory import HOUR, vote, voting

pytestmark = pytest.mark.django_db


def _roll(motion: Motion) -> dict[str, str]:
    return dict(Elector.objects.filter(motion=motion).values_list("organisation__key", "standing"))


def _opened(people: Cast, at: datetime) -> Motion:
    return voting(people, at=at, title=f"On {at:%d %B}", text=f"As of {at:%d %B}.")


def test_a_lab_in_arrears_is_on_no_roll_that_opens_and_on_the_next_when_it_has_paid(frontier: Cast) -> None:
    at = lost(frontier)
    before = _roll(_opened(frontier, at))
    assert before["borealis"] == before["cygnus"] == "excluded"
    assert before["aster"] == "voting"
    pay(frontier, "borealis", "0.01", at + DAY)
    after = _roll(_opened(frontier, at + DAY))
    assert (after["borealis"], after["cygnus"]) == ("voting", "excluded")


def test_a_roll_that_was_frozen_before_the_vote_was_lost_stays_as_it_is(frontier: Cast) -> None:
    from tests.funding.owed import OVERDUE, owing_2027

    owing_2027(frontier)
    judge(now=OVERDUE)
    motion = _opened(frontier, OVERDUE)
    judge(now=OVERDUE + 15 * DAY)
    assert _roll(motion)["borealis"] == "voting"


def _moved(people: Cast, at: datetime, until: str = "2028-06-30") -> Motion:
    who = people.viewer("aster.representative", at)
    payload = {"organisation": "borealis", "until": until}
    given = {"kind": "arrears.waive", "title": "Let Borealis vote", "text": "Its bank failed.", "payload": payload}
    row = start_draft(actor=who, now=at, **given)
    row = propose(actor=who, now=at, ref=row.ref)
    if row.state != "discussion":
        row = second(actor=people.viewer("independent", at), now=at, ref=row.ref)
    return row


def _carried(people: Cast, at: datetime) -> tuple[Motion, datetime]:
    motion = _moved(people, at)
    opens = at + 80 * HOUR
    motion = open_voting(actor=people.viewer("aster.representative", opens), now=opens, ref=motion.ref)
    for name in ("aster.representative", "independent"):
        vote(people, motion, name, "yes", opens + HOUR)
    motion = close_due(ref=motion.ref, now=motion.closes_at)
    done = motion.closes_at + HOUR
    return certify(actor=people.viewer("clerk", done), now=done, ref=motion.ref), done


def test_a_waiver_gives_the_vote_back_until_its_last_day_and_then_there_is_a_new_notice(frontier: Cast) -> None:
    at = lost(frontier)
    motion, _done = _carried(frontier, at)
    assert motion.carried
    row = Waiver.objects.get()
    assert (row.organisation.key, row.motion_ref) == ("borealis", motion.ref)
    assert ArrearsCase.objects.get(organisation__key="borealis").state == Arrear.RESTORED
    assert not StandingFact.objects.filter(organisation__key="borealis", until=None).exists()
    judge(now=row.ends_at - DAY)
    assert ArrearsCase.objects.filter(organisation__key="borealis").count() == 1
    judge(now=row.ends_at + HOUR)
    assert ArrearsCase.objects.filter(organisation__key="borealis").latest("pk").state == Arrear.NOTICED


def test_the_lab_stands_back_from_the_motion_about_its_arrears(frontier: Cast) -> None:
    from tests.funding.owed import OVERDUE, owing_2027

    owing_2027(frontier)
    judge(now=OVERDUE)
    motion = _moved(frontier, OVERDUE)
    opens = OVERDUE + 80 * HOUR
    motion = open_voting(actor=frontier.viewer("aster.representative", opens), now=opens, ref=motion.ref)
    assert _roll(motion)["borealis"] == "recused"


@pytest.mark.parametrize("until", ["", "tomorrow", "2028-01-01", "9999-12-31"])
def test_a_waiver_until_no_day_to_come_is_refused_by_its_field(frontier: Cast, until: str) -> None:
    at = lost(frontier)
    with pytest.raises(Invalid, match="until"):
        _moved(frontier, at, until)


def test_a_waiver_for_a_lab_that_owes_nothing_is_refused(frontier: Cast) -> None:
    at = lost(frontier)
    pay(frontier, "borealis", "0.01", at)
    with pytest.raises(Invalid, match="organisation"):
        _moved(frontier, at)


def _breached(people: Cast) -> ComplianceCase:
    return late_case(people, ordered(people))


def _assessed(people: Cast) -> None:
    from apps.funding.services.issuing import issue_contributions

    running, _next = periods(people)
    adopted(people, running)
    details(people)
    issue_contributions(actor=treasurer(people), now=NOW, period=running.name)


def test_a_surcharge_is_an_assessment_of_its_own_and_is_given_back_when_the_case_ends(frontier: Cast) -> None:
    _assessed(frontier)
    case = _breached(frontier)
    at = case.opened_at
    for _turn in range(8):
        at += 3 * DAY
        sweep(at)
        if case.consequences.filter(key="surcharge").exists():
            break
    row = Assessment.objects.get(why="surcharge")
    assert (row.organisation.key, row.amount) == ("borealis", Decimal("30.00"))
    assert case.consequences.get(key="surcharge").says == (
        f"Borealis pays 30.00\u202fEUR on top ({row.ref}) (charter, article 7.12)."
    )
    cases.clear(actor=Portal("a test"), now=at, ref=case.ref, because="It was no breach.")
    assert [one.amount for one in Assessment.objects.filter(why="surcharge").order_by("pk")] == [30, -30]
    surcharge.undo(case, at)
    assert Assessment.objects.filter(why="surcharge").count() == 2


def test_where_nothing_was_assessed_yet_there_is_no_surcharge(frontier: Cast) -> None:
    periods(frontier)
    case = _breached(frontier)
    assert surcharge.take(case, NOW).startswith("No surcharge: nothing was assessed yet")
    assert not Assessment.objects.exists()


def test_where_no_period_runs_there_is_no_surcharge(frontier: Cast) -> None:
    assert surcharge.take(_breached(frontier), NOW).startswith("No surcharge: nothing was assessed yet")


@pytest.mark.parametrize(
    ("of", "per_cent", "comes_to"),
    [("333.33", 10, "33.33"), ("0.05", 10, "0.01"), ("0.04", 10, "0.00"), ("1", 0, "0.00")],
)
def test_a_surcharge_is_in_whole_cents(of: str, per_cent: int, comes_to: str) -> None:
    assert surcharge_of(Decimal(of), per_cent) == Decimal(comes_to)


def test_the_standing_on_a_members_page_says_why_and_what_gives_the_vote_back(frontier: Cast) -> None:
    lost(frontier)
    fact = StandingFact.objects.get(organisation=Organisation.objects.get(key="borealis"))
    assert fact.because.startswith("Overdue 300.00\u202fEUR; due for 2027: 300.00\u202fEUR.")
    assert fact.restored_by == "A payment of 0.01\u202fEUR, or the committee's waiver."


def test_a_lab_in_arrears_does_not_take_the_chair_next(frontier: Cast) -> None:
    at = lost(frontier)
    refused = scene(at).may("borealis", at + DAY, None)
    assert refused.reason == "Borealis is not in good standing (in arrears)."
    pay(frontier, "borealis", "0.01", at)
    assert scene(at).may("borealis", at + DAY, None)
