"""The portal dies between any two lines of a verb: nothing half-done is left, and whoever tries again succeeds."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from django.db import connection

from apps.committees.models import Organisation
from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.deadlines.services.sweeping import PUSHED_BACK
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.membership.services import membership
from apps.record.models import Act
from apps.votes.models import Motion
from apps.votes.services import recusing
from apps.votes.services.certifying import certify, certify_due
from apps.votes.services.closing import close_due, close_early
from apps.votes.services.drafting import change_draft, start_amendment
from apps.votes.services.opening import open_voting, put_to_vote
from apps.votes.services.proposing import lapse_due, propose, second, withdraw
from tests.cast import NOW, Cast
from tests.torn import LeadUp, Torn, Verb, new_acts, survives_each_write, survives_its_followers
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, closed, discussed, draft, proposed, vote, voting
from tests.votes.test_put_to_vote import LATE, amended

pytestmark = [pytest.mark.django_db, pytest.mark.torn]

CHAIR, MOVER = "aster.representative", "aster.representative"
ALL = ("aster.representative", "borealis.representative", "cygnus.representative", "independent")
SUSPEND = {"kind": "membership.suspend", "payload": {"organisation": "cygnus"}}
OTHERS = ("aster.representative", "borealis.representative", "independent")


def _second(people: Cast) -> Verb:
    motion = proposed(people, **SUSPEND)
    return partial(second, actor=people.viewer("borealis.alternate"), now=NOW, ref=motion.ref)


def _propose(people: Cast) -> Verb:
    return partial(propose, actor=people.viewer(MOVER), now=NOW, ref=draft(people, **SUSPEND).ref)


def _propose_at_once(people: Cast) -> Verb:
    return partial(propose, actor=people.viewer("clerk"), now=NOW, ref=draft(people, "clerk", **SUSPEND).ref)


def _withdraw(people: Cast) -> Verb:
    motion = discussed(people)
    amended(people, motion)
    return partial(withdraw, actor=people.viewer(MOVER), now=NOW, ref=motion.ref, because="No more.")


def _lapse(people: Cast) -> Verb:
    motion = proposed(people)
    due_at = Deadline.objects.get(clock="motion.second").due_at
    return partial(lapse_due, ref=motion.ref, due_at=due_at, now=due_at + HOUR)


def _open(people: Cast) -> Verb:
    """With a recusal that is upheld by it, and an amendment that nobody has seconded and that lapses with it."""
    motion = discussed(people)
    actor = people.viewer("cygnus.representative")
    recusing.declare(actor=actor, now=NOW, ref=motion.ref, organisation="cygnus", because="We sell them.")
    row = start_amendment(actor=actor, now=NOW, ref=motion.ref)
    change_draft(actor=actor, now=NOW, ref=row.ref, changes={"text": "Another text."})
    propose(actor=actor, now=NOW, ref=row.ref)
    return partial(open_voting, actor=people.viewer(CHAIR, DISCUSSED), now=DISCUSSED, ref=motion.ref)


def _put_to_vote(people: Cast) -> Verb:
    """With a contested recusal that is decided by it, and an amendment that lapses with it."""
    motion = discussed(people)
    cygnus = people.viewer("cygnus.representative")
    recusing.declare(
        actor=people.viewer("borealis.representative"),
        now=NOW,
        ref=motion.ref,
        organisation="cygnus",
        because="A stake.",
    )
    recusing.contest(actor=cygnus, now=NOW, ref=motion.ref, organisation="cygnus", because="None.")
    amended(people, motion)
    return partial(put_to_vote, ref=motion.ref, now=LATE)


def _cast(people: Cast) -> Verb:
    motion = voting(people)
    vote(people, motion, "borealis.alternate", "yes")
    return partial(vote, people, motion, "borealis.representative", "no", explanation="On second thoughts.")


def _close(people: Cast) -> Verb:
    motion = voting(people)
    for who in ALL:
        vote(people, motion, who, "yes")
    return partial(close_due, ref=motion.ref, now=CLOSES)


def _extend(people: Cast) -> Verb:
    return partial(close_due, ref=voting(people).ref, now=CLOSES)


def _close_early(people: Cast) -> Verb:
    charter(early_close=True, minimum_hours=0)
    motion = voting(people)
    for who in ALL:
        vote(people, motion, who, "yes")
    at = DISCUSSED + 30 * HOUR
    return partial(close_early, actor=people.viewer(CHAIR, at), now=at, ref=motion.ref)


def _certify(people: Cast) -> Verb:
    """A member is suspended by it."""
    motion = closed(people, dict.fromkeys(OTHERS, "yes"), **SUSPEND)
    return partial(certify, actor=people.viewer("clerk", CLOSES), now=CLOSES, ref=motion.ref)


def _certify_by_itself(people: Cast) -> Verb:
    motion = closed(people, dict.fromkeys(OTHERS, "yes"), **SUSPEND)
    return partial(certify_due, ref=motion.ref, now=CLOSES + 48 * HOUR)


def _certify_emergency(people: Cast) -> Verb:
    motion = discussed(people, procedure="emergency")
    open_voting(actor=people.viewer(CHAIR), now=NOW, ref=motion.ref)
    for who in ALL:
        vote(people, motion, who, "yes", at=NOW + HOUR)
    close_due(ref=motion.ref, now=NOW + 12 * HOUR)
    return partial(certify, actor=people.viewer("clerk"), now=NOW + 13 * HOUR, ref=motion.ref)


def _certify_amendment(people: Cast) -> Verb:
    """It changes a text, and the motion that has waited for it is put to the vote in the same transaction."""
    motion = discussed(people)
    amendment = amended(people, motion)
    opens = LATE - 2 * 24 * HOUR
    amendment = open_voting(actor=people.viewer(CHAIR, opens), now=opens, ref=amendment.ref)
    for who in ALL:
        vote(people, amendment, who, "yes", at=opens + HOUR)
    close_due(ref=amendment.ref, now=amendment.closes_at or LATE)
    return partial(certify, actor=people.viewer(CHAIR, LATE), now=LATE + 5 * 24 * HOUR, ref=amendment.ref)


LIFE: dict[str, tuple[LeadUp, Sequence[str]]] = {
    "propose": (_propose, ["motion.proposed", "motion.recusal_declared"]),
    "propose for discussion": (_propose_at_once, ["motion.tabled", "motion.recusal_declared"]),
    "second": (_second, ["motion.seconded"]),
    "withdraw with an amendment": (_withdraw, ["motion.withdrawn", "motion.lapsed"]),
    "lapse": (_lapse, ["motion.lapsed"]),
    "open": (_open, ["motion.opened", "motion.lapsed"]),
    "put to the vote": (_put_to_vote, ["motion.lapsed", "motion.recusal_lifted", "motion.opened"]),
    "cast": (_cast, ["motion.ballot_cast"]),
    "close": (_close, ["motion.closed"]),
    "keep open for the quorum": (_extend, ["motion.extended"]),
    "close early": (_close_early, ["motion.closed"]),
    "certify, and suspend a member": (_certify, ["organisation.suspended", "motion.certified"]),
    "certify by itself": (_certify_by_itself, ["organisation.suspended", "motion.certified"]),
    "certify in an emergency": (_certify_emergency, ["motion.certified", "motion.review_set"]),
    "certify an amendment": (_certify_amendment, ["motion.text_amended", "motion.certified", "motion.opened"]),
}
"""Each step in the life of a motion: what leads up to it, and the acts that it leaves, in order."""


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_after_each_write(cast: Cast, lead_up: LeadUp, acts: Sequence[str]) -> None:
    survives_each_write(cast, lead_up, acts)


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_where_a_follower_of_the_record_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, lead_up: LeadUp, acts: Sequence[str]
) -> None:
    survives_its_followers(cast, monkeypatch, lead_up, acts)


class TestTheSweep:
    """What a sweep could not do it does later, and of its hour."""

    def _break(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith('UPDATE "votes_motion"'):
            raise Torn
        return execute(sql, params, many, context)

    def test_what_could_not_be_closed_is_closed_later_at_its_hour(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            _close(cast)
        sweep(CLOSES - HOUR)
        with tenant(cast.frontier.pk):
            acts = Act.objects.count()
        with connection.execute_wrapper(self._break):
            assert sweep(CLOSES).failed == 1
        with tenant(cast.frontier.pk):
            assert (Motion.objects.get().state, Act.objects.count()) == ("voting", acts)
            assert Deadline.objects.get(clock="motion.vote").next_step_at == CLOSES + PUSHED_BACK
        sweep(CLOSES + PUSHED_BACK)
        with tenant(cast.frontier.pk):
            motion = Motion.objects.get()
            assert (motion.state, motion.closed_at, motion.outcome["yes"]) == ("closed", CLOSES, 4)

    def test_one_that_cannot_be_certified_holds_up_no_other(self, cast: Cast) -> None:
        """The one breaks in its effect, again and again; the other is certified in the same sweep."""
        with tenant(cast.frontier.pk):
            bad = closed(cast, dict.fromkeys(OTHERS, "yes"), **SUSPEND)
            good = closed(cast, dict.fromkeys(OTHERS, "yes"), title="Another", text="Another.")

        def broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if "committees_organisation" in sql and sql.lstrip().startswith("UPDATE"):
                raise Torn
            return execute(sql, params, many, context)

        at = CLOSES + 49 * HOUR
        with connection.execute_wrapper(broken):
            swept = sweep(at)
        assert swept.failed == 1
        with tenant(cast.frontier.pk):
            assert Motion.objects.get(pk=good.pk).state == "certified"
            assert Motion.objects.get(pk=bad.pk).state == "closed"
            assert Organisation.objects.get(key="cygnus").state == "admitted"
        sweep(at + PUSHED_BACK)
        with tenant(cast.frontier.pk):
            assert Motion.objects.get(pk=bad.pk).effect == "done"
            assert Organisation.objects.get(key="cygnus").state == "suspended"


def test_a_certification_whose_effect_is_refused_half_way_says_why_and_does_nothing_of_it(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused after the member's state is written: what is written goes, and the certification stays."""
    verb = _certify(frontier)
    record = membership.record

    def refusing(*args: Any, **words: Any) -> Any:
        record(*args, **words)
        raise Refused("The register is closed today.")

    monkeypatch.setattr(membership, "record", refusing)
    with new_acts() as made:
        done = verb()
    assert (done.state, done.effect, done.effect_note) == ("certified", "impossible", "The register is closed today.")
    assert Organisation.objects.get(key="cygnus").state == "admitted"
    assert made == ["motion.certified"]
    assert Act.objects.get(kind="motion.certified").facts["effect_note"] == "The register is closed today."
