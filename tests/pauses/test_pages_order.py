"""The page of an order: what it says to whom, the words as served, labs that join, and motions about it."""

import hashlib
import json
from io import BytesIO

import pytest
from django.test import Client
from pikepdf import Pdf

from apps.committees.rules.viewer import Portal as Itself
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import Binding, PauseOrder
from apps.pauses.selectors.printing import grouped, printed
from apps.pauses.services.adopting import confirm, join
from apps.pauses.services.drafting import Asked, Drawn, put_condition
from apps.pauses.services.ending import extend
from apps.pauses.services.laying import words_served
from apps.pauses.services.serving import acknowledge
from apps.votes.models import Motion
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, ENDS, HOUR
from tests.pauses.pages import Portal, plain, url

pytestmark = pytest.mark.django_db
REF = "PAU-2026-0001"


@pytest.fixture
def portal(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(cast, client, monkeypatch)


def _page(portal: Portal, who: str = "observer.eu") -> str:
    portal.sign_in(who)
    return portal.words("detail", REF)


class TestWhatItSays:
    def test_measures_labs_reasons_and_what_comes_next(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        page = _page(portal)
        for said in (
            "The limit in full: 100 000 000 000 000 000 000 000 000. What is equal to it is not above it.",
            "The doubling time fell.",
            "It trains at the frontier.",
            "By the chair's office, in an emergency",
            "The committee confirms it, or it lapses.",
            "Training runs of more than 10^26 FLOP over the model's lineage halt, and none begins.",
            "ordered a pause without a vote",
            "served the orderAster",
        ):
            assert said in page, said

    def test_a_draft_of_ones_own_leads_to_its_check_and_its_old_name_to_the_order(self, portal: Portal) -> None:
        order = portal.made(factory.draft)
        portal.sign_in("aster.liaison")
        assert portal.client.get(url("detail", order.ref)).url == url("check", order.ref)
        with tenant(portal.cast.frontier.pk):
            factory.impose(actor=portal.cast.viewer("aster.representative"), now=NOW, ref=order.ref)
        assert portal.client.get(url("detail", order.ref)).url == url("detail", REF)

    def test_a_drill_says_so_first(self, portal: Portal) -> None:
        portal.made(factory.imposed, is_drill=True)
        portal.sign_in("observer.eu")
        page = portal.get("detail", REF)
        assert f"<title>{REF} DRILL: Pause the largest runs" in " ".join(page.split())
        assert "DRILL: this binds nobody" in page

    def test_an_order_with_an_hour_says_when_it_begins(self, portal: Portal) -> None:
        portal.made(factory.in_force, starts_at=NOW + 20 * DAY)
        page = _page(portal)
        assert "It begins." in page
        assert "Adopted, not yet in force" in page
        assert "MOT-2026-0001" in page

    def test_orders_before_and_after_it_are_named(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        portal.made(factory.imposed, replaces=REF)
        page = _page(portal)
        assert "PAU-2026-0002 was written to replace it" in page
        assert "PAU-2026-0002 replaces it." in page
        assert "Replaces PAU-2026-0001" in portal.words("detail", "PAU-2026-0002")


class TestTheMainButton:
    def test_follows_what_the_lab_owes(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        assert "Say that it has reached your lab" in _page(portal, "borealis.liaison")
        assert "Say that it has reached your lab" not in _page(portal, "observer.eu")
        with tenant(portal.cast.frontier.pk):
            acknowledge(actor=portal.cast.viewer("borealis.liaison"), now=NOW, ref=REF)
        assert "Attest for your lab" in _page(portal, "borealis.liaison")

    def test_is_not_there_for_a_lab_that_is_not_bound(self, portal: Portal) -> None:
        portal.made(factory.imposed, labs=["aster"])
        page = _page(portal, "borealis.liaison")
        assert "Say that it has reached your lab" not in page
        assert "Your lab under this order" not in page


class TestMotionsAboutIt:
    def test_the_links_follow_its_state(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        page = _page(portal, "borealis.liaison")
        for said in ("Move: confirm a pause", "Move: renew a pause", "Move: lift a pause"):
            assert said in page
        with tenant(portal.cast.frontier.pk):
            confirm(actor=Itself("a test"), now=NOW, ref=REF)
        page = _page(portal, "borealis.liaison")
        assert "Move: confirm a pause" not in page
        assert "Move: lift a pause" in page
        assert "Move:" not in _page(portal, "observer.eu")

    @pytest.mark.parametrize("kind", ["pause.extend", "pause.lift", "pause.confirm"])
    def test_a_link_begins_a_draft_that_names_it(self, portal: Portal, kind: str) -> None:
        portal.made(factory.imposed)
        portal.sign_in("borealis.representative")
        assert f"kind={kind}&amp;about={REF}" in portal.get("detail", REF)
        answer = portal.client.post("/c/frontier/motions/new/", {"kind": kind, "about": REF})
        assert answer.status_code == 302
        with tenant(portal.cast.frontier.pk):
            assert Motion.objects.get().payload["order"] == REF
        assert portal.client.get(answer.url).status_code == 200

    def test_another_name_begins_an_empty_draft(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        portal.sign_in("borealis.representative")
        portal.client.post("/c/frontier/motions/new/", {"kind": "pause.extend", "about": "PAU-2026-0099"})
        with tenant(portal.cast.frontier.pk):
            assert Motion.objects.get().payload == {}


class TestTheWordsAsServed:
    def test_the_digest_is_over_the_bytes_given_out(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        portal.sign_in("cygnus.liaison")
        given = portal.client.get(url("served_json", REF))
        with tenant(portal.cast.frontier.pk):
            digests = set(Binding.objects.values_list("served_digest", flat=True))
        assert digests == {hashlib.sha256(given.content).hexdigest()}
        assert given.json()["measures"][0]["above"] == str(10**26)

    def test_they_stay_as_they_were_when_the_order_is_renewed(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        portal.sign_in("cygnus.liaison")
        before = portal.client.get(url("served_json", REF)).content
        with tenant(portal.cast.frontier.pk):
            extend(actor=Itself("a test"), now=NOW + HOUR, ref=REF, until=ENDS + DAY)
        assert portal.client.get(url("served_json", REF)).content == before

    @pytest.mark.parametrize("is_drill", [False, True])
    def test_the_pdf_is_tagged_and_a_drills_says_so_first(self, portal: Portal, is_drill: bool) -> None:
        portal.made(factory.imposed, is_drill=is_drill)
        portal.sign_in("observer.eu")
        answer = portal.client.get(url("served_pdf", REF))
        with Pdf.open(BytesIO(answer.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            title = str(pdf.docinfo["/Title"])
        assert title == f"{'DRILL: ' if is_drill else ''}Pause the largest runs · {REF}"
        assert (f"DRILL-{REF}.pdf" in answer["Content-Disposition"]) is is_drill

    def test_what_is_printed_is_what_was_served_and_nothing_else(self, frontier: Cast) -> None:
        deployment = Drawn("deployment", labs=("cygnus",), ends_at=ENDS - DAY, words="Also by partners.")
        order = factory.draft(frontier, measures=[factory.ABOVE, deployment], is_drill=True)
        given = {"actor": frontier.viewer("aster.representative"), "now": NOW, "ref": order.ref}
        put_condition(**given, asked=Asked("milestone", "The suite is passed.", tier=2, measure=2))
        order = factory.impose(**given)
        words = words_served(order)
        found = printed(order, words, "abc")
        assert found["title"] == "DRILL: Pause the largest runs"
        assert found["labs"][1] == ["Borealis", "It trains at the frontier."]
        assert found["measures"] == [
            [
                "1",
                "Training runs of more than 10^26 FLOP over the model's lineage halt, and none begins.",
                f"Exactly {grouped(10**26)}; what is equal to it is not above it.",
            ],
            [
                "2",
                "Deployments halt, and none begins.",
                "Also by partners. It binds Cygnus. Until 28 February 2027, 12:00 UTC.",
            ],
        ]
        assert found["conditions"] == [["1", "The suite is passed.", "for measure 2; independent audit"]]
        assert ["Ends", "01 March 2027, 12:00 UTC"] in found["facts"]
        assert "abc" in str(found)

    def test_a_drafts_words_are_not_settled(self, portal: Portal) -> None:
        order = portal.made(factory.draft)
        portal.sign_in("aster.liaison")
        assert portal.client.get(url("served_pdf", order.ref)).status_code == 409


def _waiting(portal: Portal) -> PauseOrder:
    """An order that waits for two labs with 70 % of what is declared, and the portal after its adoption."""
    with tenant(portal.cast.frontier.pk):
        factory.declare(portal.cast, aster=6 * 10**25, borealis=3 * 10**25, cygnus=10**25)
    order: PauseOrder = portal.made(factory.in_force, labs_needed=2, share_needed="0.7")
    portal.at(order.adopted_at + HOUR)
    return order


class TestJoining:
    def test_the_gauge_shows_bands_and_no_labs_own_figure(self, portal: Portal) -> None:
        order = _waiting(portal)
        with tenant(portal.cast.frontier.pk):
            join(actor=portal.cast.viewer("cygnus.representative"), now=order.adopted_at, ref=REF)
        page = _page(portal, "borealis.representative")
        assert "The condition is not met yet." in page
        assert "1 of 2 needed" in page
        assert "up to a quarter not enough" in page
        assert "Cygnus Joined" in page
        for figure in ("1/10", "10 %", "10%", "10^25", "6 ×", "1 × 10"):
            assert figure not in page.replace("7/10", "")

    def test_a_lab_joins_and_leaves_and_joins(self, portal: Portal) -> None:
        _waiting(portal)
        portal.sign_in("aster.representative")
        assert "Join for your lab" in portal.words("detail", REF)
        portal.post("join", REF)
        assert "Take your joining back" in portal.words("detail", REF)
        portal.post("leave", REF)
        assert "Aster Not joined" in portal.words("detail", REF)
        portal.post("join", REF)
        portal.sign_in("borealis.representative")
        portal.post("join", REF)
        page = portal.words("detail", REF)
        assert "The condition is met." in page
        assert "Not bound: it did not join" in page
        assert portal.post("leave", REF).status_code == 409

    def test_only_those_who_may_see_its_buttons(self, portal: Portal) -> None:
        _waiting(portal)
        for who in ("aster.liaison", "independent", "clerk", "observer.eu"):
            assert "Join for your lab" not in _page(portal, who)
        portal.sign_in("aster.liaison")
        answer = portal.post("join", REF)
        assert answer.status_code == 409
        assert "(charter, article 6.5)" in plain(answer.content.decode())

    def test_the_gauge_asks_for_itself_until_it_is_settled(self, portal: Portal) -> None:
        order = _waiting(portal)
        portal.sign_in("observer.eu")
        page = portal.client.get(url("detail", REF))
        stamp = page.context["joining_stamp"]
        assert portal.client.get(url("joining", REF), {"seen": stamp}).status_code == 204
        with tenant(portal.cast.frontier.pk):
            join(actor=portal.cast.viewer("aster.representative"), now=order.adopted_at + HOUR, ref=REF)
        changed = portal.client.get(url("joining", REF), {"seen": stamp})
        assert (changed.status_code, "Aster Joined" in plain(changed.content.decode())) == (200, True)
        stopped = portal.client.get(url("joining", REF), {"stop": "1"})
        assert "hx-trigger" not in stopped.content.decode()
        with tenant(portal.cast.frontier.pk):
            join(actor=portal.cast.viewer("borealis.representative"), now=order.adopted_at + HOUR, ref=REF)
        assert portal.client.get(url("joining", REF), {"seen": stamp}).status_code == 286

    def test_an_order_without_the_condition_has_no_gauge(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        portal.sign_in("observer.eu")
        assert portal.client.get(url("joining", REF)).status_code == 409
        assert "Who has joined" not in portal.words("detail", REF)


def test_the_words_hold_what_the_order_replaces(portal: Portal) -> None:
    portal.made(factory.imposed)
    portal.made(factory.imposed, replaces=REF)
    portal.sign_in("clerk")
    assert json.loads(portal.get("served_json", "PAU-2026-0002"))["replaces"] == REF
