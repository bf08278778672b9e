"""What a chair, an operator or two allies could still have made of a vote; each was tried first and then shut."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.deadlines.services import sweep
from apps.incidents.models import Incident
from apps.incidents.services.filing import file_at_once
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership.services.ties import declare_tie
from apps.verify.dossier import verify
from apps.votes.models import Motion, Proxy, Recusal
from apps.votes.rules.verbs import may_vote_now
from apps.votes.selectors.dossier import dossier_of
from apps.votes.serializers import OpeningBody, ReceiptBody
from apps.votes.services import proxying, recusing
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due, close_early
from apps.votes.services.drafting import change_draft, start_amendment
from apps.votes.services.opening import open_voting, put_to_vote
from apps.votes.services.proposing import propose, second
from apps.votes.services.weighing import set_weights
from tests.cast import BEGINNING, NOW, Cast
from tests.incidents.factory import CONTENT
from tests.votes import pages
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, discussed, proposed, vote, voting

WEEK = timedelta(days=7)
LABS = ("aster.representative", "borealis.representative", "cygnus.representative")


def hold_proxy(people: Cast, giver: str, holder: str, now: datetime = NOW, **content: Any) -> None:
    given = content or {"ends_at": DISCUSSED + WEEK}
    proxy = proxying.offer(actor=people.viewer(giver), now=now, holder=people[holder].uid, **given)
    proxying.answer(actor=people.viewer(holder), now=now, uid=proxy.uid, verb="accept")


class TestClosingEarly:
    @pytest.mark.parametrize("hidden", [True, False])
    def test_a_proxys_ballot_does_not_shut_out_the_member_itself(self, frontier: Cast, hidden: bool) -> None:
        charter(early_close=True, minimum_hours=0, hidden=hidden, rule_general="absolute")
        hold_proxy(frontier, "cygnus.representative", "borealis.representative")
        motion = voting(frontier)
        for who, member in ((LABS[0], ""), (LABS[1], ""), (LABS[1], "cygnus")):
            vote(frontier, motion, who, "yes", voter=member)
        vote(frontier, motion, "independent", "no")
        chair, at = frontier.viewer(LABS[0], DISCUSSED), DISCUSSED + 3 * HOUR
        with pytest.raises(Refused, match="may still change the outcome"):
            close_early(actor=chair, now=at, ref=motion.ref)
        vote(frontier, motion, "cygnus.alternate", "no", at=at)
        assert close_early(actor=chair, now=at, ref=motion.ref).carried is False

    def test_a_ballot_taken_while_the_close_waited_leaves_a_dossier_that_holds(self, frontier: Cast) -> None:
        charter(early_close=True, minimum_hours=0, hidden=False)
        motion = voting(frontier)
        asked = DISCUSSED + HOUR
        for who in LABS:
            vote(frontier, motion, who, "yes", at=asked + timedelta(milliseconds=5))
        done = close_early(actor=frontier.viewer(LABS[0], DISCUSSED), now=asked, ref=motion.ref)
        report = verify(dossier_of(Motion.objects.get(pk=done.pk)))
        assert report.ends == 0, [line for line in report.lines() if not line.startswith("✓")]


def test_no_ballot_is_dated_before_the_opening(frontier: Cast) -> None:
    motion = voting(frontier)
    assert not may_vote_now(motion, DISCUSSED - timedelta(microseconds=1))
    assert may_vote_now(motion, DISCUSSED)


class TestProxies:
    def test_one_for_a_motion_that_is_over_takes_up_no_room(self, frontier: Cast) -> None:
        motion = voting(frontier)
        hold_proxy(frontier, "cygnus.representative", "borealis.representative", motion=motion.ref)
        with pytest.raises(Refused, match="carries at most 1"):
            hold_proxy(frontier, "independent", "borealis.representative")
        Motion.objects.filter(pk=motion.pk).update(extended_at=NOW)
        close_due(ref=motion.ref, now=CLOSES)
        hold_proxy(frontier, "aster.representative", "borealis.representative", CLOSES, ends_at=CLOSES + WEEK)

    def test_two_for_overlapping_periods_are_not_given_either(self, frontier: Cast) -> None:
        hold_proxy(
            frontier, "cygnus.representative", "borealis.representative", starts_at=NOW + WEEK, ends_at=NOW + 2 * WEEK
        )
        with pytest.raises(Exception, match="You have given a proxy for this already"):
            hold_proxy(frontier, "cygnus.representative", "aster.representative", ends_at=NOW + 3 * WEEK)
        hold_proxy(frontier, "cygnus.representative", "aster.representative", ends_at=NOW + WEEK)


def test_the_page_offers_no_close_that_would_be_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with tenant(cast.frontier.pk):
        charter(early_close=True, minimum_hours=0, hidden=False, rule_general="absolute")
        hold_proxy(cast, "cygnus.representative", "aster.representative")
        motion = voting(cast)
        for who, member in ((LABS[0], ""), (LABS[1], ""), (LABS[0], "cygnus")):
            vote(cast, motion, who, "yes", voter=member)
    pages.set_clock(monkeypatch, DISCUSSED + 3 * HOUR)
    close = f"{motion.ref}/close/"
    chair = pages.come(cast, LABS[0])
    assert close not in chair.get(f"{pages.HOME}{motion.ref}/").content.decode()
    with tenant(cast.frontier.pk):
        vote(cast, motion, "independent", "yes")
    assert close in chair.get(f"{pages.HOME}{motion.ref}/").content.decode()


def say(people: Cast, motion: Motion, by: str, whom: str, at: datetime) -> Recusal:
    return recusing.declare(actor=people.viewer(by), now=at, ref=motion.ref, organisation=whom, because="A stake.")


class TestRecusals:
    def test_the_roll_recuses_nobody_who_was_not_on_the_list_before(self, frontier: Cast) -> None:
        incident = file_at_once(
            actor=frontier.viewer("borealis.liaison"), now=NOW, changes=CONTENT | {"tlp": "TLP:GREEN"}
        )
        motion = discussed(frontier, payload={"matter": incident.ref})
        Incident.objects.filter(pk=incident.pk).update(organisation=Organisation.objects.get(key="cygnus"))
        opened = open_voting(actor=frontier.viewer(LABS[0], DISCUSSED), now=DISCUSSED, ref=motion.ref)
        standings = dict(opened.electors.values_list("organisation__key", "standing"))
        assert (standings["borealis"], standings["cygnus"]) == ("recused", "voting")

    def test_what_a_rival_says_on_another_motion_silences_nobody_on_one_that_names_it(self, frontier: Cast) -> None:
        other = discussed(frontier, title="Another", text="Another matter.")
        say(frontier, other, LABS[1], "cygnus", NOW)
        motion = discussed(frontier, payload={"matter": other.ref})
        assert not motion.recusals.exists()

    def test_who_stands_back_from_a_motion_stands_back_from_its_text_and_from_motions_about_it(
        self, frontier: Cast
    ) -> None:
        parent = discussed(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        motion = discussed(frontier, by="cygnus.alternate", payload={"matter": parent.ref})
        assert list(motion.recusals.values_list("organisation__key", flat=True)) == ["borealis"]
        amendment = amended(frontier, parent, LABS[2])
        assert list(amendment.recusals.values_list("organisation__key", flat=True)) == ["borealis"]

    def test_the_chair_upholds_nothing_that_nobody_could_contest(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        at = DISCUSSED - HOUR
        say(frontier, motion, LABS[1], "cygnus", at)
        asked: dict[str, Any] = {"ref": motion.ref, "organisation": "cygnus", "verb": "uphold", "because": "So be it."}
        chair = frontier.viewer(LABS[0], DISCUSSED)
        with pytest.raises(Refused, match="once somebody contests it"):
            recusing.decide(actor=chair, now=at, **asked)
        with pytest.raises(Refused, match="can still be contested"):
            open_voting(actor=chair, now=DISCUSSED, ref=motion.ref)
        by = frontier.viewer(LABS[2])
        recusing.contest(actor=by, now=at, ref=motion.ref, organisation="cygnus", because="We have none.")
        assert recusing.decide(actor=chair, now=at, **asked).state == "upheld"

    def test_an_emergency_does_not_wait_for_it(self, frontier: Cast) -> None:
        motion = discussed(frontier, procedure="emergency")
        say(frontier, motion, LABS[1], "cygnus", NOW)
        chair = frontier.viewer(LABS[0])
        asked: dict[str, Any] = {"ref": motion.ref, "organisation": "cygnus", "verb": "uphold", "because": "It has."}
        assert recusing.decide(actor=chair, now=NOW, **asked).state == "upheld"
        assert open_voting(actor=chair, now=NOW, ref=motion.ref).state == "voting"

    @pytest.mark.parametrize(("by", "stands"), [(LABS[1], "lifted"), (LABS[2], "upheld")])
    def test_a_tie_binds_both_ways_and_what_only_the_party_says_falls_undecided(
        self, frontier: Cast, by: str, stands: str
    ) -> None:
        """By ties to all of them a party could otherwise silence its rivals."""
        pair = [Organisation.objects.get(key=key) for key in ("borealis", "cygnus")]
        one, other = pair if by == LABS[1] else pair[::-1]
        declare_tie(
            actor=frontier.viewer(by), now=NOW - HOUR, organisation=one, other=other, kind="customer", because="Orders."
        )
        motion = discussed(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        assert set(motion.recusals.values_list("organisation__key", flat=True)) == {"borealis", "cygnus"}
        rival = {"ref": motion.ref, "organisation": "cygnus", "because": "It buys nothing."}
        recusing.contest(actor=frontier.viewer(LABS[2]), now=NOW, **rival)
        put_to_vote(ref=motion.ref, now=NOW + timedelta(days=61))
        assert motion.recusals.get(organisation__key="cygnus").state == stands


def amended(people: Cast, parent: Motion, who: str, by: str = LABS[0], at: datetime = NOW) -> Motion:
    row = start_amendment(actor=people.viewer(who), now=at, ref=parent.ref)
    change_draft(actor=people.viewer(who), now=at, ref=row.ref, changes={"text": f"A better text by {who} at {at}."})
    motion = propose(actor=people.viewer(who), now=at, ref=row.ref)
    return second(actor=people.viewer(by), now=at, ref=motion.ref)


LATE = NOW + timedelta(days=61)
"""By the standard preset a motion is put to the vote within sixty days."""


class TestTheTimeToVote:
    def test_no_chain_of_amendments_keeps_a_motion_from_its_vote(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = discussed(cast, who=LABS[1], by=LABS[2])
            first = amended(cast, motion, LABS[0], LABS[2])
            opens = LATE - timedelta(days=2)
            first = open_voting(actor=cast.viewer(LABS[0], opens), now=opens, ref=first.ref)
        sweep(LATE)
        with tenant(cast.frontier.pk):
            motion.refresh_from_db()
            assert motion.state == "discussion"
            with pytest.raises(Refused, match="The time for discussing"):
                amended(cast, motion, LABS[0], LABS[2], at=LATE)
            for who in LABS:
                vote(cast, first, who, "no", at=LATE)
            close_due(ref=first.ref, now=first.closes_at or CLOSES)
            certify(actor=cast.viewer(LABS[0], LATE), now=first.closes_at or CLOSES, ref=first.ref)
            motion.refresh_from_db()
            assert motion.state == "voting"

    def test_one_drafted_or_proposed_before_is_not_opened_after(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = discussed(cast, who=LABS[1], by=LABS[2])
            waiting = amended(cast, motion, LABS[0], LABS[2])
            with pytest.raises(Refused, match="The time for discussing"):
                open_voting(actor=cast.viewer(LABS[0], LATE), now=LATE, ref=waiting.ref)

    def test_the_portal_waits_where_the_charter_asks_for_a_longer_discussion(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            charter(discussion_hours=2000)
            motion = discussed(cast)
        sweep(LATE)
        with tenant(cast.frontier.pk):
            assert Motion.objects.get(pk=motion.pk).state == "discussion"
        sweep(NOW + timedelta(days=86))
        with tenant(cast.frontier.pk):
            assert Motion.objects.get(pk=motion.pk).state == "voting"

    def test_no_chair_lets_an_emergency_lie(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = discussed(cast, procedure="emergency")
        sweep(NOW + timedelta(days=2))
        with tenant(cast.frontier.pk):
            motion.refresh_from_db()
            assert (motion.state, motion.opened_by_id) == ("voting", None)

    def test_no_amendment_holds_up_an_emergency(self, frontier: Cast) -> None:
        motion = discussed(frontier, procedure="emergency")
        with pytest.raises(Refused, match="not amended"):
            start_amendment(actor=frontier.viewer(LABS[1]), now=NOW, ref=motion.ref)


class TestAmendedTexts:
    def carried(self, people: Cast, amendment: Motion) -> None:
        opened = open_voting(actor=people.viewer(LABS[0], DISCUSSED), now=DISCUSSED, ref=amendment.ref)
        for who in LABS:
            vote(people, opened, who, "yes")
        close_due(ref=opened.ref, now=CLOSES)
        done = certify(actor=people.viewer(LABS[0], CLOSES), now=CLOSES, ref=opened.ref)
        assert done.effect == "done"

    def test_a_duplicate_is_one_of_the_text_as_it_is_now(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        self.carried(frontier, amended(frontier, motion, LABS[1]))
        motion.refresh_from_db()
        with pytest.raises(Invalid, match="asks for the same"):
            proposed(frontier, LABS[2], text=motion.text)
        assert proposed(frontier, LABS[2]).state == "proposed"

    def test_one_drafted_upon_an_older_text_is_not_proposed_either(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        actor = frontier.viewer(LABS[2])
        older = start_amendment(actor=actor, now=NOW, ref=motion.ref)
        change_draft(actor=actor, now=NOW, ref=older.ref, changes={"text": "Written upon the old text."})
        self.carried(frontier, amended(frontier, motion, LABS[1]))
        with pytest.raises(Refused, match="was amended meanwhile"):
            propose(actor=actor, now=CLOSES, ref=older.ref)


def test_the_roll_shows_who_holds_a_proxy_while_it_can_be_used(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with tenant(cast.frontier.pk):
        hold_proxy(cast, "cygnus.representative", "borealis.representative")
        motion = voting(cast)
    pages.set_clock(monkeypatch, pages.AN_HOUR_IN)

    def mark(at: datetime) -> str:
        pages.set_clock(monkeypatch, at)
        rows = pages.come(cast, "observer.eu").get(f"{pages.API}{motion.ref}/roll/").json()["results"]
        return next(row["mark"] for row in rows if row["member"] == "cygnus")

    assert mark(pages.AN_HOUR_IN) == "Borealis holds its proxy."
    with tenant(cast.frontier.pk):
        proxying.revoke(actor=cast.viewer("cygnus.representative"), now=pages.AN_HOUR_IN, uid=Proxy.objects.get().uid)
    assert mark(pages.AN_HOUR_IN) == ""


class TestWeights:
    def test_what_an_organisation_weighs_is_not_doubled_by_its_second_independent_member(self, frontier: Cast) -> None:
        charter(weights="table", rule_general="imf-70")
        values = {"aster": "10", "independent": "3"}
        set_weights(actor=frontier.viewer("clerk"), now=NOW, scale="table", values=values, decision="D1")
        seat = frontier["independent"]
        second = User.objects.create(email="second@independent.example", name="Second")
        Seat.objects.create(organisation=seat.organisation, person=second, role=seat.role, starts_at=BEGINNING)
        weights = voting(frontier).electors.filter(personal=True).values_list("weight", flat=True)
        assert list(weights) == ["1.5", "1.5"]

    def test_where_all_weigh_the_same_each_has_one_voice(self, frontier: Cast) -> None:
        seat = frontier["independent"]
        second = User.objects.create(email="second@independent.example", name="Second")
        Seat.objects.create(organisation=seat.organisation, person=second, role=seat.role, starts_at=BEGINNING)
        assert list(voting(frontier).electors.filter(personal=True).values_list("weight", flat=True)) == ["1", "1"]


def test_a_ballot_cast_under_the_name_that_the_draft_had_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    motion = pages.opened(cast)
    pages.set_clock(monkeypatch, pages.AN_HOUR_IN)
    client = pages.come(cast, LABS[1])
    assert pages.post_ballot(client, motion.draft_ref, "no").status_code == 302
    assert [row.choice for row in pages.ballots(cast)] == ["no"]


def test_what_the_api_answers_to_a_ballot_is_what_its_description_says(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = pages.opened(cast)
    pages.set_clock(monkeypatch, pages.AN_HOUR_IN)
    client = pages.come(cast, LABS[1])
    address = f"{pages.API}{motion.ref}/ballots/"
    receipt = client.post(address, {"choice": "no"}, content_type="application/json").json()["receipt"]
    assert set(receipt) == set(ReceiptBody().get_fields())
    assert set(receipt["opening"]) == set(OpeningBody().get_fields())
