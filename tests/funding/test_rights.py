"""Arrears over time: notice, the vote lost, what keeps it, what gives it back."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.http import Http404

from apps.committees.models import MembershipChange, Organisation, StandingFact
from apps.committees.selectors import standings
from apps.deadlines.models import Deadline
from apps.funding.acts import rights as acts
from apps.funding.models import ArrearsCase, Payment, ProofOfPayment
from apps.funding.selectors.rights import rights
from apps.funding.services.issuing import issue_surcharge
from apps.funding.services.judging import judge
from apps.funding.services.paying import reverse_payment
from apps.funding.services.proving import reject_proof, show_proof
from apps.funding.states import Arrear, Proof
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from apps.transparency.models import PublishedRecord
from tests.cast import Cast
from tests.funding.factory import treasurer
from tests.funding.owed import DAY, FIRST, OVERDUE, asked, lost, owing_2027, paper, pay, right, shown, years

pytestmark = pytest.mark.django_db


def _kinds(case: ArrearsCase) -> list[str]:
    return list(
        Act.objects.filter(subject_kind="arrears", subject_id=case.pk).order_by("pk").values_list("kind", flat=True)
    )


def _standing(lab: str, at: datetime) -> str:
    return standings(at)[Organisation.objects.get(key=lab).pk].state


def _case(lab: str) -> ArrearsCase:
    return ArrearsCase.objects.filter(organisation__key=lab).latest("pk")


def test_a_lab_is_told_first_and_loses_its_vote_only_when_the_notice_has_run(frontier: Cast) -> None:
    owing_2027(frontier)
    judge(now=OVERDUE)
    case = _case("borealis")
    assert case.state == Arrear.NOTICED
    assert _standing("borealis", OVERDUE) == "in good standing"
    judge(now=case.loses_at)
    assert _case("borealis").state == Arrear.NOTICED
    judge(now=case.loses_at + DAY / 24)
    assert _case("borealis").state == Arrear.LOST
    assert _standing("borealis", case.loses_at + DAY) == "in arrears"
    assert _kinds(case) == [acts.NOTICED, acts.VOTE_LOST]


def test_the_notice_is_a_deadline_of_the_lab_that_ends_with_the_notice(frontier: Cast) -> None:
    owing_2027(frontier)
    judge(now=OVERDUE)
    case = _case("borealis")
    row = Deadline.objects.get(clock=acts.TO_PAY_ARREARS, subject_id=case.pk)
    assert (row.due_at, row.owed_by_organisation.key) == (case.loses_at, "borealis")
    pay(frontier, "borealis", "0.01", OVERDUE + DAY)
    row.refresh_from_db()
    assert row.state == "met"


def test_arrears_equal_to_the_measure_count_and_a_cent_less_does_not(frontier: Cast) -> None:
    owing_2027(frontier)
    assert right("borealis", OVERDUE).arrears.least_payment == Decimal("0.01")
    pay(frontier, "borealis", "0.01", OVERDUE)
    assert not right("borealis", OVERDUE).arrears.loses_vote
    judge(now=OVERDUE)
    assert set(ArrearsCase.objects.values_list("organisation__key", flat=True)) == {"cygnus"}


def test_nothing_is_judged_before_a_period_is_over(frontier: Cast) -> None:
    owing_2027(frontier)
    assert judge(now=datetime(2027, 12, 30, 9, 0, tzinfo=OVERDUE.tzinfo)) == 0


def test_the_least_payment_gives_the_vote_back_at_once(frontier: Cast) -> None:
    at = lost(frontier)
    least = right("borealis", at).arrears.least_payment
    pay(frontier, "borealis", f"{least}", at + DAY)
    assert _case("borealis").state == Arrear.RESTORED
    assert _standing("borealis", at + DAY) == "in good standing"
    assert _standing("cygnus", at + DAY) == "in arrears"
    assert _kinds(_case("borealis"))[-1] == acts.VOTE_RESTORED


def test_two_periods_measure_together_and_the_sentences_say_so(frontier: Cast) -> None:
    periods = owing_2027(frontier)
    asked(frontier, periods[1], OVERDUE)
    at = datetime(2029, 1, 5, 9, 0, tzinfo=OVERDUE.tzinfo)
    found = right("borealis", at)
    assert found.arrears.measure == found.arrears.overdue == Decimal("600.00")
    assert found.because == (
        "Overdue 600.00\u202fEUR; due for 2027, 2028: 600.00\u202fEUR. Arrears that come to as much cost the vote "
        "(charter, article 7.9)."
    )
    assert found.restored_by == "A payment of 0.01\u202fEUR, or the committee's waiver."


def test_a_newcomer_that_was_assessed_for_no_full_period_is_never_caught(frontier: Cast) -> None:
    periods = years(frontier)
    asked(frontier, periods[0], FIRST, {"aster": "60.000", "borealis": "40.000"})
    pay(frontier, "aster", "600.00", FIRST + DAY)
    asked(frontier, periods[1], OVERDUE)
    at = datetime(2028, 12, 20, 9, 0, tzinfo=OVERDUE.tzinfo)
    newcomer = right("cygnus", at)
    assert newcomer.arrears.overdue == Decimal("200.00")
    assert newcomer.measured_by == ()
    assert not newcomer.arrears.loses_vote


def test_a_lab_that_joined_in_mid_period_is_measured_by_what_it_was_asked_for(frontier: Cast) -> None:
    periods = years(frontier)
    asked(frontier, periods[0], FIRST, {"aster": "60.000", "borealis": "38.000", "cygnus": "2.000"})
    found = right("cygnus", OVERDUE)
    assert (found.arrears.measure, found.arrears.least_payment) == (Decimal("20.00"), Decimal("0.01"))


def test_a_suspended_lab_is_told_and_judged_as_others_are(frontier: Cast) -> None:
    owing_2027(frontier)
    row = Organisation.objects.get(key="borealis")
    MembershipChange.objects.create(organisation=row, state="suspended", since=FIRST + DAY, decision="A test")
    judge(now=OVERDUE)
    assert _case("borealis").state == Arrear.NOTICED


def test_a_lab_that_has_left_is_told_nothing_more(frontier: Cast) -> None:
    owing_2027(frontier)
    row = Organisation.objects.get(key="borealis")
    MembershipChange.objects.create(organisation=row, state="left", since=FIRST + DAY, decision="A test")
    judge(now=OVERDUE)
    assert not ArrearsCase.objects.filter(organisation=row).exists()


def test_a_surcharge_that_is_not_paid_counts_as_overdue(frontier: Cast) -> None:
    periods = owing_2027(frontier)
    row = Organisation.objects.get(key="aster")
    given = {"organisation": row, "period": periods[0], "amount": Decimal("500.00"), "because": "A breach."}
    issue_surcharge(actor=treasurer(frontier, FIRST), now=FIRST, **given)
    assert right("aster", OVERDUE).arrears.loses_vote


def test_judging_twice_does_no_more_than_once(frontier: Cast) -> None:
    owing_2027(frontier)
    assert judge(now=OVERDUE) == 2
    before = Act.objects.count()
    assert judge(now=OVERDUE) == 0
    assert Act.objects.count() == before


def test_what_was_paid_in_part_changes_what_the_standing_says(frontier: Cast) -> None:
    periods = owing_2027(frontier)
    row = Organisation.objects.get(key="borealis")
    given = {"organisation": row, "period": periods[0], "amount": Decimal("100.00"), "because": "A breach."}
    issue_surcharge(actor=treasurer(frontier, FIRST), now=FIRST, **given)
    judge(now=OVERDUE)
    at = OVERDUE + 15 * DAY
    judge(now=at)
    pay(frontier, "borealis", "60.00", at)
    fact = StandingFact.objects.get(organisation=row, until=None)
    assert fact.because.startswith("Overdue 340.00\u202fEUR; due for 2027: 300.00\u202fEUR.")
    assert fact.restored_by == "A payment of 40.01\u202fEUR, or the committee's waiver."


def test_a_payment_that_is_reversed_starts_a_new_notice(frontier: Cast) -> None:
    at = lost(frontier)
    pay(frontier, "borealis", "10.00", at)
    row = Payment.objects.get(organisation__key="borealis")
    reverse_payment(actor=treasurer(frontier, at), now=at + DAY, ref=row.ref, because="It bounced.")
    assert list(ArrearsCase.objects.filter(organisation__key="borealis").order_by("pk").values_list("state", flat=True)) == [
        "restored",
        "noticed",
    ]  # fmt: skip


def test_a_proof_of_payment_keeps_the_vote_past_the_notice_until_it_lapses(frontier: Cast) -> None:
    owing_2027(frontier)
    judge(now=OVERDUE)
    case = _case("borealis")
    proof = shown(frontier, "borealis", case.loses_at)
    judge(now=case.loses_at + DAY)
    assert _case("borealis").state == Arrear.NOTICED
    judge(now=proof.until + DAY)
    proof.refresh_from_db()
    assert (proof.state, _case("borealis").state) == (Proof.LAPSED, Arrear.LOST)


def test_a_proof_gives_a_lost_vote_back_until_it_is_rejected(frontier: Cast) -> None:
    at = lost(frontier)
    proof = shown(frontier, "borealis", at)
    assert _standing("borealis", at) == "in good standing"
    reject_proof(actor=treasurer(frontier, at), now=at + DAY, uid=proof.uid, because="It is of another account.")
    assert _standing("borealis", at + DAY) == "in arrears"
    assert _kinds(_case("borealis")) == [acts.NOTICED, acts.VOTE_LOST, acts.VOTE_HELD, acts.VOTE_LOST]


def test_a_payment_bears_an_open_proof_out(frontier: Cast) -> None:
    at = lost(frontier)
    proof = shown(frontier, "borealis", at)
    pay(frontier, "borealis", "300.00", at + DAY)
    proof.refresh_from_db()
    assert (proof.state, proof.ended_at, _case("borealis").state) == (Proof.MATCHED, at + DAY, Arrear.AVERTED)


def test_one_proof_is_open_at_a_time_and_two_are_looked_at_in_all(frontier: Cast) -> None:
    at = lost(frontier)
    proof = shown(frontier, "borealis", at)
    with pytest.raises(Refused, match=r"looked at already \(charter, article 7\.11\)"):
        shown(frontier, "borealis", at)
    for _time in range(2):
        reject_proof(actor=treasurer(frontier, at), now=at, uid=proof.uid, because="No.")
        if not _time:
            proof = shown(frontier, "borealis", at)
    with pytest.raises(Refused, match="has shown 2 proofs, and no money came"):
        shown(frontier, "borealis", at)


def test_a_lab_whose_vote_is_not_at_risk_shows_no_proof(frontier: Cast) -> None:
    at = lost(frontier)
    with pytest.raises(Refused, match="not at risk"):
        shown(frontier, "aster", at)


@pytest.mark.parametrize("amount", ["0", "-1", "1.005"])
def test_a_proof_of_nothing_or_of_parts_of_a_cent_is_refused_by_its_field(frontier: Cast, amount: str) -> None:
    at = lost(frontier)
    with pytest.raises(Invalid, match="amount: Give what was paid"):
        shown(frontier, "borealis", at, amount)
    assert not ProofOfPayment.objects.exists()


def test_a_proof_of_a_day_to_come_is_refused_by_its_field(frontier: Cast) -> None:
    at = lost(frontier)
    actor = frontier.viewer("borealis.liaison", at)
    with pytest.raises(Invalid, match="on: This day has not come yet"):
        show_proof(actor=actor, now=at, amount=Decimal(1), on=(at + 2 * DAY).date(), upload=paper())


def test_a_rival_cannot_find_a_proof_and_the_lab_itself_cannot_reject_it(frontier: Cast) -> None:
    at = lost(frontier)
    proof = shown(frontier, "borealis", at)
    given = {"now": at, "uid": proof.uid, "because": "No."}
    with pytest.raises(Http404):
        reject_proof(actor=frontier.viewer("cygnus.representative", at), **given)
    with pytest.raises(Refused, match="Only the treasurer and the clerks"):
        reject_proof(actor=frontier.viewer("borealis.liaison", at), **given)


def test_a_proof_is_rejected_with_a_reason_only(frontier: Cast) -> None:
    at = lost(frontier)
    proof = shown(frontier, "borealis", at)
    with pytest.raises(Invalid, match="because: Say why"):
        reject_proof(actor=treasurer(frontier, at), now=at, uid=proof.uid, because=" ")


def test_what_is_lost_and_given_back_is_published(frontier: Cast) -> None:
    at = lost(frontier)
    case = _case("borealis")
    assert PublishedRecord.objects.filter(ref=case.ref).count() == 1
    pay(frontier, "borealis", "0.01", at)
    assert PublishedRecord.objects.filter(ref=case.ref).count() == 2


@pytest.mark.parametrize("labs", [1, 30])
def test_judging_asks_as_often_for_many_labs_as_for_one(
    frontier: Cast, labs: int, django_assert_max_num_queries: object
) -> None:
    at = lost(frontier)
    first = Organisation.objects.get(key="borealis")
    Organisation.objects.bulk_create(
        Organisation(key=f"lab{n}", name=f"Lab {n}", kind=first.kind, admitted_at=first.admitted_at, zone=first.zone)
        for n in range(labs)
    )
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        assert len(rights(at)) == 3 + labs
