"""The committee rejects a report by a motion; by consensus the parties take part, by another rule they stand back."""

from datetime import datetime

import pytest

from apps.committees.models import CharterVersion
from apps.disputes.kinds.rejecting import REJECT
from apps.disputes.models import Case
from apps.disputes.states import Stage
from apps.kernel.decisions import Invalid
from apps.record.models import Act
from apps.votes.models import Elector, Motion
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import start_draft
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second
from tests.cast import BEGINNING, NOW, Cast
from tests.disputes.filing import clocks_in
from tests.disputes.paneling import DAY, HOUR, composed, past, reported
from tests.disputes.test_course import at, due
from tests.votes.factory import vote

SEATS = ("aster.representative", "borealis.representative", "cygnus.representative", "independent")


def _moved(people: Cast, case: Case, when: datetime, who: str = "cygnus.representative") -> Motion:
    actor = people.viewer(who, when)
    told = {"kind": REJECT, "title": "Reject it", "text": "It errs.", "payload": {"case": case.ref}}
    motion = propose(actor=actor, now=when, ref=start_draft(actor=actor, now=when, **told).ref)
    return second(actor=people.viewer("independent", when), now=when, ref=motion.ref)


def _voted(people: Cast, motion: Motion, when: datetime, **ballots: str) -> tuple[Motion, datetime]:
    opens = when + 80 * HOUR
    motion = open_voting(actor=people.viewer("aster.representative", opens), now=opens, ref=motion.ref)
    standing = dict(Elector.objects.filter(motion=motion).values_list("organisation__key", "standing"))
    for name in SEATS:
        key = name.partition(".")[0]
        if standing[key] == "voting":
            vote(people, motion, name, ballots.get(key, "yes"), opens + HOUR)
    motion = close_due(ref=motion.ref, now=motion.closes_at)
    done = motion.closes_at + HOUR
    return certify(actor=people.viewer("clerk", done), now=done, ref=motion.ref), done


def test_nobody_objects_and_the_report_is_rejected(frontier: Cast) -> None:
    case = reported(frontier)
    motion, done = _voted(frontier, _moved(frontier, case, NOW + 18 * DAY), NOW + 18 * DAY)
    case.refresh_from_db()
    assert motion.carried
    assert (case.stage, case.ended_at) == (Stage.REJECTED, done)
    assert clocks_in(case)["dispute.adoption"] == "moot"
    assert Act.objects.get(kind="dispute.rejected").facts == {"motion": motion.ref}


def test_whoever_has_won_keeps_the_report_and_it_is_adopted(frontier: Cast) -> None:
    case = reported(frontier)
    motion, _done = _voted(frontier, _moved(frontier, case, NOW + 18 * DAY), NOW + 18 * DAY, aster="no")
    case.refresh_from_db()
    assert (motion.carried, case.stage) == (False, Stage.REPORT)
    past(case, "dispute.adoption", due("dispute.adoption"))
    assert case.stage == Stage.COMPLIANCE
    assert case.adopted_at == at(2027, 1, 20)


def test_by_another_rule_the_parties_stand_back(frontier: Cast) -> None:
    version = CharterVersion.objects.get(number=1)
    values = version.values | {"disputes.reject_rule": "simple"}
    CharterVersion.objects.create(
        number=2, preset="standard", values=values, in_force_at=BEGINNING + DAY, adopted_by="A test"
    )
    case = reported(frontier)
    motion = _moved(frontier, case, NOW + 18 * DAY)
    _voted(frontier, motion, NOW + 18 * DAY)
    standing = dict(Elector.objects.filter(motion=motion).values_list("organisation__key", "standing"))
    assert {key for key, one in standing.items() if one == "recused"} == {"aster", "borealis"}


def test_only_a_circulated_report_is_rejected(frontier: Cast) -> None:
    case = composed(frontier)
    with pytest.raises(Invalid) as refusal:
        _moved(frontier, case, NOW)
    assert set(refusal.value.errors) == {"case"}
