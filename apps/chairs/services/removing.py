"""Taking the chair from a member, by the committee's decision."""

from datetime import datetime

from apps.chairs.models import Exclusion
from apps.chairs.rules.who import may_keep
from apps.chairs.selectors import board
from apps.chairs.services.alone import rotation_alone
from apps.chairs.services.settling import hand_over, settle
from apps.chairs.states import TermKind
from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor
from apps.kernel.decisions import no


def remove_chair(*, actor: Actor, now: datetime, organisation: Organisation, because: str, decision: str) -> None:
    """End the running term of this organisation now; the next in order presides.

    It is kept from every other term that begins in the year. Raises Refused where it does not hold the chair.
    """
    may_keep(actor).require()
    rotation_alone()
    settle(now)
    found = board(now)
    term = found.running if found else None
    if found is None or term is None or term.kind != TermKind.ROTATION or term.organisation_id != organisation.pk:
        no(f"{organisation.name} does not hold the chair.").require()
        return
    if term.starts_at >= now:
        no("The running term began only now. Try again in a moment.").require()
    Exclusion.objects.get_or_create(
        organisation=organisation,
        year=now.year,
        lifted_at=None,
        defaults={"because": because[:300], "decision": decision[:300]},
    )
    fresh = board(now)
    if fresh is not None:
        hand_over(fresh, now, f"The committee took the chair from {organisation.name} ({decision}).")
    settle(now)
