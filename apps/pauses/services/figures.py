"""A lab's figure changed in funding: the orders that wait for their share of computation are judged by it at once.

Locks: whoever changes a figure has held its clocks, and with them (`selectors/clocks.py`) those of these orders, then the
lab's place in the period and the turn at the period's figures; the orders come last, by age.
"""

from collections.abc import Collection
from datetime import datetime

from apps.deadlines.selectors.holding import hold_clocks
from apps.pauses.models import SUBJECT
from apps.pauses.selectors.participation import waiting_orders
from apps.pauses.services.adopting import judge_waiting


def judge_by_figures(labs: Collection[int], *, now: datetime) -> None:
    """Judge what waits and binds one of these labs; what is met then is met for good."""
    waiting = waiting_orders(labs)
    hold_clocks({SUBJECT: list(waiting.values_list("pk", flat=True))})
    for order in waiting.select_for_update(of=("self",)):
        judge_waiting(order, now)
