"""The portal dies between any two lines of what leads out of a pause: permits, conditions; and of who may join it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.committees.models import CharterVersion
from apps.committees.rules.viewer import Portal
from apps.pauses.models import PauseOrder
from apps.pauses.rules.charter import LIFTS_BY_ITSELF
from apps.pauses.services import permitting, showing
from apps.pauses.services.adopting import confirm, join
from apps.pauses.services.drafting import Asked
from apps.pauses.services.ending import lift
from apps.pauses.states import ConditionKind
from tests.cast import NOW, Cast
from tests.funding.declared import declared, opened
from tests.pauses import carveouts, factory
from tests.pauses.factory import DAY, HOUR
from tests.torn import LeadUp, Verb, survives_each_write, survives_its_followers

pytestmark = [pytest.mark.django_db, pytest.mark.torn]
TEST = Portal("a test")
SUITE = Asked(ConditionKind.MILESTONE, "The agreed test suite is passed.", tier=2)
OF_A_MEASURE = Asked(ConditionKind.MILESTONE, "The doubling time is above 150 days.", tier=2, measure=2)
FINDS = Asked(ConditionKind.VOTE, "The committee finds it safe.")
ON_A_DAY = Asked(ConditionKind.DATE, "Not before March.", date=NOW + 40 * DAY)
STEPS = ("submit", "verify", "accept")


def _request(people: Cast) -> Verb:
    return partial(carveouts.permit, people, carveouts.ordered(people))


def _on_request(people: Cast, verb: Verb, who: str = "aster.representative", **words: str) -> Verb:
    permit = _request(people)()
    return partial(verb, actor=people.viewer(who), now=NOW, ref=permit.ref, **words)


def _refuse_due(people: Cast) -> Verb:
    return partial(permitting.refuse_due, ref=_request(people)().ref, now=NOW + 15 * DAY)


def _revoke(people: Cast) -> Verb:
    ref = carveouts.granted(people, carveouts.ordered(people)).ref
    actor = people.viewer("aster.representative")
    return partial(permitting.revoke, actor=actor, now=NOW + DAY, ref=ref, because="No logs came.")


def _expire(people: Cast) -> Verb:
    permit = carveouts.granted(people, carveouts.ordered(people))
    return partial(permitting.expire_due, ref=permit.ref, now=permit.until)


def _end_with_permits(people: Cast) -> Verb:
    """An order ends under which one permit is granted, another asked for, and a date awaited."""
    order = carveouts.ordered(people)
    carveouts.granted(people, order)
    carveouts.permit(people, order, run="safety-2")
    return partial(lift, actor=TEST, now=NOW + DAY, ref=order.ref, because="It is over.")


def _step(people: Cast, step: str, *asked: Asked, by_itself: bool = False) -> Verb:
    """One step of the first condition, those before it being taken; the order is lifted by itself, where so chartered."""
    if by_itself:
        values = CharterVersion.objects.get(number=1).values | {LIFTS_BY_ITSELF: True}
        CharterVersion.objects.create(number=2, preset="standard", values=values, in_force_at=NOW, adopted_by="A test")
    order = carveouts.ordered(people, asked=asked or (SUITE, FINDS))
    carveouts.shown(people, order, 1, *STEPS[: STEPS.index(step)])
    return partial(carveouts.shown, people, order, 1, step)


def _submit_with_file(people: Cast) -> Verb:
    order = carveouts.ordered(people, asked=(SUITE, FINDS))
    given: dict[str, Any] = {"now": NOW, "ref": order.ref, "number": 1, "text": "The report."}
    actor = people.viewer("borealis.liaison")

    def verb() -> None:
        report = SimpleUploadedFile("report.txt", b"All passed.", content_type="text/plain")
        showing.submit(actor=actor, evidence=[report], **given)

    return verb


def _return(people: Cast) -> Verb:
    _step(people, "verify")  # the evidence is given
    return _on_condition(people, showing.give_back)


def _reopen(people: Cast) -> Verb:
    _step(people, "accept")()
    return _on_condition(people, showing.reopen)


def _on_condition(people: Cast, verb: Verb) -> Verb:
    given: dict[str, Any] = {"now": NOW, "ref": PauseOrder.objects.get().ref, "number": 1, "because": "More is needed."}
    return partial(verb, actor=people.viewer("aster.representative"), **given)


def _come(people: Cast) -> Verb:
    """The date comes and is the last: the motion to lift the order opens."""
    order = carveouts.ordered(people, asked=(ON_A_DAY,))
    confirm(actor=TEST, now=NOW, ref=order.ref)
    at = NOW + 40 * DAY
    return partial(showing.come_due, ref=f"{order.ref}/c1", now=at, due_at=at)


def _declare(people: Cast, labs_needed: int = 1) -> Verb:
    """A lab declares what meets the condition of an order that it has joined."""
    opened(people)
    factory.declare(people, borealis=10, cygnus=10)
    order = factory.in_force(people, labs_needed=labs_needed, share_needed="1/2")
    at = order.adopted_at + HOUR
    join(actor=people.viewer("aster.representative", at), now=at, ref=order.ref)
    return partial(declared, people, "aster", at=at + HOUR)


LIFE: dict[str, tuple[LeadUp, Sequence[str]]] = {
    "request a permit": (_request, ["permit.requested"]),
    "grant": (partial(_on_request, verb=permitting.grant, conditions="Weekly logs."), ["permit.granted"]),
    "refuse": (partial(_on_request, verb=permitting.refuse_permit, because="No."), ["permit.refused"]),
    "withdraw": (partial(_on_request, verb=permitting.withdraw_request, who="borealis.liaison"), ["permit.withdrawn"]),
    "refuse the undecided": (_refuse_due, ["permit.undecided"]),
    "revoke": (_revoke, ["permit.revoked"]),
    "expire": (_expire, ["permit.expired"]),
    "end with permits": (
        _end_with_permits,
        [
            "pause_lab.released",
            "permit.expired",
            "permit.undecided",
            "pause_lab.released",
            "pause.lifted",
            "pause_condition.let_go",
        ],
    ),
    "submit": (_submit_with_file, ["pause_condition.submitted"]),
    "verify": (partial(_step, step="verify"), ["pause_condition.verified"]),
    "return": (_return, ["pause_condition.returned"]),
    "accept": (partial(_step, step="accept"), ["pause_condition.accepted"]),
    "reopen": (_reopen, ["pause_condition.reopened"]),
    "lift a measure": (
        lambda people: _step(people, "accept", OF_A_MEASURE, SUITE),
        ["pause_condition.accepted", "pause.measure_lifted"],
    ),
    "lift the order": (
        lambda people: _step(people, "accept", SUITE, by_itself=True),
        [
            "pause_condition.accepted",
            "pause.all_conditions_met",
            "pause_lab.released",
            "pause_lab.released",
            "pause.lifted",
        ],
    ),
    "open the motion": (
        lambda people: _step(people, "accept", SUITE),
        ["pause_condition.accepted", "pause.all_conditions_met", "motion.tabled"],
    ),
    "a date comes": (_come, ["pause_condition.came", "pause.all_conditions_met", "motion.tabled"]),
    "declare what meets the condition": (
        _declare,
        ["declaration.made", "pause.entered_into_force", "pause_lab.served", "declaration.received"],
    ),
    "declare what does not": (partial(_declare, labs_needed=2), ["declaration.made", "declaration.received"]),
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
