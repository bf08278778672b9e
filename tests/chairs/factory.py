"""A rotation of the standing cast."""

from datetime import datetime, timedelta
from typing import Any

from apps.chairs.models import Rotation, Term
from apps.chairs.services import start_rotation
from apps.committees.models import Organisation
from tests.cast import NOW, Cast

MEMBERS = ("aster", "borealis", "cygnus", "independent")


def members() -> list[Organisation]:
    """Those who take part."""
    return [Organisation.objects.get(key=key) for key in MEMBERS]


def rotate(cast: Cast, now: datetime = NOW, first: str = "", **more: Any) -> Rotation:
    """Start Frontier's rotation; its context must be open."""
    named = Organisation.objects.get(key=first) if first else None
    return start_rotation(actor=cast.viewer("clerk", now), now=now, members=members(), first=named, **more)


def next_end() -> datetime:
    """When the running term ends."""
    return Term.objects.get(state="running").ends_at


def add_past_terms(number: int) -> None:
    """Let there be so many terms in all, each of twenty days before the earliest of those that there are."""
    first = Term.objects.earliest("starts_at")
    for turn in range(number - Term.objects.count()):
        ends = first.starts_at - timedelta(days=20 * turn)
        Term.objects.create(
            organisation=first.organisation,
            place=first.place,
            kind="rotation",
            state="ended",
            starts_at=ends - timedelta(days=20),
            ends_at=ends,
        )
