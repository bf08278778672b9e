"""Appending to the record: the last step of every verb."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.kernel import canonical
from apps.kernel.tenancy.context import NoTenant, active_committee
from apps.record.models import Act, Preimage, Sighting
from apps.record.rules import CATALOGUE, SUBJECTS


@cache
def _followers() -> tuple[Callable[[Act], None], ...]:
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
    """Append an act and hand it to the followers, inside the caller's transaction.

    `subject` is (kind, id, reference). `facts` are canonical and may be read by whoever may see the subject;
    `sealed` values enter the record as salted commitments only. `told` overrides the audiences that the kind
    declares (a ladder's step names its own). Raises KeyError for an unknown kind, NotCanonical for a bad fact.
    """
    if not connection.in_atomic_block or active_committee() is None:
        raise NoTenant("an act is recorded inside its committee's transaction")
    declared = CATALOGUE[kind]
    subject_kind, subject_id, subject_ref = subject
    SUBJECTS[subject_kind]
    all_facts = dict(facts or {})
    secrets = {name: (canonical.new_salt(), value) for name, value in (sealed or {}).items()}
    for name, (salt, value) in secrets.items():
        all_facts[name] = {"commitment": canonical.commitment(salt, value)}
    canonical.check(all_facts)
    act = Act.objects.create(
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_ref=subject_ref,
        seat_id=_seat_id(actor),
        actor=actor.label,
        at=now,
        facts=all_facts,
        told=list(declared.told if told is None else told),
    )
    if secrets:
        Preimage.objects.bulk_create(
            Preimage(act=act, name=name, salt=salt, value=value) for name, (salt, value) in secrets.items()
        )
    for follow in _followers():
        follow(act)
    return act


def _seat_id(actor: Actor) -> int | None:
    if isinstance(actor, Portal) or actor.is_operator:
        return None
    return actor.seat_id


def note_sighting(subject_kind: str, subject_id: int, *, viewer: Viewer, now: datetime) -> None:
    """Keep that a seat has opened an object; only the first time counts."""
    if viewer.is_operator:
        return
    Sighting.objects.bulk_create(
        [Sighting(subject_kind=subject_kind, subject_id=subject_id, seat_id=viewer.seat_id, at=now)],
        ignore_conflicts=True,
    )
