"""Two change the chair at the same moment: real threads on the real database."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection

from apps.chairs import services
from apps.chairs.models import Absence, Term
from apps.committees.models import Office, Seat
from apps.committees.selectors import chair_at
from apps.committees.services import take_turn
from apps.committees.states import OfficeKind
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership.services import end_seat
from tests.cast import NOW, Cast
from tests.chairs.factory import members, next_end, rotate
from tests.membership.test_at_once import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]

SECOND = timedelta(seconds=1)
ROTATES = "The chair rotates: it passes on by itself when the term ends."
ONLY_NOW = "The running term began only now. Try again in a moment."


def appoint(cast: Cast, who: str) -> Callable[[], Any]:
    with tenant(cast.frontier.pk):
        actor = cast.viewer("clerk")
    return lambda: services.appoint_chair(actor=actor, now=NOW, seat=cast[who])


def start(cast: Cast) -> Callable[[], Any]:
    with tenant(cast.frontier.pk):
        actor, named = cast.viewer("clerk"), members()

    def run() -> None:
        try:
            services.start_rotation(actor=actor, now=NOW, members=named)
        except Invalid as invalid:
            raise Refused(" ".join(invalid.errors.values())) from invalid

    return run


def held_once() -> bool:
    return Office.objects.at(NOW).filter(kind=OfficeKind.CHAIR).count() == 1


def test_of_two_clerks_who_appoint_one_wins(cast: Cast) -> None:
    answers = together(cast.frontier.pk, appoint(cast, "borealis.representative"), appoint(cast, "independent"))
    assert answers == [ONLY_NOW, "done"]
    with tenant(cast.frontier.pk):
        assert held_once()


def test_of_a_clerk_who_appoints_and_one_who_starts_the_rotation_one_wins(cast: Cast) -> None:
    answers = together(cast.frontier.pk, appoint(cast, "borealis.representative"), start(cast))
    assert answers in ([ROTATES, "done"], [ONLY_NOW, "done"])
    with tenant(cast.frontier.pk):
        assert held_once()
        assert Term.objects.count() == (answers[0] == ROTATES)


def test_of_two_clerks_who_start_the_rotation_one_wins(cast: Cast) -> None:
    answers = together(cast.frontier.pk, start(cast), start(cast))
    assert len(answers) == 2
    assert "done" in answers
    assert answers[0] in {ONLY_NOW, "The chair rotates already."}
    with tenant(cast.frontier.pk):
        assert held_once()
        assert Term.objects.count() == 1


def test_of_two_who_say_that_the_chair_is_away_one_wins(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        rotate(cast)
        viewers = [cast.viewer(who) for who in ("clerk", "aster.representative")]

    def away(number: int) -> Callable[[], Any]:
        return lambda: services.declare_absence(actor=viewers[number], now=NOW + SECOND, because="Ill")

    assert together(cast.frontier.pk, away(0), away(1)) == ["The chair is away already.", "done"]
    with tenant(cast.frontier.pk):
        assert Absence.objects.count() == 1


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def once(holds: Callable[[], bool]) -> None:
    until = monotonic() + 10
    while not holds():
        assert monotonic() < until
        sleep(0.01)


@pytest.mark.parametrize("who", ["aster.representative", "borealis.representative"])
def test_a_seat_that_a_clerk_ends_while_the_sweep_hands_over_holds_nothing_up(cast: Cast, who: str) -> None:
    """The sweep has its turn; the clerk ends the seat of the last or of the next chair meanwhile, and waits for it."""
    with tenant(cast.frontier.pk):
        rotate(cast)
        ends = next_end()
        clerk = cast.viewer("clerk", ends)
    sweeps = Event()

    def sweep() -> None:
        take_turn()
        sweeps.set()
        once(somebody_waits)
        services.settle(ends)

    def end() -> None:
        assert sweeps.wait(10)
        end_seat(actor=clerk, now=ends + SECOND, seat=cast[who], reason="Gone")

    assert together(cast.frontier.pk, sweep, end) == ["done", "done"]
    after = ends + 2 * SECOND
    with tenant(cast.frontier.pk):
        assert Seat.objects.get(pk=cast[who].pk).ends_at == ends + SECOND
        assert Term.objects.get(state="running").organisation.key == "borealis"
        chair = chair_at(after)
        assert chair is not None
        expected = "borealis.alternate" if who == "borealis.representative" else "borealis.representative"
        assert chair.seat == cast[expected]
        assert chair_at(ends - SECOND).seat == cast["aster.representative"]  # type: ignore[union-attr]
        assert Office.objects.filter(kind=OfficeKind.CHAIR, ends_at__gt=after).count() == 1
