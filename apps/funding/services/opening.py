"""A sealed figure is opened by two people of two organisations, with reasons; the lab is told at every step."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Portal, Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.rules import ENDS, End
from apps.deadlines.selectors.holding import hold_clocks
from apps.funding.acts import openings as acts
from apps.funding.models import OPENING, Declarant, Declaration, OpeningRequest
from apps.funding.rules.charter import OPENING as OPENING_DAYS
from apps.funding.rules.charter import by, under
from apps.funding.rules.opening import LONGEST, may_agree, may_ask, may_read, may_refuse
from apps.funding.selectors.declared import current_of, period_for
from apps.funding.selectors.openings import opening_for
from apps.funding.states import OPENINGS, Opening
from apps.kernel.texts import required
from apps.record.services import record

NOBODY = Portal("the time for a request to open a figure")


def ask_to_open(*, actor: Viewer, now: datetime, period: str, lab: str, reason: str) -> OpeningRequest:
    """Ask that the figure be opened that counts for a lab in a period now. Raises Http404, Refused or Invalid."""
    rows = Declarant.objects.filter(period=period_for(actor, period), organisation__key=lab)
    declarant = rows.select_for_update(of=("self",)).select_related("period", "organisation").first()
    if declarant is None:
        raise Http404(lab)
    row = current_of(declarant)
    asked = OpeningRequest.objects.filter(declaration=row, asked_by=actor.seat_id, state=Opening.ASKED)
    may_ask(
        actor, declarant.organisation_id, has_figure=row is not None, has_asked=row is not None and asked.exists()
    ).require()
    if row is None:
        raise Http404(lab)
    reason = required(
        reason, "reason", "Say why the figure must be opened. Everybody in the committee reads it.", LONGEST
    )
    opening = OpeningRequest.objects.create(
        declaration=row, reason=reason, asked_by=Seat.objects.get(pk=actor.seat_id), asked_at=now
    )
    facts = {"period": period, "lab": lab, "reason": reason, "commitment": row.commitment}
    _record(acts.ASKED, opening, actor=actor, now=now, facts=facts)
    return opening


def agree_to_open(*, actor: Viewer, now: datetime, uid: UUID, because: str) -> OpeningRequest:
    """Agree as the second person: from now on the two read the figure. Raises Http404, Refused or Invalid."""
    opening = _to_answer(actor, uid)
    lab, asker = opening.declaration.organisation_id, opening.asked_by.organisation_id
    may_agree(actor, lab, asker, under(OPENING_DAYS, OPENINGS.may("open", opening.state))).require()
    return _answer(opening, "open", acts.OPENED, actor, now, because)


def refuse_to_open(*, actor: Viewer, now: datetime, uid: UUID, because: str) -> OpeningRequest:
    """Refuse, as the custodian or as whoever could agree. Raises Http404, Refused or Invalid."""
    opening = _to_answer(actor, uid)
    lab, asker = opening.declaration.organisation_id, opening.asked_by.organisation_id
    may_refuse(actor, lab, asker, under(OPENING_DAYS, OPENINGS.may("refuse", opening.state))).require()
    return _answer(opening, "refuse", acts.REFUSED, actor, now, because)


def lapse_due(*, uid: UUID, now: datetime) -> None:
    """Nobody has answered in the charter's time; safe to run twice."""
    opening = _to_answer(None, uid)
    if opening.state == Opening.ASKED:
        opening.state, opening.decided_at = Opening(OPENINGS["lapse"].target), now
        opening.because = f"Nobody answered in time {by(OPENING_DAYS)}."
        opening.save(update_fields=["state", "decided_at", "because"])
        _record(acts.LAPSED, opening, actor=NOBODY, now=now, facts={"because": opening.because})


def read_opened(*, actor: Viewer, now: datetime, uid: UUID) -> Declaration:
    """The opened figure, for one of the two; every reading is an act of which the lab is told. Raises Http404 or Refused."""
    opening = opening_for(actor, uid)
    two = {opening.asked_by_id, opening.decided_by_id}
    may_read(actor, is_opened=opening.state == Opening.OPENED, two=two).require()
    _record(acts.READ, opening, actor=actor, now=now, facts={})
    return opening.declaration


def register() -> None:
    """Fill the registry of ends."""
    ENDS.register(acts.UNANSWERED, End(acts.UNANSWERED, "The request lapses; the figure stays sealed.", _lapse))


def _lapse(deadline: Deadline, now: datetime) -> None:
    lapse_due(uid=UUID(deadline.subject_ref), now=now)


def _to_answer(viewer: Viewer | None, uid: UUID) -> OpeningRequest:
    rows = OpeningRequest.objects.visible_to(viewer) if viewer else OpeningRequest.objects.all()
    rows = rows.filter(uid=uid)
    hold_clocks({OPENING: list(rows.values_list("pk", flat=True))})
    related = ("declaration__organisation", "declaration__period", "asked_by")
    found = rows.select_for_update(of=("self",)).select_related(*related).first()
    if found is None:
        raise Http404(uid)
    return found


def _answer(
    opening: OpeningRequest, verb: str, kind: str, actor: Viewer, now: datetime, because: str
) -> OpeningRequest:
    because = required(because, "because", "Say why. Everybody in the committee reads it.", LONGEST)
    opening.state = Opening(OPENINGS[verb].target)
    opening.decided_by, opening.decided_at, opening.because = Seat.objects.get(pk=actor.seat_id), now, because
    opening.save(update_fields=["state", "decided_by", "decided_at", "because"])
    _record(kind, opening, actor=actor, now=now, facts={"because": because})
    return opening


def _record(
    kind: str,
    opening: OpeningRequest,
    *,
    actor: Viewer | Portal,
    now: datetime,
    facts: dict[str, str],
) -> None:
    record(kind, actor=actor, now=now, subject=(OPENING, opening.pk, str(opening.uid)), facts=facts)
