"""What can happen between an order and one lab: it is served, says so, and is released."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.pauses.acts.lifting import TO_ANSWER
from apps.pauses.acts.told import EVERY_MEMBER, presiding
from apps.pauses.models import Binding, PauseOrder, seats_that_may_see
from apps.pauses.rules.charter import ACKNOWLEDGE_HOURS
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, SubjectKind, declare

LAB = "pause_lab"
"""What is between one order and one lab: service, attestation, response."""

SERVED = "pause_lab.served"
ACKNOWLEDGED = "pause_lab.acknowledged"
RELEASED = "pause_lab.released"

TO_ACKNOWLEDGE = "pause_lab.acknowledge"
TO_ATTEST = "pause_lab.attest"
TO_RENEW = "pause_lab.renew"

UNACKNOWLEDGED = "pause_lab.unacknowledged"
UNATTESTED = "pause_lab.unattested"
"""What comes at the end of their ladders: a compliance case."""

PRESIDING = "pause_lab.presiding"


def bound(binding_id: int) -> int | None:
    """The lab that is bound, by id: it owes the clock."""
    return Binding.objects.values_list("organisation", flat=True).get(pk=binding_id)


def _bindings(viewer: Viewer) -> QuerySet[Binding]:
    return Binding.objects.filter(order__in=PauseOrder.objects.visible_to(viewer))


def _binding_seats(binding_id: int, at: datetime) -> QuerySet[Seat]:
    return seats_that_may_see(Binding.objects.values_list("order", flat=True).get(pk=binding_id), at)


def _binding_titles(ids: Collection[int]) -> dict[int, str]:
    rows = Binding.objects.filter(pk__in=ids).select_related("order", "organisation")
    return {row.pk: f"{row.order.marked_title}: {row.organisation.name}" for row in rows}


def _binding_confidential(binding_id: int) -> bool:
    return Binding.objects.filter(pk=binding_id, order__laid_at=None).exists()


def _binding_address(slug: str, ref: str) -> str:
    order, _slash, lab = ref.partition("/")
    return reverse("pauses:lab", args=[slug, order, lab])


OF_LABS = (
    ClockRule(
        key=TO_ACKNOWLEDGE,
        name="Say that the order has reached you",
        owed_by=(),
        organisation_of=bound,
        length=ACKNOWLEDGE_HOURS,
        unit="hours",
        because="A lab that is served an order says so within {length} (charter, article {article}).",
        ladder=(
            Step(-4, to=("owner",), does="remind"),
            Step(0, to=("owner", "alternate", "representative", PRESIDING, "clerks"), does="escalate", pages=True),
            Step(12, to=("owner", "alternate", "representative", PRESIDING, "clerks"), does="escalate", pages=True),
        ),
        at_end=UNACKNOWLEDGED,
        end_after_hours=12,
    ),
)


def register() -> None:
    """Fill the subject, the clocks and the catalogue."""
    SUBJECTS.register(
        LAB,
        SubjectKind(
            key=LAB,
            label="lab under a pause order",
            address=_binding_address,
            visible=_bindings,
            seats=_binding_seats,
            titles=_binding_titles,
            confidential=_binding_confidential,
            party=lambda pk: Organisation.objects.filter(pause_bindings=pk).values("pk"),
            own=lambda organisation_id: Binding.objects.filter(organisation=organisation_id),
        ),
    )
    AUDIENCES.register(PRESIDING, presiding(PRESIDING, Binding, "order", "organisation"))
    for clock in OF_LABS:
        CLOCKS.register(clock.key, clock)
    _declare()


def _declare() -> None:
    declare(
        ActKind(
            SERVED,
            "served the order",
            told=EVERY_MEMBER,
            starts=(TO_ACKNOWLEDGE, TO_ATTEST),
            asks="Say that the order has reached you.",
            icon="mail-forward",
            urgent=True,
        ),
        ActKind(
            ACKNOWLEDGED,
            "said that the order has reached it",
            told=EVERY_MEMBER,
            meets=(TO_ACKNOWLEDGE,),
            icon="mail-check",
        ),
        ActKind(
            RELEASED,
            "released the lab from the order",
            moots=(TO_ACKNOWLEDGE, TO_ATTEST, TO_RENEW, TO_ANSWER),
            icon="lock-open",
            quiet=True,
        ),
    )
