"""Who sees which motion: `visible_to` and its inverse agree for the whole cast, at every stage."""

from collections.abc import Callable

import pytest

from apps.committees.models import Access
from apps.committees.states import AccessScope
from apps.votes.models import Motion, seats_that_may_see
from apps.votes.services.certifying import certify
from apps.votes.services.drafting import discard
from tests.cast import BEGINNING, ENDING, NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER
from tests.votes.factory import charter, closed, discussed, draft, proposed, voting

pytestmark = pytest.mark.django_db

ASTER = frozenset(name for name in FRONTIER if name.startswith("aster."))
EU = frozenset({"observer.eu"})
EVERYBODY = FRONTIER - COUNSEL


def _discarded(cast: Cast) -> Motion:
    return discard(actor=cast.viewer("aster.liaison"), now=NOW, ref=draft(cast).ref)


def _certified(cast: Cast) -> Motion:
    charter(late_quorum_hours=0)
    motion = closed(cast, {})
    return certify(actor=cast.viewer("clerk"), now=NOW, ref=motion.ref)


def _closed(cast: Cast) -> Motion:
    return closed(cast, {"aster.representative": "yes", "borealis.representative": "no"})


@pytest.mark.parametrize(
    ("make", "narrowed", "seen_by"),
    [
        (draft, False, ASTER),
        (_discarded, False, ASTER),
        (proposed, False, EVERYBODY),
        (discussed, True, EVERYBODY - EU),
        (voting, True, EVERYBODY - EU),
        (_closed, True, EVERYBODY - EU),
        (_certified, True, EVERYBODY),
    ],
)
def test_both_ways_of_asking_agree(
    frontier: Cast, make: Callable[[Cast], Motion], narrowed: bool, seen_by: frozenset[str]
) -> None:
    if narrowed:
        authority = frontier["observer.eu"].organisation
        Access.objects.create(organisation=authority, scope=AccessScope.ADDRESSED, starts_at=BEGINNING, ends_at=ENDING)
    motion = make(frontier)
    seeing = {
        name for name in FRONTIER if Motion.objects.visible_to(frontier.viewer(name)).filter(pk=motion.pk).exists()
    }
    told = set(seats_that_may_see(motion.pk, NOW).values_list("pk", flat=True))
    assert seeing == seen_by
    assert {name for name in FRONTIER if frontier[name].pk in told} == seen_by
