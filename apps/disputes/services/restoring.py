"""How remedies end: the case is over, they are fulfilled, or a suspension has come to the end of its time."""

from datetime import datetime

from django.db.models import Q

from apps.committees.models import StandingFact
from apps.committees.rules.standing import CHAIR_SUSPENDED, VOTE_SUSPENDED
from apps.committees.rules.viewer import Portal, Viewer
from apps.disputes.acts import remedies as acts
from apps.disputes.models import Case, Paper, Remedy
from apps.disputes.rules.remedies import Right
from apps.disputes.selectors.cases import case_for
from apps.disputes.services.telling import tell
from apps.disputes.states import REMEDIES, RemedyState

HOUR = Portal("the end of a suspension")
FACTS = {Right.VOTE: VOTE_SUSPENDED, Right.CHAIR: CHAIR_SUSPENDED}
"""What stands in an organisation's standing while a right of it is suspended."""


def close_remedies(case: Case, verb: str, now: datetime) -> None:
    """Let all that is open or goes on in the case be fulfilled (`fulfil`) or end (`end`); the case is held."""
    for row in Remedy.objects.filter(case=case).order_by("pk"):
        if REMEDIES.may(verb, row.state):
            row.state, row.ended_at = REMEDIES[verb].target, now
            row.save(update_fields=["state", "ended_at"])
            lift(case, row, now)


def fail_what_is_over(case: Case, finding: Paper, actor: Viewer, now: datetime) -> None:
    """A review has found that the respondent still does not comply: a remedy whose time is over did not help."""
    rows = Remedy.objects.filter(case=case, state=RemedyState.IN_FORCE, fulfil_by__lt=now)
    for row in rows.filter(Q(takes_effect=None) | Q(taken_at__isnull=False)).order_by("pk"):
        row.state, row.ended_at, row.outcome = REMEDIES["fail"].target, now, finding
        row.save(update_fields=["state", "ended_at", "outcome"])
        tell(acts.FAILED, case, actor=actor, now=now, facts={"remedy": row.kind, "paper": finding.ref})


def lift(case: Case, row: Remedy, now: datetime) -> None:
    """What the remedy took from the respondent's standing is given back; nothing where it took nothing."""
    if row.taken_at is None:
        return
    facts = StandingFact.objects.filter(organisation=row.against_id, kind__in=sorted(FACTS.values()))
    facts = facts.filter(Q(until=None) | Q(until__gt=now), because__startswith=f"{case.ref}:")
    facts.update(until=now)


def restore(*, ref: str, now: datetime) -> Case:
    """The time of a suspension is over: it ends by itself. Safe to run twice."""
    case = case_for(HOUR, ref, lock=True)
    goes_on = [RemedyState.IN_FORCE, RemedyState.FAILED]
    over = Remedy.objects.filter(case=case, taken_at__isnull=False, until__lte=now, state__in=goes_on)
    for row in over.order_by("pk"):
        kind = acts.RAN_OUT if row.state == RemedyState.IN_FORCE else acts.RESTORED
        row.state, row.ended_at = REMEDIES["end"].target, now
        row.save(update_fields=["state", "ended_at"])
        tell(kind, case, actor=HOUR, now=now)
    return case
