"""An order reaches the labs that it binds, and each says so."""

from datetime import datetime

from apps.committees.models import Jurisdiction
from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.kernel.canonical import dumps, sha256
from apps.pauses import acts
from apps.pauses.models import Binding, PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.selectors.finding import order_for, own_binding
from apps.pauses.services.cases import note
from apps.pauses.services.laying import words_served
from apps.pauses.services.telling import tell_of_lab
from apps.pauses.states import OPEN_CASES, Ground

SERVICE = Portal("the service of orders")
NEWCOMER = "It became a member, and the order binds labs that do."


def serve(order: PauseOrder, now: datetime, *, labs: set[int] | None = None) -> None:
    """Serve the order on the labs that it binds, or on those of them; who was served is left alone.

    What gives it legal force is frozen from the jurisdictions that recognise the committee at the instant.
    """
    rows = (
        order.bindings.filter(served_at=None, released_at=None)
        .select_related("organisation")
        .order_by("organisation__key")
    )
    waiting = [row for row in rows if labs is None or row.organisation_id in labs]
    force = {row.code: _force(row) for row in Jurisdiction.objects.at(now)}
    digest = sha256(dumps(words_served(order)))
    for row in waiting:
        row.served_at, row.served_digest = now, digest
        row.legal_force = force.get(row.organisation.jurisdiction, "")
    Binding.objects.bulk_update(waiting, ["served_at", "served_digest", "legal_force"])
    for row in waiting:
        tell_of_lab(acts.SERVED, order, row, actor=SERVICE, now=now, facts={"digest": digest})


def bind_newcomers(order: PauseOrder, now: datetime) -> None:
    """Settle whom an order that is adopted binds: who is a member again, and who came since it was laid, if it says so."""
    labs = members_at(now).filter(kind=OrganisationKind.LAB)
    order.bindings.filter(organisation__in=labs).update(released_at=None)
    if order.binds_newcomers:
        came = labs.exclude(pk__in=order.bindings.values("organisation")).order_by("pk")
        Binding.objects.bulk_create(
            [Binding(order=order, organisation=lab, because=NEWCOMER, is_newcomer=True) for lab in came]
        )


def _force(row: Jurisdiction) -> str:
    return f"{row.name}: {row.instrument}. {row.protection}".strip()[:1000]


def acknowledge(*, actor: Viewer, now: datetime, ref: str) -> Binding:
    """The lab says that the order has reached it. Raises Http404 or Refused."""
    order = order_for(actor, ref, lock=True)
    binding = own_binding(actor, order)
    verbs.may_acknowledge(
        actor,
        order,
        is_own=binding.organisation_id == actor.organisation_id,
        was_served=binding.served_at is not None and binding.released_at is None,
        has_said=binding.acknowledged_at is not None,
    ).require()
    binding.acknowledged_at, binding.acknowledged_by_id = now, actor.seat_id
    binding.save(update_fields=["acknowledged_at", "acknowledged_by"])
    tell_of_lab(acts.ACKNOWLEDGED, order, binding, actor=actor, now=now)
    for case in binding.cases.filter(state__in=OPEN_CASES, ground=Ground.SERVICE):
        case.binding = binding
        note(case, "The lab has said so meanwhile.", actor=actor, now=now)
    return binding
