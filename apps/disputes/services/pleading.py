"""The written rounds: what the parties file before a panel, in time or late, and what follows from it."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.disputes.acts import panels as acts
from apps.disputes.acts.clocks import TO_ANSWER, TO_COMMENT, TO_REBUT, TO_SUBMIT
from apps.disputes.models import Case, Paper
from apps.disputes.rules.filings import lateness
from apps.disputes.selectors.cases import Known, known
from apps.disputes.selectors.clocks import deadline_of
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.telling import tell
from apps.disputes.states import PARTIES, Capacity, DocumentKind, Stage


def enter_in_time(case: Case, paper: Paper, actor: Viewer, now: datetime, clock: str) -> None:
    """Take a paper into the docket; one that comes after the hour of this clock is accepted, and marked as late."""
    deadline = deadline_of(case, clock)
    due_at = deadline.due_at if deadline and lateness(now, deadline.due_at) else None
    enter(case, paper, actor=actor, now=now, due_at=due_at)


def plain(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A paper from which nothing follows."""
    enter(case, paper, actor=actor, now=now)
    serve(case, paper, actor=actor, now=now)


def submit(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A first submission: the complainant's starts the respondent's time, the respondent's that of the rebuttals."""
    if case.stage not in {Stage.COMPOSED, Stage.WRITTEN}:
        plain(case, paper, actor, now)
        return
    answers = known(case).parties[actor.organisation_id] == Capacity.RESPONDENT
    enter_in_time(case, paper, actor, now, TO_ANSWER if answers else TO_SUBMIT)
    tell(
        acts.SUBMISSION_ANSWERED if answers else acts.SUBMITTED, case, actor=actor, now=now, facts={"paper": paper.ref}
    )
    serve(case, paper, actor=actor, now=now)


def rebut(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A rebuttal; when each party has filed one the round is over."""
    enter_in_time(case, paper, actor, now, TO_REBUT)
    serve(case, paper, actor=actor, now=now)
    if _all_have_filed(case, known(case), DocumentKind.REBUTTAL):
        tell(acts.REBUTTED, case, actor=actor, now=now)


def comment(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A comment on the interim report; when each party has filed one nobody waits any longer."""
    enter_in_time(case, paper, actor, now, TO_COMMENT)
    serve(case, paper, actor=actor, now=now)
    if _all_have_filed(case, known(case), DocumentKind.COMMENT):
        tell(acts.COMMENTED, case, actor=actor, now=now)


def _all_have_filed(case: Case, of: Known, kind: DocumentKind) -> bool:
    sides = {one for one, capacity in of.parties.items() if capacity in PARTIES}
    filed = Paper.objects.filter(case=case, kind=kind, filed_at__isnull=False).values_list("organisation", flat=True)
    return sides <= set(filed)
