"""Many vote at the same moment: real threads on the real database, over pooled connections."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.selectors import viewer_of
from apps.committees.states import OrganisationKind, Role
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from apps.votes.models import Ballot, Motion, Proxy
from apps.votes.selectors import ballots_in_force, tally_of
from apps.votes.selectors.standing import electors_of
from apps.votes.services import proxying
from apps.votes.services.balloting import cast as cast_ballot
from apps.votes.services.balloting import hold_box
from apps.votes.services.closing import close_due
from tests.cast import BEGINNING, NOW, Cast
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, vote, voting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]

MEMBERS = 200
THREADS = 20
CHOICES = ("yes", "no", "abstain")


@pytest.fixture
def pooled() -> Iterator[None]:
    """Connections from a pool, as in production."""
    connection.close()
    before = {name: connection.settings_dict[name] for name in ("OPTIONS", "CONN_MAX_AGE")}
    pool = {"min_size": 2, "max_size": THREADS, "timeout": 30}
    connection.settings_dict |= {"OPTIONS": {**before["OPTIONS"], "pool": pool}, "CONN_MAX_AGE": 0}
    yield
    connection.close()
    connection.close_pool()
    connection.settings_dict |= before


def labs(people: Cast, number: int) -> list[Seat]:
    """So many labs more, each with its representative."""
    with tenant(people.frontier.pk):
        organisations = Organisation.objects.bulk_create(
            Organisation(key=f"lab-{n}", name=f"Lab {n}", kind=OrganisationKind.LAB, admitted_at=BEGINNING)
            for n in range(number)
        )
        persons = User.objects.bulk_create(
            User(email=f"r{n}@lab.example", name=f"R {n}", password="") for n in range(number)
        )
        return Seat.objects.bulk_create(
            Seat(organisation=one, person=person, role=Role.REPRESENTATIVE, starts_at=BEGINNING)
            for one, person in zip(organisations, persons, strict=True)
        )


def at_once(committee_id: int, verbs: list[Callable[[], Any]], width: int) -> list[str]:
    """Run the verbs in as many threads, each in its own transaction; “done” or the refusal, in their order."""
    start = Barrier(width)

    def run(numbered: tuple[int, Callable[[], Any]]) -> str:
        number, verb = numbered
        try:
            if number < width:
                start.wait(10)
            with tenant(committee_id):
                verb()
        except Refused as refusal:
            return refusal.reason
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(width) as pool:
        return list(pool.map(run, enumerate(verbs)))


def casting(people: Cast, motion: Motion, seat: Seat, choice: str) -> Callable[[], Any]:
    at = DISCUSSED + HOUR
    with tenant(people.frontier.pk):
        actor = viewer_of(Seat.objects.select_related("organisation", "person").get(pk=seat.pk), at)

    def run() -> None:
        box = hold_box(actor=actor, ref=motion.ref)
        cast_ballot(actor=actor, now=at, box=box, choice=choice)

    return run


def test_two_hundred_ballots_at_once_lose_and_double_nothing(pooled: None, cast: Cast) -> None:
    seats = labs(cast, MEMBERS)
    with tenant(cast.frontier.pk):
        motion = voting(cast)
    verbs = [casting(cast, motion, seat, CHOICES[n % 3]) for n, seat in enumerate(seats)]
    assert at_once(cast.frontier.pk, verbs, THREADS) == ["done"] * MEMBERS
    with tenant(cast.frontier.pk):
        outcome = tally_of(motion)
        assert (outcome.yes, outcome.no, outcome.abstain) == (67, 67, 66)
        assert Ballot.objects.count() == MEMBERS
        in_record = Act.objects.filter(kind="motion.ballot_cast", subject_id=motion.pk)
        committed = {(act.facts["voter"], act.facts["number"], act.facts["commitment"]) for act in in_record}
        assert committed == {(row.voter, row.seq, row.commitment) for row in Ballot.objects.select_related("elector")}
        assert len(ballots_in_force(motion)) == MEMBERS == len(electors_of(motion)) - 4


def test_two_tabs_of_one_voter_give_one_ballot_in_force_and_an_order(pooled: None, cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        motion = voting(cast)
    seat = cast["aster.representative"]
    verbs = [casting(cast, motion, seat, choice) for choice in ("yes", "no") * 5]
    assert at_once(cast.frontier.pk, verbs, 10) == ["done"] * 10
    with tenant(cast.frontier.pk):
        rows = list(Ballot.objects.order_by("seq"))
        assert [row.seq for row in rows] == list(range(1, 11))
        [counts] = ballots_in_force(motion).values()
        assert counts == rows[-1]
        outcome = tally_of(motion)
        assert outcome.yes + outcome.no == 1


def test_closing_waits_for_ballots_under_way_and_none_comes_after(pooled: None, cast: Cast) -> None:
    seats = labs(cast, 40)
    with tenant(cast.frontier.pk):
        motion = voting(cast)
        vote(cast, motion, "aster.representative", "yes")
        vote(cast, motion, "borealis.representative", "yes")
    verbs: list[Callable[[], Any]] = [casting(cast, motion, seat, "no") for seat in seats]
    verbs.insert(10, lambda: close_due(ref=motion.ref, now=CLOSES + timedelta(days=9)))
    answers = at_once(cast.frontier.pk, verbs, 10)
    assert set(answers) <= {"done", "Voting is closed."}
    with tenant(cast.frontier.pk):
        fresh = Motion.objects.get(pk=motion.pk)
        counted = Ballot.objects.filter(choice="no").count()
        if fresh.state == "closed":
            assert fresh.outcome["no"] == counted == answers.count("done") - 1
        else:
            assert fresh.extended_at is not None


def test_proxies_accepted_at_once_are_no_more_than_the_charter_allows(pooled: None, cast: Cast) -> None:
    holder = "borealis.representative"
    with tenant(cast.frontier.pk):
        offers = [
            proxying.offer(actor=cast.viewer(who), now=NOW, holder=cast[holder].uid, ends_at=CLOSES)
            for who in ("aster.representative", "cygnus.representative", "independent")
        ]
        actor = cast.viewer(holder)

    def accepting(proxy: Proxy) -> Callable[[], Any]:
        return lambda: proxying.answer(actor=actor, now=NOW, uid=proxy.uid, verb="accept")

    assert at_once(cast.frontier.pk, [accepting(one) for one in offers], 3).count("done") == 1
