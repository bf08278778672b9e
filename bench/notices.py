"""From the act to ten thousand inboxes and letters, against one reader and against bare INSERT … SELECT."""

import statistics
import time
from collections.abc import Callable
from functools import partial

from django.db import connection
from django.utils import timezone

from apps.kernel.tenancy.context import tenant
from apps.notices.services import expand
from bench.notices_crowd import Crowd, crowd, vacuum
from bench.stage import Row, alternate

MANY = 10_000
ROUNDS = 5
BATCH = 500

BARE_NOTICES = """
INSERT INTO notices_notice
  (committee_id, uid, seat_id, act_id, subject_kind, subject_id, subject_ref, urgent, fell_back, created_at, receipt_due)
SELECT s.committee_id, gen_random_uuid(), s.id, %s, 'incident', %s, 'INC-2026-BENCH', false, false, now(), false
FROM committees_seat s WHERE s.role = 'observer'
"""
BARE_DELIVERIES = """
INSERT INTO notices_delivery
  (committee_id, uid, channel, purpose, act_id, notice_id, seat_id, matter, is_collecting, state, attempts,
   next_attempt_at, message_id, error)
SELECT n.committee_id, n.uid, 'email', 'act', n.act_id, n.id, n.seat_id, '', false, 'queued', 0, now(),
  '<' || n.uid || '@testserver>', ''
FROM notices_notice n WHERE n.act_id = %s
"""
TABLES = ("record_act", "record_position", "record_unplaced", "notices_fanout", "notices_notice", "notices_delivery")


def measure() -> list[Row]:
    """Rows of the table."""
    return [_act(), _fan_out(), _one_act_in_app(), _many_acts_in_app()]


def _act() -> Row:
    many, one = alternate(crowd(MANY).update, crowd(1).update, rounds=41)
    crowd(MANY).forget()
    return Row(
        "an act told to 10 000 / to one",
        f"{many:.1f} ms",
        f"{one:.1f} ms",
        f"{many / one:.2f}",
        "at most 1.25",
        many / one <= 1.25,
    )


def _fan_out() -> Row:
    """Inboxes and queued letters, against the bare insertion of as many rows into the same tables."""
    told = crowd(MANY)
    ours, bare = [], []
    for _round in range(ROUNDS):
        bare.append(_timed(partial(_bare, told, told.acts(1, told=())[0].pk)))
        told.acts(1)
        vacuum(*TABLES)
        ours.append(_timed(lambda: _expand(told)))
        vacuum(*TABLES)
    our, floor = statistics.median(ours), statistics.median(bare)
    return Row(
        "fan-out to 10 000, letters queued / bare INSERT … SELECT",
        f"{our:.2f} s",
        f"{floor:.2f} s",
        f"{our / floor:.2f}",
        "at most 3",
        our / floor <= 3,
    )


def _bare(told: Crowd, act_id: int) -> None:
    with tenant(told.committee_id), connection.cursor() as cursor:
        cursor.execute(BARE_NOTICES, [act_id, told.incident_id])
        assert cursor.rowcount == MANY
        cursor.execute(BARE_DELIVERIES, [act_id])
        assert cursor.rowcount == MANY


def _expand(told: Crowd, *, inboxes_only: bool = False) -> None:
    more = True
    while more:
        more = expand(told.committee_id, now=timezone.now(), at=timezone.now(), inboxes_only=inboxes_only)


def _one_act_in_app() -> Row:
    told = crowd(MANY)
    times = []
    for _round in range(ROUNDS):
        told.acts(1)
        times.append(_timed(lambda: _expand(told, inboxes_only=True)))
    return _in_app("in-app delivery, one act to 10 000", times)


def _many_acts_in_app() -> Row:
    told = crowd(3)
    times = []
    for _round in range(3):
        for _batch in range(MANY // BATCH):
            told.acts(BATCH)
        vacuum(*TABLES)
        times.append(_timed(lambda: _expand(told, inboxes_only=True)))
        with tenant(told.committee_id), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM notices_notice WHERE read_at IS NULL")
            assert cursor.fetchone()[0] % (3 * MANY) == 0, "everybody was told of everything"
    return _in_app("in-app delivery of 10 000, of 10 000 acts to 3 each", [seconds / 3 for seconds in times])


def _in_app(what: str, times: list[float]) -> Row:
    median = statistics.median(times)
    return Row(what, f"{median:.2f} s", "", "", "under 2 s", median < 2)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
