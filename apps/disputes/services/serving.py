"""What was served is opened by a party's agent of record, or served again where nobody opens it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Portal, Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.services.closing import lapse
from apps.deadlines.states import OPEN as RUNNING
from apps.disputes.acts import cases as acts
from apps.disputes.acts.papers import OPENED, OPENED_LATE, SERVED_AGAIN, SILENT
from apps.disputes.models import CaseParty, Service
from apps.disputes.rules import papers as rules
from apps.disputes.rules.filings import lateness
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.clocks import reply_deadline
from apps.disputes.selectors.papers import agents_of, own_service, paper_for
from apps.disputes.services.telling import tell, tell_of_service
from apps.disputes.states import SERVICES, ServiceState
from apps.kernel.decisions import Invalid

SERVES = Portal("the charter's time for a reply")


def open_paper(*, actor: Viewer, now: datetime, ref: str, name: str) -> Service:
    """The party's agent opens what was served on it: that is the receipt. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    paper = paper_for(actor, case, name)
    service = own_service(actor, paper)
    if service is None:
        rules.may_open(actor, known(case), served_on=0, agent=None, state="").require()
        raise Http404(name)
    party = service.party
    rules.may_open(
        actor, known(case), served_on=party.organisation_id, agent=party.agent_id, state=service.state
    ).require()
    kind = OPENED_LATE if _at_last(service, now) else OPENED
    service.state = SERVICES["open"].target
    service.opened_at, service.opened_by_id = now, actor.seat_id
    service.save(update_fields=["state", "opened_at", "opened_by"])
    service.paper = paper
    tell_of_service(kind, service, actor=actor, now=now)
    return service


def _at_last(service: Service, now: datetime) -> bool:
    """Whether its time was over before anybody opened it, and it was not served again yet: then the whole time runs anew."""
    deadline = reply_deadline(service)
    if deadline is None or deadline.state not in RUNNING or service.state != ServiceState.SENT:
        return False
    return lateness(now, deadline.due_at) is not None


def name_agent(*, actor: Viewer, now: datetime, ref: str, seat: UUID) -> CaseParty:
    """Name the seat (by its uid) that opens what is served on the actor's organisation in this case.

    Raises Http404, Refused, or Invalid({"seat": …}).
    """
    case = case_for(actor, ref, lock=True)
    rules.may_name_agent(actor, known(case)).require()
    party = CaseParty.objects.select_related("organisation").get(
        case=case, organisation=actor.organisation_id, left_at=None
    )
    agent = agents_of(case, actor.organisation_id, now).filter(uid=seat).first()
    if agent is None:
        raise Invalid({"seat": "Choose somebody who speaks for you in this case, or its counsel."})
    if party.agent_id != agent.pk:
        party.agent = agent
        party.save(update_fields=["agent"])
        facts = {"party": party.organisation.key, "agent": agent.holder}
        tell(acts.AGENT_NAMED, case, actor=actor, now=now, facts=facts)
    return party


def serve_again_or_note_silence(deadline: Deadline, now: datetime) -> None:
    """The time to reply is over: where nobody opened the complaint it is served again, else the silence is on record."""
    service = Service.objects.select_related("paper__case", "party__organisation").get(pk=deadline.subject_id)
    if service.state != ServiceState.SENT:
        lapse(deadline, now)
        tell_of_service(SILENT, service, actor=SERVES, now=now)
        return
    service.state, service.sent_again_at = SERVICES["send_again"].target, now
    service.save(update_fields=["state", "sent_again_at"])
    tell_of_service(SERVED_AGAIN, service, actor=SERVES, now=now)
