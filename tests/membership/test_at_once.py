"""Two at the same moment: real threads on the real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from apps.committees.models import Invitation, Organisation, Seat
from apps.committees.states import Role
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from tests.cast import NOW, PASSWORD, Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]


def together(committee_id: int, *verbs: Callable[[], Any]) -> list[str]:
    """Run each verb in its own thread and transaction; say of each “done” or why it was refused."""
    start = Barrier(len(verbs))

    def run(verb: Callable[[], Any]) -> str:
        try:
            start.wait(5)
            with tenant(committee_id):
                verb()
        except Refused as refusal:
            return refusal.reason
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs))


def invite(cast: Cast, email: str) -> Invitation:
    with tenant(cast.frontier.pk):
        return services.invite(
            actor=cast.viewer("clerk"),
            now=NOW,
            organisation=Organisation.objects.get(key="borealis"),
            role=Role.REPRESENTATIVE,
            email=email,
            name=email.split("@")[0].title(),
        )


def accept(invitation: Invitation) -> Callable[[], Seat]:
    return lambda: services.accept_invitation(invitation=invitation, now=NOW, name="Nora", password=PASSWORD)


def free_the_seat(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        services.end_seat(actor=cast.viewer("clerk"), now=NOW, seat=cast["borealis.representative"], reason="Replaced")


def test_one_invitation_opened_twice_gives_one_seat(cast: Cast) -> None:
    free_the_seat(cast)
    invitation = invite(cast, "nora@borealis.example")
    answers = together(cast.frontier.pk, accept(invitation), accept(invitation))
    assert answers == ["This invitation has been used. Sign in to reach your seat.", "done"]


def test_two_invited_to_the_one_voice_of_a_lab_get_one_seat(cast: Cast) -> None:
    free_the_seat(cast)
    first, second = invite(cast, "nora@borealis.example"), invite(cast, "olaf@borealis.example")
    answers = together(cast.frontier.pk, accept(first), accept(second))
    assert answers == ["Borealis has a representative already. A clerk must end that seat first.", "done"]


def test_two_appointed_at_the_same_instant_do_not_overlap(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        wishes = {
            "actor": cast.viewer("clerk"),
            "now": NOW,
            "organisation": Organisation.objects.get(key="borealis"),
            "role": Role.REPRESENTATIVE,
        }

    def appoint(name: str) -> Callable[[], Seat]:
        return lambda: services.appoint_seat(person=cast[name].person, **wishes)

    answers = together(cast.frontier.pk, appoint("borealis.liaison"), appoint("borealis.alternate"))
    assert answers == ["Somebody else takes this seat then or later already. End that seat first.", "done"]
    with tenant(cast.frontier.pk):
        assert Seat.objects.at(NOW).filter(organisation=wishes["organisation"], role=Role.REPRESENTATIVE).count() == 1


def test_two_clerks_cannot_end_each_other(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        other = services.fill_seat(
            actor=cast.viewer("clerk"),
            now=NOW.replace(hour=1),
            organisation=cast["clerk"].organisation,
            role=Role.CLERK,
            person=cast["eve"].person,
        )
    cast.seats["other clerk"] = other
    viewers = {name: cast.viewer(name) for name in ("clerk", "other clerk")}

    def end(who: str, whom: str) -> Callable[[], Seat]:
        return lambda: services.end_seat(actor=viewers[who], now=NOW, seat=cast[whom], reason="Gone")

    answers = together(cast.frontier.pk, end("clerk", "other clerk"), end("other clerk", "clerk"))
    assert answers == ["This is the last clerk. Seat another before ending this one.", "done"]
    with tenant(cast.frontier.pk):
        assert Seat.objects.at(NOW).filter(role=Role.CLERK).count() == 1
