"""The sweep: ten thousand due deadlines on real reports, among twenty thousand and among a million open ones."""

import statistics
import time
from datetime import datetime

from django.utils import timezone

from apps.deadlines.services import sweep
from bench.stage import Row
from bench.sweeping_stage import DUE, Stage

FEW, MANY = 20_000, 1_000_000
ROUNDS = 3
IDLE_ROUNDS = 51


def measure() -> list[Row]:
    """Rows of the table."""
    stage = Stage()
    stage.open_up_to(FEW)
    _swept(stage)
    among_few, acts = _rounds(stage)
    stage.open_up_to(MANY)
    idle = _idle()
    among_many, _same = _rounds(stage)
    rate = DUE / among_few
    return [
        Row("sweep of 10 000 due of 20 000, each second", f"{rate:.0f}", "", "", "at least 2 000", rate >= 2000),
        Row("the acts it records", f"{acts}", "", "", "", True),
        Row(
            "sweep of 10 000 due, of 1 000 000 / of 20 000 open",
            f"{among_many:.2f} s",
            f"{among_few:.2f} s",
            f"{among_many / among_few:.2f}",
            "at most 1.3",
            among_many / among_few <= 1.3,
        ),
        Row("idle sweep, 1 000 000 open", f"{idle:.1f} ms", "", "", "under 5 ms", idle < 5),
    ]


def _rounds(stage: Stage) -> tuple[float, int]:
    """The seconds of a sweep, the best of some rounds, and the acts of one."""
    swept = [_swept(stage) for _round in range(ROUNDS)]
    return min(seconds for seconds, _acts in swept), swept[0][1]


def _swept(stage: Stage) -> tuple[float, int]:
    now = timezone.now()
    stage.make_due(now)
    before = stage.fan_outs()
    start = time.perf_counter()
    acts = _sweep(now)
    seconds = time.perf_counter() - start
    assert acts >= DUE
    assert stage.fan_outs() - before >= DUE / 2, "somebody was told of most"
    return seconds, acts


def _sweep(now: datetime) -> int:
    acts, more = 0, True
    while more:
        swept = sweep(now)
        assert not swept.failed
        acts, more = acts + swept.acts, swept.more
    return acts


def _idle() -> float:
    """Median milliseconds of a sweep that finds nothing."""
    times = []
    for _round in range(IDLE_ROUNDS):
        start = time.perf_counter()
        swept = sweep(timezone.now())
        times.append((time.perf_counter() - start) * 1000)
        assert not swept.acts
    return statistics.median(times)
