"""An authority's access: scope, end, renewal; nobody sits longer; what is said to whoever comes too late."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.accounts.services import create_person
from apps.committees.models import Access, Administrator, Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import seats_at
from apps.committees.states import AccessScope, OrganisationKind, Role
from apps.deadlines.models import Deadline
from apps.incidents.models import Incident, seats_that_may_see
from apps.kernel import clock
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.membership.services import membership as verbs
from apps.record.models import Act
from apps.record.rules import seats_of
from tests.cast import BEGINNING, NOW, PASSWORD, Cast
from tests.incidents.factory import filed
from tests.membership.test_membership import sweep
from tests.membership.test_pages import HOME, text

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE = timedelta(microseconds=1)


def grant(cast: Cast, days: int = 90, scope: str = "community", at: timedelta = -DAY, key: str = "eu-office") -> Access:
    organisation = Organisation.objects.get(key=key)
    return services.grant_access(
        actor=cast.viewer("clerk"), now=NOW + at, organisation=organisation, scope=scope, days=days
    )


def sees(viewer: Viewer, incident: Incident) -> bool:
    return Incident.objects.visible_to(viewer).filter(pk=incident.pk).exists()


class TestItsEnd:
    def test_no_seat_outlasts_it(self, frontier: Cast) -> None:
        services.name_administrator(actor=frontier.viewer("clerk"), now=NOW - 2 * DAY, seat=frontier["observer.eu"])
        access = grant(frontier)
        for moment, holds in ((access.ends_at - ONE, True), (access.ends_at, False)):
            assert (frontier["observer.eu"] in seats_at(moment)) is holds
            assert Administrator.objects.at(moment).exists() is holds
        assert frontier["observer.california"] in seats_at(access.ends_at)
        act = Act.objects.get(kind="access.granted")
        assert act.facts["scope"] == "community"

    def test_a_seat_taken_later_ends_with_it_too(self, frontier: Cast) -> None:
        access = grant(frontier)
        clerk, office = frontier.viewer("clerk"), frontier["observer.eu"].organisation
        invitation = services.invite(
            actor=clerk, now=NOW, organisation=office, role=Role.OBSERVER, email="nora@eu.example", name="Nora"
        )
        seat = services.accept_invitation(invitation=invitation, now=NOW, name="Nora", password=PASSWORD)
        machine = services.add_service_seat(actor=clerk, now=NOW, organisation=office, name="reader")
        assert seat.ends_at == machine.ends_at == access.ends_at

    def test_when_it_has_ended_nobody_is_seated(self, frontier: Cast) -> None:
        access = grant(frontier)
        clerk, office = frontier.viewer("clerk"), frontier["observer.eu"].organisation
        wishes = {"organisation": office, "role": Role.OBSERVER, "email": "nora@eu.example", "name": "Nora"}
        invitation = services.invite(actor=clerk, now=access.ends_at - DAY, **wishes)
        with pytest.raises(Refused, match="access has ended"):
            services.accept_invitation(invitation=invitation, now=access.ends_at, name="Nora", password=PASSWORD)

    def test_renewed_before_its_end_the_seats_go_on(self, frontier: Cast) -> None:
        first = grant(frontier, days=2)
        second = grant(frontier, days=90, at=timedelta())
        assert frontier["observer.eu"] in seats_at(first.ends_at + DAY)
        assert frontier["observer.eu"] not in seats_at(second.ends_at)
        first.refresh_from_db()
        assert first.ends_at == second.starts_at == NOW

    def test_a_seat_that_was_to_end_sooner_is_not_prolonged(self, frontier: Cast) -> None:
        clerk, seat = frontier.viewer("clerk"), frontier["observer.eu"]
        services.end_seat(actor=clerk, now=NOW - 2 * DAY, seat=seat, reason="Retires", ends_at=NOW + HOUR)
        grant(frontier)
        grant(frontier, days=200, at=timedelta())
        seat.refresh_from_db()
        assert seat.ends_at == NOW + HOUR


class TestWhoGrants:
    @pytest.mark.parametrize("who", ["observer.eu", "aster.representative", "auditor"])
    def test_only_a_clerk(self, frontier: Cast, who: str) -> None:
        office = frontier["observer.eu"].organisation
        with pytest.raises(Refused):
            services.grant_access(actor=frontier.viewer(who), now=NOW, organisation=office, scope="community", days=9)

    def test_only_to_a_regulator(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="regulator"):
            grant(frontier, key="aster")

    @pytest.mark.parametrize(("scope", "days", "field"), [("all", 9, "scope"), ("community", 0, "days")])
    def test_mistakes_are_named(self, frontier: Cast, scope: str, days: int, field: str) -> None:
        with pytest.raises(Invalid) as invalid:
            grant(frontier, days=days, scope=scope)
        assert field in invalid.value.errors


class TestReminders:
    def test_the_clock_runs_to_the_end_and_a_renewal_meets_it(self, frontier: Cast) -> None:
        access = grant(frontier)
        first = Deadline.objects.get(clock="membership.access")
        assert abs(first.due_at - access.ends_at) < timedelta(seconds=1)
        renewed = grant(frontier, days=200, at=timedelta())
        first.refresh_from_db()
        assert first.met_at == NOW
        second = Deadline.objects.get(clock="membership.access", met_at=None)
        assert abs(second.due_at - renewed.ends_at) < timedelta(seconds=1)

    def test_the_authoritys_own_administrator_is_among_those_reminded(self, frontier: Cast) -> None:
        services.name_administrator(actor=frontier.viewer("clerk"), now=NOW - 2 * DAY, seat=frontier["observer.eu"])
        office = frontier["observer.eu"].organisation_id
        assert list(seats_of("organisation_administrator", office, NOW)) == [frontier["observer.eu"]]

    def test_who_manages_it_is_reminded_three_times_and_the_end_is_recorded_at_its_minute(self, frontier: Cast) -> None:
        services.name_administrator(actor=frontier.viewer("clerk"), now=NOW - 2 * DAY, seat=frontier["observer.eu"])
        access = grant(frontier)
        deadline = Deadline.objects.get(clock="membership.access")
        assert deadline.due_at == access.ends_at
        for days in (30, 7, 1):
            at = access.ends_at - days * DAY
            sweep(at - ONE)
            before = Act.objects.filter(kind="deadline.reminded").count()
            sweep(at)
            assert Act.objects.filter(kind="deadline.reminded").count() == before + 1
        act = Act.objects.filter(kind="deadline.reminded").latest("id")
        assert act.told == ["clerks", "organisation_administrator"]
        sweep(access.ends_at - ONE)
        assert not Act.objects.filter(kind="access.ended").exists()
        sweep(access.ends_at)
        [ended] = Act.objects.filter(kind="access.ended")
        assert ended.at == access.ends_at
        assert ended.facts["since"] == instant(access.ends_at)
        deadline.refresh_from_db()
        assert deadline.state == "met"
        sweep(access.ends_at + 2 * DAY)
        assert Act.objects.filter(kind="access.ended").count() == 1

    def test_a_sweep_that_comes_late_says_since_when(self, frontier: Cast) -> None:
        access = grant(frontier)
        sweep(access.ends_at + HOUR)
        assert Act.objects.get(kind="access.ended").facts["since"] == instant(access.ends_at)

    def test_of_an_authority_that_was_expelled_nobody_is_reminded(self, frontier: Cast) -> None:
        grant(frontier)
        verbs.take_step(
            actor=frontier.viewer("clerk"),
            now=NOW,
            organisation=frontier["observer.eu"].organisation,
            step="expel",
            decision="Decision 8",
            because="It broke the rules of secrecy",
        )
        deadline = Deadline.objects.get(clock="membership.access")
        assert (deadline.state, deadline.closed_at) == ("moot", NOW)


class TestScope:
    def test_what_is_open_to_all_is_closed_to_one_who_sees_only_what_is_addressed(self, frontier: Cast) -> None:
        green = filed(frontier, tlp="TLP:GREEN")
        clear = filed(frontier, tlp="TLP:CLEAR")
        mine = filed(frontier, tlp="TLP:GREEN", recipients=["eu-office"])
        observer = frontier.viewer("observer.eu")
        assert all(sees(observer, one) for one in (green, clear, mine))
        grant(frontier, scope=AccessScope.ADDRESSED)
        assert [sees(observer, one) for one in (green, clear, mine)] == [False, True, True]
        machine = services.add_service_seat(
            actor=frontier.viewer("clerk"), now=NOW, organisation=frontier["observer.eu"].organisation, name="reader"
        )
        for one in (green, clear, mine):
            inverse = set(seats_that_may_see(one.pk, NOW).values_list("pk", flat=True))
            assert (frontier["observer.eu"].pk in inverse) == sees(observer, one)
            assert (machine.pk in inverse) == sees(observer, one)
            assert frontier["observer.california"].pk in inverse
            assert frontier["aster.liaison"].pk in inverse

    def test_it_can_be_widened_again(self, frontier: Cast) -> None:
        green = filed(frontier, tlp="TLP:GREEN")
        grant(frontier, scope=AccessScope.ADDRESSED)
        grant(frontier, scope=AccessScope.COMMUNITY, at=timedelta())
        assert sees(frontier.viewer("observer.eu"), green)
        assert frontier["observer.eu"].pk in seats_that_may_see(green.pk, NOW).values_list("pk", flat=True)


def test_two_offices_of_one_state_do_not_read_each_others_papers(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        other = Organisation.objects.create(
            key="california-two",
            name="California Two",
            kind=OrganisationKind.REGULATOR,
            jurisdiction="US-CA",
            admitted_at=BEGINNING,
        )
        person = create_person(email="observer@two.example", name="Two", password=PASSWORD)
        Seat.objects.create(organisation=other, person=person, role=Role.OBSERVER, starts_at=BEGINNING)
        mine = filed(cast, tlp="TLP:AMBER", title="mulberrycanary persimmoncanary", recipients=["california"])
    client.force_login(cast["observer.california"].person)
    assert "persimmoncanary" in text(client.get(f"{HOME}incidents/"))
    client.force_login(person)
    for address in (
        f"{HOME}incidents/",
        f"{HOME}incidents/?q=mulberrycanary",
        "/api/v1/committees/frontier/incidents/",
    ):
        found = client.get(address)
        assert found.status_code == 200
        assert "persimmoncanary" not in found.content.decode()
    assert client.get(f"{HOME}incidents/{mine.ref}/").status_code == 404


class TestTooLate:
    def test_an_observer_whose_access_ended_a_minute_ago_reads_when_and_whom_to_ask(
        self, cast: Cast, client: Client
    ) -> None:
        with tenant(cast.frontier.pk):
            Seat.objects.filter(pk=cast["observer.eu"].pk).update(ends_at=clock.now() - timedelta(minutes=1))
        client.force_login(cast["observer.eu"].person)
        for address in (HOME, f"{HOME}incidents/", f"{HOME}nothing-of-the-kind/"):
            page = text(client.get(address), 404)
            assert "Your seat on Frontier has ended" in page
            assert "as observer of Eu Office until" in page
            assert "ask a clerk of the committee: Clerk" in page
        assert "has ended" not in text(client.get("/c/pacific/"), 404)
        answer = client.get("/api/v1/committees/frontier/incidents/")
        assert answer.status_code == 404
        assert "Frontier" not in answer.content.decode()

    def test_who_never_sat_there_reads_what_everybody_reads(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["eve"].person)
        assert "There is nothing here for you to see" in text(client.get(HOME), 404)
        assert "Frontier" not in text(client.get(HOME), 404)

    def test_who_sits_in_another_seat_goes_on(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            Seat.objects.create(
                organisation=cast["observer.eu"].organisation,
                person=cast["observer.eu"].person,
                role=Role.OBSERVER,
                starts_at=BEGINNING,
                ends_at=BEGINNING + DAY,
            )
        client.force_login(cast["observer.eu"].person)
        assert client.get(HOME).status_code == 200


def test_the_pages_grant_and_show_it(cast: Cast, client: Client) -> None:
    client.force_login(cast["clerk"].person)
    assert "Set scope and end" in text(client.get(f"{HOME}members/eu-office/"))
    assert "There is a problem" in text(client.post(f"{HOME}members/eu-office/access/", {"scope": "x", "days": 0}), 422)
    page = text(client.post(f"{HOME}members/eu-office/access/", {"scope": "addressed", "days": 90}, follow=True))
    assert "Papers addressed to it ·" in page
    assert client.get(f"{HOME}members/aster/access/").status_code == 404
