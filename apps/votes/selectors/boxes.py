"""A motion and one line of its roll, held still for a ballot: in one statement, for hundreds may vote at once."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES, Role
from apps.votes.models import Elector, Motion
from apps.votes.selectors.finding import motion_for


def _columns(model: type[Model], *names: str) -> tuple[str, ...]:
    """These columns in the order in which `from_db` takes them."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)


OF_MOTION = _columns(
    Motion, "id", "committee_id", "ref", "state", "procedure", "opened_at", "closes_at", "organisation_id"
)
OF_LINE = _columns(
    Elector, "id", "committee_id", "motion_id", "key", "name", "organisation_id", "seat_id", "personal", "standing",
    "because",
)  # fmt: skip

HOLD = """
SELECT {columns},
  pg_advisory_xact_lock(hashtextextended('votes.line:' || line.committee_id || ':' || line.id, 0))::text
FROM votes_motion motion
JOIN votes_elector line ON line.committee_id = motion.committee_id AND line.motion_id = motion.id
WHERE motion.ref = %s AND {condition}
FOR SHARE OF motion
"""
"""The motion is held against its closing, the line against another ballot in the same instant: a line is never changed,
so that it cannot be locked as a row. What is read of the line cannot be stale for the same reason."""

COLUMNS = ", ".join([f"motion.{name}" for name in OF_MOTION] + [f"line.{name}" for name in OF_LINE])
BY_KEY = HOLD.format(columns=COLUMNS, condition="line.key = %s")
OWN_PERSON = HOLD.format(columns=COLUMNS, condition="line.personal AND line.seat_id = %s")
OWN_LAB = HOLD.format(columns=COLUMNS, condition="NOT line.personal AND line.organisation_id = %s")


@dataclass(frozen=True, slots=True)
class Box:
    """A motion and one line of its roll, or None where the actor has none there; both hold only what a ballot needs."""

    motion: Motion
    line: Elector | None


def held_box(viewer: Viewer, ref: str, voter: str = "") -> Box:
    """Hold the line with the key `voter`, or the viewer's own, and its motion (one query where there is one).

    The motion may go by the name that its draft had.

    A roll is frozen only of what every member sees; whoever has no line is told whether there is such a motion at all.
    Raises Http404.
    """
    row = None
    # PostgreSQL's texts hold no NUL, so that no line has such a key.
    if viewer.role in MEMBER_ROLES and not viewer.is_operator and "\0" not in voter:
        with connection.cursor() as cursor:
            cursor.execute(*_asked(viewer, ref, voter))
            row = cursor.fetchone()
    if row is None:
        motion = motion_for(viewer, ref)
        return Box(motion, None) if motion.ref == ref else held_box(viewer, motion.ref, voter)
    motion = Motion.from_db(connection.alias, OF_MOTION, row[: len(OF_MOTION)])
    return Box(motion, Elector.from_db(connection.alias, OF_LINE, row[len(OF_MOTION) : -1]))


def _asked(viewer: Viewer, ref: str, voter: str) -> tuple[str, list[str | int]]:
    if voter:
        return BY_KEY, [ref, voter]
    if viewer.role == Role.INDEPENDENT:
        return OWN_PERSON, [ref, viewer.seat_id]
    return OWN_LAB, [ref, viewer.organisation_id]
