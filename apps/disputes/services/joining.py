"""A member asks to take part in a case; whoever orders in it decides, and who joined may leave."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.disputes.acts import joining as acts
from apps.disputes.acts.times import events_of, pace_of
from apps.disputes.models import Case, CaseParty, Joinder
from apps.disputes.rules import joining as rules
from apps.disputes.rules import verbs
from apps.disputes.rules.clocks import Clock, Event, due
from apps.disputes.rules.conflicts import Party, may_join
from apps.disputes.rules.docket_verbs import may_order
from apps.disputes.selectors.cases import case_for, clerks_order, known
from apps.disputes.selectors.roster import bench_in
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell
from apps.disputes.states import JOINDERS, Capacity, JoinderState
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required


def ask_to_join(*, actor: Viewer, now: datetime, ref: str, capacity: str, because: str) -> Joinder:
    """Ask to take part. Raises Http404, Refused, or Invalid by field."""
    case = case_for(actor, ref, lock=True)
    events = events_of(case)
    until = due(Clock.JOIN, events, pace_of(case)) if Event.ESTABLISHED in events else None
    verbs.may_ask_to_join(actor, known(case), now=now, due=until).require()
    waiting = Joinder.objects.filter(case=case, organisation=actor.organisation_id, state=JoinderState.ASKED)
    rules.may_ask_again(waiting.exists()).require()
    if errors := rules.asking_errors(capacity, because):
        raise Invalid(errors)
    joinder = Joinder.objects.create(
        case=case,
        organisation_id=actor.organisation_id,
        capacity=capacity,
        because=because.strip(),
        author_id=actor.seat_id,
        asked_at=now,
    )
    _tell(acts.ASKED, case, joinder, actor, now)
    return joinder


def take_back(*, actor: Viewer, now: datetime, ref: str, joinder: UUID) -> Joinder:
    """Take one's own request back before it is decided. Raises Http404 or Refused."""
    case, found = _found(actor, ref, joinder)
    rules.may_take_back(actor, asked_by=found.organisation_id, state=found.state).require()
    _decide(found, "withdraw", actor, now)
    _tell(acts.TAKEN_BACK, case, found, actor, now)
    return found


def let_join(*, actor: Viewer, now: datetime, ref: str, joinder: UUID) -> Joinder:
    """Let a member take part, so that nobody of the panel must go. Raises Http404 or Refused."""
    case, found = _found(actor, ref, joinder)
    _require_order(actor, case, found, now)
    party = Party(found.organisation_id, found.organisation.name, Capacity(found.capacity))
    panel, matter = bench_in(case, now)
    may_join(party, panel, matter, now).require()
    _decide(found, "join", actor, now)
    CaseParty.objects.create(case=case, organisation_id=found.organisation_id, capacity=found.capacity, joined_at=now)
    look_again(case)
    _tell(acts.JOINED, case, found, actor, now)
    return found


def keep_out(*, actor: Viewer, now: datetime, ref: str, joinder: UUID, reasons: str) -> Joinder:
    """Do not let a member take part, with the reasons. Raises Http404, Refused, or Invalid({"reasons": …})."""
    case, found = _found(actor, ref, joinder)
    _require_order(actor, case, found, now)
    found.reasons = required(
        reasons, "reasons", "Say why: everybody who reads the case reads it.", rules.LONGEST_REASON
    )
    _decide(found, "refuse", actor, now)
    _tell(acts.KEPT_OUT, case, found, actor, now)
    return found


def leave_case(*, actor: Viewer, now: datetime, ref: str) -> CaseParty:
    """Who joined takes part no more. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    joined = Joinder.objects.filter(case=case, organisation=actor.organisation_id, state=JoinderState.JOINED)
    found = joined.select_related("organisation").order_by("-pk").first()
    rules.may_leave(actor, known(case), joined=found is not None).require()
    party = CaseParty.objects.get(case=case, organisation=actor.organisation_id, left_at=None)
    party.left_at = now
    party.save(update_fields=["left_at"])
    _decide(found, "leave", actor, now)  # type: ignore[arg-type]
    look_again(case)
    _tell(acts.LEFT, case, found, actor, now)  # type: ignore[arg-type]
    return party


def _found(actor: Viewer, ref: str, uid: UUID) -> tuple[Case, Joinder]:
    case = case_for(actor, ref, lock=True)
    rows = Joinder.objects.filter(case=case, uid=uid).select_related("organisation")
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise Http404(str(uid))
    return case, found


def _require_order(actor: Viewer, case: Case, found: Joinder, now: datetime) -> None:
    of = known(case)
    own = found.organisation_id == actor.organisation_id
    may_order(actor, of, own=own, clerks_do=clerks_order(case, of, now)).require()
    rules.may_decide(found.state).require()


def _decide(joinder: Joinder, verb: str, actor: Viewer, now: datetime) -> None:
    joinder.state = JOINDERS[verb].target
    joinder.decided_by_id, joinder.decided_at = actor.seat_id, now
    joinder.save(update_fields=["state", "reasons", "decided_by", "decided_at"])


def _tell(kind: str, case: Case, joinder: Joinder, actor: Viewer, now: datetime) -> None:
    facts = {"party": joinder.organisation.key, "as": joinder.capacity}
    tell(kind, case, actor=actor, now=now, facts=facts | ({"because": joinder.reasons} if joinder.reasons else {}))
