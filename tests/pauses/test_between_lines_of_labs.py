"""The portal dies between any two lines of what goes between a lab and those who watch it: attestations, cases."""

from collections.abc import Sequence
from functools import partial

import pytest

from apps.committees.models import Organisation
from apps.deadlines.models import Deadline
from apps.membership.services.applications import admit_organisation
from apps.membership.services.membership import take_step
from apps.pauses.models import ComplianceCase
from apps.pauses.rules.attested import Committed
from apps.pauses.services import cases, consequences
from apps.pauses.services.attesting import add_evidence
from apps.pauses.services.challenging import challenge, decide_challenge, uphold_undecided
from apps.pauses.services.responding import answer, respond
from tests.cast import Cast
from tests.pauses import attesting, factory
from tests.pauses.factory import DAY, HOUR
from tests.torn import LeadUp, Verb, survives_each_write, survives_its_followers

pytestmark = [pytest.mark.django_db, pytest.mark.torn]
SAID = {"because": "The log shows otherwise."}
DECIDED = {"decision": "Decision 7", "because": "It was so decided."}


def _attest(people: Cast) -> Verb:
    """The first attestation says that the order has come, too."""
    order = attesting.ordered(people)

    def verb() -> None:
        more = {"files": [attesting.paper()], "commitments": [Committed("a" * 64, "the cluster's log")]}
        attesting.attested(people, order, order.in_force_at + HOUR, **more)

    return verb


def _attest_late(people: Cast) -> Verb:
    case = _late(people)
    return partial(attesting.attested, people, case.binding.order, case.opened_at + HOUR)


def _add_evidence(people: Cast) -> Verb:
    order = attesting.ordered(people)
    at = order.in_force_at + HOUR
    actor = people.viewer("borealis.liaison", at)
    return lambda: add_evidence(actor=actor, now=at, ref=order.ref, uploads=[attesting.paper(), attesting.paper()])


def _challenge(people: Cast) -> Verb:
    order = attesting.ordered(people)
    at = order.in_force_at + HOUR
    attesting.attested(people, order, at)
    actor = people.viewer("cygnus.representative", at)
    return partial(challenge, actor=actor, now=at, ref=order.ref, lab="borealis", number=1, **SAID)


def _decide(people: Cast, verb: str) -> Verb:
    row = _challenge(people)()
    order, at = row.attestation.binding.order, row.at + HOUR
    actor = people.viewer("aster.representative", at)
    given = {"ref": order.ref, "lab": "borealis", "uid": row.uid, "verb": verb}
    return partial(decide_challenge, actor=actor, now=at, **given, **SAID)


def _uphold_undecided(people: Cast) -> Verb:
    row = _challenge(people)()
    return partial(uphold_undecided, challenge_id=row.pk, now=row.at + 20 * DAY)


def _late(people: Cast) -> ComplianceCase:
    return attesting.late_case_without_sweep(people, attesting.ordered(people))


def _open_unattested(people: Cast) -> Verb:
    binding = attesting.ordered(people).bindings.get(organisation__key="borealis")
    return partial(cases.open_unattested, binding_id=binding.pk, now=binding.served_at + 4 * DAY)


def _open_unacknowledged(people: Cast) -> Verb:
    binding = attesting.ordered(people).bindings.get(organisation__key="borealis")
    return partial(cases.open_unacknowledged, binding_id=binding.pk, now=binding.served_at + 2 * DAY)


def _answer(people: Cast) -> Verb:
    case = _late(people)
    at = case.opened_at + HOUR
    actor = people.viewer("borealis.liaison", at)
    return partial(cases.answer, actor=actor, now=at, ref=case.ref, text="We had no light.")


def _find(people: Cast) -> Verb:
    _answer(people)()
    return _decided(people, ComplianceCase.objects.get(), cases.find)


def _find_unanswered(people: Cast) -> Verb:
    case = _late(people)
    return partial(cases.find_unanswered, ref=case.ref, now=case.opened_at + 9 * DAY)


def _decided(people: Cast, case: ComplianceCase, verb: Verb) -> Verb:
    at = case.opened_at + 2 * DAY
    return partial(verb, actor=people.viewer("aster.representative", at), now=at, ref=case.ref, because="So it was.")


def _next_consequence(people: Cast, taken: int) -> Verb:
    """The one that follows when so many have been taken."""
    case = _find_unanswered(people)()
    for _each in range(taken - 1):
        _take(case)
    return partial(_take, case)


def _take(case: ComplianceCase) -> None:
    due_at = Deadline.objects.open().get(clock="pause_case.next", subject_id=case.pk).due_at
    consequences.take_next(ComplianceCase.objects.get(pk=case.pk), due_at)


