"""What the public board shows: made of published records and of nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.pauses.models import SUBJECT
from apps.transparency.models import PublishedRecord

MOST = 100
"""Of each part the newest; the list of all records goes on."""


@dataclass(frozen=True, slots=True)
class PublicPause:
    """An order as the public knows it, from the last record of it."""

    ref: str
    title: str
    is_drill: bool
    state: str
    waits_for: str
    in_force_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    because: str
    labs: tuple[str, ...]
    measures: tuple[str, ...]
    conditions: str
    published_at: datetime

    @property
    def until(self) -> datetime | None:
        """Its end, or that which it was to have."""
        return self.ended_at or self.ends_at


@dataclass(frozen=True, slots=True)
class PublicBoard:
    """The committee's pauses: what stands, what waits, what was; drills apart."""

    standing: tuple[PublicPause, ...]
    waiting: tuple[PublicPause, ...]
    ended: tuple[PublicPause, ...]
    drills: tuple[PublicPause, ...]

    @property
    def everything(self) -> tuple[PublicPause, ...]:
        """All of them, in that order."""
        return (*self.standing, *self.waiting, *self.ended, *self.drills)


def public_board(now: datetime) -> PublicBoard:
    """What the public knows of pauses, newest first (one query)."""
    records = PublishedRecord.objects.current().filter(kind=SUBJECT).newest_first()[: 4 * MOST]
    rows = [_read(record) for record in records]
    real = [row for row in rows if not row.is_drill]
    ended = [row for row in real if row.ended_at is not None]
    standing = [
        row for row in real if row.ended_at is None and row.in_force_at and not row.waits_for and row.in_force_at <= now
    ]
    waiting = [row for row in real if row not in ended and row not in standing]
    drills = [row for row in rows if row.is_drill]
    return PublicBoard(*(tuple(part[:MOST]) for part in (standing, waiting, ended, drills)))


def _read(record: PublishedRecord) -> PublicPause:
    body: Mapping[str, Any] = {row["label"]: row.get("value") for row in record.body}
    return PublicPause(
        ref=record.ref,
        title=record.title,
        is_drill=body.get("drill") is True,
        state=body.get("state", ""),
        waits_for=body.get("waits for", ""),
        in_force_at=_moment(body.get("in force from")),
        ends_at=_moment(body.get("ends")),
        ended_at=_moment(body.get("ended")),
        because=body.get("why it ended", ""),
        labs=tuple(body.get("labs") or ()),
        measures=tuple(body.get("measures") or ()),
        conditions=body.get("conditions for lifting met", ""),
        published_at=record.published_at,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
