"""Remedies: asked for in the charter's order, ordered with a clock, reviewed, and real in votes, money and the chair."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.http import Http404

from apps.chairs.selectors.scene import scene
from apps.committees.models import CharterVersion, Organisation, StandingFact
from apps.committees.selectors import standings
from apps.disputes.models import Case, Paper, Remedy
from apps.disputes.services import complying, remedying, suspending
from apps.disputes.services.restoring import restore
from apps.disputes.states import DocumentKind, ProposalKind, Stage
from apps.funding.models import Assessment
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from apps.votes.models import Elector
from tests.cast import BEGINNING, Cast
from tests.disputes.filing import acts_in, clocks_in
from tests.disputes.paneling import DAY, THEM, US, agreed, past, put
from tests.disputes.remedying import FOUND, found_against, ordered, reviewed, tried, wanted
from tests.disputes.test_course import at, due
from tests.funding.contributed import issued
from tests.votes.factory import voting

pytestmark = pytest.mark.django_db
UNTIL = at(2028, 1, 31)


def any_order() -> None:
    """A charter that leaves the choice of the remedy to the panel."""
    version = CharterVersion.objects.get(number=1)
    values = version.values | {"disputes.remedies": "any"}
    CharterVersion.objects.create(
        number=2, preset="standard", values=values, in_force_at=BEGINNING + DAY, adopted_by="A test"
    )


def standing(key: str, when: datetime) -> tuple[str, str]:
    found = standings(when)[Organisation.objects.get(key=key).pk]
    return found.state, found.because


def suspension(cast: Cast, right: str = "vote") -> tuple[Case, Remedy]:
    """A suspension of rights that was ordered the day after the review."""
    any_order()
    case = found_against(cast)
    return case, ordered(cast, case, wanted(cast, case, FOUND, "suspension", right=right), FOUND, until=UNTIL)


def in_effect(cast: Cast, right: str = "vote") -> tuple[Case, Remedy, datetime]:
    case, row = suspension(cast, right)
    then = due("dispute.suspension")
    past(case, "dispute.suspension", then)
    row.refresh_from_db()
    return case, row, then


def test_a_plan_is_ordered_with_its_hours_and_a_report_meets_them(frontier: Cast) -> None:
    case = found_against(frontier)
    row = wanted(frontier, case, FOUND)
    assert (row.kind, row.state, row.against.key, row.asked_by.key) == ("plan", "asked", "borealis", "aster")
    with pytest.raises(Refused, match=r"asked for, or in force, already.*8\.10"):
        wanted(frontier, case, FOUND)
    row = ordered(frontier, case, row, FOUND)
    # Thirty and forty days of 24 hours after the last second of the 1st of February, in winter time.
    assert (due("dispute.remedy"), due("dispute.remedy_review")) == (at(2027, 3, 3), at(2027, 3, 13))
    order = Paper.objects.get(case=case, kind=DocumentKind.ORDER)
    assert (row.order, order.title, order.panel) == (order, "Corrective plan ordered", 3)
    assert order.text.endswith("It helps.")
    put(frontier, case, DocumentKind.COMPLIANCE_REPORT, THEM, FOUND + DAY)
    assert clocks_in(case)["dispute.remedy"] == "met"
    row = reviewed(frontier, case, row, FOUND + 2 * DAY, "fulfilled")
    assert (case.stage, row.state, row.outcome is not None) == (Stage.CLOSED, "fulfilled", True)
    assert set(clocks_in(case).values()) <= {"met", "moot"}
    assert acts_in(case)[-1] == "dispute.remedy_fulfilled"


def test_the_next_remedy_is_open_when_the_one_before_did_not_help(frontier: Cast) -> None:
    case = found_against(frontier)
    with pytest.raises(Refused, match="milder remedy"):
        wanted(frontier, case, FOUND, "compensation", amount="10", to="fund")
    row = ordered(frontier, case, wanted(frontier, case, FOUND), FOUND)
    with pytest.raises(Refused, match="still has time"):
        reviewed(frontier, case, row, FOUND + 30 * DAY)
    row = reviewed(frontier, case, row, FOUND + 41 * DAY)
    assert (case.stage, row.state) == (Stage.REMEDIES, "failed")
    assert {clocks_in(case)[key] for key in ("dispute.remedy", "dispute.remedy_review")} <= {"met", "moot"}
    assert wanted(frontier, case, FOUND + 41 * DAY, "compensation", amount="10", to="fund").state == "asked"


def test_where_the_charter_says_any_the_panel_sees_what_fits(frontier: Cast) -> None:
    any_order()
    case = found_against(frontier)
    assert wanted(frontier, case, FOUND, "suspension", right="chair").kind == "suspension"


def test_who_may_ask_order_and_review_and_with_what(frontier: Cast) -> None:
    case = found_against(frontier)
    for who, match in ((THEM, "only the complainant"), ("cygnus.representative", "only the complainant")):
        with pytest.raises(Refused, match=match):
            wanted(frontier, case, FOUND, who=who)
    for terms, field in (
        ({"remedy": "flowers"}, "remedy"),
        ({"remedy": "compensation", "amount": "1.005", "to": "fund"}, "amount"),
        ({"remedy": "compensation", "amount": "-4", "to": "fund"}, "amount"),
        ({"remedy": "compensation", "amount": "4", "to": "us"}, "to"),
        ({"remedy": "suspension"}, "right"),
    ):
        with pytest.raises(Invalid) as refusal:
            put(frontier, case, DocumentKind.REMEDY_REQUEST, US, FOUND, **terms)
        assert set(refusal.value.errors) == {field}
    row = wanted(frontier, case, FOUND)
    given = {"now": FOUND, "ref": case.ref, "remedy": row.uid, "reasons": "So."}
    hours = {"fulfil_by": FOUND + DAY, "review_at": FOUND + DAY}
    for who in (US, THEM, "ben", "clerk"):
        with pytest.raises(Refused, match=r"panel .*8\.10"):
            remedying.order_remedy(actor=frontier.viewer(who, FOUND), **given, **hours)
        with pytest.raises(Refused, match=r"panel .*8\.10"):
            remedying.refuse_remedy(actor=frontier.viewer(who, FOUND), **given)
        with pytest.raises(Refused):
            remedying.review_remedy(actor=frontier.viewer(who, FOUND), **given, finds="failed")
    for changes, field in (
        ({"fulfil_by": FOUND}, "fulfil_by"),
        ({"review_at": FOUND + DAY}, "review_at"),
        ({"reasons": "  "}, "reasons"),
    ):
        with pytest.raises(Invalid) as refusal:
            ordered(frontier, case, row, FOUND, **changes)
        assert set(refusal.value.errors) == {field}
    with pytest.raises(Http404):
        remedying.refuse_remedy(actor=frontier.viewer("ada", FOUND), **given | {"remedy": case.uid})
    with pytest.raises(Invalid):
        reviewed(frontier, case, row, FOUND, "liked")


def test_a_remedy_that_the_panel_refuses_is_asked_for_again(frontier: Cast) -> None:
    case = found_against(frontier)
    row = wanted(frontier, case, FOUND)
    row = remedying.refuse_remedy(
        actor=frontier.viewer("ada", FOUND), now=FOUND, ref=case.ref, remedy=row.uid, reasons="Too much."
    )
    assert (row.state, row.order is not None) == ("refused", True)
    assert acts_in(case)[-1] == "dispute.remedy_refused"
    with pytest.raises(Refused, match="refused"):
        ordered(frontier, case, row, FOUND)
    assert wanted(frontier, case, FOUND).state == "asked"


@pytest.mark.parametrize("to", ["complainant", "fund"])
def test_a_compensation_is_charged_to_the_respondent(frontier: Cast, to: str) -> None:
    issued(frontier)
    case = found_against(frontier)
    then = tried(frontier, case, FOUND, "plan")
    row = wanted(frontier, case, then, "compensation", amount="120.00", to=to)
    row = ordered(frontier, case, row, then, terms={"amount": "100"})
    charge = Assessment.objects.get(organisation__key="borealis", why="surcharge")
    assert (charge.amount, charge.period.name) == (Decimal("100.00"), "2027")
    assert charge.because == f"{case.ref}: compensation, by order {row.order.ref if row.order else ''}."
    credited = Assessment.objects.filter(organisation__key="aster", why="adjustment").values_list("amount", flat=True)
    assert list(credited) == ([Decimal("-100.00")] if to == "complainant" else [])


def test_without_books_or_an_assessment_nothing_is_charged(frontier: Cast) -> None:
    case = found_against(frontier)
    then = tried(frontier, case, FOUND, "plan")
    row = wanted(frontier, case, then, "compensation", amount="120.00", to="fund")
    with pytest.raises(Invalid, match=r"books are open") as refusal:
        ordered(frontier, case, row, then)
    assert set(refusal.value.errors) == {"amount"}


def test_whoever_was_not_assessed_has_nothing_to_set_a_compensation_against(frontier: Cast) -> None:
    from tests.funding.factory import periods

    periods(frontier)
    case = found_against(frontier)
    then = tried(frontier, case, FOUND, "plan")
    row = wanted(frontier, case, then, "compensation", amount="120.00", to="complainant")
    with pytest.raises(Invalid) as refusal:
        ordered(frontier, case, row, then)
    assert set(refusal.value.errors) == {"to"}
    ordered(frontier, case, row, then, terms={"to": "fund"})


def test_a_suspension_takes_effect_when_nobody_has_rejected_it_and_ends_at_its_hour(frontier: Cast) -> None:
    case, row = suspension(frontier)
    # Sixty days after the 1st of February, in summer time.
    assert due("dispute.suspension") == row.takes_effect == at(2027, 4, 2, 21)
    suspending.take_effect(ref=case.ref, now=at(2027, 4, 1, 21))
    assert standing("borealis", at(2027, 4, 1, 21))[0] == "in good standing"
    past(case, "dispute.suspension", at(2027, 4, 2, 21))
    state, because = standing("borealis", at(2027, 4, 3, 21))
    assert (state, because.startswith(f"{case.ref}: ")) == ("vote suspended", True)
    assert due("dispute.restoration") == UNTIL
    suspending.take_effect(ref=case.ref, now=at(2027, 4, 4, 21))
    assert StandingFact.objects.count() == 1
    past(case, "dispute.restoration", UNTIL)
    row.refresh_from_db()
    assert (row.state, standing("borealis", UNTIL)[0]) == ("ended", "in good standing")
    assert acts_in(case)[-1] == "dispute.suspension_ran_out"
    assert "running" not in clocks_in(case).values()
    restore(ref=case.ref, now=UNTIL + DAY)
    assert Act.objects.filter(kind="dispute.suspension_ran_out").count() == 1
    assert wanted(frontier, case, UNTIL + DAY, "suspension", right="vote").state == "asked"


def test_a_suspended_vote_is_not_counted_and_the_chair_passes_by(frontier: Cast) -> None:
    case, _row, then = in_effect(frontier)
    motion = voting(frontier, at=then + DAY)
    line = Elector.objects.get(motion=motion, organisation__key="borealis")
    assert line.standing == "excluded"
    assert case.ref in line.because
    found = scene(then + DAY)
    assert "not in good standing" in found.may("borealis", then + DAY, None).reason
    assert found.may("aster", then + DAY, None)


def test_suspended_eligibility_to_chair_leaves_the_vote(frontier: Cast) -> None:
    _case, _row, then = in_effect(frontier, "chair")
    assert "eligibility to chair suspended" in scene(then + DAY).may("borealis", then + DAY, None).reason
    motion = voting(frontier, at=then + DAY)
    assert Elector.objects.get(motion=motion, organisation__key="borealis").standing == "voting"
    assert scene(UNTIL).may("borealis", UNTIL, None)


def test_the_rights_are_back_when_the_complainant_is_content(frontier: Cast) -> None:
    case, row, then = in_effect(frontier)
    complying.be_content(actor=frontier.viewer(US, then + DAY), now=then + DAY, ref=case.ref)
    row.refresh_from_db()
    assert (row.state, standing("borealis", then + DAY)[0]) == ("fulfilled", "in good standing")


def test_the_rights_are_back_when_the_panel_finds_it_fulfilled_and_when_the_parties_settle(frontier: Cast) -> None:
    case, row, then = in_effect(frontier)
    with pytest.raises(Invalid):
        agreed(frontier, case, ProposalKind.SETTLEMENT, then + DAY, notice="")
    reviewed(frontier, case, row, then + DAY, "failed")
    # What did not help holds on until its time, or the end of the case.
    assert standing("borealis", then + 2 * DAY)[0] == "vote suspended"
    agreed(frontier, case, ProposalKind.SETTLEMENT, then + 3 * DAY, notice="We have settled.")
    row.refresh_from_db()
    assert (row.state, case.stage) == ("ended", Stage.SETTLED)
    assert standing("borealis", then + 3 * DAY)[0] == "in good standing"


def test_a_review_that_finds_compliance_gives_the_rights_back(frontier: Cast) -> None:
    case, row, then = in_effect(frontier)
    put(frontier, case, DocumentKind.REVIEW_REQUEST, THEM, then + DAY)
    put(frontier, case, DocumentKind.REPORT, "ada", then + 2 * DAY, finds="complies")
    row.refresh_from_db()
    assert (case.stage, row.state) == (Stage.CLOSED, "fulfilled")
    assert standing("borealis", then + 2 * DAY)[0] == "in good standing"


def test_a_suspension_says_when_it_ends_and_has_not_failed_before_its_effect(frontier: Cast) -> None:
    any_order()
    case = found_against(frontier)
    row = wanted(frontier, case, FOUND, "suspension", right="vote")
    for until in (None, at(2027, 4, 2, 21)):
        with pytest.raises(Invalid) as refusal:
            ordered(frontier, case, row, FOUND, until=until)
        assert set(refusal.value.errors) == {"until"}
    row = ordered(frontier, case, row, FOUND, until=UNTIL)
    with pytest.raises(Refused, match="has not taken effect"):
        reviewed(frontier, case, row, at(2027, 4, 2, 21))


def test_a_second_suspension_takes_the_place_of_one_that_did_not_help(frontier: Cast) -> None:
    case, row, then = in_effect(frontier)
    reviewed(frontier, case, row, then + DAY)
    again = wanted(frontier, case, then + DAY, "suspension", right="chair")
    ordered(frontier, case, again, then + DAY, until=UNTIL)
    effect = due("dispute.suspension")
    past(case, "dispute.suspension", effect)
    row.refresh_from_db()
    assert (row.state, standing("borealis", effect)[0]) == ("ended", "eligibility to chair suspended")
    # Sixty days after the 3rd of April.
    assert effect == at(2027, 6, 2, 21)


def test_a_review_that_finds_against_fails_a_remedy_whose_time_is_over_and_leaves_one_that_runs(frontier: Cast) -> None:
    case = found_against(frontier)
    row = ordered(frontier, case, wanted(frontier, case, FOUND), FOUND)
    for then, state in ((FOUND + DAY, "in_force"), (FOUND + 31 * DAY, "failed")):
        put(frontier, case, DocumentKind.REVIEW_REQUEST, THEM, then)
        report = put(frontier, case, DocumentKind.REPORT, "ada", then + DAY / 2, finds="falls_short")
        row.refresh_from_db()
        assert (row.state, row.outcome) == (state, report if state == "failed" else None)
    assert case.stage == Stage.REMEDIES
    assert clocks_in(case)["dispute.remedy_review"] == "met"
    assert wanted(frontier, case, FOUND + 32 * DAY, "compensation", amount="10", to="fund").kind == "compensation"
