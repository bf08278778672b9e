"""Who speaks for an organisation: seats from and to instants, alternates who take over, and what a day looked like."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.models import Administrator, Cover, Office, Organisation, Seat
from apps.committees.selectors import seats_at, token_owner
from apps.committees.states import OfficeKind, Role
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.membership.rules.voice import Covered, Held, voice, voices
from apps.membership.selectors.people import representing, spoke_on
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.membership.test_pages import HOME, text

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
ONE = Held(1, START, None)

moments = st.integers(0, 100).map(lambda hours: START + timedelta(hours=hours))
spans = st.tuples(moments, st.integers(1, 50)).map(lambda span: (span[0], span[0] + timedelta(hours=span[1])))


class TestTheRule:
    def test_the_end_is_excluded_and_the_next_begins_there(self) -> None:
        seats = [Held(1, START, START + DAY), Held(2, START + DAY, None)]
        assert voice(seats, [], START + DAY - timedelta(microseconds=1)).seat == 1
        assert voice(seats, [], START + DAY).seat == 2
        assert voice(seats, [], START - HOUR) is None

    def test_a_cover_of_a_seat_that_is_gone_gives_no_voice(self) -> None:
        seats = [Held(1, START, START + DAY)]
        covers = [Covered(9, START, START + 3 * DAY, 1)]
        assert voice(seats, covers, START + HOUR).seat == 9
        assert voice(seats, covers, START + 2 * DAY) is None

    @given(st.lists(spans, max_size=4), spans)
    def test_what_a_day_says_is_what_each_instant_says(
        self, covered: list[tuple[datetime, datetime]], day: tuple[datetime, datetime]
    ) -> None:
        covers = [Covered(10 + number, *span, 1) for number, span in enumerate(covered)]
        found = voices([ONE], covers, *day)
        assert found[0][0] == day[0]
        for hours in range(51):
            moment = day[0] + hours * HOUR
            if moment < day[1]:
                assert [said for since, said in found if since <= moment][-1] == voice([ONE], covers, moment)


def cover(cast: Cast, who: str = "clerk", **changes: object) -> Cover:
    wishes = {"ends_at": NOW + DAY, "because": "On leave"} | changes
    seat = cast["borealis.representative"]
    return services.declare_cover(actor=cast.viewer(who), now=NOW, seat=seat, **wishes)  # type: ignore[arg-type]


class TestCovers:
    @pytest.mark.parametrize("who", ["borealis.representative", "clerk"])
    def test_the_alternate_speaks_for_the_time_and_not_after(self, frontier: Cast, who: str) -> None:
        borealis = frontier["borealis.liaison"].organisation_id
        cover(frontier, who)
        assert representing(borealis, NOW) == frontier["borealis.alternate"]
        assert representing(borealis, NOW - HOUR) == frontier["borealis.representative"]
        assert representing(borealis, NOW + DAY) == frontier["borealis.representative"]
        act = Act.objects.get(kind="seat.cover_declared")
        assert act.told == ["members", "clerks"]
        assert act.facts["reason"] == "On leave"

    def test_the_administrator_declares_it(self, frontier: Cast) -> None:
        services.name_administrator(actor=frontier.viewer("clerk"), now=NOW - HOUR, seat=frontier["borealis.liaison"])
        row = cover(frontier, "borealis.liaison")
        assert representing(row.seat.organisation_id, NOW) == frontier["borealis.alternate"]
        [act] = Act.objects.filter(kind="seat.cover_declared")
        assert act.actor.startswith(frontier["borealis.liaison"].holder)

    @pytest.mark.parametrize("who", ["borealis.alternate", "borealis.liaison", "aster.representative"])
    def test_nobody_else_does(self, frontier: Cast, who: str) -> None:
        with pytest.raises(Refused):
            cover(frontier, who)

    def test_it_is_ended_early(self, frontier: Cast) -> None:
        row = cover(frontier)
        services.end_cover(actor=frontier.viewer("borealis.representative"), now=NOW + HOUR, cover=row)
        assert representing(row.seat.organisation_id, NOW + HOUR) == frontier["borealis.representative"]
        assert representing(row.seat.organisation_id, NOW) == frontier["borealis.alternate"]
        with pytest.raises(Refused, match="ended already"):
            services.end_cover(actor=frontier.viewer("clerk"), now=NOW + HOUR, cover=row)

    def test_one_that_has_not_begun_goes_without_a_trace_but_in_the_record(self, frontier: Cast) -> None:
        row = cover(frontier, starts_at=NOW + HOUR)
        services.end_cover(actor=frontier.viewer("clerk"), now=NOW, cover=row)
        assert not Cover.objects.exists()
        assert Act.objects.filter(kind="seat.cover_ended").count() == 1

    @pytest.mark.parametrize(
        ("wish", "field"),
        [
            ({"ends_at": NOW}, "ends_at"),
            ({"starts_at": NOW - HOUR}, "starts_at"),
            ({"because": " "}, "because"),
        ],
    )
    def test_mistakes_are_named(self, frontier: Cast, wish: dict[str, object], field: str) -> None:
        with pytest.raises(Invalid) as invalid:
            cover(frontier, **wish)
        assert field in invalid.value.errors

    def test_two_at_once_are_refused(self, frontier: Cast) -> None:
        cover(frontier)
        with pytest.raises(Invalid, match="already"):
            cover(frontier, starts_at=NOW + HOUR, ends_at=NOW + 3 * DAY)

    def test_it_ends_with_the_alternates_seat(self, frontier: Cast) -> None:
        row = cover(frontier)
        services.end_seat(
            actor=frontier.viewer("clerk"), now=NOW + HOUR, seat=frontier["borealis.alternate"], reason="Gone"
        )
        row.refresh_from_db()
        assert row.ends_at == NOW + HOUR

    def test_without_an_alternate_nobody_takes_over(self, frontier: Cast) -> None:
        services.end_seat(actor=frontier.viewer("clerk"), now=NOW, seat=frontier["borealis.alternate"], reason="Gone")
        with pytest.raises(Refused, match="no alternate"):
            cover(frontier)


class TestAppointing:
    def test_the_old_one_ends_where_the_new_begins_in_one_act(self, frontier: Cast) -> None:
        before, then = frontier["borealis.representative"], NOW + DAY
        new = services.appoint_seat(
            actor=frontier.viewer("clerk"),
            now=NOW,
            organisation=before.organisation,
            role=Role.REPRESENTATIVE,
            person=frontier["borealis.liaison"].person,
            starts_at=then,
        )
        before.refresh_from_db()
        assert before.ends_at == new.starts_at == then
        assert representing(before.organisation_id, then - timedelta(microseconds=1)) == before
        assert representing(before.organisation_id, then) == new
        assert new not in seats_at(NOW)
        [act] = Act.objects.all()
        assert act.kind == "seat.replaced"
        assert act.facts["before"] == before.holder

    def test_two_to_come_do_not_overlap(self, frontier: Cast) -> None:
        def appoint(name: str, hours: int) -> Seat:
            return services.appoint_seat(
                actor=frontier.viewer("clerk"),
                now=NOW,
                organisation=frontier["borealis.liaison"].organisation,
                role=Role.REPRESENTATIVE,
                person=frontier[name].person,
                starts_at=NOW + hours * HOUR,
            )

        appoint("borealis.liaison", 5)
        with pytest.raises(Refused, match="then or later"):
            appoint("borealis.alternate", 3)

    def test_who_is_invited_meanwhile_finds_it_taken(self, frontier: Cast) -> None:
        boss, clerk = frontier["borealis.representative"], frontier.viewer("clerk")
        wishes = {"organisation": boss.organisation, "role": Role.REPRESENTATIVE}
        person = frontier["borealis.liaison"].person
        services.appoint_seat(actor=clerk, now=NOW, person=person, starts_at=NOW + DAY, **wishes)
        invitation = services.invite(actor=clerk, now=NOW, email="nora@borealis.example", name="Nora", **wishes)
        services.end_seat(actor=clerk, now=NOW + HOUR, seat=boss, reason="Gone")
        with pytest.raises(Refused, match="already"):
            services.accept_invitation(invitation=invitation, now=NOW + 2 * HOUR, name="Nora", password="x")

    def test_a_stranger_is_invited_instead(self, frontier: Cast) -> None:
        with pytest.raises(Invalid, match="invited"):
            services.appoint_seat(
                actor=frontier.viewer("clerk"),
                now=NOW,
                organisation=frontier["borealis.liaison"].organisation,
                role=Role.LIAISON,
                person=frontier["aster.liaison"].person,
            )

    def test_an_administrator_appoints_to_no_seat_that_votes(self, frontier: Cast) -> None:
        services.name_administrator(actor=frontier.viewer("clerk"), now=NOW - HOUR, seat=frontier["borealis.liaison"])
        wishes = {
            "actor": frontier.viewer("borealis.liaison"),
            "now": NOW,
            "organisation": frontier["borealis.liaison"].organisation,
            "person": frontier["borealis.alternate"].person,
        }
        services.appoint_seat(role=Role.LIAISON, **wishes)
        with pytest.raises(Refused, match="Propose"):
            services.appoint_seat(role=Role.REPRESENTATIVE, **wishes)


class TestAnEndToCome:
    def test_token_office_and_administration_end_then_and_not_before(self, frontier: Cast) -> None:
        chair, then = frontier["aster.representative"], NOW + DAY
        services.name_administrator(actor=frontier.viewer("clerk"), now=NOW - HOUR, seat=chair)
        token = services.make_token(
            actor=frontier.viewer("aster.representative"), now=NOW, seat=chair, name="t", scopes=["read"]
        ).token
        services.end_seat(actor=frontier.viewer("clerk"), now=NOW, seat=chair, reason="Retires", ends_at=then)
        moment = timedelta(microseconds=1)
        for when, holds in ((then - moment, True), (then, False)):
            assert (chair in seats_at(when)) is holds
            assert Office.objects.at(when).filter(kind=OfficeKind.CHAIR).exists() is holds
            assert Administrator.objects.at(when).exists() is holds
            assert (token_owner(token.digest, when) is not None) is holds
        assert Act.objects.get(kind="seat.to_end").facts["from"] == then.isoformat()
        assert not Act.objects.filter(kind="seat.ended").exists()

    def test_a_clerk_who_is_to_go_keeps_no_other_from_being_the_last(self, frontier: Cast) -> None:
        clerk = frontier.viewer("clerk")
        wishes = {"organisation": frontier["clerk"].organisation, "role": Role.CLERK}
        other = services.fill_seat(actor=clerk, now=NOW - HOUR, person=frontier["eve"].person, **wishes)
        services.end_seat(actor=clerk, now=NOW, seat=other, reason="Retires", ends_at=NOW + DAY)
        with pytest.raises(Refused, match="last clerk"):
            services.end_seat(actor=clerk, now=NOW, seat=frontier["clerk"], reason="Gone")

    def test_not_in_the_past(self, frontier: Cast) -> None:
        with pytest.raises(Invalid):
            services.end_seat(
                actor=frontier.viewer("clerk"),
                now=NOW,
                seat=frontier["aster.liaison"],
                reason="Gone",
                ends_at=NOW - HOUR,
            )


class TestWhoRepresentedIt:
    def test_a_day_with_a_cover_and_a_vacancy(self, frontier: Cast) -> None:
        cover(frontier, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
        clerk, boss = frontier.viewer("clerk"), frontier["borealis.representative"]
        services.end_seat(actor=clerk, now=NOW, seat=boss, reason="Gone", ends_at=NOW + 5 * HOUR)
        found = spoke_on(boss.organisation, date(2026, 11, 21))
        assert [(one.since.hour, one.seat and one.seat.role) for one in found] == [
            (0, "representative"),
            (13, "alternate"),
            (14, "representative"),
            (17, None),
        ]
        assert found[1].instead_of == boss

    def test_before_it_was_a_member_nobody(self, frontier: Cast) -> None:
        [only] = spoke_on(Organisation.objects.get(key="aster"), date(2025, 5, 3))
        assert only.seat is None

    def test_the_page_answers(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["auditor"].person)
        page = text(client.get(f"{HOME}members/borealis/?on=2026-05-03"))
        assert "Representative" in page.split('id="represented"')[1]
        assert "Nobody: no seat" in text(client.get(f"{HOME}members/borealis/?on=2025-05-03"))
        assert client.get(f"{HOME}members/borealis/?on=yesterday").status_code == 200

    def test_the_pages_appoint_cover_and_end(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)
        boss = cast["borealis.representative"]
        assert "Let the alternate take over" in text(client.get(f"{HOME}seats/{boss.uid}/"))
        wishes = {"ends_at_0": "2030-01-01T10:00", "ends_at_1": "UTC", "because": "On leave"}
        assert "There is a problem" in text(
            client.post(f"{HOME}seats/{boss.uid}/cover/", wishes | {"because": ""}), 422
        )
        page = text(client.post(f"{HOME}seats/{boss.uid}/cover/", wishes, follow=True))
        assert "takes over for" in page
        with tenant(cast.frontier.pk):
            uid = Cover.objects.get().uid
        assert "On leave" in page
        assert "is over" in text(client.post(f"{HOME}covers/{uid}/end/", follow=True))
        liaison = cast["borealis.liaison"].person_id
        wishes = {"person": liaison, "role": "representative", "starts_at_0": "2030-01-01T10:00", "starts_at_1": "UTC"}
        assert "Seats to come" in text(client.post(f"{HOME}members/borealis/seats/new/", wishes, follow=True))
        wishes = {"reason": "Retires", "ends_at_0": "2029-01-01T10:00", "ends_at_1": "UTC"}
        assert "The end of the seat is set" in text(client.post(f"{HOME}seats/{boss.uid}/end/", wishes, follow=True))
