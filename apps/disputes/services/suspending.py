"""Rights are suspended when the committee's time to reject it is over, unless it has rejected it."""

from datetime import datetime

from apps.committees.models import StandingFact
from apps.committees.rules.viewer import Portal
from apps.disputes.acts import remedies as acts
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Case, Remedy
from apps.disputes.rules import remedies as rules
from apps.disputes.rules.charter import REMEDIES as ARTICLE
from apps.disputes.rules.charter import refuse
from apps.disputes.rules.remedies import Right
from apps.disputes.selectors.cases import case_for
from apps.disputes.selectors.remedies import waiting_suspension
from apps.disputes.services.restoring import FACTS, lift
from apps.disputes.services.telling import tell
from apps.disputes.states import REMEDIES, RemedyKind, RemedyState
from apps.kernel.canonical import instant

EFFECT = Portal("the charter's time to reject a suspension")
WHY = {Right.VOTE: "its vote is suspended", Right.CHAIR: "it is not eligible to chair"}


def take_effect(*, ref: str, now: datetime) -> Case:
    """Nobody has rejected the suspension in time: it stands in the respondent's standing. Safe to run twice."""
    case = case_for(EFFECT, ref, lock=True)
    row = waiting_suspension(case)
    if row is None or row.takes_effect is None or row.until is None or now < row.takes_effect:
        return case
    _give_way(case, now)
    right = Right(row.terms["right"])
    StandingFact.objects.create(
        organisation=row.against,
        kind=FACTS[right],
        since=min(now, row.until),
        until=row.until,
        because=f"{case.ref}: by order of its panel {WHY[right]}, as a remedy for what it has not complied with.",
        restored_by=f"The end of {case.ref}, or the panel's finding that it is fulfilled.",
    )
    row.taken_at = now
    row.save(update_fields=["taken_at"])
    facts = {"right": str(right), "until": instant(row.until)}
    tell(acts.SUSPENDED, case, actor=EFFECT, now=now, facts=facts)
    return case


def _give_way(case: Case, now: datetime) -> None:
    """A suspension that did not help held on until its time; the one that follows takes its place."""
    before = Remedy.objects.filter(case=case, kind=RemedyKind.SUSPENSION, state=RemedyState.FAILED)
    for row in before.filter(taken_at__isnull=False).order_by("pk"):
        row.state, row.ended_at = REMEDIES["end"].target, now
        row.save(update_fields=["state", "ended_at"])
        lift(case, row, now)


def reject(*, actor: Portal, now: datetime, ref: str, motion_ref: str) -> Case:
    """The committee has rejected the suspension by a motion, before it took effect. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    row = waiting_suspension(case)
    if row is None or row.ordered_at is None:
        refuse(ARTICLE, "No suspension of rights waits to take effect.").require()
        return case
    window = rules.effect_window(row.ordered_at, pace_of(case))
    rules.may_reject_suspension(actor, state=row.state, now=now, window=window).require()
    row.state, row.ended_at = REMEDIES["reject"].target, now
    row.save(update_fields=["state", "ended_at"])
    tell(acts.SUSPENSION_REJECTED, case, actor=actor, now=now, facts={"motion": motion_ref})
    return case
