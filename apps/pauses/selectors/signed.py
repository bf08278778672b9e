"""What binds each lab, as it is signed for it; the documents and the keys that sign them."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.pauses.models import MeasuresKey, PauseOrder, Permit, SignedMeasures
from apps.pauses.rules import measures as judged
from apps.pauses.rules import permits as carved
from apps.pauses.selectors.judging import judged_orders, judged_permits
from apps.pauses.states import STANDING, PermitState, State


@dataclass(frozen=True, slots=True)
class Bound:
    """What binds one lab, and what exempts it."""

    lab: Organisation
    orders: tuple[judged.Order, ...]
    permits: tuple[carved.Permit, ...]


def binding_until(now: datetime, until: datetime) -> list[Bound]:
    """What binds each lab that is a member, now or from before `until` (at most seven queries, however many there are).

    Drills are among it, so that labs' machines can rehearse too; they bind nobody.
    """
    coming = Q(state=State.CONDITIONAL, condition_by=None, starts_at__lt=until)
    rows = PauseOrder.objects.filter(Q(state__in=STANDING) | coming).order_by("laid_at", "pk")
    orders = judged_orders(rows)
    granted = Permit.objects.filter(state=PermitState.GRANTED, until__gt=now, binding__order__in=rows).order_by("pk")
    permits = judged_permits(granted)
    labs = members_at(now).filter(kind=OrganisationKind.LAB).order_by("key")
    return [
        Bound(lab, tuple(_of(lab.key, orders)), tuple(permit for permit in permits if permit.lab == lab.key))
        for lab in labs
    ]


def _of(key: str, orders: list[judged.Order]) -> list[judged.Order]:
    """The orders that bind the lab, without a word on others."""
    own = [
        replace(order, measures=tuple(replace(one, labs=frozenset({key})) for one in order.measures if key in one.labs))
        for order in orders
    ]
    return [order for order in own if order.measures]


def is_of_lab(viewer: Viewer) -> bool:
    """Whether documents are signed for the viewer's organisation, and the viewer may read them."""
    if viewer.is_operator or viewer.is_for_one_matter:
        return False
    return Organisation.objects.filter(pk=viewer.organisation_id, kind=OrganisationKind.LAB).exists()


def document_of(viewer: Viewer, now: datetime) -> SignedMeasures | None:
    """The newest signed document of the viewer's own lab that is still good; None where there is none."""
    return SignedMeasures.objects.visible_to(viewer).filter(valid_until__gt=now).first()


def measures_keys() -> list[MeasuresKey]:
    """The keys that sign or have signed, newest first."""
    return list(MeasuresKey.objects.order_by("-pk"))
