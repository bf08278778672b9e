"""The permits under an order as one viewer may see them, and one by its reference."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.selectors.holding import hold_clocks
from apps.deadlines.states import OPEN
from apps.pauses.acts.permits import PERMIT, TO_DECIDE
from apps.pauses.models import Binding, Measure, PauseOrder, Permit
from apps.pauses.rules.words import measure_says
from apps.pauses.states import PERMIT_LABELS, PermitState

TONES = {
    PermitState.REQUESTED: "info",
    PermitState.GRANTED: "ok",
    PermitState.REFUSED: "stop",
    PermitState.WITHDRAWN: "neutral",
    PermitState.REVOKED: "stop",
    PermitState.EXPIRED: "neutral",
}


@dataclass(frozen=True, slots=True)
class PermitRow:
    """A permit for one viewer: `reads` is whether run, purpose, size and reasons are shown, too.

    `measures` are the numbers of those that it is from; `decide_by` is when a request is decided at the latest.
    """

    permit: Permit
    lab: str
    lab_key: str
    measures: tuple[int, ...]
    reads: bool
    decide_by: datetime | None

    @property
    def label(self) -> str:
        """Where it stands, in words."""
        return str(PERMIT_LABELS[PermitState(self.permit.state)])

    @property
    def tone(self) -> str:
        """The tone of that."""
        return TONES[PermitState(self.permit.state)]

    @property
    def shown_conditions(self) -> str:
        """On which conditions it was granted: everybody reads them."""
        return self.permit.conditions

    @property
    def shown_reason(self) -> str:
        """Why it was refused, to those who read the request; why it was revoked, to everybody."""
        return self.permit.decided_because if self.reads or self.permit.state == PermitState.REVOKED else ""


def permits_of(viewer: Viewer, order: PauseOrder, now: datetime) -> list[PermitRow]:
    """The permits under an order that the viewer sees, newest first (three queries)."""
    return _rows(viewer, Permit.objects.visible_to(viewer).filter(binding__order=order))


def permit_rows(viewer: Viewer, permits: QuerySet[Permit]) -> list[PermitRow]:
    """These permits, newest first (three queries)."""
    return _rows(viewer, permits)


def permit_row(viewer: Viewer, permit: Permit) -> PermitRow:
    """One of them (three queries)."""
    return _rows(viewer, Permit.objects.filter(pk=permit.pk))[0]


def _rows(viewer: Viewer, permits: QuerySet[Permit]) -> list[PermitRow]:
    found = list(
        permits.select_related("binding__organisation", "binding__order", "decided_by__organisation")
        .prefetch_related("measures__measure")
        .order_by("-pk")
    )
    ids = [one.pk for one in found]
    reads = set(Permit.objects.readable_by(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    clocks = Deadline.objects.filter(clock=TO_DECIDE, subject_kind=PERMIT, subject_id__in=ids, state__in=OPEN)
    due = dict(clocks.values_list("subject_id", "due_at"))
    return [
        PermitRow(
            one,
            one.binding.organisation.name,
            one.binding.organisation.key,
            tuple(sorted(row.measure.number for row in one.measures.all())),
            one.pk in reads,
            due.get(one.pk),
        )
        for one in found
    ]


def permit_for(viewer: Actor, ref: str, *, lock: bool = False) -> Permit:
    """The permit with this reference; Http404 alike for absent and hidden ones.

    `lock` holds the clocks under its order, the order, and then the permit, for a change: else one could be granted
    while its order ends.
    """
    rows = Permit.objects.all() if isinstance(viewer, Portal) else Permit.objects.visible_to(viewer)
    rows = rows.filter(ref=ref).select_related("binding__organisation", "binding__order__organisation")
    if lock:
        hold_clocks({PERMIT: list(rows.values_list("pk", flat=True))})
        PauseOrder.objects.select_for_update(of=("self",)).filter(bindings__permits__ref=ref).first()
    permit = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if permit is None:
        raise Http404(ref)
    return permit


def measures_for(binding: Binding, now: datetime) -> list[tuple[Measure, str]]:
    """The measures that bind the lab now or later, each in words: what a permit may be from (two queries)."""
    rows = Measure.objects.filter(order=binding.order_id, lifted_at=None).prefetch_related("labs").order_by("number")
    return [
        (row, measure_says(row.restricts, row.extent, None if row.above is None else int(row.above), row.marker))
        for row in rows
        if (row.ends_at is None or now < row.ends_at)
        and (not row.labs.all() or binding.pk in {one.binding_id for one in row.labs.all()})
    ]
