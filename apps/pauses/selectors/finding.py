"""One pause order by its reference, and what hangs on it."""

from typing import Any

from django.db.models import Q
from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.deadlines.selectors.holding import hold_clocks
from apps.pauses.models import SUBJECT, Binding, PauseOrder


def order_for(viewer: Actor, ref: str, *, lock: bool = False) -> PauseOrder:
    """The order with this reference, or this name as a draft; Http404 alike for absent and hidden ones.

    `lock` holds the clocks under it and then the order itself, for a change.
    """
    rows: Any = PauseOrder.objects.all() if isinstance(viewer, Portal) else PauseOrder.objects.visible_to(viewer)
    rows = rows.filter(Q(ref=ref) | Q(draft_ref=ref))
    if lock:
        hold_clocks({SUBJECT: list(rows.values_list("pk", flat=True))})
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related("organisation", "motion", "replaces")
    order = rows.first()
    if order is None:
        raise Http404(ref)
    return order


def binding_of(order: PauseOrder, organisation_id: int) -> Binding | None:
    """What binds this lab under the order, if anything does."""
    return order.bindings.filter(organisation=organisation_id).first()


def own_binding(viewer: Viewer, order: PauseOrder) -> Binding:
    """What binds the viewer's own lab under the order; raises Http404."""
    found = binding_of(order, viewer.organisation_id)
    if found is None:
        raise Http404(order.ref)
    return found
