"""The page of the ballot and the receipt."""

import json
from datetime import timedelta

import pytest

from apps.kernel.tenancy.context import tenant
from apps.votes.rules import Opening, commit
from apps.votes.services.briefing import write_brief
from apps.votes.services.proxying import answer, offer
from tests.cast import Cast
from tests.signing_in import confirm_identity
from tests.votes import factory
from tests.votes.factory import CLOSES, vote
from tests.votes.pages import AN_HOUR_IN, HOME, ballots, come, opened, post_ballot, set_clock, ticket_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_hour_in(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, AN_HOUR_IN)


class TestTheWayToIt:
    def test_one_proves_who_one_is_before_the_page_is_shown(self, cast: Cast) -> None:
        address = f"{HOME}{opened(cast).ref}/ballot/"
        client = come(cast, "borealis.representative", confirmed=False)
        detour = client.get(address)
        assert "reauthenticate" in detour["Location"]
        confirm_identity(client)
        assert client.get(address).status_code == 200

    def test_a_ballot_from_a_page_that_was_shown_is_recorded_however_long_ago(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        ticket = ticket_of(client.get(f"{HOME}{motion.ref}/ballot/"))
        monkeypatch.setattr("apps.votes.views.ballot.confirmed_recently", lambda _request: False)
        done = client.post(f"{HOME}{motion.ref}/ballot/", {"ticket": ticket, "choice": "yes"})
        assert done["Location"] == f"{HOME}{motion.ref}/receipts/borealis/1/"
        assert [row.choice for row in ballots(cast)] == ["yes"]

    def test_a_post_without_the_page_records_nothing(self, cast: Cast) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative", confirmed=False)
        other = come(cast, "cygnus.representative")
        theirs = ticket_of(other.get(f"{HOME}{motion.ref}/ballot/"))
        for ticket in ("", "made-up", theirs):
            back = client.post(f"{HOME}{motion.ref}/ballot/", {"ticket": ticket, "choice": "yes"})
            assert back["Location"] == f"{HOME}{motion.ref}/ballot/"
        assert ballots(cast) == []

    @pytest.mark.parametrize("name", ["clerk", "auditor", "observer.eu", "borealis.liaison"])
    def test_who_has_no_voice_is_told_why(self, cast: Cast, name: str) -> None:
        refused = come(cast, name).get(f"{HOME}{opened(cast).ref}/ballot/")
        assert refused.status_code == 409
        assert "You have no vote on this motion." in refused.content.decode()

    def test_before_the_opening_there_is_no_ballot(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = factory.discussed(cast)
        refused = come(cast, "borealis.representative").get(f"{HOME}{motion.ref}/ballot/")
        assert (refused.status_code, "Voting is not open." in refused.content.decode()) == (409, True)

    def test_a_recused_member_reads_why_and_finds_no_form(self, cast: Cast) -> None:
        motion = opened(
            cast, kind="membership.suspend", payload={"organisation": "cygnus"}, title="Suspend", text="Do."
        )
        page = come(cast, "cygnus.representative", confirmed=False).get(f"{HOME}{motion.ref}/ballot/")
        assert page.status_code == 200
        assert "You are recused from this motion." in page.content.decode()
        assert 'name="choice"' not in page.content.decode()


class TestThePage:
    def test_nothing_is_preselected_also_where_a_brief_suggests(self, cast: Cast) -> None:
        motion = opened(cast)
        with tenant(cast.frontier.pk):
            write_brief(
                actor=cast.viewer("borealis.liaison"),
                now=AN_HOUR_IN,
                ref=motion.ref,
                text="Ask **legal**.",
                choice="no",
            )
        page = come(cast, "borealis.representative").get(f"{HOME}{motion.ref}/ballot/").content.decode()
        assert "<strong>legal</strong>" in page
        assert page.count('name="choice"') == 3
        assert "checked" not in page

    def test_the_draft_explanation_is_taken_by_choice(self, cast: Cast) -> None:
        motion = opened(cast)
        with tenant(cast.frontier.pk):
            write_brief(
                actor=cast.viewer("borealis.liaison"),
                now=AN_HOUR_IN,
                ref=motion.ref,
                text="",
                choice="no",
                explanation="Too soon for us.",
            )
        client = come(cast, "borealis.representative")
        assert "Too soon for us.</textarea>" not in client.get(f"{HOME}{motion.ref}/ballot/").content.decode()
        page = client.get(f"{HOME}{motion.ref}/ballot/?brief=1").content.decode()
        assert "Too soon for us.</textarea>" in page
        assert "checked" not in page

    def test_what_follows_is_said_for_the_own_member(self, cast: Cast) -> None:
        motion = opened(
            cast, kind="membership.suspend", payload={"organisation": "cygnus"}, title="Suspend", text="Do."
        )
        page = come(cast, "borealis.representative").get(f"{HOME}{motion.ref}/ballot/").content.decode()
        assert "Cygnus is suspended at once" in page
        assert "Cygnus keeps its voice." in page

    def test_what_is_missing_comes_back_with_what_was_typed(self, cast: Cast) -> None:
        motion = opened(cast)
        answer = post_ballot(come(cast, "borealis.representative"), motion.ref, "", explanation="Because.")
        assert answer.status_code == 422
        assert "Choose yes, no or abstain." in answer.content.decode()
        assert "Because.</textarea>" in answer.content.decode()
        assert ballots(cast) == []

    def test_in_the_silence_procedure_one_objects_with_a_reason_and_can_take_it_back(self, cast: Cast) -> None:
        motion, client = opened(cast, procedure="silence"), come(cast, "borealis.representative")
        page = client.get(f"{HOME}{motion.ref}/ballot/").content.decode()
        assert ('value="no"' in page, 'value="yes"' in page, 'value="abstain"' in page) == (True, False, False)
        answer = post_ballot(client, motion.ref, "no")
        assert (answer.status_code, "Say why you object." in answer.content.decode()) == (422, True)
        assert post_ballot(client, motion.ref, "no", explanation="Costs.").status_code == 302
        assert "I take the objection back" in client.get(f"{HOME}{motion.ref}/ballot/").content.decode()
        assert post_ballot(client, motion.ref, "yes").status_code == 302
        assert [row.choice for row in ballots(cast)] == ["no", "yes"]

    def test_the_pages_of_a_silence_procedure_speak_of_objections(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            factory.charter(hidden=False)
        motion, client = opened(cast, procedure="silence"), come(cast, "borealis.representative")
        about = f"{HOME}{motion.ref}/"
        page = client.get(about).content.decode()
        assert "Object to it" in page
        assert "Cast your ballot" not in page
        receipt = client.get(post_ballot(client, motion.ref, "no", explanation="Costs.")["Location"]).content.decode()
        assert "Borealis: Objection" in " ".join(receipt.split())
        page = client.get(about).content.decode()
        assert "See or change your objection" in page
        assert [row[:3] for row in client.get(about).context["standing_sums"]] == [
            ("Objects", 1, 4),
            ("Does not object", 3, 4),
        ]
        assert "Objection" in client.get(f"{about}roll/").content.decode()

    def test_it_costs_a_constant_number_of_queries(self, cast: Cast, django_assert_max_num_queries: object) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        with django_assert_max_num_queries(45):  # type: ignore[operator]
            client.get(f"{HOME}{motion.ref}/ballot/")


class TestTheReceipt:
    def test_it_shows_what_opens_the_commitment(self, cast: Cast) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        there = post_ballot(client, motion.ref, "no", explanation="Too soon.", members_only="on")["Location"]
        page = client.get(there).content.decode()
        assert "The ballot is recorded and counts" in page
        [row] = ballots(cast)
        assert (row.public, row.explanation, row.commitment in page) == (False, "Too soon.", True)
        file = client.get(f"{there.rstrip('/')}.json")
        kept = json.loads(file.content)
        assert file["Content-Disposition"] == f'attachment; filename="{motion.ref}-ballot-1.json"'
        assert commit(Opening.from_data(kept["opening"])) == kept["commitment"] == row.commitment

    def test_two_ballots_stand_in_their_order_and_the_later_counts(self, cast: Cast) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        first = post_ballot(client, motion.ref, "yes")["Location"]
        second = post_ballot(client, motion.ref, "no")["Location"]
        assert "another one counts" in client.get(first).content.decode()
        page = client.get(second)
        assert [(one.ballot.choice, one.counts) for one in page.context["cast"]] == [("yes", False), ("no", True)]
        reloaded = client.get(f"{HOME}{motion.ref}/ballot/").content.decode()
        assert "replaced" in reloaded
        assert "counts" in reloaded

    def test_a_reload_says_that_nothing_is_recorded(self, cast: Cast) -> None:
        page = come(cast, "borealis.representative").get(f"{HOME}{opened(cast).ref}/ballot/").content.decode()
        assert "No ballot is recorded for this member." in page

    @pytest.mark.parametrize("name", ["cygnus.representative", "clerk", "borealis.liaison", "eve"])
    def test_it_is_for_the_own_member_alone(self, cast: Cast, name: str) -> None:
        motion = opened(cast)
        there = post_ballot(come(cast, "borealis.representative"), motion.ref, "yes")["Location"]
        assert come(cast, "borealis.alternate").get(there).status_code == 200
        other = come(cast, name)
        assert other.get(there).status_code == 404
        assert other.get(f"{there.rstrip('/')}.json").status_code == 404

    def test_the_representative_prevails_over_the_alternate(self, cast: Cast) -> None:
        motion = opened(cast)
        alternate, representative = come(cast, "borealis.alternate"), come(cast, "borealis.representative")
        by_alternate = post_ballot(alternate, motion.ref, "no")["Location"]
        assert "as its alternate" in alternate.get(f"{HOME}{motion.ref}/ballot/").content.decode()
        post_ballot(representative, motion.ref, "yes")
        assert "another one counts" in alternate.get(by_alternate).content.decode()
        page = alternate.get(f"{HOME}{motion.ref}/ballot/")
        assert "Your representative has voted." in page.content.decode()


class TestProxies:
    def test_one_page_a_voice(self, cast: Cast) -> None:
        motion = opened(cast)
        with tenant(cast.frontier.pk):
            given = offer(
                actor=cast.viewer("cygnus.representative"),
                now=AN_HOUR_IN,
                holder=cast["borealis.representative"].uid,
                motion=motion.ref,
            )
            answer(actor=cast.viewer("borealis.representative"), now=AN_HOUR_IN, uid=given.uid, verb="accept")
        client = come(cast, "borealis.representative")
        assert "by proxy" in client.get(f"{HOME}{motion.ref}/ballot/").content.decode()
        post_ballot(client, motion.ref, "yes")
        there = post_ballot(client, motion.ref, "no", member="cygnus")["Location"]
        assert there.endswith("/receipts/cygnus/1/")
        assert [(row.voter, row.choice, row.capacity) for row in ballots(cast)] == [
            ("borealis", "yes", "representative"),
            ("cygnus", "no", "proxy"),
        ]
        assert come(cast, "aster.representative").get(f"{HOME}{motion.ref}/ballot/?for=cygnus").status_code == 409


class TestTheHour:
    def test_a_ballot_after_the_hour_is_refused_with_the_time(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        ticket = ticket_of(client.get(f"{HOME}{motion.ref}/ballot/"))
        set_clock(monkeypatch, CLOSES + timedelta(seconds=3))
        late = client.post(f"{HOME}{motion.ref}/ballot/", {"ticket": ticket, "choice": "yes", "explanation": "Why."})
        said = late.content.decode()
        assert late.status_code == 409
        assert "Your ballot is not recorded" in said
        assert "by the database's clock it was 20:00:03 UTC" in said.replace("&#x27;", "'")
        assert ballots(cast) == []

    def test_a_ballot_in_the_last_second_is_recorded(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        set_clock(monkeypatch, CLOSES - timedelta(microseconds=1))
        assert post_ballot(client, motion.ref, "yes").status_code == 302

    def test_afterwards_the_page_says_what_is_recorded(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        with tenant(cast.frontier.pk):
            motion = factory.closed(cast, {"borealis.representative": "yes", "cygnus.representative": "no"})
        set_clock(monkeypatch, CLOSES + timedelta(hours=1))
        page = (
            come(cast, "borealis.representative", confirmed=False).get(f"{HOME}{motion.ref}/ballot/").content.decode()
        )
        assert "Voting is closed." in page
        assert "/receipts/borealis/1/" in page


def test_a_brief_of_another_member_is_never_shown(cast: Cast) -> None:
    motion = opened(cast)
    with tenant(cast.frontier.pk):
        write_brief(actor=cast.viewer("borealis.liaison"), now=AN_HOUR_IN, ref=motion.ref, text="Nightjar")
        vote(cast, motion, "aster.representative", "yes")
    for name in ("cygnus.representative", "independent", "aster.representative"):
        assert "Nightjar" not in come(cast, name).get(f"{HOME}{motion.ref}/ballot/").content.decode()
