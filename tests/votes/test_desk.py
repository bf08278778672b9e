"""What waits for whom because of motions, on the dashboard and in lists of deadlines."""

import pytest
from django.test import Client

from apps.deadlines.models import Deadline
from apps.desk.selectors import waiting
from apps.kernel.tenancy.context import tenant
from apps.votes.acts import unvoted_motions, unvoted_seats
from tests.cast import NOW, Cast
from tests.guards.rows import FRONTIER
from tests.votes.factory import DISCUSSED, HOUR, charter, proposed, vote, voting

pytestmark = pytest.mark.django_db


def _waits(people: Cast, who: str, at: object = DISCUSSED + 2 * HOUR) -> list[str]:
    rows = waiting(people.viewer(who), at, "frontier", has_unread=False)  # type: ignore[arg-type]
    return [row.title for row in rows]


def test_a_vote_waits_for_whoever_can_cast_it_until_the_member_has_voted(frontier: Cast) -> None:
    motion = voting(frontier)
    for who in ("borealis.representative", "borealis.alternate", "independent"):
        assert _waits(frontier, who) == ["Vote"]
    for who in ("borealis.liaison", "clerk", "auditor", "observer.eu"):
        assert _waits(frontier, who) == []
    vote(frontier, motion, "borealis.alternate", "yes")
    vote(frontier, motion, "independent", "abstain")
    for who in ("borealis.representative", "borealis.alternate", "independent"):
        assert _waits(frontier, who) == []
    assert _waits(frontier, "cygnus.representative") == ["Vote"]


def test_both_ways_of_asking_who_has_not_voted_agree(frontier: Cast) -> None:
    motion = voting(frontier)
    vote(frontier, motion, "borealis.representative", "yes")
    told = set(unvoted_seats(motion.pk, DISCUSSED).values_list("pk", flat=True))
    for name in FRONTIER:
        asked = unvoted_motions(frontier.viewer(name)).filter(pk=motion.pk).exists()
        assert asked is (frontier[name].pk in told), name


def test_seconding_waits_for_the_other_members_only(frontier: Cast) -> None:
    proposed(frontier)
    assert _waits(frontier, "aster.representative", NOW) == []
    assert _waits(frontier, "borealis.alternate", NOW) == ["Second the motion"]
    assert _waits(frontier, "independent", NOW) == ["Second the motion"]
    assert _waits(frontier, "clerk", NOW) == []


def test_opening_voting_waits_for_the_chair(frontier: Cast) -> None:
    charter(lapse_days=20)
    motion = voting(frontier)
    assert Deadline.objects.filter(subject_id=motion.pk, state="running").count() == 1
    proposed(frontier, "clerk", title="Another", text="Else.")
    assert _waits(frontier, "aster.representative") == ["Vote", "Put the motion to the vote"]


def test_the_dashboard_leads_to_the_motion(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: DISCUSSED + HOUR)
    with tenant(cast.frontier.pk):
        motion = voting(cast)
    client.force_login(cast["borealis.representative"].person)
    assert f"/c/frontier/motions/{motion.ref}/" in client.get("/c/frontier/").content.decode()
