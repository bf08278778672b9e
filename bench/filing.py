"""Filing one incident at the service: record, clock, audience, committed."""

import statistics
import time

from django.utils import timezone

from apps.incidents.services.filing import file_at_once
from apps.kernel.tenancy.context import tenant
from bench.stage import Row, cast, queries
from tests.incidents.factory import CONTENT


def measure() -> list[Row]:
    """Rows of the table."""
    people = cast()
    actor = people.viewer("borealis.liaison")

    def file_one() -> None:
        with tenant(people.frontier.pk):
            file_at_once(actor=actor, now=timezone.now(), changes=CONTENT)

    for _warm_up in range(3):
        file_one()
    number = queries(file_one)
    times = []
    for _round in range(9):
        start = time.perf_counter()
        file_one()
        times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    return [
        Row("filing one incident, queries", str(number), "", "", "at most 25", number <= 25),
        Row("filing one incident", f"{median:.1f} ms", "", "", "at most 60 ms", median <= 60),
    ]
