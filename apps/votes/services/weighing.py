"""What members weigh on the committee's table; apps above push the assessed shares down by the same verb."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db.models import Q

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor, Portal
from apps.kernel.decisions import Invalid, no
from apps.record.services import record
from apps.votes import acts
from apps.votes.models import VotingWeight
from apps.votes.rules.charter import ASSESSED, TABLE

MOST = Decimal(10) ** 19
PLACES = 10


def set_weights(
    *, actor: Actor, now: datetime, scale: str, values: Mapping[str, str], decision: str
) -> list[VotingWeight]:
    """Set what members (by key) weigh on a scale from now on, as exact numbers; those not named keep theirs.

    For a clerk who records the committee's decision; the portal itself writes the assessed shares. Open votes keep
    their frozen rolls. Raises Refused, or Invalid by member's key.
    """
    if not (isinstance(actor, Portal) or (actor.is_clerk and scale == TABLE)):
        no("Only a clerk records the table of weights.").require()
    errors = {}
    if scale not in {TABLE, ASSESSED}:
        errors["scale"] = "Choose a scale."
    if not decision.strip() or len(decision.strip()) > 300:
        errors["decision"] = "Name the committee's decision: what, when, where it is written down."
    rows = {row.key: row for row in Organisation.objects.filter(key__in=values)}
    weights = {}
    for key, text in values.items():
        try:
            weights[key] = _exact(text)
        except (InvalidOperation, ValueError):
            errors[key] = "Give a number of at least 0, such as 3 or 12.5."
        if key not in rows:
            errors[key] = "There is no such member."
    if errors:
        raise Invalid(errors)
    return [_set(rows[key], scale, weight, decision.strip(), actor, now) for key, weight in sorted(weights.items())]


def _exact(text: str) -> Decimal:
    value = Decimal(str(text).strip())
    if not value.is_finite() or not 0 <= value < MOST or -value.as_tuple().exponent > PLACES:  # type: ignore[operator]
        raise ValueError(text)
    return value


def _set(row: Organisation, scale: str, weight: Decimal, decision: str, actor: Actor, now: datetime) -> VotingWeight:
    running = VotingWeight.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), organisation=row, scale=scale)
    before = running.select_for_update().first()
    if before is not None and before.starts_at >= now:
        before.delete()
    elif before is not None:
        before.ends_at = now
        before.save(update_fields=["ends_at"])
    made = VotingWeight.objects.create(organisation=row, scale=scale, value=weight, decision=decision, starts_at=now)
    facts = {"scale": scale, "weight": str(weight), "was": str(before.value) if before else "", "decision": decision}
    record(acts.WEIGHED, actor=actor, now=now, subject=("organisation", row.pk, row.key), facts=facts)
    return made
