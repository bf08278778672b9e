"""What a motion cannot do, and why not: the API refuses with the sentence that the page shows."""

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from apps.committees.models import Organisation, StandingFact
from apps.committees.rules.viewer import Portal
from apps.kernel.tenancy.context import tenant
from apps.membership.services import end_seat
from apps.membership.services.membership import take_step
from apps.votes.models import Motion
from apps.votes.services import recusing
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import change_draft, start_amendment
from apps.votes.services.proposing import withdraw
from apps.votes.services.weighing import set_weights
from tests.cast import NOW, Cast
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, closed, discussed, draft, proposed, vote, voting
from tests.votes.pages import API, HOME, ballots, come, post_ballot, set_clock
from tests.votes.test_electorate import tie
from tests.votes.test_put_to_vote import amended

pytestmark = pytest.mark.django_db

CHAIR = "aster.representative"
LABS = tuple(f"{lab}.representative" for lab in ("aster", "borealis", "cygnus"))
SUSPEND = {"kind": "membership.suspend", "payload": {"organisation": "cygnus"}}


@dataclass(frozen=True)
class Both:
    """One person, who tries the same by page and by API at an instant."""

    cast: Cast
    patch: pytest.MonkeyPatch

    def refused(self, who: str, motion: Motion, verb: str, at: datetime, data: Mapping[str, str] | None = None) -> str:
        """The sentence with which both refuse."""
        set_clock(self.patch, at)
        client = come(self.cast, who)
        paths = {"propose": "draft/check", "statements": "statements"}
        page = client.post(f"{HOME}{motion.ref}/{paths.get(verb, verb)}/", data or {})
        answer = client.post(f"{API}{motion.ref}/{verb}/", json.dumps(data or {}), content_type="application/json")
        assert (page.status_code, answer.status_code) in {(409, 409), (422, 400)}
        said = said_by(answer)
        assert said in html.unescape(page.content.decode())
        return said


def said_by(answer: Any) -> str:
    """The sentence of a problem."""
    problem = answer.json()
    return problem["errors"][0]["detail"] if "errors" in problem else problem["detail"]


