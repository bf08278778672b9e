"""Holding clocks: in one statement and in the sweep's order, so that nobody waits for somebody who waits for them."""

from collections import defaultdict
from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from apps.deadlines.models import Deadline
from apps.deadlines.rules.together import TOGETHER, Subjects


def hold_clocks(subjects: Subjects) -> None:
    """Lock the open clocks of these subjects and of all that may change with them, before anything else is locked.

    The sweep holds clocks and then wants what they are about; whoever locked that first would wait for it forever, and
    so would whoever held some of the clocks while the sweep holds the others.
    """
    _lock([Q(subject_kind=kind, subject_id__in=ids) for kind, ids in _with_others(subjects).items() if ids])


def hold_beside(deadline_ids: Collection[int]) -> None:
    """Lock these clocks, and before any end of theirs is run all that it may change."""
    kinds = {kind for _key, matter in TOGETHER for kind in matter.kinds}
    about = defaultdict(set)
    rows = Deadline.objects.filter(pk__in=deadline_ids, subject_kind__in=kinds)
    for kind, pk in rows.values_list("subject_kind", "subject_id"):
        about[kind].add(pk)
    if about:
        wanted = [Q(subject_kind=kind, subject_id__in=ids) for kind, ids in _with_others(about).items() if ids]
        _lock([Q(pk__in=deadline_ids), *wanted])


def _with_others(subjects: Subjects) -> Subjects:
    found: dict[str, set[int]] = defaultdict(set)
    for kind, ids in subjects.items():
        found[kind] |= set(ids)
    for _key, matter in TOGETHER:
        led = {kind: ids for kind, ids in subjects.items() if kind in matter.kinds}
        for kind, ids in matter.parts(led).items() if led else ():
            found[kind] |= set(ids)
    return found


def _lock(wanted: list[Q]) -> None:
    if wanted:
        rows = Deadline.objects.open().filter(reduce(or_, wanted))
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
