"""A lab appeals against the custodian's estimate; the custodian decides, with a new estimate or with the reason."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Portal, Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.rules import ENDS, End
from apps.funding.acts import declarations as acts
from apps.funding.models import DECLARATION, Declarant, Declaration, EstimateAppeal
from apps.funding.rules.charter import APPEAL_DAYS, refuse, under
from apps.funding.rules.declaring import Said
from apps.funding.rules.figures import may_appeal, may_decide
from apps.funding.rules.opening import LONGEST
from apps.funding.selectors.declared import (
    appeal_until,
    current_of,
    declarant_for,
    open_appeal,
    open_still,
    own_declarant,
)
from apps.funding.services.declaring import TURN, enter_estimate, judged
from apps.funding.states import APPEALS, Appeal
from apps.kernel.tenancy.turns import wait_for_turn
from apps.kernel.texts import required
from apps.record.services import record


def appeal(*, actor: Viewer, now: datetime, period: str, grounds: str) -> EstimateAppeal:
    """Appeal for the viewer's own lab against the estimate that stands for it. Raises Http404, Refused or Invalid."""
    declarant = own_declarant(actor, period, lock=True)
    wait_for_turn(TURN)
    row = current_of(declarant)
    if row is None:
        raise Http404(period)
    until = appeal_until(declarant)
    may_appeal(
        actor,
        declarant.organisation_id,
        figure=row.figure,
        in_time=until is not None and now <= until,
        has_appeal=open_appeal(row) is not None,
    ).require()
    open_still(declarant).require()
    grounds = required(grounds, "grounds", "Say what is wrong with the estimate, and what shows it.", LONGEST)
    found = EstimateAppeal.objects.create(
        declaration=row, grounds=grounds, by=Seat.objects.get(pk=actor.seat_id), at=now
    )
    _record(acts.APPEALED, declarant, actor=actor, now=now, sealed={"grounds": grounds})
    return found


def uphold(
    *,
    actor: Viewer,
    now: datetime,
    period: str,
    lab: str,
    because: str,
    training_flop: str,
    accelerators: Sequence[Said] = (),
    method: str,
    confidence: str,
    explanation: str,
    unusual_because: str = "",
) -> Declaration:
    """Decide that the lab is right, and estimate anew; against that it may appeal again.

    Raises Http404, Refused, or Invalid by field.
    """
    declarant, found = _to_decide(actor, now, period, lab, "uphold")
    because = required(because, "because", "Say why. The lab reads it.", LONGEST)
    figures = judged(
        declarant,
        training_flop=training_flop,
        accelerators=accelerators,
        method=method,
        confidence=confidence,
        explanation=explanation,
        unusual_because=unusual_because,
        needs_explanation=True,
    )
    _decide(found, "uphold", actor, now, because)
    return enter_estimate(declarant, figures, acts.UPHELD, actor=actor, now=now, because=because)


def dismiss(*, actor: Viewer, now: datetime, period: str, lab: str, because: str) -> EstimateAppeal:
    """Decide that the estimate stands, with the reason. Raises Http404, Refused or Invalid."""
    declarant, found = _to_decide(actor, now, period, lab, "dismiss")
    because = required(because, "because", "Say why. The lab reads it.", LONGEST)
    _decide(found, "dismiss", actor, now, because)
    _record(acts.DISMISSED, declarant, actor=actor, now=now, sealed={"because": because})
    return found


def register() -> None:
    """Fill the registry of ends."""
    ENDS.register(acts.STANDS, End(acts.STANDS, "The estimate stands.", _stand))


def _stand(deadline: Deadline, now: datetime) -> None:
    record(acts.STOOD, actor=Portal("the time for an appeal"), now=now, subject=deadline.subject)


def _to_decide(actor: Viewer, now: datetime, period: str, lab: str, verb: str) -> tuple[Declarant, EstimateAppeal]:
    declarant = declarant_for(actor, period, lab, lock=True)
    wait_for_turn(TURN)
    row = current_of(declarant)
    found = open_appeal(row) if row is not None else None
    if found is None:
        may_decide(actor, refuse(APPEAL_DAYS, "There is no appeal to decide.")).require()
        raise Http404(lab)
    may_decide(actor, under(APPEAL_DAYS, APPEALS.may(verb, found.state))).require()
    open_still(declarant).require()
    return declarant, found


def _decide(found: EstimateAppeal, verb: str, actor: Viewer, now: datetime, because: str) -> None:
    found.state = Appeal(APPEALS[verb].target)
    found.decided_by, found.decided_at, found.because = Seat.objects.get(pk=actor.seat_id), now, because
    found.save(update_fields=["state", "decided_by", "decided_at", "because"])


def _record(kind: str, declarant: Declarant, *, actor: Viewer, now: datetime, sealed: dict[str, str]) -> None:
    record(kind, actor=actor, now=now, subject=(DECLARATION, declarant.pk, declarant.ref), sealed=sealed)
