"""The lines: what is out and not written down stays bounded, however fast the other end is."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from types import SimpleNamespace

from apps.notices.services.lines import MOST_UNMARKED, Lines, PutOff
from tests.cast import NOW

PATIENCE = 20
LATER = NOW + timedelta(minutes=1)


class QuickChannel:
    """Accepts at once whatever it is handed, over four lines."""

    key, lines, per_line = "quick", 4, 1

    def __init__(self) -> None:
        self.accepted: list[int] = []

    def end_of(self, _delivery: object) -> str:
        return "there"

    def connect(self) -> AbstractContextManager:
        return nullcontext(SimpleNamespace(send=self.accepted.append))


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < end:
        time.sleep(0.001)
    assert true()


def test_no_more_goes_out_than_may_be_repeated_until_it_is_written_down() -> None:
    channel = QuickChannel()
    with Lines(channel, lambda: NOW) as lines:
        for n in range(3 * MOST_UNMARKED):
            lines.hand(SimpleNamespace(pk=n), n, LATER)
        _until(lambda: len(channel.accepted) == MOST_UNMARKED)
        time.sleep(0.05)
        assert len(channel.accepted) == MOST_UNMARKED
        assert lines.must_mark
        lines.marked(10)
        _until(lambda: len(channel.accepted) == MOST_UNMARKED + 10)
        time.sleep(0.05)
        assert len(channel.accepted) == MOST_UNMARKED + 10


def test_lines_that_are_left_while_they_wait_put_off_what_has_not_gone_out() -> None:
    channel = QuickChannel()
    with Lines(channel, lambda: NOW) as lines:
        for n in range(2 * MOST_UNMARKED):
            lines.hand(SimpleNamespace(pk=n), n, LATER)
        _until(lambda: len(channel.accepted) == MOST_UNMARKED)
    assert len(channel.accepted) == MOST_UNMARKED
    put_off = [outcome for outcome in lines.outcomes() if outcome.result == PutOff()]
    assert len(put_off) == MOST_UNMARKED
    assert lines.waiting == 0
