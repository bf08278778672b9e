"""Challenges, compliance cases and their consequences, to the end of every effect."""

from datetime import datetime
from typing import Any

import pytest

from apps.committees.models import Organisation, StandingFact
from apps.committees.rules.viewer import Portal
from apps.committees.selectors import standings
from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.kernel.decisions import Invalid, Refused
from apps.pauses.models import ComplianceCase
from apps.pauses.rules.consequences import CONSEQUENCES, SURCHARGE, Consequence
from apps.pauses.selectors.compliance import attestations_of, binding_for
from apps.pauses.services import cases
from apps.pauses.services.challenging import challenge, decide_challenge
from apps.pauses.services.ending import lift
from apps.pauses.states import CaseState, Ground
from apps.record.models import Act
from apps.transparency.models import PublishedRecord
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.attesting import attested, late_case, ordered
from tests.pauses.factory import DAY, HOUR
from tests.votes.factory import voting
from tests.votes.test_electorate import roll

pytestmark = pytest.mark.django_db
ALL = ["notice", "public_notice", "surcharge", "suspended_vote", "dispute"]
"""What follows for a lab that was found, in the charter's order."""


def state(case: ComplianceCase) -> str:
    case.refresh_from_db()
    return case.state


def standing(key: str, at: datetime) -> str:
    return standings(at)[Organisation.objects.get(key=key).pk].state


def taken(case: ComplianceCase) -> list[str]:
    return list(case.consequences.order_by("pk").values_list("key", flat=True))


def test_silence_is_found_by_the_portal_and_consequences_follow_one_by_one(frontier: Cast) -> None:
    case = late_case(frontier, ordered(frontier))
    due = Deadline.objects.get(clock="pause_case.answer")
    assert due.citation == "Charter, article 6.11"
    sweep(due.due_at - HOUR)
    assert state(case) == CaseState.OPEN
    sweep(due.due_at + HOUR / 2)
    assert state(case) == CaseState.OPEN
    at = due.due_at + HOUR
    sweep(at)
    due.refresh_from_db()
    assert due.state == "lapsed"
    assert (state(case), case.decided_because) == (CaseState.FOUND, "The lab did not answer in time.")
    assert taken(case) == ["notice"]
    assert standing("borealis", at) == "under a pause-compliance case"
    assert not PublishedRecord.objects.filter(ref=case.ref).exists()
    follows = Deadline.objects.get(clock="pause_case.next")
    assert follows.citation == "Charter, article 6.12"
    sweep(follows.due_at - HOUR)
    assert taken(case) == ["notice"]
    sweep(follows.due_at + HOUR)
    assert taken(case) == ["notice", "public_notice"]
    assert PublishedRecord.objects.filter(ref=case.ref).count() == 1
    at = Deadline.objects.filter(clock="pause_case.next", subject_ref=case.ref).latest("pk").due_at + HOUR
    sweep(at)
    assert taken(case) == ["notice", "public_notice", "surcharge"]
    assert case.consequences.get(key=SURCHARGE).says.startswith("No surcharge: nothing was assessed yet")
    at = Deadline.objects.filter(clock="pause_case.next", subject_ref=case.ref).latest("pk").due_at + HOUR
    sweep(at)
    assert taken(case) == ALL[:4]
    assert standing("borealis", at) == "vote suspended"
    at = Deadline.objects.filter(clock="pause_case.next", subject_ref=case.ref).latest("pk").due_at + HOUR
    sweep(at)
    assert taken(case)[-1] == "dispute"
    assert case.consequences.get(key="dispute").says.startswith("The committee complains about Borealis")
    assert Act.objects.filter(kind="pause_case.last_consequence").count() == 1
    assert not Deadline.objects.open().filter(clock="pause_case.next", subject_ref=case.ref).exists()
    assert PublishedRecord.objects.filter(ref=case.ref).count() == 4
    cases.remedy(actor=frontier.viewer("aster.representative", at), now=at + HOUR, ref=case.ref, because="It attested.")
    assert standing("borealis", at) == "vote suspended"
    assert standing("borealis", at + HOUR) == "in good standing"
    assert not StandingFact.objects.filter(organisation__key="borealis", until=None).exists()
    assert PublishedRecord.objects.filter(ref=case.ref).latest("pk").body[-1]["value"] is not None


