"""Follows the record: who joins, leaves or is replaced changes the chair at once; a stake changes who presides."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from apps.chairs import acts as of_chairs
from apps.chairs.models import Absence, Rotation
from apps.chairs.rules.who import PORTAL
from apps.chairs.selectors.head import head_at
from apps.chairs.services.acting import align_matters
from apps.chairs.services.cycles import subject_of
from apps.chairs.services.settling import settle
from apps.committees.rules.matters import STAKES
from apps.kernel.tenancy.statements import exists_by
from apps.record.models import Act
from apps.record.services import record

OF_MEMBERSHIP = frozenset({"organisation", "seat", "invitation", "committee", "tie", "cover", "application"})
"""The kinds of subjects whose acts can change who may preside."""


def follow(acts: Sequence[Act]) -> None:
    """Settle the chair after acts of membership; else look only at matters whose parties may have changed.

    An act of the portal on anything else costs no query, one of a person's a single one.
    """
    if not acts:
        return
    now = max(act.at for act in acts)
    if any(act.subject_kind in OF_MEMBERSHIP for act in acts):
        settle(now)
        return
    changed: dict[str, set[int]] = defaultdict(set)
    for act in acts:
        stake = STAKES.get(act.subject_kind)
        if stake is not None and act.kind in stake.changes:
            changed[act.subject_kind].add(act.subject_id)
    people = {act.seat_id for act in acts if act.seat_id and act.subject_kind != of_chairs.SUBJECT}
    is_missed = bool(people) and exists_by(_missed, now)
    if not changed and not is_missed:
        return
    head = head_at(now)
    if head is None:
        return
    if is_missed and head.silent and people & head.office:
        _welcome_back(acts)
        head = head_at(now)
    if changed:
        align_matters(head, now, only=changed)


def _missed(at: datetime) -> QuerySet[Absence]:
    """The absences that the portal has found itself."""
    return Absence.objects.at(at).filter(declared_by=None)


def _welcome_back(acts: Sequence[Act]) -> None:
    """The chair that was found silent has acted: its absence is over."""
    now = max(act.at for act in acts)
    for absence in _missed(now).filter(starts_at__lt=now):
        absence.ends_at = now
        absence.save(update_fields=["ends_at"])
        facts = {"organisation": absence.organisation.key}
        record(of_chairs.BACK, actor=PORTAL, now=now, subject=subject_of(Rotation.objects.get()), facts=facts)
    settle(now)
