"""After adoption: how the respondent will comply, that it has, and whether the complainant is content."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.disputes.acts import rulings as acts
from apps.disputes.acts.clocks import TO_INTEND
from apps.disputes.models import Case, Paper
from apps.disputes.rules import ruling_verbs
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.services.ending import end_case
from apps.disputes.services.entering import serve
from apps.disputes.services.pleading import enter_in_time, plain
from apps.disputes.services.restoring import close_remedies
from apps.disputes.services.telling import tell


def state_intentions(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """The respondent says how it will comply; it may say so again."""
    enter_in_time(case, paper, actor, now, TO_INTEND)
    tell(acts.INTENDED, case, actor=actor, now=now, facts={"paper": paper.ref})
    serve(case, paper, actor=actor, now=now)


def report_compliance(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """The respondent says what it has done."""
    plain(case, paper, actor, now)
    tell(acts.COMPLIANCE_REPORTED, case, actor=actor, now=now, facts={"paper": paper.ref})


def be_content(*, actor: Viewer, now: datetime, ref: str) -> Case:
    """The complainant says that the respondent has complied: the case is closed. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    ruling_verbs.may_be_content(actor, known(case)).require()
    close_remedies(case, "fulfil", now)
    end_case(case, "comply", actor, now)
    tell(acts.CONTENT, case, actor=actor, now=now)
    return case
