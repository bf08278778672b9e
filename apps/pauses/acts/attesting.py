"""What a lab attests under an order: who is told, which clocks run, and who sees its evidence."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Organisation, Seat
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.pauses.acts.labs import PRESIDING, TO_ATTEST, TO_RENEW, UNATTESTED, bound
from apps.pauses.acts.told import EVERY_MEMBER
from apps.pauses.models import SUBJECT, Binding, presided_by
from apps.pauses.rules.charter import ATTEST_HOURS, RENEW_DAYS
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare, seats_of

EVIDENCE = "pause_evidence"
"""A lab's evidence under one order: whoever may see it is fewer than whoever sees what is between the two."""

ATTESTED = "pause_lab.attested"
EVIDENCE_ADDED = "pause_evidence.added"

_LATE = ("owner", "alternate", "representative", PRESIDING, "clerks")


def evidence_open_to(viewer: Viewer) -> QuerySet[Binding]:
    """Under which orders the viewer reads the evidence of which labs: by the rule of attestations."""
    if viewer.is_operator or viewer.is_for_one_matter:
        return Binding.objects.none()
    if viewer.is_clerk or viewer.role == Role.AUDITOR:
        return Binding.objects.all()
    return Binding.objects.filter(Q(organisation=viewer.organisation_id) | presided_by(viewer, "order"))


def _evidence_seats(binding_id: int, at: datetime) -> QuerySet[Seat]:
    binding = Binding.objects.only("order_id", "organisation_id").get(pk=binding_id)
    over = seats_of("chair", binding.order_id, at, SUBJECT).values("pk")
    readers = Q(organisation=binding.organisation_id) | Q(role__in=[Role.CLERK, Role.AUDITOR]) | Q(pk__in=over)
    return Seat.objects.at(at).filter(not_for_another()).filter(readers)


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = Binding.objects.filter(pk__in=ids).select_related("order", "organisation")
    return {row.pk: f"{row.order.marked_title}: evidence of {row.organisation.name}" for row in rows}


def _address(slug: str, ref: str) -> str:
    order, _slash, lab = ref.partition("/")
    return reverse("pauses:lab", args=[slug, order, lab])


OF_ATTESTING = (
    ClockRule(
        key=TO_ATTEST,
        name="Attest that your runs in scope stand still",
        owed_by=(),
        organisation_of=bound,
        length=ATTEST_HOURS,
        unit="hours",
        because="A lab that an order binds attests within {length} of service (charter, article {article}).",
        ladder=(
            Step(-24, to=("owner",), does="remind"),
            Step(-4, to=("owner", "alternate", "representative"), does="remind", pages=True),
            Step(0, to=_LATE, does="escalate", pages=True),
            Step(12, to=_LATE, does="escalate", pages=True),
        ),
        at_end=UNATTESTED,
        end_after_hours=12,
    ),
    ClockRule(
        key=TO_RENEW,
        name="Attest again",
        owed_by=(),
        organisation_of=bound,
        length=RENEW_DAYS,
        unit="days",
        because="While the order stands the lab attests again every {length} (charter, article {article}).",
        ladder=(
            Step(-48, to=("owner",), does="remind"),
            Step(-12, to=("owner", "alternate", "representative"), does="remind"),
            Step(0, to=_LATE, does="escalate", pages=True),
            Step(12, to=_LATE, does="escalate", pages=True),
        ),
        at_end=UNATTESTED,
        end_after_hours=12,
    ),
)


def register() -> None:
    """Fill the subject, the clocks and the catalogue."""
    SUBJECTS.register(
        EVIDENCE,
        SubjectKind(
            key=EVIDENCE,
            label="evidence under a pause order",
            address=_address,
            visible=evidence_open_to,
            seats=_evidence_seats,
            titles=_titles,
            party=lambda pk: Organisation.objects.filter(pause_bindings=pk).values("pk"),
            own=lambda organisation_id: Binding.objects.filter(organisation=organisation_id),
        ),
    )
    for clock in OF_ATTESTING:
        CLOCKS.register(clock.key, clock)
    declare(
        ActKind(
            ATTESTED,
            "attested under the order",
            told=(*EVERY_MEMBER, "auditors"),
            meets=(TO_ATTEST, TO_RENEW),
            starts=(TO_RENEW,),
            icon="rosette-discount-check",
        ),
        ActKind(EVIDENCE_ADDED, "added evidence", icon="paperclip", quiet=True),
    )