def test_a_suspended_vote_is_listed_without_a_vote(frontier: Cast) -> None:
    row = Organisation.objects.get(key="cygnus")
    StandingFact.objects.create(organisation=row, kind="vote suspended", since=NOW, because="CMP-2026-0001: late.")
    assert roll(voting(frontier))["cygnus"] == ("excluded", "1", "Its vote is suspended. CMP-2026-0001: late.")


def test_an_answer_stops_the_silence_and_whoever_presides_decides(frontier: Cast) -> None:
    case = late_case(frontier, ordered(frontier))
    at = case.opened_at + HOUR
    chair = frontier.viewer("aster.representative", at)
    with pytest.raises(Refused, match=r"may still answer.*article 6\.11"):
        cases.find(actor=chair, now=at, ref=case.ref, because="Late.")
    with pytest.raises(Refused, match="Only the lab"):
        cases.answer(actor=chair, now=at, ref=case.ref, text="No.")
    cases.answer(actor=frontier.viewer("borealis.liaison", at), now=at, ref=case.ref, text="Our clock was wrong.")
    sweep(at + 30 * DAY)
    assert state(case) == CaseState.ANSWERED
    owed = Deadline.objects.get(clock="pause_case.find")
    assert (owed.state, owed.owed_by) == ("overdue", ["pause_case.presiding"])
    assert Deadline.objects.waiting_for(chair).filter(pk=owed.pk).exists()
    assert not Deadline.objects.waiting_for(frontier.viewer("cygnus.representative", at)).filter(pk=owed.pk).exists()
    with pytest.raises(Refused, match=r"article 6\.11"):
        cases.clear(actor=frontier.viewer("borealis.representative", at), now=at, ref=case.ref, because="We are right.")
    cases.clear(actor=chair, now=at, ref=case.ref, because="The clock was wrong.")
    assert (state(case), taken(case)) == (CaseState.CLEARED, [])
    assert Deadline.objects.get(pk=owed.pk).state == "met"
    with pytest.raises(Refused, match=r"6\.11"):
        cases.find(actor=chair, now=at, ref=case.ref, because="Late.")


def test_a_challenge_that_is_upheld_opens_a_case_and_one_dismissed_none(frontier: Cast) -> None:
    order = ordered(frontier)
    at = order.in_force_at + HOUR
    attested(frontier, order, at)
    given: dict[str, Any] = {"now": at, "ref": order.ref, "lab": "borealis"}
    first = challenge(actor=frontier.viewer("auditor", at), number=1, because="It draws power.", **given)
    second = challenge(actor=frontier.viewer("cygnus.alternate", at), number=1, because="It trains.", **given)
    chair = frontier.viewer("aster.representative", at)
    with pytest.raises(Refused, match=r"article 6\.11"):
        decide_challenge(
            actor=frontier.viewer("cygnus.representative", at), uid=second.uid, verb="uphold", because="x", **given
        )
    with pytest.raises(Invalid):
        decide_challenge(actor=chair, uid=second.uid, verb="burn", because="x", **given)
    decide_challenge(actor=chair, uid=second.uid, verb="dismiss", because="Nothing shows it.", **given)
    assert not ComplianceCase.objects.exists()
    decide_challenge(actor=chair, uid=first.uid, verb="uphold", because="The meter shows it.", **given)
    case = ComplianceCase.objects.get()
    assert (case.ground, case.because) == (Ground.CONTRADICTED, "Challenge 1, of attestation 1, was upheld.")
    with pytest.raises(Refused, match="decided already"):
        decide_challenge(actor=chair, uid=first.uid, verb="dismiss", because="No.", **given)
    facts = str(list(Act.objects.filter(subject_kind="pause_challenge").values_list("facts", flat=True)))
    assert "It draws power." not in facts
    assert "The meter shows it." in facts


