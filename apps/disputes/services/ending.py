"""How a case ends without a report: the complainant withdraws, or nobody asks for a panel in time."""

from datetime import datetime

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.deadlines.models import Deadline
from apps.disputes.acts import cases as acts
from apps.disputes.acts.papers import NO_LONGER_OWED, SERVICE, TO_REPLY
from apps.disputes.models import Case, Service
from apps.disputes.rules import verbs
from apps.disputes.rules.who import PANEL_NUMBERS
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.services.composing.seating import discharge
from apps.disputes.services.moving import overtake
from apps.disputes.services.restoring import close_remedies
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell, tell_of_service
from apps.disputes.states import BEFORE_PANEL, CASES
from apps.kernel.texts import required

TIME = Portal("the charter's time for consultations")
LAPSE = Portal("the charter's time for asking for a panel")
LONGEST = 2_000


def withdraw(*, actor: Viewer, now: datetime, ref: str, because: str) -> Case:
    """The complainant takes the complaint back, for good. Raises Http404, Refused, or Invalid for an empty reason."""
    case = case_for(actor, ref, lock=True)
    verbs.may_withdraw(actor, known(case)).require()
    because = required(because, "because", "Say why you withdraw: everybody who reads the case reads it.", LONGEST)
    end_case(case, "withdraw", actor, now)
    tell(acts.WITHDRAWN, case, actor=actor, now=now, facts={"because": because})
    return case


def note_talks_are_over(*, ref: str, now: datetime) -> Case:
    """The time of consultations is over; from now on the complainant has the charter's time to ask for a panel."""
    case = case_for(TIME, ref, lock=True)
    tell(acts.TALKED, case, actor=TIME, now=now)
    return case


def lapse_unasked(*, ref: str, now: datetime) -> Case:
    """Nobody has asked for a panel in time: the complaint lapses. Safe to run twice."""
    case = case_for(LAPSE, ref, lock=True)
    if case.stage in BEFORE_PANEL and CASES.may("lapse", case.stage):
        end_case(case, "lapse", LAPSE, now)
        tell(acts.LAPSED, case, actor=LAPSE, now=now)
    return case


def end_case(case: Case, verb: str, actor: Actor, now: datetime) -> None:
    """Set the last stage: panels are discharged, remedies end, nobody owes an answer to a paper. The case is held."""
    case.stage, case.ended_at = CASES[verb].target, now
    case.version += 1
    case.save(update_fields=["stage", "ended_at", "version"])
    overtake(case, now)
    discharge(case, PANEL_NUMBERS, now)
    close_remedies(case, "end", now)
    look_again(case)
    running = Deadline.objects.open().filter(subject_kind=SERVICE, clock=TO_REPLY).values("subject_id")
    for service in Service.objects.filter(paper__case=case, pk__in=running).select_related(
        "paper", "party__organisation"
    ):
        service.paper.case = case
        tell_of_service(NO_LONGER_OWED, service, actor=actor, now=now)
