"""Memberships, ties and jurisdictions in the browser, without JavaScript."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Jurisdiction, Organisation, Tie
from apps.kernel.tenancy.context import tenant
from apps.membership.services import membership
from tests.cast import BEGINNING, NOW, Cast

pytestmark = pytest.mark.django_db

HOME = "/c/frontier/"
BOREALIS = HOME + "members/borealis/"
DECISION = {"decision": "Decision 2026/7", "because": "No reports since May"}


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast["clerk"].person)
    return client


@pytest.fixture
def borealis(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast["borealis.representative"].person)
    return client


class TestMembership:
    def test_a_clerk_suspends_and_everybody_reads_why_since_when_and_what_restores_it(
        self, cast: Cast, clerk: Client, borealis: Client
    ) -> None:
        assert "Suspend" in text(clerk.get(BOREALIS))
        page = text(clerk.get(BOREALIS + "membership/suspend/"))
        assert "it has no vote, does not count in a quorum, does not preside" in page
        assert "There is a problem" in text(clerk.post(BOREALIS + "membership/suspend/", {"decision": ""}), 422)
        answer = clerk.post(BOREALIS + "membership/suspend/", DECISION)
        assert answer["Location"] == BOREALIS
        page = text(borealis.get(BOREALIS))
        for words in ("A suspended member", "No reports since May", "Decision 2026/7", "decision to reinstate it"):
            assert words in page
        assert "membership/reinstate/" not in page
        assert "membership/reinstate/" in text(clerk.get(BOREALIS))
        assert "suspended" in text(clerk.get(HOME + "members/"))

    def test_a_step_that_is_not_open_says_how_it_stands(self, clerk: Client) -> None:
        assert "Borealis is a member now" in text(clerk.get(BOREALIS + "membership/reinstate/"), 409)
        assert clerk.get(BOREALIS + "membership/shame/").status_code == 404

    def test_an_expelled_lab_is_gone_from_the_list_its_page_stays_and_its_people_are_out(
        self, clerk: Client, borealis: Client
    ) -> None:
        assert "cannot be undone" in text(clerk.get(BOREALIS + "membership/expel/"))
        clerk.post(BOREALIS + "membership/expel/", DECISION)
        assert "Borealis" not in text(clerk.get(HOME + "members/")).split("<table")[1]
        page = text(clerk.get(BOREALIS))
        assert "No member any more: it was expelled" in page
        assert "Admit again" in page
        assert borealis.get(HOME).status_code == 404

    def test_notice_is_given_shown_and_taken_back(self, clerk: Client, borealis: Client) -> None:
        assert "When 90 days have run" in text(borealis.get(BOREALIS + "notice/"))
        borealis.post(BOREALIS + "notice/", {"because": "We stop training"})
        page = text(clerk.get(BOREALIS))
        assert "It leaves" in page
        assert "Take the notice back" in page
        borealis.post(BOREALIS + "notice/back/")
        assert "It leaves" not in text(clerk.get(BOREALIS))

    def test_the_tier_is_told_in_the_charters_words(self, borealis: Client) -> None:
        assert "Give a whole number of FLOP" in text(borealis.post(BOREALIS + "compute/", {"flop": "lots"}), 422)
        borealis.post(BOREALIS + "compute/", {"flop": "100000000000000000000000001"})
        page = text(borealis.get(BOREALIS))
        assert "more than 10²⁶ FLOP is of tier 3: it lets an audit body in as well." in page
        assert "article 1.6c" in page


class TestTies:
    def test_a_tie_shows_on_both_sides_until_it_ends(self, cast: Cast, borealis: Client, clerk: Client) -> None:
        page = text(borealis.post(BOREALIS + "ties/", {"kind": "owner", "because": "Shares"}), 422)
        assert "Choose a member, or name somebody else below" in page
        borealis.post(BOREALIS + "ties/", {"other": "aster", "kind": "owner", "because": "Holds 12 % of it"})
        for key in ("borealis", "aster"):
            assert "Holds 12 % of it" in text(clerk.get(f"{HOME}members/{key}/"))
        assert "declared by Borealis" in text(clerk.get(HOME + "members/aster/"))
        again = {"other": "aster", "kind": "owner", "because": "Again"}
        assert "declared already" in text(borealis.post(BOREALIS + "ties/", again), 422)
        with tenant(cast.frontier.pk):
            tie = Tie.objects.get()
            Tie.objects.update(starts_at=NOW - timedelta(days=400))
        assert borealis.post(f"{HOME}ties/{tie.uid}/end/").status_code == 302
        assert "Holds 12 % of it</div>" not in text(clerk.get(HOME + "members/aster/"))
        assert "ended already" in text(borealis.post(f"{HOME}ties/{tie.uid}/end/"), 409)

    def test_a_tie_with_somebody_outside_is_named(self, borealis: Client) -> None:
        borealis.post(BOREALIS + "ties/", {"other_name": "Great Fund", "kind": "owner", "because": "Owns it"})
        assert "Great Fund" in text(borealis.get(BOREALIS))

    def test_thirty_ties_take_no_more_queries_than_one(self, cast: Cast, borealis: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                text(borealis.get(BOREALIS))
            return len(captured)

        with tenant(cast.frontier.pk):
            lab, other = (Organisation.objects.get(key=key) for key in ("borealis", "aster"))
            Tie.objects.create(organisation=lab, other=other, kind="other", because="x", starts_at=BEGINNING)
        queries()
        few = queries()
        with tenant(cast.frontier.pk):
            for number in range(30):
                Tie.objects.create(
                    organisation=lab, other=other, kind="other", because=f"x{number}", starts_at=BEGINNING
                )
                membership.MembershipChange.objects.create(organisation=lab, state="suspended", since=NOW)
        assert queries() == few


class TestJurisdictions:
    LAW = {
        "code": "us-ca",
        "name": "California",
        "instrument": "Senate Bill 1",
        "since": "2026-05-03",
        "protection": "No antitrust claim for sharing reports",
    }

    def test_clerks_keep_them_and_members_pages_show_them(self, cast: Cast, clerk: Client) -> None:
        assert "No government is recorded" in text(clerk.get(HOME + "jurisdictions/"))
        page = text(clerk.post(HOME + "jurisdictions/new/", self.LAW | {"code": "Cal", "since": "2099-01-01"}), 422)
        assert "Give two capital letters" in page
        assert "Give a day that has begun" in page
        assert clerk.post(HOME + "jurisdictions/new/", self.LAW).status_code == 302
        client = Client()
        client.force_login(cast["observer.california"].person)
        page = text(client.get(HOME + "jurisdictions/"))
        assert "No antitrust claim" in page
        assert "End the recognition" not in page
        page = text(client.get(HOME + "members/california/"))
        assert "California: Senate Bill 1" in page
        assert "listed already" in text(clerk.post(HOME + "jurisdictions/new/", self.LAW), 422)

    def test_an_ended_one_stands_below(self, cast: Cast, clerk: Client) -> None:
        clerk.post(HOME + "jurisdictions/new/", self.LAW)
        assert clerk.post(HOME + "jurisdictions/US-CA/end/").status_code == 302
        page = text(clerk.get(HOME + "jurisdictions/"))
        assert "No longer" in page
        assert "is recorded as recognising" in text(clerk.get(HOME + "members/california/"))
        assert clerk.post(HOME + "jurisdictions/US-CA/end/").status_code == 404
        with tenant(cast.frontier.pk):
            Jurisdiction.objects.all().delete()

    def test_the_day_begins_in_the_committees_zone(self, cast: Cast, clerk: Client) -> None:
        clerk.post(HOME + "jurisdictions/new/", self.LAW)
        with tenant(cast.frontier.pk):
            assert Jurisdiction.objects.get().starts_at.isoformat() == "2026-05-02T22:00:00+00:00"


class TestAsOf:
    def test_the_page_and_the_api_tell_members_seats_and_standing_of_a_day(self, cast: Cast, clerk: Client) -> None:
        then, later = NOW - timedelta(days=200), NOW - timedelta(days=100)
        with tenant(cast.frontier.pk):
            for when, step, key in ((then, "suspend", "borealis"), (later, "expel", "cygnus")):
                organisation = Organisation.objects.get(key=key)
                membership.take_step(
                    actor=cast.viewer("clerk"), now=when, organisation=organisation, step=step, **DECISION
                )
        today = text(clerk.get(HOME + "members/")).split("<table")[1]
        assert "Cygnus" not in today
        before = text(clerk.get(f"{HOME}members/?on={then.date() - timedelta(days=1)}"))
        assert "as they were on" in before
        table = before.split("<table")[1]
        assert "Cygnus" in table
        assert "suspended" not in table
        between = text(clerk.get(f"{HOME}members/?on={then.date()}")).split("<table")[1]
        assert "No reports since May" in between
        assert f"/seats/{cast['cygnus.liaison'].uid}/" in between
        api = "/api/v1/committees/frontier/organisations/"
        rows = {row["key"]: row for row in clerk.get(f"{api}?on={then.date()}").json()["results"]}
        assert rows["borealis"]["membership"]["state"] == "suspended"
        assert rows["borealis"]["standing"]["because"] == "No reports since May"
        assert rows["cygnus"]["membership"]["state"] == "admitted"
        assert "cygnus" not in {row["key"] for row in clerk.get(f"{api}?on={NOW.date()}").json()["results"]}
        assert clerk.get(api).json()["results"][0].keys() >= {"tier", "membership", "standing"}
        assert clerk.get(f"{api}?on=2025-01-01").json()["results"] == []

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-29", "May", ""])
    def test_odd_days_break_nothing(self, cast: Cast, clerk: Client, day: str) -> None:
        assert clerk.get(f"{HOME}members/?on={day}").status_code == 200
        answer = clerk.get(f"/api/v1/committees/frontier/organisations/?on={day}")
        assert answer.status_code == (400 if day in {"2026-02-29", "May"} else 200)

    def test_nobody_takes_a_seat_of_an_organisation_that_is_out(self, cast: Cast, clerk: Client) -> None:
        wish = {"organisation": "borealis", "role": "liaison", "name": "N", "email": "n@borealis.example"}
        clerk.post(BOREALIS + "membership/expel/", DECISION)
        page = text(clerk.post(HOME + "invitations/new/", wish), 422)
        assert "no member any more" in page
