"""The pages and the API of the chair, as a browser without JavaScript and a machine use them."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from apps.chairs import services
from apps.chairs.models import Absence, Exclusion, HandoverItem, Place, Rotation, Swap, Term
from apps.committees.models import CharterVersion
from apps.committees.rules.charter import preset_values
from apps.deadlines.services import make_feed, revoke_feed
from apps.incidents.services.filing import file_at_once
from apps.kernel.tenancy.context import tenant
from tests.cast import BEGINNING, NOW, Cast
from tests.chairs.factory import add_past_terms, rotate
from tests.incidents.factory import CONTENT

HOME = "/c/frontier/chair/"
API = "/api/v1/committees/frontier/chairs/"
START = NOW - timedelta(days=200)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


@pytest.fixture
def rotating(cast: Cast) -> Cast:
    """Aster has presided, Borealis does."""
    with tenant(cast.frontier.pk):
        rotate(cast, now=START)
        services.settle(NOW)
    return cast


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()
    return re.sub(r"\s+", " ", answer.content.decode())


def signed_in(cast: Cast, client: Client, who: str) -> Client:
    client.force_login(cast[who].person)
    return client


class TestTheWheel:
    def test_it_shows_terms_shares_trio_and_who_presides(self, rotating: Cast, client: Client) -> None:
        page = text(signed_in(rotating, client, "observer.eu").get(HOME))
        assert "of Borealis presides" in page
        assert page.count("Presides now") == 1
        assert page.count("To come") == 6
        assert '<svg class="c-chart c-chart--wide"' in page
        assert "Even share" in page
        assert re.search(r"Last chair</dt><dd>Aster.*Present chair</dt><dd>Borealis.*Next chair</dt><dd>Cygnus", page)

    def test_in_the_minute_of_the_hand_over_it_says_so(
        self, rotating: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.force_login(rotating["clerk"].person)
        with tenant(rotating.frontier.pk):
            end = Term.objects.get(state="running").ends_at
        monkeypatch.setattr("apps.kernel.clock.now", lambda: end + timedelta(seconds=20))
        page = text(client.get(HOME))
        assert "The term of Borealis has ended; the chair is handed over within a minute." in page
        assert "Nobody of the members presides" not in page

    def test_before_it_rotates_the_page_says_who_presides_and_offers_the_clerk_to_start(
        self, cast: Cast, client: Client
    ) -> None:
        assert "Start the rotation" not in text(signed_in(cast, client, "aster.liaison").get(HOME))
        assert "Start the rotation" in text(signed_in(cast, client, "clerk").get(HOME))

    def test_who_presides_over_a_hidden_matter_stands_on_nobody_elses_page(
        self, rotating: Cast, client: Client
    ) -> None:
        with tenant(rotating.frontier.pk):
            actor = rotating.viewer("borealis.liaison")
            ref = file_at_once(actor=actor, now=NOW, changes=CONTENT | {"tlp": "TLP:AMBER"}).ref
        assert ref not in text(signed_in(rotating, client, "aster.representative").get(HOME))
        assert ref in text(signed_in(rotating, client, "cygnus.representative").get(HOME))
        assert ref in text(signed_in(rotating, client, "clerk").get(HOME))

    def test_it_takes_no_more_queries_for_more_terms(self, rotating: Cast, client: Client) -> None:
        signed_in(rotating, client, "clerk")
        counts = []
        for number in (5, 60):
            with tenant(rotating.frontier.pk):
                add_past_terms(number)
            client.get(HOME)
            with CaptureQueriesContext(connection) as queries:
                page = text(client.get(HOME))
            assert page.count("Ended") >= number - 1
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestVerbs:
    def test_a_clerk_starts_the_rotation(self, cast: Cast, client: Client) -> None:
        signed_in(cast, client, "clerk")
        assert "alphabetically by name" in text(client.get(HOME + "start/"))
        answer = client.post(HOME + "start/", {"members": ["aster", "borealis"], "first": "borealis"})
        assert answer.status_code == 302
        with tenant(cast.frontier.pk):
            assert Term.objects.get().organisation.key == "borealis"
            assert Place.objects.count() == 2

    def test_without_members_it_says_what_is_missing(self, cast: Cast, client: Client) -> None:
        page = text(signed_in(cast, client, "clerk").post(HOME + "start/", {"first": ""}), 422)
        assert "There is a problem" in page
        with tenant(cast.frontier.pk):
            assert not Rotation.objects.exists()

    def test_two_members_swap(self, rotating: Cast, client: Client) -> None:
        signed_in(rotating, client, "cygnus.representative")
        client.post(HOME + "swaps/new/", {"other": "independent", "because": "A busy spring"})
        with tenant(rotating.frontier.pk):
            swap = Swap.objects.get()
        page = text(signed_in(rotating, client, "independent").get(HOME))
        assert "Cygnus asks Independent to exchange places" in page
        client.post(f"{HOME}swaps/{swap.uid}/agree/")
        with tenant(rotating.frontier.pk):
            assert Swap.objects.get().state == "agreed"

    def test_the_chair_is_away_and_back(self, rotating: Cast, client: Client, monkeypatch: Any) -> None:
        signed_in(rotating, client, "borealis.alternate")
        client.post(HOME + "absence/", {"because": "Ill", "until_0": "", "until_1": "UTC"})
        assert "of Cygnus presides instead of Borealis" in text(client.get(HOME))
        later = NOW + timedelta(minutes=1)
        monkeypatch.setattr("apps.kernel.clock.now", lambda: later)
        client.post(HOME + "absence/end/")
        with tenant(rotating.frontier.pk):
            assert Absence.objects.get().ends_at == later

    def test_a_clerk_excludes_and_lifts(self, rotating: Cast, client: Client) -> None:
        signed_in(rotating, client, "clerk")
        fields = {"organisation": "cygnus", "year": "2027", "because": "By decision", "decision": "7"}
        assert client.post(HOME + "exclusions/new/", fields).status_code == 302
        assert "Cygnus, 2027" in text(client.get(HOME))
        assert client.post(HOME + "exclusions/cygnus/2027/lift/", {"decision": "8"}).status_code == 302
        with tenant(rotating.frontier.pk):
            assert Exclusion.objects.get().lifted_at == NOW

    def test_both_chairs_tick_off(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            rotate(cast, now=START)
            ends = Term.objects.get().ends_at
            actor = cast.viewer("cygnus.liaison")
            content = CONTENT | {"tlp": "TLP:GREEN", "aware_at": START, "started_at": START, "ended_at": None}
            file_at_once(actor=actor, now=ends - timedelta(hours=1), changes=content)
            services.settle(NOW)
        for who in ("aster.representative", "borealis.representative"):
            assert "Acknowledge the report" in text(signed_in(cast, client, who).get(HOME))
            assert client.post(HOME + "handover/1/").status_code == 302
        with tenant(cast.frontier.pk):
            item = HandoverItem.objects.get()
            assert (item.given_at, item.taken_at) == (NOW, NOW)

    def test_a_lot_is_named_drawn_and_published_as_a_file(self, cast: Cast, client: Client, monkeypatch: Any) -> None:
        with tenant(cast.frontier.pk):
            CharterVersion.objects.create(
                number=2,
                preset="standard",
                values=preset_values("standard") | {"chairs.order": "lot"},
                in_force_at=BEGINNING + timedelta(days=1),
                adopted_by="The committee",
            )
        signed_in(cast, client, "clerk")
        fields = {"members": ["aster", "borealis", "cygnus"], "source": "The lottery"}
        known = {"source_at_0": "2026-11-22T12:00", "source_at_1": "UTC"}
        assert client.post(HOME + "start/", fields | known).status_code == 302
        assert "The order follows from: The lottery" in text(client.get(HOME))
        assert "not known yet" in text(client.post(HOME + "lot/draw/", {"seed": "4 8 15"}), 422)
        monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW + timedelta(days=2))
        assert client.post(HOME + "lot/draw/", {"seed": "4 8 15"}).status_code == 302
        published = json.loads(client.get(HOME + "draws/1.json").content)
        assert published["seed"] == "4 8 15"
        assert published["members"] == ["aster", "borealis", "cygnus"]


class TestMachines:
    def test_terms_are_listed_newest_first_each_beginning_where_the_last_ended(
        self, rotating: Cast, client: Client
    ) -> None:
        rows = signed_in(rotating, client, "cygnus.liaison").get(API + "terms/").json()["results"]
        assert [(row["organisation"], row["state"]) for row in rows] == [("borealis", "running"), ("aster", "ended")]
        assert rows[1]["ends_at"] == rows[0]["starts_at"]
        assert rows[0]["seat"] == str(rotating["borealis.representative"].uid)
        coming = client.get(API + "plan/").json()["results"]
        assert coming[0]["organisation"] == "cygnus"
        assert coming[0]["starts_at"] == rows[0]["ends_at"]

    def test_current_names_the_acting_chair_of_a_matter_to_those_who_may_see_it(
        self, rotating: Cast, client: Client
    ) -> None:
        with tenant(rotating.frontier.pk):
            actor = rotating.viewer("borealis.liaison")
            ref = file_at_once(actor=actor, now=NOW, changes=CONTENT | {"tlp": "TLP:AMBER"}).ref
        signed_in(rotating, client, "clerk")
        assert client.get(API + "current/").json()["organisation"] == "borealis"
        found = client.get(f"{API}current/?matter={ref}").json()
        assert (found["organisation"], found["acting"], found["instead_of"]) == ("cygnus", True, "borealis")
        assert client.get(f"{API}current/?matter=INC-2026-ZZZZ").status_code == 404
        signed_in(rotating, client, "aster.representative")
        assert client.get(f"{API}current/?matter={ref}").status_code == 404

    def test_the_terms_have_a_secret_address_that_is_revoked(self, rotating: Cast, client: Client) -> None:
        with tenant(rotating.frontier.pk):
            actor = rotating.viewer("observer.eu")
            made = make_feed(actor=actor, now=NOW, whose="chair")
        address = f"/calendars/frontier/{made.secret}.ics"
        calendar = Calendar.from_ical(client.get(address).content)
        assert str(calendar["X-WR-CALNAME"]) == "Frontier: The terms of the chair"
        assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")][:2] == ["Aster chairs", "Borealis chairs"]
        listed = text(signed_in(rotating, client, "observer.eu").get("/c/frontier/deadlines/feeds/"))
        assert "The terms of the chair" in listed
        assert "deadlines/feeds/" in text(client.get(HOME))
        with tenant(rotating.frontier.pk):
            revoke_feed(actor=actor, now=NOW, uid=made.feed.uid)
        assert client.get(address).status_code == 404

    def test_before_the_chair_rotates_its_calendar_is_empty(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            made = make_feed(actor=cast.viewer("clerk"), now=NOW, whose="chair")
        calendar = Calendar.from_ical(client.get(f"/calendars/frontier/{made.secret}.ics").content)
        assert calendar.walk("VEVENT") == []

    def test_the_terms_are_a_calendar(self, rotating: Cast, client: Client) -> None:
        calendar = Calendar.from_ical(signed_in(rotating, client, "clerk").get(HOME + "terms.ics").content)
        events = calendar.walk("VEVENT")
        assert [str(event["summary"]) for event in events][:3] == ["Aster chairs", "Borealis chairs", "Cygnus chairs"]
        assert [str(event["status"]) for event in events][:3] == ["CONFIRMED", "CONFIRMED", "TENTATIVE"]
        assert events[0]["dtend"].dt == events[1]["dtstart"].dt