def _over(people: Cast, verb: Verb) -> Verb:
    """The end of a case of which every consequence was taken."""
    _next_consequence(people, 3)()
    return _decided(people, ComplianceCase.objects.get(), verb)


def _respond(people: Cast) -> Verb:
    order = attesting.ordered(people)
    at = order.in_force_at + HOUR
    return partial(respond, actor=people.viewer("borealis.liaison", at), now=at, ref=order.ref, text="All of it.")


def _answer_response(people: Cast) -> Verb:
    row = _respond(people)()
    at = row.filed_at + DAY
    given = {"ref": row.binding.order.ref, "lab": "borealis", "accepted": True, "answer": "Nothing more is asked."}
    return partial(answer, actor=people.viewer("aster.representative", at), now=at, **given)


def _expel(people: Cast, **changes: object) -> Verb:
    order = factory.in_force(people, **changes)
    at = order.in_force_at + DAY
    actor, lab = people.viewer("clerk", at), Organisation.objects.get(key="borealis")
    return lambda: take_step(
        actor=actor, now=at, organisation=Organisation.objects.get(pk=lab.pk), step="expel", **DECIDED
    )


def _come_back(people: Cast) -> Verb:
    _expel(people)()
    at = Deadline.objects.filter(clock="pause_lab.attest").latest("pk").starts_at + 3 * DAY
    actor, lab = people.viewer("clerk", at), Organisation.objects.get(key="borealis")
    return lambda: take_step(
        actor=actor, now=at, organisation=Organisation.objects.get(pk=lab.pk), step="admit_again", **DECIDED
    )


def _newcomer(people: Cast) -> Verb:
    order = factory.in_force(people, binds_newcomers=True)
    at = order.in_force_at + DAY
    given = {"key": "dorado", "name": "Dorado", "kind": "lab"} | DECIDED
    return partial(admit_organisation, actor=people.viewer("clerk", at), now=at, **given)


LIFE: dict[str, tuple[LeadUp, Sequence[str]]] = {
    "attest": (_attest, ["pause_lab.acknowledged", "pause_evidence.added", "pause_lab.attested"]),
    "attest late": (_attest_late, ["pause_lab.acknowledged", "pause_lab.attested", "pause_case.noted"]),
    "add evidence": (_add_evidence, ["pause_evidence.added"] * 2),
    "challenge": (_challenge, ["pause_challenge.made"]),
    "uphold": (partial(_decide, verb="uphold"), ["pause_challenge.upheld", "pause_case.opened"]),
    "dismiss": (partial(_decide, verb="dismiss"), ["pause_challenge.dismissed"]),
    "uphold undecided": (_uphold_undecided, ["pause_challenge.upheld", "pause_case.opened"]),
    "open for want of attesting": (_open_unattested, ["pause_case.opened"]),
    "open for want of a word": (_open_unacknowledged, ["pause_case.opened"]),
    "answer": (_answer, ["pause_case.answered"]),
    "find": (_find, ["pause_case.found", "pause_case.consequence"]),
    "find the unanswered": (_find_unanswered, ["pause_case.found", "pause_case.consequence"]),
    "public notice": (partial(_next_consequence, taken=1), ["pause_case.consequence"]),
    "surcharge of nothing": (partial(_next_consequence, taken=2), ["pause_case.consequence"]),
    "suspended vote": (partial(_next_consequence, taken=3), ["pause_case.consequence"]),
    "dispute": (
        partial(_next_consequence, taken=4),
        ["dispute_paper.entered", "dispute.filed", "dispute_service.served_complaint", "pause_case.last_consequence"],
    ),
    "clear": (partial(_over, verb=cases.clear), ["pause_case.cleared"]),
    "remedy": (partial(_over, verb=cases.remedy), ["pause_case.remedied"]),
    "respond": (_respond, ["pause_lab.responded"]),
    "answer a response": (_answer_response, ["pause_lab.response_answered"]),
    "expel": (_expel, ["organisation.expelled", "pause_lab.released", "pause.lab_gone"]),
    "come back": (_come_back, ["organisation.admitted_again", "pause.lab_back", "pause_lab.served"]),
    "newcomer": (_newcomer, ["organisation.admitted", "pause.newcomer_bound", "pause_lab.served"]),
}
"""What leads up to each verb, and the acts that it leaves, in order."""


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_after_each_write(cast: Cast, lead_up: LeadUp, acts: Sequence[str]) -> None:
    survives_each_write(cast, lead_up, acts)


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_where_a_follower_of_the_record_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, lead_up: LeadUp, acts: Sequence[str]
) -> None:
    survives_its_followers(cast, monkeypatch, lead_up, acts)
