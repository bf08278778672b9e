"""A clerk records who holds the chair, where it does not rotate."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.chairs.rules.appointing import may_chair
from apps.chairs.services import appoint_chair, settle
from apps.committees.models import Office
from apps.committees.selectors import chair_at
from apps.committees.states import VOTING_ROLES, Role
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.membership.services import end_seat
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.chairs.factory import rotate
from tests.chairs.test_pages import HOME, signed_in, text


@pytest.mark.parametrize("role", Role)
def test_only_representatives_and_independent_members_can_chair(role: Role) -> None:
    assert bool(may_chair(role, holds=True)) == (role in VOTING_ROLES)


def test_the_next_term_begins_where_the_running_one_ends(frontier: Cast) -> None:
    seat = frontier["borealis.representative"]
    office = appoint_chair(actor=frontier.viewer("clerk"), now=NOW, seat=seat)
    before = Office.objects.get(seat=frontier["aster.representative"])
    assert before.ends_at == office.starts_at == NOW
    assert office.deputy == frontier["borealis.alternate"]
    assert chair_at(NOW) == office
    assert chair_at(NOW - timedelta(seconds=1)) == before
    assert Act.objects.get().told == ["everyone"]


def test_an_independent_member_chairs_without_a_deputy(frontier: Cast) -> None:
    assert appoint_chair(actor=frontier.viewer("clerk"), now=NOW, seat=frontier["independent"]).deputy is None


@pytest.mark.parametrize("who", ["aster.liaison", "clerk", "observer.eu", "aster.alternate"])
def test_who_has_no_vote_cannot_chair(frontier: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Only a representative"):
        appoint_chair(actor=frontier.viewer("clerk"), now=NOW, seat=frontier[who])


def test_whose_seat_has_ended_cannot_chair(frontier: Cast) -> None:
    seat, clerk = frontier["borealis.representative"], frontier.viewer("clerk")
    end_seat(actor=clerk, now=NOW, seat=seat, reason="Gone")
    with pytest.raises(Refused, match="This seat has ended"):
        appoint_chair(actor=clerk, now=NOW, seat=seat)


def test_only_a_clerk_records_it(frontier: Cast) -> None:
    seat = frontier["borealis.representative"]
    with pytest.raises(Refused, match="Only a clerk"):
        appoint_chair(actor=frontier.viewer("borealis.representative"), now=NOW, seat=seat)


@pytest.mark.parametrize("lapsed", [False, True])
def test_nobody_is_appointed_where_the_chair_rotates_whatever_the_office_is(frontier: Cast, lapsed: bool) -> None:
    rotate(frontier)
    settle(NOW)
    if lapsed:
        Office.objects.filter(starts_at=NOW).delete()
    later = NOW + timedelta(minutes=1)
    with pytest.raises(Refused, match="rotates"):
        appoint_chair(actor=frontier.viewer("clerk"), now=later, seat=frontier["borealis.representative"])


def test_the_seat_that_chairs_already_is_refused(frontier: Cast) -> None:
    with pytest.raises(Refused, match="already"):
        appoint_chair(actor=frontier.viewer("clerk"), now=NOW, seat=frontier["aster.representative"])


def test_the_page_offers_it_until_the_chair_rotates(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    seat = cast["borealis.representative"]
    assert "Appoint the chair" not in text(signed_in(cast, client, "aster.representative").get(HOME))
    signed_in(cast, client, "clerk")
    assert "Appoint the chair" in text(client.get(HOME))
    page = text(client.get(f"{HOME}appoint/"))
    assert str(seat.uid) in page
    assert str(cast["borealis.alternate"].uid) not in page
    assert "There is a problem" in text(client.post(f"{HOME}appoint/", {"seat": ""}), 422)
    assert client.post(f"{HOME}appoint/", {"seat": str(seat.uid)}).status_code == 302
    with tenant(cast.frontier.pk):
        assert Office.objects.get(ends_at=None).seat == seat
        rotate(cast, now=NOW + timedelta(seconds=1))
    assert "The chair rotates" in text(client.get(f"{HOME}appoint/"), 409)
    assert "Appoint the chair" not in text(client.get(HOME))
