"""Who votes for whom by proxy, and to whom one may give one."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES, VOTING_ROLES, Role
from apps.votes.models import Motion, Proxy
from apps.votes.selectors.voices import of_member
from apps.votes.states import UNCOUNTED, ProxyState


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies that hold or wait, from where the viewer sits; `past` are the newest that are over."""

    given: list[Proxy] = field(default_factory=list)
    held: list[Proxy] = field(default_factory=list)
    others: list[Proxy] = field(default_factory=list)
    past: list[Proxy] = field(default_factory=list)


def may_read_proxies(viewer: Viewer) -> bool:
    """Members and clerks read who votes for whom; on a roll everybody does."""
    return viewer.is_operator or viewer.is_clerk or viewer.role in MEMBER_ROLES


def proxies_for(viewer: Viewer, now: datetime, most_past: int = 20) -> Proxies:
    """All of them, sorted by the viewer's side (four queries)."""
    rows = Proxy.objects.select_related(
        "giver__person", "giver__organisation", "holder__person", "holder__organisation", "motion"
    )
    living = Q(state__in=[ProxyState.OFFERED, ProxyState.ACCEPTED]) & (Q(ends_at=None) | Q(ends_at__gt=now))
    living &= Q(motion=None) | Q(motion__state__in=UNCOUNTED)
    found = Proxies(past=list(rows.exclude(living).order_by("-pk")[:most_past]))
    mine = (viewer.seat_id, viewer.organisation_id, viewer.role)
    sides = {
        side: set(Proxy.objects.filter(of_member(side, *mine)).values_list("pk", flat=True)) if _sits(viewer) else set()
        for side in ("giver", "holder")
    }
    for row in rows.filter(living).order_by("pk"):
        lists = {"giver": found.given, "holder": found.held}
        target = next((lists[side] for side, keys in sides.items() if row.pk in keys), found.others)
        target.append(row)
    return found


def possible_holders(viewer: Viewer, now: datetime) -> QuerySet[Seat]:
    """The seats of other members that could vote by one's proxy."""
    seats = Seat.objects.at(now).filter(role__in=sorted(VOTING_ROLES)).exclude(pk=viewer.seat_id)
    if viewer.role != Role.INDEPENDENT:
        seats = seats.exclude(organisation=viewer.organisation_id, role=Role.REPRESENTATIVE)
    return seats.select_related("organisation", "person").order_by("organisation__name", "pk")


def open_motions(viewer: Viewer) -> QuerySet[Motion]:
    """The motions for which a proxy can be given."""
    return Motion.objects.visible_to(viewer).filter(state__in=UNCOUNTED).order_by("-listed_at", "-pk")


def _sits(viewer: Viewer) -> bool:
    return not viewer.is_operator and viewer.role in MEMBER_ROLES
