"""How labs stand under an order: served, attested, late; their attestations, challenges and cases."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor, Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.selectors.holding import hold_clocks
from apps.pauses.acts.compliance import CASE, NEXT_CONSEQUENCE, TO_ANSWER
from apps.pauses.acts.labs import LAB, TO_ACKNOWLEDGE, TO_ATTEST, TO_RENEW
from apps.pauses.models import (
    SUBJECT,
    Attestation,
    AttestedFile,
    Binding,
    Challenge,
    ComplianceCase,
    PauseOrder,
)
from apps.pauses.states import OPEN_CASES

OWED = (TO_ACKNOWLEDGE, TO_ATTEST, TO_RENEW)


@dataclass(frozen=True, slots=True)
class LabRow:
    """How one lab stands under an order. `attested` counts its attestations, `attested_at` is the last one's hour.

    `due` is what it owes next, None where it owes nothing; `late` by how much that has passed. `cases` are open ones.
    """

    binding: Binding
    organisation: Organisation
    attested: int
    attested_at: datetime | None
    due: Deadline | None
    late: timedelta | None
    cases: Sequence[ComplianceCase] = field(default_factory=tuple)

    @property
    def is_bound(self) -> bool:
        """Whether it was served and not released."""
        return self.binding.served_at is not None and self.binding.released_at is None

    @property
    def is_late(self) -> bool:
        """Whether something that it owes is overdue."""
        return self.late is not None


def labs_of(_viewer: Viewer, order: PauseOrder, now: datetime) -> list[LabRow]:
    """The labs of an order that the viewer sees, by name (three queries)."""
    return rows_of([order], now)[order.pk]


def rows_of(orders: Iterable[PauseOrder], now: datetime) -> dict[int, list[LabRow]]:
    """The labs of these orders by the order's id, each list by name (three queries for all of them)."""
    found: dict[int, list[LabRow]] = {order.pk: [] for order in orders}
    last = Attestation.objects.filter(binding=OuterRef("pk")).order_by("-number").values("at")[:1]
    bindings = Binding.objects.filter(order__in=found).select_related("organisation").order_by("organisation__name")
    bindings = bindings.annotate(attested=Count("attestations"), attested_at=Subquery(last))
    due: dict[int, Deadline] = {}
    ids = Binding.objects.filter(order__in=found).values("pk")
    for deadline in (
        Deadline.objects.open().filter(subject_kind=LAB, clock__in=OWED, subject_id__in=ids).order_by("-due_at", "-pk")
    ):
        due[deadline.subject_id] = deadline
    cases = defaultdict(list)
    for case in ComplianceCase.objects.filter(binding__order__in=found, state__in=OPEN_CASES).order_by("pk"):
        cases[case.binding_id].append(case)
    for row in bindings:
        owed = due.get(row.pk)
        late = now - owed.due_at if owed is not None and owed.due_at < now else None
        found[row.order_id].append(
            LabRow(row, row.organisation, row.attested, row.attested_at, owed, late, tuple(cases[row.pk]))  # type: ignore[attr-defined]
        )
    return found


def binding_for(order: PauseOrder, lab: str) -> Binding:
    """What binds the lab with this key under an order that the viewer sees; raises Http404."""
    row = (
        Binding.objects.filter(order=order, organisation__key=lab)
        .select_related("organisation", "acknowledged_by")
        .first()
    )
    if row is None:
        raise Http404(lab)
    row.order = order
    return row


def attestations_of(viewer: Viewer, binding: Binding) -> list[Attestation]:
    """A lab's attestations, newest first, each with `is_open`: whether the viewer may read what it says.

    Runs, files, commitments and challenges come with them (six queries).
    """
    readable = set(Attestation.objects.readable_by(viewer).filter(binding=binding).values_list("pk", flat=True))
    rows = binding.attestations.select_related("seat__person", "seat__organisation").order_by("-number")
    rows = rows.prefetch_related(
        "runs",
        "commitments",
        Prefetch("files", AttestedFile.objects.select_related("file").order_by("pk")),
        Prefetch("challenges", challenges_seen(viewer)),
    )
    found = list(rows)
    for row in found:
        row.is_open = row.pk in readable  # type: ignore[attr-defined]
    return found


def challenges_seen(viewer: Viewer) -> QuerySet[Challenge]:
    """Challenges, oldest first, with `because_open` to those who may read the reasons given, not only the decision's."""
    readable = Q(attestation__in=Attestation.objects.readable_by(viewer))
    own = Q(seat__organisation=viewer.organisation_id)
    may = Challenge.objects.filter(readable | own).filter(pk=OuterRef("pk")).values("pk")
    rows = Challenge.objects.select_related("seat__person", "seat__organisation", "decided_by__person")
    return rows.annotate(because_open=Subquery(may)).order_by("number")


def cases_of(order: PauseOrder) -> list[ComplianceCase]:
    """The cases under an order that the viewer sees, newest first (one query)."""
    rows = ComplianceCase.objects.filter(binding__order=order).select_related("binding__organisation")
    return list(rows.order_by("-pk"))


def cases_due(cases: Iterable[ComplianceCase]) -> dict[int, datetime]:
    """When their labs owe the next thing under these cases, by id (one query)."""
    waits = Deadline.objects.open().filter(subject_kind=CASE, clock__in=(TO_ANSWER, NEXT_CONSEQUENCE))
    found = waits.filter(subject_id__in=[case.pk for case in cases]).order_by("-due_at")
    return dict(found.values_list("subject_id", "due_at"))


def case_for(viewer: Actor, ref: str, *, lock: bool = False) -> ComplianceCase:
    """The case with this reference, with its lab and order; Http404 alike for absent and hidden ones.

    `lock` holds the clocks under its order, the order, and then the case, for a change.
    """
    rows: Any = ComplianceCase.objects.filter(ref=ref)
    if isinstance(viewer, Viewer):
        rows = rows.filter(binding__order__in=PauseOrder.objects.visible_to(viewer))
    order_id = rows.values_list("binding__order", flat=True).first()
    if order_id is None:
        raise Http404(ref)
    if lock:
        hold_clocks({SUBJECT: [order_id]})
        PauseOrder.objects.select_for_update().get(pk=order_id)
        rows = rows.select_for_update(of=("self",))
    case: ComplianceCase = rows.select_related("binding__order", "binding__organisation", "attestation").get()
    return case
