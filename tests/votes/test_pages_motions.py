"""The pages of motions, as people use them: from a draft to the certified result."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from apps.deadlines.models import Deadline
from apps.kernel.tenancy.context import tenant
from apps.votes.acts import TO_REVIEW
from apps.votes.models import Motion
from tests.cast import NOW, Cast
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, TEXT, charter, closed, discussed, draft, proposed, vote, voting

pytestmark = pytest.mark.django_db


class Portal:
    """The pages at an instant, for whoever signs in."""

    def __init__(self, cast: Cast, client: Client, patch: pytest.MonkeyPatch) -> None:
        self.cast, self.client, self._patch = cast, client, patch
        self.at(NOW)

    def at(self, moment: datetime) -> None:
        self._patch.setattr("apps.kernel.clock.now", lambda: moment)

    def sign_in(self, name: str) -> None:
        self.client.force_login(self.cast[name].person)

    def get(self, name: str, *args: Any, status: int = 200) -> str:
        answer = self.client.get(_url(name, *args))
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    def post(self, name: str, *args: Any, data: dict[str, Any] | None = None) -> Any:
        return self.client.post(_url(name, *args), data or {})


def _url(name: str, *args: Any) -> str:
    return reverse(f"votes:{name}", args=["frontier", *args])


@pytest.fixture
def portal(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(cast, client, monkeypatch)


def _only(cast: Cast, **narrowed: Any) -> Motion:
    with tenant(cast.frontier.pk):
        return Motion.objects.get(**narrowed)


def _made(cast: Cast, make: Any, *args: Any, **content: Any) -> Motion:
    with tenant(cast.frontier.pk):
        return make(cast, *args, **content)


def _words(portal: Portal, ref: str) -> str:
    """What the page of a motion says, without its marks."""
    return " ".join(strip_tags(portal.get("detail", ref)).split())


WRITTEN = {"title": "Publish contacts", "text": "# Contacts\n\nEvery lab **publishes** them.", "procedure": "vote"}


class TestTheWay:
    def test_from_a_draft_to_the_certified_result(self, portal: Portal) -> None:
        portal.sign_in("aster.liaison")
        begun = portal.post("new", data={"kind": "general"})
        ref = _only(portal.cast).ref
        assert begun.url == _url("edit", ref)
        assert portal.post("edit", ref, data=WRITTEN | {"seen": "1"}).url == _url("papers", ref)
        page = portal.get("check", ref)
        assert "<strong>publishes</strong>" in page
        assert "More yes than no" in page
        assert "Your representative, or an alternate, proposes and seconds." in page
        assert "Propose it" not in page
        portal.sign_in("aster.representative")
        answer = portal.post("check", ref)
        assert answer.url == _url("detail", "MOT-2026-0001")
        portal.sign_in("borealis.representative")
        assert "Second the motion" in portal.get("detail", "MOT-2026-0001")
        portal.post("second", "MOT-2026-0001")
        portal.at(DISCUSSED)
        portal.sign_in("aster.representative")
        assert "Open voting" in portal.get("detail", "MOT-2026-0001")
        page = portal.get("open", "MOT-2026-0001")
        assert "4 members, of the labs that are members, and the independent members." in page
        assert "29 Nov 2026" in page
        assert "UTC" in page
        portal.post("open", "MOT-2026-0001")
        assert "Cast your ballot" in portal.get("detail", "MOT-2026-0001")
        motion = _only(portal.cast)
        with tenant(portal.cast.frontier.pk):
            for who in ("aster.representative", "borealis.representative"):
                vote(portal.cast, motion, who, "yes")
        portal.at(DISCUSSED + 2 * HOUR)
        assert "See or change your ballot" in portal.get("detail", "MOT-2026-0001")

    def test_the_result_is_certified_after_a_look_at_the_arithmetic(self, portal: Portal) -> None:
        ballots = {"aster.representative": "yes", "borealis.representative": "yes"}
        motion = _made(portal.cast, closed, ballots)
        portal.at(CLOSES + HOUR)
        portal.sign_in("clerk")
        assert "Certify the result" in portal.get("detail", motion.ref)
        page = portal.get("certify", motion.ref)
        assert "2 yes, 0 no, 0 abstained, 2 did not vote, 0 recused." in page
        for step in motion.outcome["steps"]:
            assert step.replace("“", "“") in page
        portal.post("certify", motion.ref)
        assert _only(portal.cast).state == "certified"
        page = portal.get("detail", motion.ref)
        assert "It is carried" in page
        assert "The decision stands for itself." in page

    def test_an_old_name_leads_to_the_motion(self, portal: Portal) -> None:
        motion = _made(portal.cast, proposed)
        portal.sign_in("cygnus.liaison")
        assert portal.client.get(_url("detail", motion.draft_ref)).url == _url("detail", motion.ref)


class TestDrafts:
    def test_nobody_else_sees_a_draft(self, portal: Portal) -> None:
        ref = _made(portal.cast, draft).ref
        portal.sign_in("borealis.representative")
        for name in ("detail", "edit", "papers", "check"):
            portal.get(name, ref, status=404)
        assert "Publish contacts" not in portal.get("listing")
        portal.sign_in("aster.alternate")
        assert "Publish contacts" in portal.get("listing")

    def test_a_mistake_keeps_what_was_typed(self, portal: Portal) -> None:
        ref = _made(portal.cast, draft).ref
        portal.sign_in("aster.liaison")
        answer = portal.post("edit", ref, data=WRITTEN | {"procedure": "lot", "title": "Another"})
        page = answer.content.decode()
        assert "There is a problem" in page
        assert 'value="Another"' in page
        assert "**publishes**" in page
        assert _only(portal.cast).title == "Another"

    def test_what_a_colleague_wrote_meanwhile_is_not_overwritten_unseen(self, portal: Portal) -> None:
        ref = _made(portal.cast, draft).ref
        portal.sign_in("aster.liaison")
        portal.post("edit", ref, data=WRITTEN | {"title": "Theirs", "text": "Their words.", "seen": "1"})
        answer = portal.post("edit", ref, data=WRITTEN | {"title": "Mine", "text": "My words.", "seen": "1"})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "<del>Their</del>" in page
        assert "<ins>My</ins>" in page
        assert 'value="Mine"' in page
        assert _only(portal.cast).title == "Theirs"
        again = portal.post("edit", ref, data=WRITTEN | {"title": "Mine", "text": "My words.", "seen": "2"})
        assert again.status_code == 302
        assert _only(portal.cast).title == "Mine"

    def test_it_is_saved_while_somebody_types(self, portal: Portal) -> None:
        ref = _made(portal.cast, draft).ref
        portal.sign_in("aster.liaison")
        answer = portal.post("autosave", ref, data=WRITTEN | {"title": "Half a ti", "seen": "1"})
        assert 'name="seen" value="2"' in answer.content.decode()
        assert _only(portal.cast).title == "Half a ti"
        # What is stored already is no change, so two saves of the same words are no conflict.
        assert portal.post("edit", ref, data=WRITTEN | {"title": "Half a ti", "seen": "1"}).status_code == 302

    def test_what_is_missing_is_said_before_and_when_it_is_proposed(self, portal: Portal) -> None:
        ref = _made(portal.cast, draft, kind="membership.expel", text="").ref
        portal.sign_in("aster.representative")
        page = portal.get("check", ref)
        assert "Write what the committee is to decide." in page
        assert "Choose a member." in page
        answer = portal.post("check", ref)
        assert answer.status_code == 422
        assert "This cannot be proposed yet" in answer.content.decode()
        assert _only(portal.cast).state == "draft"

    def test_who_would_stand_back_is_said_with_the_reason(self, portal: Portal) -> None:
        ref = _made(portal.cast, draft, kind="membership.expel", payload={"organisation": "cygnus"}).ref
        portal.sign_in("aster.representative")
        page = portal.get("check", ref)
        assert "The motion is about Cygnus itself." in page
        assert "Two thirds of all members" in page
        assert "Cygnus is expelled" in page

    def test_it_can_be_discarded(self, portal: Portal) -> None:
        ref = _made(portal.cast, draft).ref
        portal.sign_in("aster.liaison")
        assert portal.post("discard", ref).url == _url("listing")
        assert "This draft was discarded" in portal.get("detail", ref)

    def test_those_without_a_seat_for_it_write_none(self, portal: Portal) -> None:
        portal.sign_in("auditor")
        assert "Only members of the committee and its clerks write motions." in portal.get("new", status=409)


class TestTheMotion:
    def test_a_refusal_is_a_page_with_its_reason(self, portal: Portal) -> None:
        motion = _made(portal.cast, proposed)
        portal.sign_in("aster.alternate")
        answer = portal.post("second", motion.ref)
        assert answer.status_code == 409
        assert "Another member must second it." in answer.content.decode()
        assert "Another member must second it." in portal.get("detail", motion.ref)

    @pytest.mark.parametrize(
        ("verb", "who", "reason"),
        [
            ("second", "independent", "that step is open only while it is"),
            ("withdraw", "borealis.representative", "Only the organisation that moves this may do that."),
            ("state", "borealis.liaison", "Your representative, or an alternate, proposes and seconds."),
            ("add_papers", "borealis.representative", "Only the organisation that moves this may do that."),
            ("declare_recusal", "clerk", "Only a member of the committee may do that."),
            ("open", "borealis.representative", "Only whoever presides over this motion may do that."),
            ("close", "aster.representative", "that step is open only while it is"),
            ("certify", "clerk", "that step is open only while it is"),
            ("review", "clerk", "It is reviewed once it is certified."),
            ("amend", "auditor", "Only members of the committee and its clerks write motions."),
        ],
    )
    def test_every_verb_refuses_with_its_reason(self, portal: Portal, verb: str, who: str, reason: str) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in(who)
        answer = portal.post(verb, motion.ref, data={"because": "x", "text": "x", "organisation": "cygnus"})
        assert answer.status_code == 409
        assert reason in answer.content.decode()

    def test_a_statement_goes_on_the_record_and_an_empty_one_does_not(self, portal: Portal) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in("independent")
        answer = portal.post("state", motion.ref, data={"text": ""})
        assert answer.status_code == 422
        assert 'href="#id_statement_text"' in answer.content.decode()
        portal.post("state", motion.ref, data={"text": "We *agree*.<script>x</script>"})
        page = portal.get("detail", motion.ref)
        assert "We <em>agree</em>." in page
        assert "<script>x" not in page

    def test_withdrawing_needs_a_reason_and_keeps_what_was_typed(self, portal: Portal) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in("aster.representative")
        assert portal.post("withdraw", motion.ref, data={"because": " "}).status_code == 422
        long = "Too long. " * 300
        answer = portal.post("withdraw", motion.ref, data={"because": long})
        assert answer.status_code == 422
        assert long.strip() in answer.content.decode()
        assert "Shorten this to 2000 characters." in answer.content.decode()
        portal.post("withdraw", motion.ref, data={"because": "A better one comes."})
        page = portal.get("detail", motion.ref)
        assert "Why it was withdrawn" in page
        assert "A better one comes." in page

    def test_papers_are_added_by_the_mover(self, portal: Portal) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in("aster.liaison")
        answer = portal.post("add_papers", motion.ref)
        assert answer.status_code == 422
        assert "Choose a file." in answer.content.decode()

    def test_an_amendment_is_drafted_shown_with_its_difference_and_voted_first(self, portal: Portal) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in("borealis.representative")
        portal.post("amend", motion.ref)
        child = _only(portal.cast, parent=motion)
        portal.post("edit", child.ref, data={"title": "Ask nicely", "text": f"{TEXT} Please.", "procedure": "vote"})
        assert "<ins> Please.</ins>" in portal.get("check", child.ref)
        portal.post("check", child.ref)
        assert "<ins> Please.</ins>" in portal.get("detail", "MOT-2026-0002")
        portal.sign_in("cygnus.representative")
        portal.post("second", "MOT-2026-0002")
        portal.at(DISCUSSED)
        portal.sign_in("aster.representative")
        assert "Ask nicely" in portal.get("detail", motion.ref)
        assert "Amendments to its text are voted on first." in portal.get("open", motion.ref)
        assert portal.post("open", motion.ref).status_code == 409

    def test_voting_does_not_open_before_its_time_and_the_page_says_from_when(self, portal: Portal) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in("aster.representative")
        early = portal.get("open", motion.ref)
        assert ("Open voting now" in early, "It may open from" in early, "24 Nov 2026" in early) == (False, True, True)
        page = portal.get("detail", motion.ref)
        assert "It must be discussed for 72 hours before voting opens." in page
        assert "24 Nov 2026" in page

    def test_who_cannot_take_the_next_step_reads_who_can_and_what_happens_without_it(self, portal: Portal) -> None:
        with tenant(portal.cast.frontier.pk):
            charter(hidden=False)
        waiting = _made(portal.cast, proposed)
        portal.sign_in("clerk")
        assert "nobody seconds within 14 days lapses (charter, article 5.2). The time ends" in _words(
            portal, waiting.ref
        )
        motion = _made(portal.cast, discussed, text="Another text.")
        portal.sign_in("cygnus.representative")
        page = _words(portal, motion.ref)
        assert "Representative of Aster, presides and opens voting. Voting may open from 24 Nov 2026" in page
        assert "put to the vote by the portal (charter, article 5.4). The time ends 20 Jan 2027" in page
        assert "Only whoever presides" not in page
        ballots = dict.fromkeys(("aster.representative", "borealis.representative", "independent"), "yes")
        ended = _made(portal.cast, closed, ballots, text="A third text.")
        portal.at(CLOSES + HOUR)
        page = _words(portal, ended.ref)
        assert "Representative of Aster, presides and certifies the result; a clerk may do so too." in page
        assert "then the portal does (charter, article 5.17). The time ends" in page

    def test_who_votes_for_nobody_is_led_to_no_ballot(self, portal: Portal) -> None:
        with tenant(portal.cast.frontier.pk):
            motion = voting(
                portal.cast, kind="membership.suspend", payload={"organisation": "cygnus"}, title="Suspend", text="Do."
            )
        portal.at(DISCUSSED + HOUR)
        ballot = f'href="{_url("ballot", motion.ref)}"'
        led = {}
        for who in ("borealis.representative", "cygnus.representative", "observer.eu"):
            portal.sign_in(who)
            led[who] = ballot in portal.get("detail", motion.ref)
        assert led == {"borealis.representative": True, "cygnus.representative": False, "observer.eu": False}
        portal.sign_in("cygnus.representative")
        assert "You are recused from this motion." in portal.get("detail", motion.ref)

    def test_early_closing_is_offered_only_where_nothing_can_change(self, portal: Portal) -> None:
        with tenant(portal.cast.frontier.pk):
            charter(early_close=True, minimum_hours=0, hidden=False)
        motion = _made(portal.cast, voting)
        portal.at(DISCUSSED + HOUR)
        portal.sign_in("aster.representative")
        assert "Close voting now" not in portal.get("detail", motion.ref)
        answer = portal.post("close", motion.ref)
        assert (answer.status_code, b"may still change the outcome" in answer.content) == (409, True)
        with tenant(portal.cast.frontier.pk):
            for who in ("aster.representative", "borealis.representative", "cygnus.representative", "independent"):
                vote(portal.cast, motion, who, "yes")
        assert "Close voting now" in portal.get("detail", motion.ref)
        portal.post("close", motion.ref)
        assert _only(portal.cast).state == "closed"

    def test_an_emergency_decision_is_reviewed(self, portal: Portal) -> None:
        with tenant(portal.cast.frontier.pk):
            charter(hidden=False)
        ballots = dict.fromkeys(
            ("aster.representative", "borealis.representative", "cygnus.representative", "independent"), "yes"
        )
        motion = _made(portal.cast, closed, ballots, procedure="emergency")
        portal.at(CLOSES + HOUR)
        portal.sign_in("clerk")
        portal.post("certify", motion.ref)
        assert "Review of the emergency decision" in portal.get("detail", motion.ref)
        portal.sign_in("borealis.representative")
        page = _words(portal, motion.ref)
        assert "presides and records what came of it; a clerk may do so too." in page
        with tenant(portal.cast.frontier.pk):
            due = Deadline.objects.get(clock=TO_REVIEW).due_at
        assert f"{due:%H:%M} UTC" in page.split("Due by ")[1][:60]
        portal.sign_in("clerk")
        portal.post("review", motion.ref, data={"text": "It was right."})
        page = portal.get("detail", motion.ref)
        assert "It was right." in page
        assert "Review of the emergency decision" not in page


class TestRecusals:
    def test_a_member_declares_another_contests_and_whoever_presides_decides(self, portal: Portal) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in("borealis.representative")
        answer = portal.post("declare_recusal", motion.ref, data={"organisation": "cygnus", "because": ""})
        assert answer.status_code == 422
        portal.post("declare_recusal", motion.ref, data={"organisation": "cygnus", "because": "It profits."})
        portal.sign_in("cygnus.representative")
        assert "It profits." in portal.get("detail", motion.ref)
        empty = portal.post("contest_recusal", motion.ref, "cygnus")
        assert empty.status_code == 422
        assert 'id="id_contest_cygnus_because"' in empty.content.decode()
        portal.post("contest_recusal", motion.ref, "cygnus", data={"because": "It does not."})
        refused = portal.post("decide_recusal", motion.ref, "cygnus", data={"verb": "lift", "because": "x"})
        assert refused.status_code == 409
        portal.at(DISCUSSED)
        portal.sign_in("aster.representative")
        assert "A recusal is contested. Decide on it first." in portal.get("open", motion.ref)
        portal.post("decide_recusal", motion.ref, "cygnus", data={"verb": "lift", "because": "No profit found."})
        page = portal.get("detail", motion.ref)
        assert "No profit found." in page
        assert "Open voting" in page

    def test_who_is_not_on_the_list_is_missing(self, portal: Portal) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in("aster.representative")
        assert portal.post("contest_recusal", motion.ref, "cygnus", data={"because": "x"}).status_code == 404


class TestTheList:
    def test_filters_narrow_it(self, portal: Portal) -> None:
        _made(portal.cast, proposed, title="Grey heron", text="One.")
        other = _made(portal.cast, proposed, "borealis.representative", title="White stork", text="Two.")
        portal.sign_in("auditor")
        for query in ("q=stork", f"q={other.ref}", "organisation=borealis", "state=proposed&q=stork"):
            page = portal.client.get(f"{_url('listing')}?{query}").content.decode()
            assert "White stork" in page
            assert "Grey heron" not in page
        assert "Nothing fits" in portal.client.get(f"{_url('listing')}?kind=chair.remove").content.decode()

    def test_a_seat_for_one_matter_is_not_told_that_there_are_none(self, portal: Portal) -> None:
        with tenant(portal.cast.frontier.pk):
            proposed(portal.cast)
        portal.sign_in("counsel")
        page = portal.get("listing")
        assert ("No motions for you here" in page, "No motions yet" in page) == (True, False)
        menu = f'class="c-nav__item" href="{_url("listing")}"'
        assert menu not in page
        portal.sign_in("observer.eu")
        assert menu in portal.get("participation")

    def test_an_empty_list_says_what_will_be_there(self, portal: Portal) -> None:
        portal.sign_in("observer.eu")
        assert "No motions yet" in portal.get("listing")

    def test_what_waits_for_my_vote_stands_first_until_i_have_voted(self, portal: Portal) -> None:
        motion = _made(portal.cast, voting)
        portal.at(DISCUSSED + HOUR)
        portal.sign_in("borealis.alternate")
        assert "Waiting for your vote" in portal.get("listing")
        with tenant(portal.cast.frontier.pk):
            vote(portal.cast, motion, "borealis.representative", "no")
        assert "Waiting for your vote" not in portal.get("listing")
        portal.sign_in("observer.eu")
        assert "Waiting for your vote" not in portal.get("listing")

    def test_the_export_has_the_same_rows_and_no_formulas(self, portal: Portal) -> None:
        _made(portal.cast, proposed, title="=1+1", text="One.")
        _made(portal.cast, draft, title="Hidden")
        portal.sign_in("aster.liaison")
        text = portal.get("export")
        assert "'=1+1" in text
        assert "Hidden" not in text

    def test_it_takes_the_same_number_of_queries_at_1_and_at_30_rows(self, portal: Portal) -> None:
        portal.sign_in("aster.representative")
        counts = []
        for rows in (range(1), range(1, 30)):
            for number in rows:
                _made(portal.cast, voting, title=f"Motion {number}", text=f"Text {number}.")
            portal.at(DISCUSSED + HOUR)
            portal.get("listing")
            with CaptureQueriesContext(connection) as captured:
                portal.get("listing")
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_the_page_of_a_motion_takes_the_same_number_of_queries_however_much_was_said(self, portal: Portal) -> None:
        motion = _made(portal.cast, discussed)
        portal.sign_in("cygnus.representative")
        counts = []
        for many in (1, 10):
            for number in range(many):
                portal.post("state", motion.ref, data={"text": f"Statement {number}."})
            portal.get("detail", motion.ref)
            with CaptureQueriesContext(connection) as captured:
                portal.get("detail", motion.ref)
            counts.append(len(captured))
        assert counts[0] == counts[1]
