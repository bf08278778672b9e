"""Motions and ballots by the API, as a member's machine or assistant uses them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.kernel.tenancy.context import tenant
from apps.membership.services import make_token
from apps.verify.dossier import verify
from apps.votes.models import Motion
from apps.votes.rules import Opening, commit
from apps.votes.services.closing import close_due
from tests.cast import NOW, Cast
from tests.votes import factory
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, TEXT, charter, vote
from tests.votes.pages import AN_HOUR_IN, API, HOME, ballots, come, opened, post_ballot, set_clock

pytestmark = pytest.mark.django_db

BODY = {"title": "Publish contacts", "text": TEXT}


@pytest.fixture(autouse=True)
def _an_hour_in(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, AN_HOUR_IN)


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(API + path, json.dumps(body or {}), content_type="application/json", headers=headers)


def with_token(cast: Cast, name: str, *scopes: str) -> Client:
    with tenant(cast.frontier.pk):
        made = make_token(actor=cast.viewer(name), now=NOW, seat=cast[name], name="ci", scopes=list(scopes), days=30)
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


class TestMotions:
    def test_one_is_drafted_changed_and_proposed(self, cast: Cast) -> None:
        client = come(cast, "borealis.representative")
        draft = post(client, "", {"title": "Contacts"})
        assert (draft.status_code, draft.json()["state"]) == (201, "draft")
        place = draft["Location"]
        changed = client.patch(place, json.dumps({"text": TEXT}), content_type="application/json",
                               headers={"If-Match": draft["ETag"]})  # fmt: skip
        assert (changed.status_code, changed.json()["text"]) == (200, TEXT)
        stale = client.patch(place, json.dumps({"text": "x"}), content_type="application/json",
                             headers={"If-Match": draft["ETag"]})  # fmt: skip
        assert stale.status_code == 412
        done = client.post(f"{place}propose/").json()
        assert (done["ref"], done["state"], done["organisation"]) == ("MOT-2026-0001", "proposed", "borealis")

    def test_one_is_proposed_at_once_and_the_key_makes_it_one(self, cast: Cast) -> None:
        client = come(cast, "borealis.representative")
        first = post(client, "", BODY | {"draft": False}, Idempotency_Key="a")
        again = post(client, "", BODY | {"draft": False}, Idempotency_Key="a")
        assert (first.status_code, first.json()["state"]) == (201, "proposed")
        assert again.json() == first.json()
        twice = post(client, "", BODY | {"draft": False})
        assert twice.status_code == 400
        assert "asks for the same and is open" in twice.json()["errors"][0]["detail"]

    def test_what_is_missing_or_unknown_is_named(self, cast: Cast) -> None:
        client = come(cast, "borealis.representative")
        named = {row["pointer"] for row in post(client, "", {"state": "x", "procedure": "loud"}).json()["errors"]}
        assert named == {"/state", "/procedure"}
        missing = post(client, "", {"title": "T", "draft": False}).json()["errors"]
        assert missing == [{"pointer": "/text", "detail": "Write what the committee is to decide."}]

    def test_the_list_is_narrowed_and_newest_first(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            one = factory.discussed(cast)
            two = factory.proposed(cast, "borealis.representative", title="Second", text="Other.")
            factory.draft(cast, "cygnus.representative")
        client = come(cast, "clerk")

        def found(query: str = "") -> list[str]:
            return [row["ref"] for row in client.get(f"{API}{query}").json()["results"]]

        assert found() == [two.ref, one.ref]
        assert found("?state=discussion") == found("?organisation=aster") == found("?q=contacts") == [one.ref]
        assert found("?state=open&kind=general") == [two.ref, one.ref]
        assert found("?state=draft") == []
        assert client.get(f"{API}?state=loud").status_code == 400

    def test_a_motion_goes_its_whole_way(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        set_clock(monkeypatch, NOW)
        mover, other, clerk = (
            come(cast, "borealis.representative"),
            come(cast, "aster.representative"),
            come(cast, "clerk"),
        )
        ref = post(mover, "", BODY | {"draft": False}).json()["ref"]
        assert post(mover, f"{ref}/second/").json()["detail"] == "Another member must second it."
        assert post(other, f"{ref}/second/").json()["state"] == "discussion"
        said = post(mover, f"{ref}/statements/", {"text": "Let us."})
        assert (said.status_code, said.json()["organisation"]) == (201, "borealis")
        assert [row["text"] for row in clerk.get(f"{API}{ref}/statements/").json()["results"]] == ["Let us."]
        early = post(other, f"{ref}/open/")
        assert (early.status_code, early.json()["detail"]) == (
            409, "It must be discussed for 72 hours before voting opens.",
        )  # fmt: skip
        set_clock(monkeypatch, DISCUSSED)
        assert post(other, f"{ref}/open/").json()["state"] == "voting"
        for client in (mover, other):
            assert post(client, f"{ref}/ballots/", {"choice": "yes"}).status_code == 201
        assert clerk.get(f"{API}{ref}/dossier/").status_code == 409
        with tenant(cast.frontier.pk):
            close_due(ref=ref, now=DISCUSSED + 120 * HOUR)
        set_clock(monkeypatch, DISCUSSED + 121 * HOUR)
        done = post(clerk, f"{ref}/certify/").json()
        assert (done["state"], done["carried"]) == ("certified", True)
        dossier = clerk.get(f"{API}{ref}/dossier/")
        assert (dossier["Content-Type"], verify(dossier.content).ends) == ("application/json", 0)

    def test_one_is_withdrawn_with_the_reason(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = factory.discussed(cast)
        client = come(cast, "aster.representative")
        assert post(client, f"{motion.ref}/withdraw/", {"because": ""}).json()["errors"][0]["pointer"] == "/because"
        assert post(client, f"{motion.ref}/withdraw/", {"because": "Settled."}).json()["state"] == "withdrawn"


class TestBallots:
    def test_the_receipt_opens_the_commitment(self, cast: Cast) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        first = post(client, f"{motion.ref}/ballots/", {"choice": "yes", "explanation": "Good.", "public": False})
        assert first.status_code == 201
        body = first.json()
        assert body["replaces"] is None
        assert commit(Opening.from_data(body["receipt"]["opening"])) == body["receipt"]["commitment"]
        assert post(client, f"{motion.ref}/ballots/", {"choice": "no"}).json()["replaces"] == 1
        own = client.get(f"{API}{motion.ref}/ballots/").json()["results"]
        assert [(row["receipt"]["opening"]["choice"], row["counts"]) for row in own] == [("yes", False), ("no", True)]
        assert come(cast, "cygnus.representative").get(f"{API}{motion.ref}/ballots/").json()["results"] == []
        assert [row.public for row in ballots(cast)] == [False, True]

    def test_the_key_makes_one_ballot_of_two_posts(self, cast: Cast) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        both = [post(client, f"{motion.ref}/ballots/", {"choice": "yes"}, Idempotency_Key="k") for _ in range(2)]
        assert both[0].json() == both[1].json()
        assert len(ballots(cast)) == 1

    def test_a_token_needs_the_scope_for_it(self, cast: Cast) -> None:
        motion = opened(cast)
        path = f"{motion.ref}/ballots/"
        assert (
            post(with_token(cast, "borealis.representative", "read", "write"), path, {"choice": "yes"}).status_code
            == 403
        )
        voting = with_token(cast, "borealis.representative", "vote")
        assert post(voting, path, {"choice": "yes"}).status_code == 201
        assert post(voting, f"{motion.ref}/withdraw/", {"because": "x"}).status_code == 403

    def test_a_session_must_have_proved_lately_who_sits_there(self, cast: Cast) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative", confirmed=False)
        answer = post(client, f"{motion.ref}/ballots/", {"choice": "yes"})
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
        assert answer.json()["detail"].startswith("Confirm who you are first")
        assert ballots(cast) == []


class TestTheSameSentences:
    """The API refuses with the reason that the page shows."""

    def _both(self, client: Client, motion: Motion, choice: str, **more: str) -> tuple[int, str, str]:
        by_api = post(client, f"{motion.ref}/ballots/", {"choice": choice} | more)
        page = client.get(f"{HOME}{motion.ref}/ballot/")
        if page.status_code == 200 and "ticket" in page.context and page.context["may"]:
            page = post_ballot(client, motion.ref, choice, **more)
        problem = by_api.json()
        said = problem["errors"][0]["detail"] if "errors" in problem else problem["detail"]
        return by_api.status_code, said, page.content.decode().replace("&#x27;", "'")

    def test_without_a_voice(self, cast: Cast) -> None:
        code, said, page = self._both(come(cast, "clerk"), opened(cast), "yes")
        assert (code, said in page) == (409, True)

    def test_recused(self, cast: Cast) -> None:
        motion = opened(
            cast, kind="membership.suspend", payload={"organisation": "cygnus"}, title="Suspend", text="Do."
        )
        code, said, page = self._both(come(cast, "cygnus.representative"), motion, "no")
        assert (code, said in page) == (409, True)
        assert said.startswith("You are recused from this motion.")

    def test_before_voting_opens(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = factory.discussed(cast)
        code, said, page = self._both(come(cast, "borealis.representative"), motion, "no")
        assert (code, said, said in page) == (409, "Voting is not open.", True)

    def test_after_the_representative(self, cast: Cast) -> None:
        motion = opened(cast)
        with tenant(cast.frontier.pk):
            vote(cast, motion, "borealis.representative", "yes")
        code, said, page = self._both(come(cast, "borealis.alternate"), motion, "no")
        assert (code, said in page) == (409, True)

    def test_no_choice_and_no_reason(self, cast: Cast) -> None:
        motion = opened(cast, procedure="silence")
        client = come(cast, "borealis.representative")
        code, said, page = self._both(client, motion, "no")
        assert (code, said, said in page) == (400, "Say why you object.", True)
        other = opened(cast, title="Another", text="Other.")
        code, said, page = self._both(client, other, "")
        assert (code, said, said in page) == (400, "Choose yes, no or abstain.", True)

    def test_after_the_hour(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        motion, client = opened(cast), come(cast, "borealis.representative")
        ticket = client.get(f"{HOME}{motion.ref}/ballot/").context["ticket"]
        set_clock(monkeypatch, CLOSES + timedelta(seconds=3))
        by_api = post(client, f"{motion.ref}/ballots/", {"choice": "yes"})
        by_page = client.post(f"{HOME}{motion.ref}/ballot/", {"ticket": ticket, "choice": "yes"})
        assert by_api.status_code == by_page.status_code == 409
        assert by_api.json()["detail"] in by_page.content.decode().replace("&#x27;", "'")


class TestTheResult:
    def test_the_tally_says_what_it_still_needs(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            charter(hidden=False)
            motion = factory.voting(cast)
            vote(cast, motion, "aster.representative", "yes")
        body = come(cast, "auditor").get(f"{API}{motion.ref}/tally/").json()
        sentence = "1 of 4 in favour; enough are in favour; the quorum needs 1 more ballot."
        assert (body["still_needs"], body["yes"], body["quorate"], body["settled"]) == (sentence, 1, False, None)
        assert {row["label"] for row in body["gauges"]} == {"Quorum", "Members in favour"}
        page = come(cast, "auditor").get(f"{HOME}{motion.ref}/roll/").content.decode()
        assert sentence in page

    def test_hidden_choices_stay_hidden_and_the_page_says_the_same(self, cast: Cast) -> None:
        motion = opened(cast)
        with tenant(cast.frontier.pk):
            vote(cast, motion, "aster.representative", "no", explanation="Nightjar")
        for name in ("borealis.representative", "clerk", "auditor"):
            client = come(cast, name)
            body = client.get(f"{API}{motion.ref}/tally/").json()
            assert (body["hidden"], body["voted"], body["entitled"]) == (True, 1, 4)
            assert {body[key] for key in ("carried", "yes", "no", "quorate", "yes_weight", "still_needs")} == {None}
            rows = {row["member"]: row for row in client.get(f"{API}{motion.ref}/roll/").json()["results"]}
            assert (rows["aster"]["voted"], rows["aster"]["choice"], rows["aster"]["by"]) == (True, None, None)
            assert "Nightjar" not in json.dumps(rows)
        own = come(cast, "aster.representative").get(f"{API}{motion.ref}/roll/").json()["results"]
        assert {row["member"]: row["choice"] for row in own}["aster"] == "no"

    def test_after_the_close_everything_is_there(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = factory.closed(cast, {"aster.representative": "yes", "borealis.representative": "yes"})
        client = come(cast, "observer.eu")
        body = client.get(f"{API}{motion.ref}/tally/").json()
        assert (body["carried"], body["still_needs"], body["steps"][-1]) == (True, None, "Carried.")
        rows = client.get(f"{API}{motion.ref}/roll/").json()["results"]
        assert {row["member"]: row["choice"] for row in rows if row["voted"]} == {"aster": "yes", "borealis": "yes"}

    def test_before_the_opening_there_is_no_roll(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = factory.discussed(cast)
        for part in ("roll", "tally"):
            answer = come(cast, "clerk").get(f"{API}{motion.ref}/{part}/")
            assert (answer.status_code, answer.json()["detail"]) == (409, "The roll is frozen when voting opens.")
