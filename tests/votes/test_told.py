"""Who is told of a vote, on every way out of the portal, and that none of them carries a hidden ballot."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from apps.committees.models import Access
from apps.committees.states import AccessScope
from apps.deadlines.selectors import Whose
from apps.deadlines.services import make_feed, sweep
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import deliver_batch, expand
from apps.record.services import place
from apps.votes.models import Motion
from apps.votes.services import proxying
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.speaking import make_statement
from apps.votes.services.weighing import set_weights
from tests.cast import BEGINNING, ENDING, NOW, Cast
from tests.notices import webhooks
from tests.notices.receiver import Receiver, receiving
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, discussed, draft, proposed, vote, voting
from tests.votes.pages import API, HOME, come, set_clock

pytestmark = pytest.mark.django_db

LABS = ("aster", "borealis", "cygnus")
VOICES = {f"{lab}.{role}" for lab in LABS for role in ("representative", "alternate")} | {"independent"}
WHY, SAID = "kanarienvogel", "nachtigall"
"""Words of an explanation, and of a statement."""
READERS = ("cygnus.representative", "cygnus.liaison", "independent", "clerk", "auditor", "observer.eu", "counsel")
"""Who sits for no member that has voted."""


def deliver(people: Cast, channel: str, now: datetime) -> None:
    """Tell everybody on a channel what there is to tell."""
    expand(people.frontier.pk, now=now, at=clock.machine_now())
    while deliver_batch(people.frontier.pk, channel, now=now, watch=clock.machine_now):
        pass


def mailed(people: Cast, *words: str) -> set[str]:
    """To whom letters went that hold the words."""
    names = {people[name].person.email: name for name in people.in_frontier}
    return {names[letter.to[0]] for letter in mail.outbox if all(word in letter.body for word in words)}


def hidden_vote(people: Cast) -> Motion:
    """A hidden vote in which Aster, by its alternate, and Borealis have voted; Frontier's context must be open."""
    charter(hidden=True)
    motion = voting(people, title="Publish contacts")
    vote(people, motion, "aster.alternate", "no", explanation=WHY)
    vote(people, motion, "borealis.representative", "yes", explanation=WHY, public=False)
    return motion


def commitments(found: Any) -> list[str]:
    """What of a reader's acts is a ballot, as its facts name it."""
    return [sorted(row["facts"]) for row in found if row["type"] == "motion.ballot_cast"]


@contextmanager
def ears(people: Cast, *keepers: str) -> Iterator[dict[str, Receiver]]:
    """A webhook of each of these seats, that listens."""
    with receiving() as one, receiving() as two, receiving() as three:
        found = dict(zip(keepers, (one, two, three), strict=False))
        with tenant(people.frontier.pk):
            for keeper, receiver in found.items():
                webhooks.add(people, receiver.url, keeper)
        yield found


def heard(receiver: Receiver) -> list[str]:
    """The kinds of acts that a webhook was told."""
    return [got.json["type"] for got in receiver.received]


