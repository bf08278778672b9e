"""From an act to its readers: one row in the act's own transaction, the rest by a worker."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from datetime import datetime

import structlog
from celery import current_app
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from apps.committees.models import Seat
from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.notices.channels import CHANNELS, Channel
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.rules import CATALOGUE, SUBJECTS
from apps.record.selectors import Hearing
from apps.record.services import PLACED_AT_ONCE, place

log = structlog.get_logger(__name__)

EXPAND, DELIVER = "notices.expand", "notices.deliver"
AT_ONCE = 200
"""Fan-outs that one task takes; the rest is rung for again."""

FREEZE = """
WITH audience AS (SELECT coalesce(array_agg(DISTINCT id), '{{}}') AS ids FROM ({seats}) AS seats (id)),
  stand_in AS (SELECT coalesce(array_agg(DISTINCT id), '{{}}') AS ids FROM ({stand_ins}) AS seats (id))
INSERT INTO notices_fanout (committee_id, act_id, seat_ids, stand_in_ids, pages, created_at)
SELECT %s, act.id, audience.ids, stand_in.ids, act.pages, %s
FROM audience, stand_in, unnest(%s::bigint[], %s::boolean[]) AS act (id, pages)
WHERE cardinality(audience.ids) > 0 OR %s
"""

TO_INBOXES = """
INSERT INTO notices_notice
  (committee_id, uid, seat_id, act_id, subject_kind, subject_id, subject_ref, urgent, receipt_due, fell_back,
   created_at)
SELECT f.committee_id, gen_random_uuid(), reader, f.act_id, a.subject_kind, a.subject_id, a.subject_ref, x.urgent,
  x.receipt, reader = ANY (f.stand_in_ids), a.at
FROM unnest(%s::bigint[], %s::boolean[], %s::boolean[]) AS x (id, urgent, receipt)
JOIN notices_fanout f ON f.id = x.id
JOIN record_act a ON a.committee_id = f.committee_id AND a.id = f.act_id
CROSS JOIN unnest(f.seat_ids) AS reader
ORDER BY x.id, reader
ON CONFLICT (committee_id, seat_id, act_id) DO NOTHING
"""


def follow(acts: Sequence[Act]) -> None:
    """Freeze whom acts must be told to: the seats each names, cut to those who may see its subject, less its actor.

    What is urgent falls to the clerks, else to the independent members, where nobody it names may see it and act.
    Acts that reach the same seats are asked about once (SubjectKind.alike). What ends a matter leaves a row also
    when it tells nobody, for whoever was paged must hear of the end. For acts that tell nobody no worker is rung: the
    sweep gives them their place.
    """
    groups = _alike(acts)
    for alike in groups:
        _freeze(alike)
    if groups:
        ring_after_commit(current_app.tasks[EXPAND], acts[0].committee_id)


def _alike(acts: Sequence[Act]) -> Collection[list[Act]]:
    """Acts in groups of one audience."""
    waiting = [act for act in acts if act.told or CATALOGUE[act.kind].ends]
    if len(waiting) < 2:
        return [waiting] if waiting else []
    ids: dict[str, set[int]] = defaultdict(set)
    for act in waiting:
        ids[act.subject_kind].add(act.subject_id)
    keys = {kind: SUBJECTS[kind].alike(subject_ids) for kind, subject_ids in ids.items()}
    groups: dict[Hashable, list[Act]] = defaultdict(list)
    for act in waiting:
        same = keys[act.subject_kind][act.subject_id]
        groups[act.kind, act.subject_kind, same, tuple(act.told), act.seat_id, act.at].append(act)
    return groups.values()


def _freeze(alike: list[Act]) -> None:
    act, kind = alike[0], CATALOGUE[alike[0].kind]
    seats, stand_ins = _addressed(act)
    if act.seat_id:
        seats = seats.exclude(pk=act.seat_id)
    (query, params), (standing_in, further) = _ids(seats), _ids(stand_ins)
    ids, pages = [each.pk for each in alike], [bool(kind.pages(each)) for each in alike]
    with connection.cursor() as cursor:
        cursor.execute(
            FREEZE.format(seats=query, stand_ins=standing_in),
            [*params, *further, act.committee_id, act.at, ids, pages, bool(kind.ends)],
        )


def _addressed(act: Act) -> tuple[QuerySet[Seat], QuerySet[Seat]]:
    """Whom an act is told to, and those of them whom it does not name."""
    hearing = Hearing(act.subject_kind, act.subject_id, act.at)
    named = hearing.audience(act.told)
    if not CATALOGUE[act.kind].urgent or hearing.is_heard(act.told):
        return named, Seat.objects.none()
    others = hearing.fallback(act.told)
    if hearing.reaches_somebody(others):
        return others, others.exclude(pk__in=named.order_by().values("pk"))
    log.error("urgent_reached_nobody", act=str(act.uid), kind=act.kind)
    return named, Seat.objects.none()


def _ids(seats: QuerySet[Seat]) -> tuple[str, tuple]:
    try:
        return seats.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint WHERE false", ()


def expand(committee_id: int, *, now: datetime, at: datetime, inboxes_only: bool = False) -> bool:
    """Give acts their places and bring frozen audiences to inboxes and channels; whether there may be more.

    Many fan-outs are one transaction; when it fails they are tried one by one, and one that fails alone is left for
    the next time. `at` is the machines' clock: deliveries are due at once. `inboxes_only` is for acts that are
    history when they enter the database: nobody is sent a message about them.
    """
    channels = () if inboxes_only else tuple(channel for _key, channel in CHANNELS)
    with tenant(committee_id):
        placed = place()
    with tenant(committee_id):
        waiting = list(FanOut.objects.filter(expanded_at=None).order_by("id").values_list("pk", flat=True)[:AT_ONCE])
    expanded = _expand(committee_id, waiting, now, at, channels)
    return placed == PLACED_AT_ONCE or (len(waiting) == AT_ONCE and expanded > 0)


def _expand(committee_id: int, pks: list[int], now: datetime, at: datetime, channels: Sequence[Channel]) -> int:
    try:
        with tenant(committee_id):
            return _expand_all(pks, now, at, channels)
    except Exception:  # also what a registered function raises: one act must not hold back all others
        if len(pks) == 1:
            log.exception("fan_out_failed", fan_out=pks[0])
            return 0
    return sum(_expand(committee_id, [pk], now, at, channels) for pk in pks)


def _expand_all(pks: list[int], now: datetime, at: datetime, channels: Sequence[Channel]) -> int:
    waiting = FanOut.objects.select_for_update(skip_locked=True, of=("self",)).select_related("act")
    rows = list(waiting.defer("seat_ids").filter(pk__in=pks, expanded_at=None).order_by("pk"))
    if not rows:
        return 0
    kinds = [CATALOGUE[row.act.kind] for row in rows]
    urgent, receipt = [kind.urgent for kind in kinds], [kind.receipt for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(TO_INBOXES, [[row.pk for row in rows], urgent, receipt])
    for channel in channels:
        channel.queue(rows, at)
    FanOut.objects.filter(pk__in=[row.pk for row in rows]).update(expanded_at=now)
    return len(rows)
