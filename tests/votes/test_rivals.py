"""What a rival tries against a vote, and gets nothing by."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.states import OrganisationKind, Role
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership.services.membership import take_step
from apps.membership.services.ties import declare_tie
from apps.votes.models import Ballot, Motion, Recusal
from apps.votes.rules.verbs import may_brief
from apps.votes.services import proxying, recusing
from apps.votes.services.closing import close_due, close_early
from apps.votes.services.drafting import change_draft, start_amendment
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second
from tests.cast import NOW, Cast
from tests.chairs.factory import rotate
from tests.votes import pages
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, discussed, proposed, vote, voting

MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)


def hold_proxy(people: Cast, giver: str, holder: str) -> None:
    proxy = proxying.offer(actor=people.viewer(giver), now=NOW, holder=people[holder].uid, ends_at=DISCUSSED + WEEK)
    proxying.answer(actor=people.viewer(holder), now=NOW, uid=proxy.uid, verb="accept")


def say_recused(people: Cast, motion: Motion, by: str, whom: str, at: Any) -> Recusal:
    return recusing.declare(actor=people.viewer(by), now=at, ref=motion.ref, organisation=whom, because="A stake.")


class TestProxies:
    def test_who_stands_back_does_not_vote_for_another_either(self, frontier: Cast) -> None:
        hold_proxy(frontier, "cygnus.representative", "borealis.representative")
        motion = voting(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        with pytest.raises(Refused, match="Your own member has no vote on this motion"):
            vote(frontier, motion, "borealis.representative", "no", voter="cygnus")
        assert not Ballot.objects.exists()

    def test_nobody_votes_for_a_member_that_was_expelled_meanwhile(self, frontier: Cast) -> None:
        hold_proxy(frontier, "cygnus.representative", "borealis.representative")
        motion = voting(frontier)
        take_step(
            actor=Portal("a test"), now=DISCUSSED, organisation=Organisation.objects.get(key="cygnus"), step="expel",
            decision="D 1", because="A test",
        )  # fmt: skip
        with pytest.raises(Refused):
            vote(frontier, motion, "borealis.representative", "no", voter="cygnus")


class TestRecusals:
    def test_what_a_rival_says_in_the_last_hours_silences_nobody_undecided(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        say_recused(frontier, motion, "borealis.representative", "cygnus", DISCUSSED - HOUR)
        chair = frontier.viewer("aster.representative", DISCUSSED)
        with pytest.raises(Refused, match="can still be contested"):
            open_voting(actor=chair, now=DISCUSSED, ref=motion.ref)
        recusing.decide(actor=chair, now=DISCUSSED, ref=motion.ref, organisation="cygnus", verb="lift", because="None.")
        opened = open_voting(actor=chair, now=DISCUSSED, ref=motion.ref)
        assert opened.electors.get(key="cygnus").standing == "voting"

    def test_what_has_stood_for_a_day_uncontested_counts(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        say_recused(frontier, motion, "borealis.representative", "cygnus", DISCUSSED - 24 * HOUR)
        opened = open_voting(actor=frontier.viewer("aster.representative", DISCUSSED), now=DISCUSSED, ref=motion.ref)
        assert opened.electors.get(key="cygnus").standing == "recused"

    def test_whoever_stands_back_itself_needs_no_day(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        say_recused(frontier, motion, "cygnus.representative", "cygnus", DISCUSSED - HOUR)
        opened = open_voting(actor=frontier.viewer("aster.representative", DISCUSSED), now=DISCUSSED, ref=motion.ref)
        assert opened.electors.get(key="cygnus").standing == "recused"

    def test_nobody_takes_the_chairs_place_by_saying_that_it_must_stand_back(self, frontier: Cast) -> None:
        rotate(frontier)
        at = NOW + 5 * MINUTE
        motion = discussed(frontier, who="cygnus.representative")
        say_recused(frontier, motion, "borealis.representative", "aster", at)
        presiding = {
            name: frontier.viewer(f"{name}.representative", at).presides_over("motion", motion.pk)
            for name in ("aster", "borealis", "cygnus")
        }
        assert presiding == {"aster": False, "borealis": False, "cygnus": True}
        by = frontier.viewer("cygnus.representative", at)
        recusing.decide(actor=by, now=at, ref=motion.ref, organisation="aster", verb="lift", because="It has no stake.")
        assert frontier.viewer("aster.representative", at).presides_over("motion", motion.pk)


class TestSuspended:
    @pytest.fixture
    def suspended(self, frontier: Cast) -> Cast:
        """Borealis, which moved and could second, is suspended."""
        borealis = Organisation.objects.get(key="borealis")
        take_step(
            actor=Portal("a test"), now=NOW, organisation=borealis, step="suspend", decision="D 1", because="A test"
        )
        return frontier

    def test_it_proposes_nothing(self, suspended: Cast) -> None:
        with pytest.raises(Refused, match="has no voice"):
            proposed(suspended, "borealis.representative")

    def test_it_seconds_nothing(self, suspended: Cast) -> None:
        motion = proposed(suspended)
        with pytest.raises(Refused, match="has no voice"):
            second(actor=suspended.viewer("borealis.representative"), now=NOW, ref=motion.ref)

    def test_it_silences_no_rival_and_may_stand_back_itself(self, suspended: Cast) -> None:
        motion = proposed(suspended)
        with pytest.raises(Refused, match="has no voice"):
            say_recused(suspended, motion, "borealis.representative", "cygnus", NOW)
        assert say_recused(suspended, motion, "borealis.representative", "borealis", NOW).state == "proposed"


class TestTheText:
    def test_an_amendment_that_nobody_seconds_holds_up_nothing(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        actor = frontier.viewer("borealis.representative")
        amendment = start_amendment(actor=actor, now=NOW, ref=motion.ref)
        change_draft(actor=actor, now=NOW, ref=amendment.ref, changes={"text": "Nothing at all."})
        amendment = propose(actor=actor, now=DISCUSSED - HOUR, ref=amendment.ref)
        assert amendment.state == "proposed"
        open_voting(actor=frontier.viewer("aster.representative", DISCUSSED), now=DISCUSSED, ref=motion.ref)
        assert Motion.objects.get(pk=amendment.pk).state == "lapsed"


class TestHidden:
    def test_asking_to_close_early_tells_nothing_before_all_have_voted(self, frontier: Cast) -> None:
        charter(early_close=True, minimum_hours=0, hidden=True)
        motion = voting(frontier)
        for who in ("aster.representative", "borealis.representative", "cygnus.representative"):
            vote(frontier, motion, who, "no")
        with pytest.raises(Refused, match="Not all members have voted"):
            close_early(actor=frontier.viewer("aster.representative"), now=DISCUSSED + 30 * HOUR, ref=motion.ref)
        vote(frontier, motion, "independent", "no")
        done = close_early(actor=frontier.viewer("aster.representative"), now=DISCUSSED + 30 * HOUR, ref=motion.ref)
        assert done.state == "closed"

    def test_whoever_holds_a_proxy_does_not_see_what_the_member_objected(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with tenant(cast.frontier.pk):
            charter(hidden=True)
            hold_proxy(cast, "cygnus.representative", "borealis.representative")
            motion = voting(cast, procedure="silence")
            vote(cast, motion, "cygnus.representative", "no", explanation="CANARYWHY")
        pages.set_clock(monkeypatch, pages.AN_HOUR_IN)
        page = pages.come(cast, "borealis.representative").get(f"{pages.HOME}{motion.ref}/ballot/?for=cygnus")
        assert page.status_code == 200
        assert "take the objection back" not in page.content.decode()
        assert "CANARYWHY" not in page.content.decode()


class TestTheCharter:
    def test_an_open_vote_keeps_the_articles_it_was_opened_under(self, frontier: Cast) -> None:
        motion = voting(frontier)
        charter(early_close=True, minimum_hours=0, hidden=False, late_quorum_hours=0)
        for who in ("aster.representative", "borealis.representative", "cygnus.representative"):
            vote(frontier, motion, who, "no")
        with pytest.raises(Refused, match="keeps voting open to its hour"):
            close_early(actor=frontier.viewer("aster.representative"), now=DISCUSSED + 30 * HOUR, ref=motion.ref)

    def test_late_quorum_too(self, frontier: Cast) -> None:
        motion = voting(frontier)
        charter(late_quorum_hours=0)
        assert close_due(ref=motion.ref, now=CLOSES).state == "voting"


class TestKinds:
    @pytest.mark.parametrize("step", ["suspend", "expel"])
    def test_the_secretariat_is_not_put_out_through_the_api(self, frontier: Cast, step: str) -> None:
        key = Organisation.objects.get(kind=OrganisationKind.SECRETARIAT).key
        with pytest.raises(Invalid, match="Choose a member"):
            proposed(frontier, kind=f"membership.{step}", payload={"organisation": key})


def service(**more: Any) -> Viewer:
    return Viewer(committee_id=1, seat_id=1, organisation_id=1, role=Role.SERVICE, **more)


def test_a_machine_prepares_no_ballot(frontier: Cast) -> None:
    motion = voting(frontier)
    assert not may_brief(service(), motion)


class TestBadInput:
    @pytest.mark.parametrize(
        "path",
        [
            "?q=%00", "?kind=%00", "?organisation=%00", "participation/?organisation=%00", "new/?kind=%00",
            "{ref}/ballot/?for=%00", "{ref}/receipts/%00/1/", "{ref}/receipts/aster/99999999999999999999/", "%00/",
            "{ref}/standing/?stamp=%00&quorate=%00", "proxies/?motion=%00", "export.csv?q=%00", "?page=%00",
        ],
    )  # fmt: skip
    def test_nothing_in_an_address_breaks_a_page(self, cast: Cast, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        motion = pages.opened(cast)
        pages.set_clock(monkeypatch, pages.AN_HOUR_IN)
        answer = pages.come(cast, "borealis.representative").get(pages.HOME + path.format(ref=motion.ref))
        assert answer.status_code < 500

    @pytest.mark.parametrize("name", ["for", "choice", "explanation", "ticket"])
    @pytest.mark.parametrize("odd", ["\0", "a" * 100_000])
    def test_nothing_in_a_ballot_breaks_the_page(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str, odd: str
    ) -> None:
        motion = pages.opened(cast)
        pages.set_clock(monkeypatch, pages.AN_HOUR_IN)
        client, address = pages.come(cast, "borealis.representative"), f"{pages.HOME}{motion.ref}/ballot/"
        sent = {"for": "borealis", "ticket": pages.ticket_of(client.get(address)), "choice": "yes"} | {name: odd}
        answer = client.post(address, urlencode(sent), content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500

    @pytest.mark.parametrize(
        "body",
        [
            b'{"kind":["general"]}', b'{"kind":"nope"}', b'{"title":"\\u0000"}', b'{"text":"a\\u0000b","title":"x"}',
            b'{"title":"\\ud800","text":"y"}', b'{"title":"x","text":"\\udfff"}', b'{"payload":[]}', b'{"payload":{"a":["b"]}}',
            b'{"payload":{"matter":{"a":"b"}}}', b'{"kind":"general","payload":{"matter":"\\u0000"}}',
            b'{"kind":"general","title":"x","text":"y","payload":{"matter":"\\ud800"},"draft":false}',
            b'{"kind":"deadline.waive","title":"x","text":"y","payload":{"deadline":"nope"},"draft":false}',
            b'{"kind":"deadline.waive","title":"x","text":"y","draft":false}',
            b'{"kind":"charter.amendment","title":"x","text":"y","draft":false}',
            b'{"kind":"charter.amendment","title":"x","text":"y","payload":{"version":"1","onto":"1"},"draft":false}',
            b'{"kind":"amendment","title":"x","text":"y","draft":false}',
            b'{"kind":"membership.admit","title":"x","text":"y","draft":false,"payload":{"application":"a"}}',
            b'{"kind":"membership.expel","title":"x","text":"y","draft":false}',
            b'{"kind":"chair.remove","title":"x","text":"y","draft":false,"payload":{"organisation":"cygnus"}}',
            b'{"draft":"maybe"}', b'{"procedure":null}', b'[]', b'"x"', b'null', b'{"title":1}', b'{',
        ],
    )  # fmt: skip
    def test_nothing_sent_to_the_api_breaks_it(self, cast: Cast, body: bytes) -> None:
        client = pages.come(cast, "borealis.representative")
        answer = client.post(pages.API, body, content_type="application/json")
        assert 200 <= answer.status_code < 500, answer.content

    @pytest.mark.parametrize(
        "body",
        [
            b'{"choice":["yes"]}', b'{"choice":"yes","for":"\\u0000"}', b'{"choice":"yes","for":"\\ud800"}',
            b'{"choice":"yes","explanation":"\\ud800"}', b'{"choice":"yes","explanation":"\\u0000"}',
            b'{"choice":"yes","public":"perhaps"}', b'{"choice":"yes","for":["aster"]}', b'{}', b'[]', b'{"choice":null}',
        ],
    )  # fmt: skip
    def test_nor_a_ballot(self, cast: Cast, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
        motion = pages.opened(cast)
        pages.set_clock(monkeypatch, pages.AN_HOUR_IN)
        client = pages.come(cast, "borealis.representative")
        answer = client.post(f"{pages.API}{motion.ref}/ballots/", body, content_type="application/json")
        assert 200 <= answer.status_code < 500, answer.content


class TestTies:
    def _tie(self, frontier: Cast, at: Any) -> None:
        one, other = (Organisation.objects.get(key=key) for key in ("cygnus", "borealis"))
        actor = frontier.viewer("cygnus.representative")
        declare_tie(actor=actor, now=at, organisation=one, other=other, kind="customer", because="We buy there.")

    def test_one_declared_after_the_motion_puts_nobody_on_the_list(self, frontier: Cast) -> None:
        motion = discussed(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        self._tie(frontier, DISCUSSED - MINUTE)
        chair = frontier.viewer("aster.representative", DISCUSSED)
        opened = open_voting(actor=chair, now=DISCUSSED, ref=motion.ref)
        assert dict(opened.electors.values_list("key", "standing"))["cygnus"] == "voting"

    def test_one_declared_before_counts_and_can_be_contested(self, frontier: Cast) -> None:
        self._tie(frontier, NOW - MINUTE)
        motion = discussed(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        actor = frontier.viewer("cygnus.representative")
        row = recusing.contest(actor=actor, now=NOW, ref=motion.ref, organisation="cygnus", because="It sells nothing.")
        assert row.state == "contested"