class TestBallots:
    def test_no_webhook_carries_one_or_says_to_a_rival_that_one_was_cast(self, cast: Cast) -> None:
        with ears(cast, "aster.representative", "borealis.representative", "clerk") as found:
            with tenant(cast.frontier.pk):
                motion = hidden_vote(cast)
            deliver(cast, "webhook", DISCUSSED + HOUR)
            assert {name: "motion.ballot_cast" in heard(one) for name, one in found.items()} == {
                "aster.representative": True,
                "borealis.representative": False,
                "clerk": False,
            }
            for got in found["aster.representative"].received:
                assert WHY not in got.body.decode()
                assert '"no"' not in got.body.decode()
            with tenant(cast.frontier.pk):
                close_due(ref=motion.ref, now=CLOSES)
            deliver(cast, "webhook", CLOSES)
            assert all("motion.closed" in heard(one) for one in found.values())
            assert not any(WHY in got.body.decode() for one in found.values() for got in one.received)

    def test_the_feed_of_acts_holds_a_commitment_and_no_choice(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with tenant(cast.frontier.pk):
            motion = hidden_vote(cast)
            place()
        set_clock(monkeypatch, DISCUSSED + HOUR)
        for name in READERS:
            page = come(cast, name).get("/api/v1/committees/frontier/events/").json()
            assert WHY not in json.dumps(page), name
            expected = [] if name == "counsel" else [["capacity", "commitment", "number", "voter"]] * 2
            assert commitments(page["results"]) == expected, name
        with tenant(cast.frontier.pk):
            close_due(ref=motion.ref, now=CLOSES)
            place()
        set_clock(monkeypatch, CLOSES)
        page = come(cast, "cygnus.representative").get("/api/v1/committees/frontier/events/").json()
        [closed] = [row for row in page["results"] if row["type"] == "motion.closed"]
        assert [row["opening"]["choice"] for row in closed["facts"]["ballots"]] == ["no", "yes"]
        assert WHY not in json.dumps(page)

    def test_a_letter_says_that_the_alternate_voted_and_not_how(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            hidden_vote(cast)
        deliver(cast, "email", DISCUSSED + HOUR)
        assert mailed(cast, "cast a ballot") == {"aster.representative"}
        [letter] = [one for one in mail.outbox if "cast a ballot" in one.body]
        assert WHY not in letter.message().as_string()

    def test_whoever_holds_a_proxy_votes_and_the_member_is_told(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            given = proxying.offer(
                actor=cast.viewer("cygnus.representative"),
                now=NOW,
                holder=cast["borealis.representative"].uid,
                ends_at=CLOSES,
            )
            proxying.answer(actor=cast.viewer("borealis.representative"), now=NOW, uid=given.uid, verb="accept")
            motion = voting(cast)
            vote(cast, motion, "borealis.representative", "no", voter="cygnus")
        deliver(cast, "email", DISCUSSED + HOUR)
        assert mailed(cast, "cast a ballot") == {"cygnus.representative"}


class TestWords:
    def test_the_opening_goes_to_members_and_clerks_with_what_to_do_and_the_hour(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = voting(cast, title="Publish contacts")
        deliver(cast, "email", DISCUSSED)
        told = mailed(cast, "opened voting")
        # Who opened it knows.
        assert told == VOICES - {"aster.representative"} | {"clerk"}
        [letter] = [
            one
            for one in mail.outbox
            if one.to == [cast["borealis.alternate"].person.email] and "opened voting" in one.body
        ]
        for words in (
            f"{motion.ref}: Publish contacts",
            "Cast your member's ballot.",
            f"{CLOSES.day} Nov 2026, {CLOSES:%H:%M} UTC",
        ):
            assert words in letter.body
        assert letter.subject.startswith(f"[Frontier] {motion.ref}")

    def test_the_inbox_holds_each_stage_once(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        with tenant(cast.frontier.pk):
            motion = voting(cast)
            vote(cast, motion, "aster.representative", "yes")
            vote(cast, motion, "borealis.representative", "yes")
            close_due(ref=motion.ref, now=CLOSES)
            certify(actor=cast.viewer("clerk", CLOSES), now=CLOSES, ref=motion.ref)
        deliver(cast, "email", CLOSES)
        with tenant(cast.frontier.pk):
            rows = Notice.objects.filter(seat=cast["cygnus.representative"]).order_by("act_id")
            kinds = list(rows.values_list("act__kind", flat=True))
            everybody = Notice.objects.filter(act__kind="motion.certified").values_list("seat", flat=True)
            told = {name for name in cast.in_frontier if cast[name].pk in set(everybody)}
        assert kinds == [f"motion.{name}" for name in ("proposed", "seconded", "opened", "closed", "certified")]
        assert told == set(cast.in_frontier) - {"clerk", "counsel"}
        set_clock(monkeypatch, CLOSES)
        page = come(cast, "cygnus.representative").get("/c/frontier/inbox/").content.decode()
        assert "certified the result" in page


class TestClosingSoon:
    def _remind(self, people: Cast) -> None:
        sweep(CLOSES - 23 * HOUR)
        deliver(people, "email", CLOSES - 23 * HOUR)

    def test_only_who_can_still_cast_a_members_missing_ballot_is_written_to(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = voting(cast)
            vote(cast, motion, "aster.alternate", "yes")
            vote(cast, motion, "independent", "abstain")
        deliver(cast, "email", DISCUSSED + HOUR)
        mail.outbox.clear()
        self._remind(cast)
        assert {one.to[0] for one in mail.outbox} == {
            cast[f"{lab}.{role}"].person.email
            for lab in ("borealis", "cygnus")
            for role in ("representative", "alternate")
        }
        assert all("Vote" in one.subject and motion.ref in one.subject for one in mail.outbox)

    def test_who_has_voted_by_proxy_or_stands_back_is_left_in_peace(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            given = proxying.offer(
                actor=cast.viewer("aster.representative"),
                now=NOW,
                holder=cast["borealis.representative"].uid,
                ends_at=CLOSES,
            )
            proxying.answer(actor=cast.viewer("borealis.representative"), now=NOW, uid=given.uid, verb="accept")
            motion = voting(cast, kind="membership.suspend", payload={"organisation": "cygnus"})
            vote(cast, motion, "borealis.representative", "yes")
            vote(cast, motion, "borealis.representative", "yes", voter="aster")
        deliver(cast, "email", DISCUSSED + HOUR)
        mail.outbox.clear()
        self._remind(cast)
        assert {one.to[0] for one in mail.outbox} == {cast["independent"].person.email}

    def test_no_webhook_of_a_member_that_has_voted_is_told(self, cast: Cast) -> None:
        with ears(cast, "aster.representative", "borealis.representative", "clerk") as found:
            with tenant(cast.frontier.pk):
                motion = voting(cast)
                vote(cast, motion, "aster.representative", "yes")
            sweep(CLOSES - 23 * HOUR)
            deliver(cast, "webhook", CLOSES - 23 * HOUR)
            reminded = {name for name, one in found.items() if "deadline.reminded" in heard(one)}
        assert reminded == {"borealis.representative"}

    def test_the_calendar_of_what_one_owes_holds_the_hour_until_one_has_voted(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        set_clock(monkeypatch, DISCUSSED + HOUR)
        with tenant(cast.frontier.pk):
            motion = voting(cast, title="Publish contacts")
            addresses = {
                name: make_feed(actor=cast.viewer(name, DISCUSSED), now=DISCUSSED, whose=Whose.MINE).secret
                for name in ("borealis.representative", "borealis.alternate", "borealis.liaison", "independent")
            }

        def calendars() -> dict[str, list[str]]:
            found = {}
            for name, secret in addresses.items():
                content = Client().get(f"/calendars/frontier/{secret}.ics").content
                rows = Calendar.from_ical(content).walk("VEVENT")
                found[name] = [str(row["SUMMARY"]) for row in rows if row["DTSTART"].dt == CLOSES]
            return found

        vote_there = [f"Vote, {motion.ref}"]
        expected = dict.fromkeys(addresses, vote_there) | {"borealis.liaison": []}
        assert calendars() == expected
        with tenant(cast.frontier.pk):
            vote(cast, motion, "borealis.alternate", "no")
        assert calendars() == {name: [] for name in addresses} | {"independent": vote_there}


class TestSearch:
    @pytest.fixture(autouse=True)
    def _now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        set_clock(monkeypatch, DISCUSSED + HOUR)

    def _found(self, people: Cast, name: str, query: str) -> tuple[bool, bool]:
        """Whether page and API find anything."""
        client = come(people, name)
        page = client.get(f"{HOME}?{query}")
        rows = client.get(f"{API}?{query}").json()["results"]
        return "Publish contacts" in page.content.decode(), bool(rows)

    @pytest.mark.parametrize("words", ["q=contacts", "q=publish+lab", "q=MOT-2026-0001"])
    def test_a_motion_is_found_by_its_words_and_its_number(self, cast: Cast, words: str) -> None:
        with tenant(cast.frontier.pk):
            authority = cast["observer.california"].organisation
            Access.objects.create(
                organisation=authority, scope=AccessScope.ADDRESSED, starts_at=BEGINNING, ends_at=ENDING
            )
            discussed(cast)
        for name in ("borealis.liaison", "clerk", "auditor", "observer.eu"):
            assert self._found(cast, name, words) == (True, True), name
        assert self._found(cast, "observer.california", words) == (False, False)
        eve = come(cast, "eve")
        assert (eve.get(f"{HOME}?{words}").status_code, eve.get(f"{API}?{words}").status_code) == (404, 404)

    def test_a_motion_is_found_by_what_was_said_on_it_by_whoever_sees_it(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            authority = cast["observer.california"].organisation
            Access.objects.create(
                organisation=authority, scope=AccessScope.ADDRESSED, starts_at=BEGINNING, ends_at=ENDING
            )
            motion = discussed(cast)
            for text in (f"A {SAID} sings.", "At night."):
                make_statement(actor=cast.viewer("independent"), now=NOW, ref=motion.ref, text=text)
        for name in ("aster.liaison", "cygnus.representative", "clerk", "auditor", "observer.eu"):
            assert self._found(cast, name, f"q={SAID}") == (True, True), name
        assert self._found(cast, "observer.california", f"q={SAID}") == (False, False)
        assert self._found(cast, "clerk", f"q={SAID}+night") == (False, False)

    def test_a_draft_is_found_by_its_own_people_only(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            draft(cast)
        found = {name for name in VOICES | {"clerk"} if self._found(cast, name, "q=contacts&state=draft")[1]}
        assert found == {"aster.representative", "aster.alternate"}
        assert not any(self._found(cast, name, "q=contacts")[1] for name in VOICES)

    def test_an_explanation_is_found_by_nobody(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            hidden_vote(cast)
        for name in ("aster.alternate", "cygnus.representative", "clerk"):
            assert self._found(cast, name, f"q={WHY}") == (False, False)


class TestThePublic:
    def test_atom_and_index_hold_a_motion_once_it_is_certified_and_only_what_is_the_publics(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = hidden_vote(cast)
            make_statement(actor=cast.viewer("independent"), now=DISCUSSED, ref=motion.ref, text=SAID)
        addresses = [f"/public/frontier/{path}" for path in ("feed.atom", "index.json", "")]

        def public() -> list[str]:
            return [Client().get(address).content.decode() for address in addresses]

        assert [motion.ref in page for page in public()] == [False] * 3
        assert Client().get(f"/public/frontier/{motion.ref}/").status_code == 404
        with tenant(cast.frontier.pk):
            close_due(ref=motion.ref, now=CLOSES)
        assert [motion.ref in page for page in public()] == [False] * 3
        with tenant(cast.frontier.pk):
            certify(actor=cast.viewer("clerk", CLOSES), now=CLOSES, ref=motion.ref)
        pages = [*public(), Client().get(f"/public/frontier/{motion.ref}/").content.decode()]
        assert [f"{motion.ref}" in page and "Publish contacts" in page for page in pages] == [True] * 4
        assert [word for word in (WHY, SAID) if any(word in page for page in pages)] == []
        # The roll call itself is the public's.
        assert "Borealis" in pages[-1]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda people: draft(people), set()),
        (lambda people: proposed(people), VOICES - {"aster.representative"} | {"clerk"}),
        (
            lambda people: (
                set_weights(actor=people.viewer("clerk"), now=NOW, scale="table", values={"aster": "2"}, decision="D 1")
                and None
            ),
            VOICES,
        ),
    ],
    ids=["a draft", "a proposal", "a weight"],
)
def test_who_is_written_to(cast: Cast, make: Callable[[Cast], Any], told: set[str]) -> None:
    with tenant(cast.frontier.pk):
        make(cast)
    deliver(cast, "email", NOW)
    assert mailed(cast) == told
