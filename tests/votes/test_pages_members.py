"""The pages of proxies, weights and participation."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.kernel.tenancy.context import tenant
from apps.votes.models import Proxy, VotingWeight
from apps.votes.selectors.participation import participation
from apps.votes.services.closing import close_due
from apps.votes.services.opening import open_voting
from apps.votes.services.recusing import declare
from tests.cast import NOW, Cast
from tests.votes.factory import CLOSES, DISCUSSED, charter, closed, discussed, proposed, vote, voting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


def _url(name: str, *args: object) -> str:
    return reverse(f"votes:{name}", args=["frontier", *args])


def _as(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


class TestProxies:
    def test_offered_accepted_shown_to_members_and_taken_back(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            motion = proposed(cast)
        _as(client, cast, "borealis.representative")
        given = {"holder": cast["cygnus.representative"].uid, "motion": motion.ref}
        assert client.post(_url("proxies"), given).url == _url("proxies")
        with tenant(cast.frontier.pk):
            proxy = Proxy.objects.get()
        _as(client, cast, "cygnus.representative")
        page = client.get(_url("proxies")).content.decode()
        assert "Accept" in page
        assert motion.ref in page
        client.post(_url("answer_proxy", proxy.uid, "accept"))
        assert (
            "Between other members" in _as(client, cast, "aster.representative").get(_url("proxies")).content.decode()
        )
        kept = _as(client, cast, "clerk").get(_url("proxies")).content.decode()
        assert ("Between members" in kept, "You gave" in kept) == (True, False)
        _as(client, cast, "borealis.representative").post(_url("answer_proxy", proxy.uid, "revoke"))
        assert "Taken back" in client.get(_url("proxies")).content.decode()

    def test_a_mistake_keeps_what_was_chosen(self, cast: Cast, client: Client) -> None:
        holder = cast["cygnus.representative"].uid
        answer = _as(client, cast, "borealis.representative").post(_url("proxies"), {"holder": holder})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Give a motion, or an end that is still to come." in page
        assert f'value="{holder}" selected' in page

    def test_an_alternate_is_refused_with_the_reason_and_others_find_no_page(self, cast: Cast, client: Client) -> None:
        answer = _as(client, cast, "borealis.alternate").post(_url("proxies"), {})
        assert answer.status_code == 409
        assert b"Only a representative or an independent member gives a proxy." in answer.content
        assert _as(client, cast, "observer.eu").get(_url("proxies")).status_code == 404

    def test_only_the_members_concerned_answer(self, cast: Cast, client: Client) -> None:
        given = {"holder": cast["cygnus.representative"].uid, "ends_at_0": "2026-12-24T12:00", "ends_at_1": "UTC"}
        assert _as(client, cast, "borealis.representative").post(_url("proxies"), given).status_code == 302
        with tenant(cast.frontier.pk):
            proxy = Proxy.objects.get()
        answer = _as(client, cast, "aster.representative").post(_url("answer_proxy", proxy.uid, "accept"))
        assert answer.status_code == 404
        assert client.post(_url("answer_proxy", proxy.uid, "sell")).status_code == 404

    def test_a_member_is_not_offered_its_own_seat(self, cast: Cast, client: Client) -> None:
        page = _as(client, cast, "borealis.representative").get(_url("proxies")).content.decode()
        assert str(cast["borealis.representative"].uid) not in page
        assert str(cast["independent"].uid) in page


class TestWeights:
    def test_a_clerk_records_a_decision_and_only_what_differs_changes(self, cast: Cast, client: Client) -> None:
        _as(client, cast, "clerk")
        data = {"aster": "3", "borealis": "2.5", "decision": "Resolution 4"}
        assert client.post(_url("weights"), data).status_code == 302
        page = client.get(_url("weights")).content.decode()
        assert 'value="2.5"' in page
        assert "Resolution 4" in page
        client.post(_url("weights"), data | {"aster": "4", "decision": "Resolution 5"})
        with tenant(cast.frontier.pk):
            rows = VotingWeight.objects.filter(ends_at=None).values_list("organisation__key", "decision")
            assert dict(rows) == {"aster": "Resolution 5", "borealis": "Resolution 4"}

    def test_it_says_where_the_table_counts_for_nothing(self, cast: Cast, client: Client) -> None:
        _as(client, cast, "clerk")
        assert b"This table counts for nothing until the charter names it." in client.get(_url("weights")).content
        with tenant(cast.frontier.pk):
            charter(weights="table")
        assert b"counts for nothing" not in client.get(_url("weights")).content

    def test_what_is_no_number_is_marked_and_kept(self, cast: Cast, client: Client) -> None:
        answer = _as(client, cast, "clerk").post(_url("weights"), {"aster": "heavy", "decision": "Resolution 4"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Give a number of at least 0" in page
        assert 'value="heavy"' in page

    def test_nothing_changed_is_said(self, cast: Cast, client: Client) -> None:
        answer = _as(client, cast, "clerk").post(_url("weights"), {"decision": "Resolution 4"})
        assert b"Nothing differs from what is set already." in answer.content

    def test_only_clerks_have_the_page(self, cast: Cast, client: Client) -> None:
        assert _as(client, cast, "aster.representative").get(_url("weights")).status_code == 404


BALLOTS = {"aster.representative": "yes", "borealis.representative": "abstain"}


class TestParticipation:
    def test_absence_abstention_and_recusal_are_counted_apart(self, frontier: Cast) -> None:
        charter(late_quorum_hours=0)
        motion = discussed(frontier)
        actor = frontier.viewer("borealis.representative")
        declare(actor=actor, now=NOW, ref=motion.ref, organisation="cygnus", because="It profits.")
        opened = open_voting(actor=frontier.viewer("aster.representative", DISCUSSED), now=DISCUSSED, ref=motion.ref)
        for who, choice in BALLOTS.items():
            vote(frontier, opened, who, choice)
        close_due(ref=motion.ref, now=CLOSES)
        closed(frontier, {"aster.representative": "no"}, title="Another", text="Else.")
        found = {share.key: share for share in participation(frontier.viewer("observer.eu"))}
        aster, borealis, cygnus = (found[key] for key in ("aster", "borealis", "cygnus"))
        assert (aster.could, aster.yes, aster.no, aster.absent) == (2, 1, 1, 0)
        assert (borealis.could, borealis.abstained, borealis.absent) == (2, 1, 1)
        assert (cygnus.could, cygnus.absent, cygnus.recused) == (1, 1, 1)
        assert [share.key for share in participation(frontier.viewer("clerk"), "cygnus")] == ["cygnus"]

    def test_an_open_vote_is_not_counted_and_counsel_sees_none(self, frontier: Cast) -> None:
        closed(frontier, BALLOTS)
        assert participation(frontier.viewer("counsel")) == []
        discussed(frontier, title="Another", text="Else.")
        assert {share.could for share in participation(frontier.viewer("clerk"))} == {1}

    def test_the_alternates_ballot_gives_way_to_the_representatives(self, frontier: Cast) -> None:
        charter(late_quorum_hours=0)
        motion = voting(frontier)
        vote(frontier, motion, "borealis.alternate", "yes")
        vote(frontier, motion, "borealis.representative", "no")
        close_due(ref=motion.ref, now=CLOSES)
        [share] = participation(frontier.viewer("clerk"), "borealis")
        assert (share.yes, share.no) == (0, 1)

    def test_pages_and_export(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            closed(cast, BALLOTS)
        _as(client, cast, "auditor")
        page = client.get(_url("participation")).content.decode()
        assert "1 of 1" in page
        assert "Borealis,borealis,1,0,0,1,0,0,0" in client.get(_url("participation_export")).content.decode()
        page = client.get(_url("member", "cygnus")).content.decode()
        assert "Did not vote" in page
        assert "Publish contacts" in page
        assert client.get(_url("member", "nobody")).status_code == 404

    def test_the_pages_take_the_same_number_of_queries_for_one_vote_and_for_six(
        self, cast: Cast, client: Client
    ) -> None:
        _as(client, cast, "clerk")
        counts = []
        for numbers in (range(1), range(1, 6)):
            for number in numbers:
                with tenant(cast.frontier.pk):
                    closed(cast, BALLOTS, title=f"Motion {number}", text=f"Text {number}.")
            client.get(_url("participation"))
            with CaptureQueriesContext(connection) as captured:
                client.get(_url("participation"))
                client.get(_url("member", "borealis"))
            counts.append(len(captured))
        assert counts[0] == counts[1]
