"""Asking those who are late, many at once."""

from datetime import datetime

import pytest

from apps.deadlines.models import Deadline
from apps.deadlines.services import chase, pause, take_on
from apps.kernel.decisions import Refused
from apps.record.models import Act
from tests.cast import Cast
from tests.deadlines import probe
from tests.deadlines.doing import EARLY, HOUR, MINUTE, do

pytestmark = pytest.mark.django_db


class TestChasing:
    def _chase(self, cast: Cast, *deadlines: Deadline, who: str = "clerk", now: datetime = EARLY) -> int:
        return chase(actor=cast.viewer(who), now=now, uids=[each.uid for each in deadlines], note="Please answer.")

    def test_one_press_asks_everybody_who_is_late(self, frontier: Cast) -> None:
        ours, theirs = (probe.deadline(frontier, probe.ASKED, lab=lab) for lab in ("borealis", "cygnus"))
        assert self._chase(frontier, ours, theirs) == 2
        acts = Act.objects.filter(kind="deadline.chased").order_by("id")
        assert [act.facts["note"] for act in acts] == ["Please answer."] * 2
        assert [act.told for act in acts] == [[f"filers:{each.owed_by_organisation_id}"] for each in (ours, theirs)]

    def test_nobody_is_asked_twice_within_an_hour(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        times = (EARLY, EARLY + 59 * MINUTE, EARLY + HOUR)
        assert [self._chase(frontier, deadline, now=now) for now in times] == [1, 0, 1]

    def test_who_is_on_it_is_left_in_peace_until_it_is_overdue(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        do(frontier, take_on, deadline, "borealis.liaison", until=EARLY + HOUR)
        assert self._chase(frontier, deadline) == 0
        assert self._chase(frontier, deadline, now=EARLY + 2 * HOUR) == 1

    def test_what_is_paused_or_done_is_passed_by(self, frontier: Cast) -> None:
        paused, met = probe.deadline(frontier), probe.deadline(frontier, lab="cygnus")
        do(frontier, pause, paused, reason="Why.")
        probe.act(frontier, probe.ANSWERED, lab="cygnus")
        assert self._chase(frontier, paused, met) == 0

    def test_what_one_may_not_see_is_passed_by(self, frontier: Cast) -> None:
        deadline = probe.deadline(frontier, probe.ASKED)
        assert self._chase(frontier, deadline, who="aster.representative") == 0

    def test_others_do_not_chase(self, frontier: Cast) -> None:
        with pytest.raises(Refused):
            self._chase(frontier, probe.deadline(frontier), who="borealis.liaison")