@pytest.fixture
def both(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Both:
    return Both(cast, monkeypatch)


def suspend(key: str, at: datetime = NOW) -> None:
    """A member is suspended by another decision than the motion's."""
    row = Organisation.objects.get(key=key)
    take_step(actor=Portal("a test"), now=at, organisation=row, step="suspend", decision="D 1", because="Arrears")


def _contested(people: Cast) -> Motion:
    motion = discussed(people)
    about = {"now": NOW, "ref": motion.ref, "organisation": "cygnus", "because": "A stake."}
    recusing.declare(actor=people.viewer("borealis.representative"), **about)
    recusing.contest(actor=people.viewer("cygnus.representative"), **about)
    return motion


def _all_recused(people: Cast) -> Motion:
    charter(independents=False)
    for other in ("aster", "borealis"):
        tie(other, "cygnus")
    return discussed(people, "clerk", **SUSPEND)


def _nobody_in_standing(people: Cast) -> Motion:
    motion = discussed(people)
    for row in Organisation.objects.all():
        StandingFact.objects.create(organisation=row, kind="in arrears", since=NOW, because="Unpaid")
    return motion


def _no_weights(people: Cast) -> Motion:
    charter(weights="table", rule_general="imf-70")
    return discussed(people)


def _all_weigh_nothing(people: Cast) -> Motion:
    motion = _no_weights(people)
    values = dict.fromkeys(("aster", "borealis", "cygnus", "independent"), "0")
    set_weights(actor=people.viewer("clerk"), now=NOW, scale="table", values=values, decision="D 1")
    return motion


def _only_the_recused_weigh(people: Cast) -> Motion:
    charter(weights="table", rule_members="imf-70")
    set_weights(actor=people.viewer("clerk"), now=NOW, scale="table", values={"cygnus": "9"}, decision="D 1")
    return discussed(people, **SUSPEND)


def _impossible(people: Cast) -> Motion:
    motion = discussed(people, **SUSPEND)
    suspend("cygnus")
    return motion


def _amending(people: Cast) -> Motion:
    motion = discussed(people)
    amended(people, motion)
    return motion


def _duplicate(people: Cast) -> Motion:
    proposed(people)
    return draft(people, "borealis.representative")


def _impossible_draft(people: Cast) -> Motion:
    row = draft(people, **SUSPEND)
    suspend("cygnus")
    return row


def _of_a_withdrawn_text(people: Cast) -> Motion:
    parent = discussed(people)
    actor = people.viewer("borealis.representative")
    row = start_amendment(actor=actor, now=NOW, ref=parent.ref)
    change_draft(actor=actor, now=NOW, ref=row.ref, changes={"text": "Other words."})
    withdraw(actor=people.viewer("aster.representative"), now=NOW, ref=parent.ref, because="No.")
    return row


REFUSALS: dict[str, tuple[Callable[[Cast], Motion], str, str, datetime, dict[str, str], str]] = {
    "all are recused": (_all_recused, CHAIR, "open", DISCUSSED, {}, "Nobody could vote"),
    "nobody is in standing": (_nobody_in_standing, CHAIR, "open", DISCUSSED, {}, "Nobody could vote"),
    "no weights are set": (_no_weights, CHAIR, "open", DISCUSSED, {}, "The rule counts weight, and no member"),
    "all weights are zero": (_all_weigh_nothing, CHAIR, "open", DISCUSSED, {}, "The rule counts weight, and no member"),
    "only who is recused weighs anything": (
        _only_the_recused_weigh, CHAIR, "open", DISCUSSED, {}, "The rule counts weight, and no member"
    ),
    "its effect has become impossible": (_impossible, CHAIR, "open", DISCUSSED, {}, "Cygnus is a suspended member now"),
    "too early": (discussed, CHAIR, "open", NOW + HOUR, {}, "It must be discussed for 72 hours"),
    "amendments come first": (_amending, CHAIR, "open", DISCUSSED, {}, "Amendments to its text are voted on first."),
    "a recusal is contested": (_contested, CHAIR, "open", DISCUSSED, {}, "A recusal is contested."),
    "not yours to open": (discussed, LABS[1], "open", DISCUSSED, {}, "Only whoever presides"),
    "a duplicate": (_duplicate, LABS[1], "propose", NOW, {}, "MOT-2026-0001 asks for the same and is open."),
    "impossible from the start": (_impossible_draft, CHAIR, "propose", NOW, {}, "Cygnus is a suspended member now"),
    "a withdrawn text": (_of_a_withdrawn_text, LABS[1], "propose", NOW, {}, "MOT-2026-0001 was withdrawn"),
    "not yours to second": (proposed, "aster.alternate", "second", NOW, {}, "Another member must second it."),
    "seconded already": (discussed, LABS[2], "second", NOW, {}, ""),
    "withdrawn while voted on": (voting, CHAIR, "withdraw", DISCUSSED, {"because": "No."}, ""),
    "withdrawn without a reason": (discussed, CHAIR, "withdraw", NOW, {"because": " "}, "Say why it is withdrawn."),
    "not yours to withdraw": (
        discussed, LABS[1], "withdraw", NOW, {"because": "No."}, "Only the organisation that moves this"
    ),
    "certified while voted on": (voting, CHAIR, "certify", DISCUSSED, {}, ""),
    "not yours to certify": (
        lambda people: closed(people, {LABS[0]: "yes", LABS[1]: "yes"}), LABS[1], "certify", CLOSES, {},
        "Only whoever presides over this motion, or a clerk",
    ),
    "an empty statement": (discussed, CHAIR, "statements", NOW, {"text": ""}, "Write your statement."),
    "a statement too late": (
        lambda people: closed(people, {LABS[0]: "yes", LABS[1]: "yes"}), CHAIR, "statements", CLOSES, {"text": "Well."},
        "Statements are taken while",
    ),
}  # fmt: skip
"""What cannot be done: what leads up to it, who tries which verb when, with what, and how the sentence begins."""


@pytest.mark.parametrize(("lead_up", "who", "verb", "at", "data", "begins"), REFUSALS.values(), ids=REFUSALS)
def test_both_refuse_alike(
    both: Both,
    lead_up: Callable[[Cast], Motion],
    who: str,
    verb: str,
    at: datetime,
    data: dict[str, str],
    begins: str,
) -> None:
    with tenant(both.cast.frontier.pk):
        motion = lead_up(both.cast)
    state = motion.state
    said = both.refused(who, motion, verb, at, data)
    assert said.startswith(begins)
    with tenant(both.cast.frontier.pk):
        assert Motion.objects.get(pk=motion.pk).state == state


class TestWeights:
    def _weighed(self, people: Cast, **content: Any) -> Motion:
        charter(weights="table", rule_general="imf-70", hidden=False)
        values = {"aster": "0", "borealis": "7.5", "cygnus": "2.5"}
        set_weights(actor=people.viewer("clerk"), now=NOW, scale="table", values=values, decision="D 1")
        return voting(people, **content)

    def test_who_weighs_nothing_votes_and_tips_nothing(self, both: Both) -> None:
        with tenant(both.cast.frontier.pk):
            motion = self._weighed(both.cast)
        set_clock(both.patch, DISCUSSED + HOUR)
        assert post_ballot(come(both.cast, LABS[0]), motion.ref, "yes").status_code == 302
        client = come(both.cast, LABS[1])
        before = client.get(f"{API}{motion.ref}/tally/").json()
        assert (before["yes"], before["yes_weight"], before["total_weight"]) == (1, "0", "10")
        assert before["still_needs"] in html.unescape(client.get(f"{HOME}{motion.ref}/roll/").content.decode())
        sent = client.post(f"{API}{motion.ref}/ballots/", {"choice": "yes"}, content_type="application/json")
        assert sent.status_code == 201
        after = client.get(f"{API}{motion.ref}/tally/").json()
        assert (after["yes"], after["yes_weight"], after["carried"]) == (2, "15/2", True)
        rows = {row["member"]: row for row in client.get(f"{API}{motion.ref}/roll/").json()["results"]}
        assert (rows["aster"]["weight"], rows["aster"]["choice"]) == ("0", "yes")
        assert len([row for row in rows.values() if row["weight"] == "0"]) == 2

    def test_where_only_who_weighs_nothing_comes_it_is_lost_and_says_so(self, both: Both) -> None:
        with tenant(both.cast.frontier.pk):
            charter(quorum_percent=0, late_quorum_hours=0)
            motion = self._weighed(both.cast)
            vote(both.cast, motion, LABS[0], "yes")
            vote(both.cast, motion, "independent", "yes")
            motion = close_due(ref=motion.ref, now=CLOSES)
        assert motion.carried is False
        set_clock(both.patch, CLOSES + HOUR)
        client = come(both.cast, "auditor")
        steps = client.get(f"{API}{motion.ref}/tally/").json()["steps"]
        page = html.unescape(client.get(f"{HOME}{motion.ref}/minutes/").content.decode())
        assert [step for step in steps if step not in page] == []

    def test_where_weight_does_not_count_a_table_of_zeros_is_in_nobodys_way(self, both: Both) -> None:
        with tenant(both.cast.frontier.pk):
            charter(weights="table")
            assert voting(both.cast).state == "voting"


class TestTheEffect:
    def test_page_and_api_say_why_it_could_not_happen(self, both: Both) -> None:
        with tenant(both.cast.frontier.pk):
            motion = closed(both.cast, dict.fromkeys((LABS[0], LABS[1], "independent"), "yes"), **SUSPEND)
            suspend("cygnus", CLOSES)
        set_clock(both.patch, CLOSES + HOUR)
        clerk = come(both.cast, "clerk")
        foreseen = html.unescape(clerk.get(f"{HOME}{motion.ref}/certify/").content.decode())
        answer = clerk.post(f"{API}{motion.ref}/certify/").json()
        assert (answer["state"], answer["effect"]) == ("certified", "impossible")
        assert answer["effect_note"].startswith("Cygnus is a suspended member now")
        assert answer["effect_note"] in foreseen
        for path in ("", "minutes/"):
            page = html.unescape(come(both.cast, "auditor").get(f"{HOME}{motion.ref}/{path}").content.decode())
            assert answer["effect_note"] in page, path


class TestMembersThatChangeWhileVotingIsOpen:
    def _mark(self, both: Both, motion: Motion, key: str) -> str:
        """What page and API say of the member beside its line."""
        client = come(both.cast, "clerk")
        rows = {row["member"]: row for row in client.get(f"{API}{motion.ref}/roll/").json()["results"]}
        mark = rows[key]["mark"]
        assert mark in html.unescape(client.get(f"{HOME}{motion.ref}/roll/").content.decode())
        return mark

    def test_a_suspended_one_votes_by_page_and_api_and_is_marked(self, both: Both) -> None:
        with tenant(both.cast.frontier.pk):
            motion = voting(both.cast)
            suspend("borealis", DISCUSSED + HOUR)
            suspend("cygnus", DISCUSSED + HOUR)
        set_clock(both.patch, DISCUSSED + 2 * HOUR)
        assert post_ballot(come(both.cast, LABS[1]), motion.ref, "yes").status_code == 302
        by_api = come(both.cast, LABS[2]).post(
            f"{API}{motion.ref}/ballots/", {"choice": "no"}, content_type="application/json"
        )
        assert by_api.status_code == 201
        assert [row.choice for row in ballots(both.cast)] == ["yes", "no"]
        for key in ("borealis", "cygnus"):
            assert self._mark(both, motion, key).startswith("Suspended since the roll was frozen; its ballot counts")

    def test_whose_seat_ends_has_no_ballot_any_more_and_the_alternate_has(self, both: Both) -> None:
        with tenant(both.cast.frontier.pk):
            motion = voting(both.cast)
        set_clock(both.patch, DISCUSSED + HOUR)
        gone, stays = come(both.cast, LABS[1]), come(both.cast, "borealis.alternate")
        ticket = gone.get(f"{HOME}{motion.ref}/ballot/").context["ticket"]
        with tenant(both.cast.frontier.pk):
            clerk = both.cast.viewer("clerk")
            end_seat(actor=clerk, now=DISCUSSED + HOUR, seat=both.cast[LABS[1]], reason="Left")
        set_clock(both.patch, DISCUSSED + 2 * HOUR)
        by_page = gone.post(f"{HOME}{motion.ref}/ballot/", {"ticket": ticket, "choice": "no", "for": "borealis"})
        by_api = gone.post(f"{API}{motion.ref}/ballots/", {"choice": "no"}, content_type="application/json")
        assert (by_page.status_code, by_api.status_code) == (404, 404)
        assert ballots(both.cast) == []
        assert self._mark(both, motion, "borealis") == ""
        assert post_ballot(stays, motion.ref, "yes").status_code == 302

    def test_where_nobody_sits_any_more_the_roll_says_so(self, both: Both) -> None:
        with tenant(both.cast.frontier.pk):
            motion = voting(both.cast)
            for who in (LABS[1], "borealis.alternate"):
                end_seat(actor=both.cast.viewer("clerk"), now=DISCUSSED + HOUR, seat=both.cast[who], reason="Left")
        set_clock(both.patch, DISCUSSED + 2 * HOUR)
        assert self._mark(both, motion, "borealis") == "Nobody sits for it any more. A ballot cast before counts."
