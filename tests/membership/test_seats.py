"""Seats, service seats and the chair."""

from datetime import timedelta

import pytest

from apps.committees.models import ApiToken, Seat
from apps.committees.selectors import chair_at, seats_at, viewer_of
from apps.committees.states import Role
from apps.kernel.decisions import Invalid, Refused
from apps.membership import services
from apps.record.models import Act
from tests.cast import NOW, Cast

LATER = NOW + timedelta(hours=1)


class TestEndingASeat:
    def test_its_office_and_tokens_end_with_it(self, frontier: Cast) -> None:
        chair = frontier["aster.representative"]
        services.make_token(
            actor=frontier.viewer("aster.representative"), now=NOW, seat=chair, name="t", scopes=["read"]
        )
        services.end_seat(actor=frontier.viewer("clerk"), now=LATER, seat=chair, reason="Resigned")
        assert chair not in seats_at(LATER)
        assert chair in seats_at(LATER - timedelta(seconds=1))
        assert chair_at(LATER) is None
        assert ApiToken.objects.get().revoked_at == LATER
        act = Act.objects.get(kind="seat.ended")
        assert act.facts["reason"] == "Resigned"

    def test_the_last_clerk_stays(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="last clerk"):
            services.end_seat(actor=frontier.viewer("clerk"), now=NOW, seat=frontier["clerk"], reason="Gone")

    def test_a_clerk_may_go_when_another_sits(self, frontier: Cast) -> None:
        clerk = frontier["clerk"]
        services.fill_seat(
            actor=frontier.viewer("clerk"),
            now=NOW,
            organisation=clerk.organisation,
            role=Role.CLERK,
            person=frontier["eve"].person,
        )
        services.end_seat(actor=frontier.viewer("clerk"), now=LATER, seat=clerk, reason="Gone")
        assert clerk not in seats_at(LATER)

    def test_a_representative_ends_their_liaisons_seat_but_not_a_rivals(self, frontier: Cast) -> None:
        boss = frontier.viewer("aster.representative")
        services.end_seat(actor=boss, now=NOW, seat=frontier["aster.liaison"], reason="Moved")
        with pytest.raises(Refused):
            services.end_seat(actor=boss, now=NOW, seat=frontier["borealis.liaison"], reason="Moved")

    def test_it_needs_a_reason_and_happens_once(self, frontier: Cast) -> None:
        clerk, seat = frontier.viewer("clerk"), frontier["aster.liaison"]
        with pytest.raises(Invalid):
            services.end_seat(actor=clerk, now=NOW, seat=seat, reason=" ")
        services.end_seat(actor=clerk, now=NOW, seat=seat, reason="Moved")
        with pytest.raises(Refused, match="already"):
            services.end_seat(actor=clerk, now=LATER, seat=seat, reason="Moved")


class TestServiceSeats:
    @pytest.mark.parametrize("who", ["aster.representative", "clerk"])
    def test_the_representative_or_a_clerk_adds_one(self, frontier: Cast, who: str) -> None:
        aster = frontier["aster.liaison"].organisation
        seat = services.add_service_seat(actor=frontier.viewer(who), now=NOW, organisation=aster, name="ci")
        assert (seat.person_id, seat.holder) == (None, "ci")

    @pytest.mark.parametrize("who", ["aster.liaison", "borealis.representative"])
    def test_nobody_else_does(self, frontier: Cast, who: str) -> None:
        aster = frontier["aster.liaison"].organisation
        with pytest.raises(Refused):
            services.add_service_seat(actor=frontier.viewer(who), now=NOW, organisation=aster, name="ci")

    def test_its_name_is_given_once(self, frontier: Cast) -> None:
        clerk, aster = frontier.viewer("clerk"), frontier["aster.liaison"].organisation
        services.add_service_seat(actor=clerk, now=NOW, organisation=aster, name="ci")
        with pytest.raises(Invalid):
            services.add_service_seat(actor=clerk, now=NOW, organisation=aster, name="ci")

    def test_it_files_but_never_votes_and_needs_no_second_factor(self, frontier: Cast) -> None:
        aster = frontier["aster.liaison"].organisation
        seat = services.add_service_seat(actor=frontier.viewer("clerk"), now=NOW, organisation=aster, name="ci")
        viewer = viewer_of(Seat.objects.get(pk=seat.pk), NOW)
        assert viewer.may_file
        assert not viewer.may_vote
        assert not viewer.needs_second_factor
