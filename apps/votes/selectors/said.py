"""What stands beside a motion: its texts as they were, statements, amendments, and who is said to stand back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from apps.committees.models import Seat
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind, Role
from apps.votes.models import Motion, MotionText, Recusal, Statement
from apps.votes.rules.difference import Piece, difference


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it stood from an instant on, and what it changed in the one before."""

    row: MotionText
    changes: list[Piece]


def texts_of(motion: Motion) -> list[Text]:
    """Every text of a proposed motion, the newest first (one query)."""
    rows = list(motion.texts.order_by("number"))
    before = ["", *(row.text for row in rows)]
    found = [
        Text(row, difference(old, row.text) if row.number > 1 else []) for old, row in zip(before, rows, strict=False)
    ]
    return found[::-1]


def statements_of(motion: Motion) -> list[Statement]:
    """What was said on it, in order (one query)."""
    return list(motion.statements.select_related("seat__person", "seat__organisation").order_by("id"))


def amendments_of(motion: Motion) -> list[Motion]:
    """The amendments of its text that were proposed, in order (one query)."""
    rows = motion.amendments.filter(proposed_at__isnull=False).select_related("organisation")
    return list(rows.order_by("proposed_at", "pk"))


def recusals_of(motion: Motion) -> list[Recusal]:
    """Who is said to stand back, by name (one query)."""
    people = ("declared_by", "contested_by", "decided_by")
    joined = [f"{one}__{part}" for one in people for part in ("person", "organisation")]
    return list(motion.recusals.select_related("organisation", *joined).order_by("organisation__name"))


def members_named(now: datetime) -> list[tuple[str, str]]:
    """Key and name of every member that may have a vote at the instant, by name (one query)."""
    independent = Seat.objects.at(now).filter(role=Role.INDEPENDENT).values("organisation")
    rows = members_at(now).filter(Q(kind=OrganisationKind.LAB) | Q(pk__in=independent))
    return list(rows.order_by("name").values_list("key", "name"))
