"""What binds one lab over all orders, as its own people read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.pauses.models import PauseOrder, Permit
from apps.pauses.rules.may_start import effective_measures
from apps.pauses.rules.measures import Measure
from apps.pauses.rules.overlap import governed
from apps.pauses.rules.permits import Permit as Carved
from apps.pauses.rules.words import measure_says
from apps.pauses.selectors.judging import judged_orders, judged_permits
from apps.pauses.states import STANDING, PermitState, State


@dataclass(frozen=True, slots=True)
class Bind:
    """A measure that binds the lab: its sentence, its order, what exempts from it, and the measure that governs it."""

    measure: Measure
    order: PauseOrder
    says: str
    permits: tuple[Carved, ...] = ()
    governed_by: str = ""


@dataclass(frozen=True, slots=True)
class Binds:
    """What binds a lab now, strictest first; what will, by its hour; and what drills would, which bind nobody."""

    now: tuple[Bind, ...]
    coming: tuple[Bind, ...]
    drills: tuple[Bind, ...]


def binds_on(viewer: Viewer, lab: Organisation, at: datetime) -> Binds:
    """What binds the lab at the instant and after it (at most six queries)."""
    coming = Q(state=State.CONDITIONAL, condition_by=None, starts_at__isnull=False)
    rows = PauseOrder.objects.visible_to(viewer).filter(Q(state__in=STANDING) | coming).order_by("laid_at", "pk")
    by_ref = {row.ref: row for row in rows}
    orders = judged_orders(by_ref.values(), lab=lab.key)
    granted = Permit.objects.filter(binding__organisation=lab, binding__order__in=by_ref.values())
    permits = [one for one in judged_permits(granted.filter(state=PermitState.GRANTED)) if one.is_in_force(at)]
    effective = effective_measures(orders, at)
    below = governed(effective)

    def bind(measure: Measure) -> Bind:
        says = measure_says(measure.restricts, measure.extent, measure.above, measure.marker)
        exempt = tuple(one for one in permits if measure.key in one.measures)
        order = by_ref[measure.key.rpartition("/")[0]]
        return Bind(measure, order, says, exempt, below.get(measure.key, ""))

    later = [one for order in orders for one in order.measures if one.lifted_at is None and at < one.until]
    ahead = [one for one in later if one.starts_at > at and not by_ref[one.key.rpartition("/")[0]].is_drill]
    drills = [one for one in later if by_ref[one.key.rpartition("/")[0]].is_drill]
    return Binds(
        tuple(bind(one) for one in effective),
        tuple(bind(one) for one in sorted(ahead, key=lambda one: (one.starts_at, one.key))),
        tuple(bind(one) for one in sorted(drills, key=lambda one: (one.starts_at, one.key))),
    )
