"""Appending to the record: the last step of every verb."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.kernel import canonical
from apps.kernel.tenancy.context import NoTenant, active_committee
from apps.kernel.tenancy.turns import wait_for_turn
from apps.record.models import Act, Preimage, Sighting
from apps.record.rules import CATALOGUE, SUBJECTS


@dataclass(frozen=True, slots=True)
class Entry:
    """An act to be recorded.

    `subject` is (kind, id, reference). `facts` are canonical and may be read by whoever may see the subject;
    `sealed` values enter the record as salted commitments only. `told` overrides the audiences that the kind
    declares (a ladder's step names its own).
    """

    kind: str
    actor: Actor
    subject: tuple[str, int, str]
    facts: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, Any] = field(default_factory=dict)
    told: Iterable[str] | None = None


@cache
def _followers() -> tuple[Callable[[Sequence[Act]], None], ...]:
    return tuple(import_string(path) for path in settings.RECORD_FOLLOWERS)


def record(
    kind: str,
    *,
    actor: Actor,
    now: datetime,
    subject: tuple[str, int, str],
    facts: Mapping[str, Any] | None = None,
    sealed: Mapping[str, Any] | None = None,
    told: Iterable[str] | None = None,
) -> Act:
    """Append one act and hand it to the followers, inside the caller's transaction; see Entry and record_all."""
    [act] = record_all([Entry(kind, actor, subject, facts or {}, sealed or {}, told)], now=now)
    return act


def record_all(entries: Sequence[Entry], *, now: datetime) -> list[Act]:
    """Append acts in their order and hand them to the followers together, inside the caller's transaction.

    Raises KeyError for an unknown kind, NotCanonical for a bad fact; then nothing is appended.
    """
    if not connection.in_atomic_block or active_committee() is None:
        raise NoTenant("an act is recorded inside its committee's transaction")
    if not entries:
        return []
    preimages: list[Preimage] = []
    acts = [_act(entry, now, preimages) for entry in entries]
    _append(acts, now)
    if preimages:
        for preimage in preimages:
            preimage.act_id = preimage.act.pk
        Preimage.objects.bulk_create(preimages)
    for follow in _followers():
        follow(acts)
    return acts


APPEND = """
INSERT INTO record_act
  (committee_id, uid, kind, subject_kind, subject_id, subject_ref, seat_id, actor, at, facts, told)
SELECT %s, uid, kind, subject_kind, subject_id, subject_ref, seat_id, actor, %s, facts, told
FROM ROWS FROM (jsonb_to_recordset(%s::jsonb) AS (
  uid uuid, kind text, subject_kind text, subject_id bigint, subject_ref text, seat_id bigint, actor text, facts jsonb,
  told jsonb
)) WITH ORDINALITY AS act
ORDER BY ordinality
RETURNING id
"""
IN_ROW = ("kind", "subject_kind", "subject_id", "subject_ref", "seat_id", "actor", "facts", "told")


def _append(acts: Sequence[Act], now: datetime) -> None:
    """Insert the acts in their order and give them their ids.

    One JSON value carries them all: column by column, as the ORM sends them, took a fifth of a sweep's time.
    """
    rows = [{"uid": str(act.uid)} | {name: getattr(act, name) for name in IN_ROW} for act in acts]
    with connection.cursor() as cursor:
        cursor.execute(APPEND, [active_committee(), now, json.dumps(rows)])
        for act, (pk,) in zip(acts, cursor.fetchall(), strict=True):
            act.pk = pk
            act._state.adding, act._state.db = False, connection.alias


def _act(entry: Entry, now: datetime, preimages: list[Preimage]) -> Act:
    declared = CATALOGUE[entry.kind]
    subject_kind, subject_id, subject_ref = entry.subject
    SUBJECTS[subject_kind]
    facts = dict(entry.facts)
    salts = {name: canonical.new_salt() for name in entry.sealed}
    for name, salt in salts.items():
        facts[name] = {"commitment": canonical.commitment(salt, entry.sealed[name])}
    canonical.check(facts)
    act = Act(
        kind=entry.kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_ref=subject_ref,
        seat_id=_seat_id(entry.actor),
        actor=entry.actor.label,
        at=now,
        facts=facts,
        told=list(declared.told if entry.told is None else entry.told),
    )
    preimages += [Preimage(act=act, name=name, salt=salt, value=entry.sealed[name]) for name, salt in salts.items()]
    return act


def _seat_id(actor: Actor) -> int | None:
    if isinstance(actor, Portal) or actor.is_operator:
        return None
    return actor.seat_id


PLACE = """
WITH taken AS (
  DELETE FROM record_unplaced WHERE id IN (SELECT id FROM record_unplaced ORDER BY act_id LIMIT %s)
  RETURNING committee_id, act_id
)
INSERT INTO record_position (committee_id, act_id, number)
SELECT committee_id, act_id,
  (SELECT coalesce(max(number), 0) FROM record_position) + row_number() OVER (ORDER BY act_id)
FROM taken
"""
PLACED_AT_ONCE = 5000


def place() -> int:
    """Give the active committee's committed acts their positions; how many. Workers take turns at it.

    One that waits for the lock must not read before it has it, so that the lock is a statement of its own.
    """
    wait_for_turn("record.place")
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [PLACED_AT_ONCE])
        return cursor.rowcount


def note_sighting(subject_kind: str, subject_id: int, *, viewer: Viewer, now: datetime) -> None:
    """Keep that a seat has opened an object; only the first time counts."""
    note_sightings(subject_kind, [subject_id], viewer=viewer, now=now)


def note_sightings(subject_kind: str, subject_ids: Iterable[int], *, viewer: Viewer, now: datetime) -> None:
    """The same of several objects of one kind at once, as of those whose texts are taken away in one file."""
    if viewer.is_operator:
        return
    Sighting.objects.bulk_create(
        [Sighting(subject_kind=subject_kind, subject_id=pk, seat_id=viewer.seat_id, at=now) for pk in subject_ids],
        ignore_conflicts=True,
    )
