"""Judging arrears: notice, loss of the vote, and giving it back, as money and time have it.

The turn at the money (`hold_the_money`) comes first, as with payments; then proofs and arrears, each by lab. No deadline
is locked before it: time is seen to by a task of its own, and clocks only remind.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import StandingFact
from apps.committees.rules.viewer import Actor, Portal
from apps.committees.selectors import charter_value
from apps.deadlines.rules import Unit
from apps.deadlines.rules.reckoning import due_at
from apps.funding.acts import rights as acts
from apps.funding.models import ARREARS, ArrearsCase, ProofOfPayment
from apps.funding.rules.charter import ARREARS_NOTICE_DAYS
from apps.funding.rules.rights import Step, next_step
from apps.funding.selectors.rights import Right, rights, zone_here
from apps.funding.services.numbering import put_next_number
from apps.funding.services.settling import hold_the_money
from apps.funding.states import ARREARS as MOVES
from apps.funding.states import PROOFS, Proof
from apps.record.services import record

IN_ARREARS = "in arrears"
"""The kind of standing that takes the vote away (committees.rules.standing, votes.rules.roll)."""

BY_CHARTER = Portal("the charter's rule on arrears")


def judge(*, now: datetime, organisations: Collection[int] | None = None) -> int:
    """Bring every lab's arrears, or those of these, to where they stand by now; says how many steps were taken.

    Twice at one moment does no more than once.
    """
    hold_the_money()
    _lapse_proofs(now)
    return sum(_judge(one, now) for one in rights(now, organisations))


def end_proof(row: ProofOfPayment, verb: str, kind: str, *, actor: Actor, now: datetime, because: str = "") -> None:
    """Move an open proof to its end and record it."""
    PROOFS.may(verb, row.state).require()
    row.state, row.ended_at, row.because = PROOFS[verb].target, now, because
    row.save(update_fields=["state", "ended_at", "because"])
    facts = {"organisation": row.organisation.key, "amount": f"{row.amount:f}"} | (
        {"because": because} if because else {}
    )
    record(kind, actor=actor, now=now, subject=(acts.PROOF, row.pk, str(row.uid)), facts=facts)


def match_proofs(organisations: Collection[int], *, now: datetime) -> None:
    """The money of these labs came: their open proofs are borne out."""
    for row in _open_proofs().filter(organisation__in=organisations):
        end_proof(row, "match", acts.MATCHED, actor=BY_CHARTER, now=now)


def _lapse_proofs(now: datetime) -> None:
    for row in _open_proofs().filter(until__lt=now):
        end_proof(row, "lapse", acts.LAPSED, actor=BY_CHARTER, now=now)


def _open_proofs() -> QuerySet[ProofOfPayment]:
    rows = ProofOfPayment.objects.filter(state=Proof.OPEN).select_related("organisation")
    return rows.select_for_update(of=("self",)).order_by("organisation")


def _judge(right: Right, now: datetime) -> int:
    case = right.case
    step = next_step(
        right.state,
        is_caught=right.arrears.loses_vote,
        is_waived=right.waiver is not None,
        has_proof=right.proof is not None,
        is_member=right.is_member,
        is_over=case is not None and now > case.loses_at,
    )
    if step is None:
        _say_anew(right)
        return 0
    if step == Step.NOTICE:
        _notice(right, now)
    elif case is not None:
        _move(right, case, step, now)
    return 1


def _notice(right: Right, now: datetime) -> None:
    days = charter_value(ARREARS_NOTICE_DAYS, now)
    loses_at = due_at(now, days, Unit.DAYS, zone_here())
    row = ArrearsCase(organisation=right.organisation, because=right.because, noticed_at=now, loses_at=loses_at)
    put_next_number(row, "ARR", now.year)
    row.save()
    _tell(acts.NOTICED, row, right, now)


def _move(right: Right, case: ArrearsCase, step: Step, now: datetime) -> None:
    MOVES.may(step.value, case.state).require()
    case.state = MOVES[step.value].target
    standing = StandingFact.objects.filter(organisation=right.organisation, kind=IN_ARREARS, until=None)
    if step == Step.LOSE:
        case.lost_at, case.because = now, right.because
        StandingFact.objects.create(
            organisation=right.organisation,
            kind=IN_ARREARS,
            since=now,
            because=right.because,
            restored_by=right.restored_by,
        )
    else:
        standing.update(until=now)
    if step in {Step.RESTORE, Step.AVERT}:
        case.ended_at = now
    case.save(update_fields=["state", "lost_at", "because", "ended_at"])
    kinds = {
        Step.LOSE: acts.VOTE_LOST,
        Step.HOLD: acts.VOTE_HELD,
        Step.RESTORE: acts.VOTE_RESTORED,
        Step.AVERT: acts.AVERTED,
    }
    _tell(kinds[step], case, right, now)


def _say_anew(right: Right) -> None:
    """A part was paid, or more fell due: the explanation follows."""
    case = right.case
    if case is None or not right.arrears.loses_vote:
        return
    if case.because != right.because:
        case.because = right.because
        case.save(update_fields=["because"])
    standing = StandingFact.objects.filter(organisation=right.organisation, kind=IN_ARREARS, until=None)
    standing.exclude(because=right.because, restored_by=right.restored_by).update(
        because=right.because, restored_by=right.restored_by
    )


def _tell(kind: str, case: ArrearsCase, right: Right, now: datetime) -> None:
    arrears = right.arrears
    facts = {
        "organisation": right.organisation.key,
        "overdue": f"{arrears.overdue:f}",
        "measure": f"{arrears.measure:f}",
        "least_payment": f"{arrears.least_payment:f}",
        "currency": right.currency,
        "because": right.because,
    }
    record(kind, actor=BY_CHARTER, now=now, subject=(ARREARS, case.pk, case.ref), facts=facts)
