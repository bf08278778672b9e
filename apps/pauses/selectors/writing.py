"""What the pages of a draft offer: labs that can be bound, pauses that can be replaced."""

from datetime import datetime

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.pauses.models import PauseOrder


def labs_to_bind(now: datetime) -> list[Organisation]:
    """The labs that are members, by name (one query)."""
    return list(members_at(now).filter(kind=OrganisationKind.LAB).order_by("name"))


def bound_by(order: PauseOrder) -> dict[str, str]:
    """The labs by key that a draft names, each with why (one query)."""
    return dict(order.bindings.order_by("organisation__name").values_list("organisation__key", "because"))


def names_of_bound(order: PauseOrder) -> list[tuple[str, str]]:
    """The labs that a draft names, by key and name (one query)."""
    return list(order.bindings.order_by("organisation__name").values_list("organisation__key", "organisation__name"))


def replaceable(viewer: Viewer, order: PauseOrder) -> list[tuple[str, str]]:
    """The pauses in force that the order could take the place of: a drill replaces drills only (one query)."""
    rows = PauseOrder.objects.visible_to(viewer).standing().filter(is_drill=order.is_drill).order_by("-created_at")
    return [(row.ref, f"{row.ref} {row.marked_title}") for row in rows]