def test_a_challenge_that_nobody_decides_opens_a_case(frontier: Cast) -> None:
    order = ordered(frontier)
    at = order.in_force_at + HOUR
    attested(frontier, order, at)
    attested(frontier, order, at, "cygnus.liaison")
    challenge(actor=frontier.viewer("auditor", at), now=at, ref=order.ref, lab="borealis", number=1, because="It runs.")
    sweep(at + 8 * DAY)
    case = ComplianceCase.objects.get()
    assert case.ground == Ground.CONTRADICTED
    assert case.attestation is not None
    assert Deadline.objects.get(clock="pause_challenge.decide").state == "lapsed"


def test_the_reasons_of_a_challenge_are_read_by_few_and_its_decision_by_all(frontier: Cast) -> None:
    order = ordered(frontier)
    at = order.in_force_at + HOUR
    attested(frontier, order, at)
    challenge(
        actor=frontier.viewer("cygnus.alternate", at),
        now=at,
        ref=order.ref,
        lab="borealis",
        number=1,
        because="It runs.",
    )
    binding = binding_for(order, "borealis")
    reads = set()
    for name in frontier.in_frontier:
        [row] = attestations_of(frontier.viewer(name, at), binding)
        [one] = row.challenges.all()
        reads |= {name} if one.because_open else set()
    labs = {f"{lab}.{role}" for lab in ("borealis", "cygnus") for role in ("representative", "alternate", "liaison")}
    assert reads == labs | {"clerk", "auditor", "aster.representative"}


def test_a_drill_says_what_would_have_been_and_does_nothing(frontier: Cast) -> None:
    case = late_case(frontier, ordered(frontier, is_drill=True))
    at = case.opened_at
    for _turn in range(8):
        at += 8 * DAY
        sweep(at)
    assert taken(case) == ALL
    assert all(says.startswith("Would have followed") for says in case.consequences.values_list("says", flat=True))
    assert not case.consequences.filter(is_real=True).exists()
    assert not StandingFact.objects.exists()
    assert not PublishedRecord.objects.filter(ref=case.ref).exists()
    assert all(act.facts["drill"] for act in Act.objects.filter(subject_ref=case.ref, kind__startswith="pause_case"))


def test_what_an_app_above_registers_is_taken_in_its_place_and_undone(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    surcharge = Consequence(
        SURCHARGE,
        "Surcharge",
        "A tenth more is owed.",
        lambda case, _now: f"{case.binding.organisation.name} owes a tenth more.",
        ("public_notice",),
        lambda case, _now: done.append(case.ref),
    )
    monkeypatch.setitem(CONSEQUENCES._items, SURCHARGE, surcharge)
    case = late_case(frontier, ordered(frontier))
    at = case.opened_at
    for _turn in range(8):
        at += 8 * DAY
        sweep(at)
    assert taken(case) == ALL
    assert case.consequences.get(key=SURCHARGE).says == "Borealis owes a tenth more."
    cases.clear(actor=Portal("a test"), now=at, ref=case.ref, because="It was no breach.")
    assert done == [case.ref]


def test_a_case_outlives_its_order_and_the_lab_does_not_preside_over_it(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    attested(frontier, order, order.in_force_at, "borealis.liaison")
    attested(frontier, order, order.in_force_at, "cygnus.liaison")
    sweep(order.in_force_at + 5 * DAY)
    at = order.in_force_at + 6 * DAY
    lift(actor=Portal("a test"), now=at, ref=order.ref, because="Done.")
    case = ComplianceCase.objects.get(binding__organisation__key="aster", ground=Ground.LATE)
    with pytest.raises(Refused, match=r"article 6\.11"):
        cases.clear(actor=frontier.viewer("aster.representative", at), now=at, ref=case.ref, because="We are fine.")
