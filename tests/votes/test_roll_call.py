"""The roll call, and how the vote stands, as pages show them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.states import OrganisationKind, Role
from apps.kernel.tenancy.context import tenant
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.services.closing import close_due
from tests.cast import BEGINNING, Cast
from tests.votes import factory
from tests.votes.factory import CLOSES, charter, vote
from tests.votes.pages import AN_HOUR_IN, HOME, come, opened, set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_hour_in(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, AN_HOUR_IN)


def shown(cast: Cast) -> Motion:
    """A vote that is not hidden, with two ballots."""
    with tenant(cast.frontier.pk):
        charter(hidden=False)
        motion = factory.voting(cast)
        vote(cast, motion, "aster.representative", "yes", explanation="For the record.")
        vote(cast, motion, "borealis.representative", "no", explanation="Among us.", public=False)
        return motion


class TestTheRoll:
    def test_it_says_who_voted_how_and_why_others_do_not(self, cast: Cast) -> None:
        page = come(cast, "clerk").get(f"{HOME}{shown(cast).ref}/roll/").content.decode()
        for words in ("For the record.", "Among us.", "not voted", "in person", "Representative of Aster"):
            assert words in page, words

    def test_an_explanation_to_the_members_is_not_for_observers(self, cast: Cast) -> None:
        ref = shown(cast).ref
        for name in ("observer.eu", "auditor"):
            client = come(cast, name)
            for address in ("roll/", "roll.csv"):
                body = client.get(f"{HOME}{ref}/{address}").content.decode()
                assert "For the record." in body
                assert "Among us." not in body

    def test_while_hidden_it_says_only_who_has_voted(self, cast: Cast) -> None:
        motion = opened(cast)
        with tenant(cast.frontier.pk):
            vote(cast, motion, "aster.representative", "no", explanation="Nightjar")
        for name in ("borealis.representative", "clerk", "observer.eu"):
            client = come(cast, name)
            for address in ("roll/", "roll.csv", "standing/", ""):
                body = client.get(f"{HOME}{motion.ref}/{address}").content.decode()
                assert "Nightjar" not in body, (name, address)
            rows = client.get(f"{HOME}{motion.ref}/roll/").context["rows"]
            assert {said.member: said.choice for _line, said in rows}["Aster"] == "voted"
        own = come(cast, "aster.representative").get(f"{HOME}{motion.ref}/roll/").content.decode()
        assert "Nightjar" in own

    def test_the_table_to_take_away_is_harmless(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            charter(hidden=False)
            motion = factory.voting(cast)
            vote(cast, motion, "aster.representative", "yes", explanation="=cmd()")
        table = come(cast, "clerk").get(f"{HOME}{motion.ref}/roll.csv").content.decode()
        assert table.startswith("\ufeffmember,key,standing")
        assert "'=cmd()" in table

    def test_before_the_opening_there_is_none(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = factory.discussed(cast)
        for address in ("roll/", "roll.csv"):
            assert come(cast, "clerk").get(f"{HOME}{motion.ref}/{address}").status_code == 409

    def test_it_takes_as_many_queries_for_500_members_as_for_four(self, cast: Cast) -> None:
        motion, client = shown(cast), come(cast, "clerk")
        client.get(f"{HOME}{motion.ref}/roll/")
        with CaptureQueriesContext(connection) as few:
            client.get(f"{HOME}{motion.ref}/roll/")
        with tenant(cast.frontier.pk):
            crowd(motion, 500)
        with CaptureQueriesContext(connection) as many:
            page = client.get(f"{HOME}{motion.ref}/roll/")
        assert len(page.context["rows"]) == 504
        assert len(many) == len(few)


def crowd(motion: Motion, number: int) -> None:
    """So many more labs on the roll, each with its representative and its ballot."""
    labs = Organisation.objects.bulk_create(
        Organisation(key=f"lab-{n}", name=f"Lab {n}", kind=OrganisationKind.LAB, admitted_at=BEGINNING)
        for n in range(number)
    )
    people = User.objects.bulk_create(
        User(email=f"p{n}@lab.example", name=f"P {n}", password="!") for n in range(number)
    )
    seats = Seat.objects.bulk_create(
        Seat(organisation=lab, person=person, role=Role.REPRESENTATIVE, starts_at=BEGINNING)
        for lab, person in zip(labs, people, strict=True)
    )
    lines = Elector.objects.bulk_create(
        Elector(motion=motion, key=seat.organisation.key, name=seat.organisation.name, organisation=seat.organisation,
                seat=seat, weight="1", standing="voting")
        for seat in seats
    )  # fmt: skip
    Ballot.objects.bulk_create(
        Ballot(motion=motion, elector=line, seat=line.seat, by=str(line.seat), capacity="representative", choice="yes",
               explanation="Yes.", seq=1, nonce="0" * 64, commitment="0" * 64, at=AN_HOUR_IN)
        for line in lines
    )  # fmt: skip


class TestTheStanding:
    def test_it_says_the_sentence_draws_the_bars_and_tells_the_time_left(self, cast: Cast) -> None:
        body = come(cast, "clerk").get(f"{HOME}{shown(cast).ref}/roll/").content.decode()
        assert "1 of 4 in favour" in body
        assert "Voting closes" in body
        assert body.count('class="c-bar"') >= 5
        assert 'class="c-chart__mark"' in body

    def test_a_poll_is_answered_only_when_something_has_changed(self, cast: Cast) -> None:
        motion, client = shown(cast), come(cast, "clerk")
        address = f"{HOME}{motion.ref}/standing/"
        stamp = client.get(address).context["standing_stamp"]
        assert client.get(address, {"seen": stamp}).status_code == 204
        with tenant(cast.frontier.pk):
            vote(cast, motion, "cygnus.representative", "yes")
        again = client.get(address, {"seen": stamp, "quorate": "1"})
        assert again.status_code == 200
        assert "2 of 4 in favour" in again.content.decode()
        assert "hx-swap-oob" not in again.content.decode()

    def test_only_the_quorum_and_the_close_are_said_aloud(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        motion, client = shown(cast), come(cast, "clerk")
        address = f"{HOME}{motion.ref}/standing/"
        assert "Quorum reached.</p>" in client.get(address, {"quorate": "0"}).content.decode()
        with tenant(cast.frontier.pk):
            close_due(ref=motion.ref, now=CLOSES)
        set_clock(monkeypatch, CLOSES + timedelta(minutes=1))
        over = client.get(address, {"seen": "x", "quorate": "1"})
        assert over.status_code == 286
        assert "Voting has closed.</p>" in over.content.decode()
        assert "hx-get" not in over.content.decode()

    def test_it_can_be_told_to_stand_still(self, cast: Cast) -> None:
        body = come(cast, "clerk").get(f"{HOME}{shown(cast).ref}/standing/?stop=1").content.decode()
        assert "every 5s" not in body
        assert "This no longer updates by itself." in body

    def test_while_hidden_it_says_only_how_many_have_voted(self, cast: Cast) -> None:
        motion = opened(cast)
        with tenant(cast.frontier.pk):
            vote(cast, motion, "aster.representative", "yes")
        body = come(cast, "clerk").get(f"{HOME}{motion.ref}/standing/").content.decode()
        assert "1 of 4 have voted." in body
        assert "in favour" not in body
        assert 'class="c-bar"' not in body

    def test_what_is_settled_is_said(self, cast: Cast) -> None:
        motion = shown(cast)
        with tenant(cast.frontier.pk):
            for who in ("cygnus.representative", "borealis.representative"):
                vote(cast, motion, who, "yes")
        body = come(cast, "clerk").get(f"{HOME}{motion.ref}/standing/").content.decode()
        assert "The ballots that are missing cannot change it: it carries." in body
