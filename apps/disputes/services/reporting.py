"""What a panel issues: its interim report, its report, the finding of a compliance review."""

from datetime import datetime

from apps.committees.rules.viewer import Portal, Viewer
from apps.disputes.acts import panels as acts
from apps.disputes.acts import rulings
from apps.disputes.acts.times import events_of, pace_of
from apps.disputes.models import Case, CaseParty, Paper
from apps.disputes.rules import ruling_verbs, verbs
from apps.disputes.rules.clocks import adoption_window
from apps.disputes.rules.rulings import COMPLIES, finding_errors, finds_breach, review_errors, with_dissent
from apps.disputes.rules.who import FIRST, ON_APPEAL
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.rulings import claims_of, last_report
from apps.disputes.services.composing.seating import discharge
from apps.disputes.services.ending import end_case
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.moving import move
from apps.disputes.services.restoring import close_remedies, fail_what_is_over
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell
from apps.disputes.states import PARTIES, Stage
from apps.kernel.decisions import Invalid

HOUR = Portal("the charter's time for adoption")


def issue_interim(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """The interim report, on which the parties comment. Raises Refused."""
    sides = CaseParty.objects.filter(case=case, left_at=None, capacity__in=sorted(PARTIES))
    wanted = sides.filter(wants_hearing=True).exists()
    verbs.may_conduct(actor, known(case), "issue_interim", hearing_wanted=wanted).require()
    move(case, "issue_interim", now)
    enter(case, paper, actor=actor, now=now)
    tell(acts.INTERIM, case, actor=actor, now=now)
    serve(case, paper, actor=actor, now=now)


def report(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A report: of the first panel, of the second on appeal, or of the panel of a compliance review.

    Raises Refused, or Invalid by the field of each claim.
    """
    if case.stage == Stage.REVIEW:
        _find(case, paper, actor, now)
        return
    on_appeal = case.stage == Stage.APPEAL
    verb = "circulate_appeal" if on_appeal else "circulate"
    verbs.may_conduct(actor, known(case), verb).require()
    findings = paper.terms.get("findings", {})
    if errors := finding_errors(findings, len(claims_of(case))):
        raise Invalid(errors)
    paper.text = with_dissent(paper.text, paper.terms.get("dissenter", ""), paper.terms.get("dissent", ""))
    move(case, verb, now)
    enter(case, paper, actor=actor, now=now)
    kind = rulings.APPEAL_REPORTED if on_appeal else rulings.REPORTED
    tell(kind, case, actor=actor, now=now, facts={"paper": paper.ref, "breach": finds_breach(findings)})
    serve(case, paper, actor=actor, now=now)
    discharge(case, [ON_APPEAL if on_appeal else FIRST], now)


def _find(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """The finding of a compliance review: the case is over, or the complainant may ask for a remedy."""
    if errors := review_errors(paper.terms):
        raise Invalid(errors)
    complies = paper.terms["finds"] == COMPLIES
    verb = "comply" if complies else "find_against"
    ruling_verbs.may_find_compliance(actor, known(case), verb).require()
    if complies:
        enter(case, paper, actor=actor, now=now)
        serve(case, paper, actor=actor, now=now)
        close_remedies(case, "fulfil", now)
        end_case(case, "comply", actor, now)
        tell(rulings.COMPLIED, case, actor=actor, now=now, facts={"paper": paper.ref})
        return
    move(case, "find_against", now)
    enter(case, paper, actor=actor, now=now)
    tell(rulings.NOT_COMPLIED, case, actor=actor, now=now, facts={"paper": paper.ref})
    fail_what_is_over(case, paper, actor, now)
    serve(case, paper, actor=actor, now=now)


def adopt(*, ref: str, now: datetime) -> Case:
    """The hour has come and nobody has rejected the report: it is adopted. Safe to run twice."""
    case = case_for(HOUR, ref, lock=True)
    found = last_report(case)
    if case.stage != Stage.REPORT or found is None:
        return case
    breach = finds_breach(found.terms.get("findings", {}))
    due = adoption_window(events_of(case), pace_of(case))[1]
    ruling_verbs.may_adopt(HOUR, known(case), now=now, due=due, breach=breach).require()
    case.adopted_at = now
    case.save(update_fields=["adopted_at"])
    if breach:
        move(case, "adopt", now)
        look_again(case)
        tell(rulings.ADOPTED, case, actor=HOUR, now=now, facts={"paper": found.ref})
    else:
        end_case(case, "adopt_without_breach", HOUR, now)
        tell(rulings.NO_BREACH, case, actor=HOUR, now=now, facts={"paper": found.ref})
    return case


def reject(*, actor: Portal, now: datetime, ref: str, motion_ref: str) -> Case:
    """The committee has rejected the report by a motion: the case is over. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    opens = adoption_window(events_of(case), pace_of(case))[0]
    ruling_verbs.may_reject(actor, known(case), now=now, opens=opens).require()
    end_case(case, "reject", actor, now)
    tell(rulings.REJECTED, case, actor=actor, now=now, facts={"motion": motion_ref})
    return case
