"""A motion that nobody puts to the vote in time: the portal opens voting, so that no chair can let it lie."""

from datetime import timedelta

import pytest

from apps.committees.models import Organisation, StandingFact
from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from apps.votes.models import Elector, Motion, Recusal
from apps.votes.services import recusing
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import change_draft, start_amendment
from apps.votes.services.opening import open_voting, put_to_vote
from apps.votes.services.proposing import propose, second
from tests.cast import NOW, Cast
from tests.votes.factory import DISCUSSED, charter, discussed, proposed, vote

LATE = NOW + timedelta(days=61)
"""By the standard preset it must be put to the vote within sixty days."""


def amended(people: Cast, parent: Motion) -> Motion:
    actor = people.viewer("borealis.representative")
    row = start_amendment(actor=actor, now=NOW, ref=parent.ref)
    change_draft(actor=actor, now=NOW, ref=row.ref, changes={"text": "A better text."})
    motion = propose(actor=actor, now=NOW, ref=row.ref)
    return second(actor=people.viewer("cygnus.representative"), now=NOW, ref=motion.ref)


def states() -> dict[str, str]:
    return dict(Motion.objects.values_list("ref", "state"))


def test_the_portal_opens_voting_when_the_time_has_passed(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        motion = discussed(cast)
    sweep(LATE)
    with tenant(cast.frontier.pk):
        motion = Motion.objects.get()
        assert (motion.state, motion.opened_at, motion.opened_by_id) == ("voting", LATE, None)
        assert motion.closes_at == LATE + timedelta(hours=120)
        assert Act.objects.get(kind="motion.opened").seat_id is None
        clocks = dict(Deadline.objects.values_list("clock", "state"))
        assert clocks == {"motion.second": "met", "motion.open": "met", "motion.vote": "running"}
        assert not Act.objects.filter(kind="deadline.overdue").exists()


def test_one_that_nobody_seconds_lapses(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        proposed(cast)
    sweep(NOW + timedelta(days=15))
    with tenant(cast.frontier.pk):
        motion = Motion.objects.get()
        assert (motion.state, motion.because) == ("lapsed", "Nobody seconded it in time.")


def test_one_on_which_nobody_could_vote_lapses_with_the_reason(frontier: Cast) -> None:
    motion = discussed(frontier)
    for row in Organisation.objects.all():
        StandingFact.objects.create(organisation=row, kind="in arrears", since=NOW, because="Unpaid")
    done = put_to_vote(ref=motion.ref, now=LATE)
    assert done.state == "lapsed"
    assert done.because.startswith("Nobody could vote")
    assert not Elector.objects.exists()


def test_it_is_not_opened_before_it_was_discussed_long_enough(frontier: Cast) -> None:
    charter(discussion_hours=2000)
    motion = discussed(frontier)
    assert put_to_vote(ref=motion.ref, now=LATE).state == "discussion"


@pytest.mark.parametrize(
    ("who", "state"),
    [("cygnus.representative", "upheld"), ("borealis.representative", "lifted"), ("", "upheld")],
    ids=["the member's own word stands", "a rival's falls", "what is computed stands"],
)
def test_a_contested_recusal_left_undecided_sways_nothing(frontier: Cast, who: str, state: str) -> None:
    content = {} if who else {"kind": "membership.suspend", "payload": {"organisation": "cygnus"}}
    motion = discussed(frontier, **content)
    if who:
        recusing.declare(
            actor=frontier.viewer(who), now=NOW, ref=motion.ref, organisation="cygnus", because="It wrote the report."
        )
    contester = frontier.viewer("cygnus.alternate")
    recusing.contest(actor=contester, now=NOW, ref=motion.ref, organisation="cygnus", because="It did not.")
    assert put_to_vote(ref=motion.ref, now=LATE).state == "voting"
    row = Recusal.objects.get()
    assert (row.state, row.decided_by_id, row.decided_at) == (state, None, LATE)
    assert row.decided_because.startswith("Nobody decided on it in time")
    assert Elector.objects.get(key="cygnus").standing == ("voting" if state == "lifted" else "recused")


def test_a_rivals_word_in_the_last_hours_silences_nobody(frontier: Cast) -> None:
    motion = discussed(frontier)
    rival = frontier.viewer("borealis.representative")
    late = LATE - timedelta(hours=1)
    recusing.declare(actor=rival, now=late, ref=motion.ref, organisation="cygnus", because="It gains by it.")
    put_to_vote(ref=motion.ref, now=LATE)
    assert Elector.objects.get(key="cygnus").standing == "voting"


def test_amendments_that_nobody_put_to_the_vote_lapse(frontier: Cast) -> None:
    motion = discussed(frontier)
    amendment = amended(frontier, motion)
    put_to_vote(ref=motion.ref, now=LATE)
    assert states() == {motion.ref: "voting", amendment.ref: "lapsed"}


def test_an_amendment_that_is_voted_on_is_waited_for(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        motion = discussed(cast)
        amendment = amended(cast, motion)
        opens = LATE - timedelta(days=2)
        chair = cast.viewer("aster.representative", opens)
        opened = open_voting(actor=chair, now=opens, ref=amendment.ref)
    sweep(LATE)
    with tenant(cast.frontier.pk):
        assert states() == {motion.ref: "discussion", amendment.ref: "voting"}
        hour = opened.closes_at
        for who in ("aster.representative", "borealis.representative"):
            vote(cast, opened, who, "yes", at=LATE)
        close_due(ref=amendment.ref, now=hour)
        certify(actor=chair, now=hour, ref=amendment.ref)
        motion.refresh_from_db()
        assert (motion.state, motion.text) == ("voting", "A better text.")


def test_what_has_become_impossible_lapses_with_the_reason(frontier: Cast) -> None:
    motion = discussed(frontier, kind="membership.suspend", payload={"organisation": "cygnus"})
    Organisation.objects.filter(key="cygnus").update(state="suspended")
    done = put_to_vote(ref=motion.ref, now=LATE)
    assert done.state == "lapsed"
    assert "so this cannot be done" in done.because


def test_it_is_safe_to_run_twice(frontier: Cast) -> None:
    motion = discussed(frontier)
    first = put_to_vote(ref=motion.ref, now=LATE)
    again = put_to_vote(ref=motion.ref, now=LATE + timedelta(days=1))
    assert again.closes_at == first.closes_at
    assert DISCUSSED < LATE
