"""A small subject of the tests' own: an organisation, which its own people and the clerks may see.

Its tier says more: 1 is confidential, 2 is also closed to the clerks and open to the independent members instead.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import Organisation, Seat
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.states import Role
from apps.record.models import Act
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare
from apps.record.services import record
from tests.cast import NOW

KIND = "notice-probe"
OPEN, CONFIDENTIAL, RED = 0, 1, 2
CANARY = "canary-Aster-lost-weights"


def _seats(pk: int, at: datetime) -> QuerySet[Seat]:
    organisation = Organisation.objects.get(pk=pk)
    overseer = Role.INDEPENDENT if organisation.tier == RED else Role.CLERK
    return Seat.objects.at(at).filter(not_for_another(), Q(organisation=organisation) | Q(role=overseer))


def _visible(viewer: Viewer) -> QuerySet[Organisation]:
    mine = Q(pk=viewer.organisation_id)
    if viewer.role == Role.CLERK:
        mine |= Q(tier__lt=RED)
    if viewer.role == Role.INDEPENDENT:
        mine |= Q(tier=RED)
    rows = Organisation.objects.filter(mine)
    return rows.none() if viewer.is_for_one_matter else rows


def _register() -> None:
    SUBJECTS.register(
        KIND,
        SubjectKind(
            KIND,
            "Probe",
            address=lambda slug, ref: f"/c/{slug}/probes/{ref}/",
            visible=_visible,
            seats=_seats,
            titles=lambda pks: dict.fromkeys(pks, CANARY),
            confidential=lambda pk: Organisation.objects.get(pk=pk).tier > OPEN,
        ),
    )
    told = ("clerks", "everyone")
    declare(
        ActKind("probe.told", "filed the probe", told=told, asks="Acknowledge the probe."),
        ActKind("probe.urgent", "raised the probe", told=("chair", "observers"), asks="Act now.", urgent=True),
        ActKind("probe.signed", "decided on the probe", told=told, receipt=True),
        ActKind("probe.silent", "looked at the probe"),
    )


_register()


def tell(
    lab: Organisation,
    *,
    kind: str = "probe.told",
    actor: Actor | None = None,
    tier: int = OPEN,
    told: tuple[str, ...] | None = None,
    facts: dict | None = None,
    now: datetime = NOW,
) -> Act:
    """Record an act about a lab of the open committee, after giving it a tier."""
    Organisation.objects.filter(pk=lab.pk).update(tier=tier)
    return record(
        kind,
        actor=actor or Portal("the test's clock"),
        now=now,
        subject=(KIND, lab.pk, f"PRB-{lab.key}"),
        facts=facts,
        told=told,
    )
