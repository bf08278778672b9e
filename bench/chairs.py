"""The chair's page with many past terms against the same with few, and a settling that finds nothing to do."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone

from apps.chairs.models import Term
from apps.chairs.services import settle, sweep
from apps.kernel.tenancy.context import tenant
from bench.stage import Row, cast, queries
from tests.chairs.factory import add_past_terms, rotate

FEW, MANY = 2, 60
ROUNDS = 25
AGO = timedelta(days=200)
PAGE = "/c/frontier/chair/"


def measure() -> list[Row]:
    """Rows of the table; nothing stays, for with a chair that rotates the other parts would measure something else."""
    cast()
    with transaction.atomic():
        rows = _measured()
        transaction.set_rollback(True)
    return rows


def _measured() -> list[Row]:
    with tenant(cast().frontier.pk):
        rotate(cast(), now=timezone.now() - AGO)
        settle(timezone.now())
    few, many = _pages()
    _let_there_be(FEW)
    _idle, at_few = _settling()
    _let_there_be(MANY)
    idle, at_many = _settling()
    return [
        Row(
            f"the chair's page, {MANY} terms / {FEW}",
            f"{many:.1f} ms",
            f"{few:.1f} ms",
            f"{many / few:.2f}",
            "at most 1.5",
            many / few <= 1.5,
        ),
        Row("settling the chair, nothing to do", f"{idle:.1f} ms", "", "", "", True),
        Row(
            f"the same, queries at {FEW} / at {MANY} terms",
            f"{at_few} / {at_many}",
            "",
            "",
            "the same",
            at_few == at_many,
        ),
    ]


def _pages() -> tuple[float, float]:
    """Median milliseconds with few and with many, in turn in one committee, after a warm-up of each."""
    client = Client()
    client.force_login(cast()["clerk"].person)
    times: dict[int, list[float]] = {FEW: [], MANY: []}
    for turn in range(ROUNDS + 2):
        for number in (FEW, MANY):
            _let_there_be(number)
            taken = _timed(lambda: client.get(PAGE))
            if turn >= 2:
                times[number].append(taken)
    return statistics.median(times[FEW]), statistics.median(times[MANY])


def _let_there_be(number: int) -> None:
    with tenant(cast().frontier.pk):
        kept = Term.objects.order_by("-starts_at").values("pk")[:FEW]
        Term.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
        add_past_terms(number)
        assert Term.objects.count() == number


def _settling() -> tuple[float, int]:
    """Median milliseconds of settling where nothing is due, and its queries."""
    before = sweep(timezone.now())
    assert before == 0, "nothing is due"

    def work() -> None:
        with tenant(cast().frontier.pk):
            settle(timezone.now())

    work()
    return statistics.median(_timed(work) for _round in range(ROUNDS)), queries(work)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
