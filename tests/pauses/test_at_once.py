"""The sweep and a verb, and two verbs, on one pause at the same moment: each waits for the other, none forever."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from threading import Event, current_thread
from typing import Any

import pytest

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.services import stepping
from apps.deadlines.services.stepping import take_steps
from apps.deadlines.services.sweeping import claim_due
from apps.funding.services import asking
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.membership.services.membership import take_step
from apps.pauses.services import cases, permitting, telling
from apps.pauses.services.adopting import join
from apps.pauses.services.ending import extend, lift
from apps.pauses.services.serving import acknowledge
from apps.record.models import Act
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.opening import open_voting
from tests.at_once import at_once, somebody_waits
from tests.cast import LABS, NOW, Cast
from tests.funding.declared import declared, opened
from tests.pauses import attesting, carveouts, factory
from tests.pauses.factory import DAY, HOUR
from tests.votes.factory import vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]
TEST = Portal("a test")
Verb = Callable[[], Any]
LeadUp = Callable[[Cast], tuple[Verb, datetime]]


def _extend(people: Cast) -> tuple[Verb, datetime]:
    """Renewed in its last hour by one, ended at its date by the other."""
    order = factory.in_force(people)
    at = order.ends_at - HOUR
    return partial(extend, actor=TEST, now=at, ref=order.ref, until=order.ends_at + DAY), order.ends_at + HOUR


def _lift(people: Cast) -> tuple[Verb, datetime]:
    order = factory.in_force(people)
    return partial(lift, actor=TEST, now=order.ends_at - HOUR, ref=order.ref, because="Over."), order.ends_at + HOUR


def _attest(people: Cast) -> tuple[Verb, datetime]:
    """Attested while the portal opens a case for want of that."""
    order = attesting.ordered(people)
    at = order.in_force_at + 90 * HOUR
    return partial(attesting.attested, people, order, at), at


def _acknowledge(people: Cast) -> tuple[Verb, datetime]:
    order = attesting.ordered(people)
    at = order.in_force_at + 90 * HOUR
    return partial(acknowledge, actor=people.viewer("borealis.liaison", at), now=at, ref=order.ref), at


def _answer(people: Cast) -> tuple[Verb, datetime]:
    """Answered while the portal finds that nobody did."""
    case = attesting.late_case_without_sweep(people, attesting.ordered(people))
    due = Deadline.objects.get(clock="pause_case.answer", subject_id=case.pk).due_at
    verb = partial(
        cases.answer, actor=people.viewer("borealis.liaison"), now=due, ref=case.ref, text="We had no light."
    )
    return verb, due + 2 * HOUR


def _grant(people: Cast) -> tuple[Verb, datetime]:
    """Granted while the portal refuses it for want of that."""
    permit = carveouts.permit(people, carveouts.ordered(people))
    due = Deadline.objects.get(clock="permit.decide").due_at
    return partial(permitting.grant, actor=people.viewer("aster.representative"), now=due, ref=permit.ref), due + HOUR


def _join(people: Cast) -> tuple[Verb, datetime]:
    """The last one needed, while the portal finds that too few joined."""
    factory.declare(people, **dict.fromkeys(LABS, 10))
    order = factory.in_force(people, labs_needed=1, share_needed="1/5")
    at = order.condition_by - HOUR
    return partial(join, actor=people.viewer("borealis.representative", at), now=at, ref=order.ref), at + 2 * HOUR


def _certify(people: Cast) -> tuple[Verb, datetime]:
    """Lifted by a motion while the portal opens cases against those who have not said that they were served."""
    order = factory.in_force(people)
    at = order.in_force_at + HOUR
    ref = factory.moved(people, order, "pause.lift", at=at)
    begun = at + 8 * DAY
    motion = open_voting(actor=people.viewer("aster.representative", begun), now=begun, ref=ref)
    for lab in LABS:
        vote(people, motion, f"{lab}.representative", "yes", begun + HOUR)
    close_due(ref=ref, now=motion.closes_at)
    at = motion.closes_at + HOUR
    return partial(certify, actor=people.viewer("clerk", at), now=at, ref=ref), at


def _expel(people: Cast) -> tuple[Verb, datetime]:
    order = factory.in_force(people)
    at = order.ends_at - HOUR
    lab = Organisation.objects.get(key="borealis")
    words = {"decision": "Decision 7", "because": "It was so decided."}
    return partial(take_step, actor=people.viewer("clerk", at), now=at, organisation=lab, step="expel", **words), at


def _declare(people: Cast) -> tuple[Verb, datetime]:
    """Declared enough for the condition, while the portal finds that too few joined."""
    opened(people)
    factory.declare(people, borealis=10, cygnus=10)
    order = factory.in_force(people, labs_needed=1, share_needed="1/2")
    at = order.condition_by - HOUR
    join(actor=people.viewer("aster.representative", at), now=at, ref=order.ref)
    return partial(declared, people, "aster", at=at), at + 2 * HOUR


MEET: dict[str, LeadUp] = {
    "extend": _extend, "lift": _lift, "attest": _attest, "acknowledge": _acknowledge, "answer a case": _answer,
    "grant a permit": _grant, "join as the last": _join,
    "certify its end": _certify, "expel a lab": _expel, "declare computation": _declare,
}  # fmt: skip


class Turn:
    """The first of two hesitates until the other waits for what it holds."""

    def __init__(self, first: str) -> None:
        self.first = first
        self.taken = Event()
        self.somebody_waited = False

    def run(self, people: Cast, name: str, verb: Verb) -> Callable[[], None]:
        """The verb in a transaction of its own, in its turn; where the other was quicker it may be refused."""

        def go() -> None:
            current_thread().name = name
            if name != self.first:
                assert self.taken.wait(30)
            with suppress(Refused), tenant(people.frontier.pk):
                verb()

        return go

    def hesitating(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, before whose first call whoever bears the name hesitates, where that one comes first."""

        def call(*args: Any, **more: Any) -> Any:
            if name == self.first == current_thread().name and not self.taken.is_set():
                self.taken.set()
                somebody_waits()
                self.somebody_waited = True
            return function(*args, **more)

        return call


@pytest.mark.parametrize("first", ["sweep", "verb"])
@pytest.mark.parametrize("lead_up", MEET.values(), ids=MEET)
def test_the_sweep_and_a_verb(cast: Cast, monkeypatch: pytest.MonkeyPatch, lead_up: LeadUp, first: str) -> None:
    with tenant(cast.frontier.pk):
        verb, at = lead_up(cast)
    leased = claim_due(1000, at).ids[cast.frontier.pk]
    turn = Turn(first)
    # The sweep hesitates with its clocks in hand and before their end, the verb with its row in hand and before its act.
    monkeypatch.setattr(stepping, "_end", turn.hesitating("sweep", stepping._end))
    monkeypatch.setattr(telling, "record", turn.hesitating("verb", telling.record))
    runs = {"sweep": partial(take_steps, leased, at), "verb": verb}
    assert at_once(*(turn.run(cast, name, run) for name, run in runs.items())) == []
    assert turn.somebody_waited


@pytest.mark.parametrize("first", ["expel", "declare"])
def test_a_lab_declares_while_it_is_expelled(cast: Cast, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    with tenant(cast.frontier.pk):
        opened(cast)
        factory.declare(cast, aster=10**25, borealis=10**26, cygnus=10**24)
        order = factory.in_force(cast, labs_needed=1, share_needed="1/2")
        at = order.adopted_at + HOUR
        join(actor=cast.viewer("aster.representative", at), now=at, ref=order.ref)
        words = {"organisation": Organisation.objects.get(key="borealis"), "step": "expel", "decision": "Decision 7"}
        expels = partial(take_step, actor=cast.viewer("clerk", at), now=at, because="So decided.", **words)
    sold = {"training_flop": "1e24", "unusual_because": "A hall is sold."}
    runs = {"expel": expels, "declare": partial(declared, cast, "borealis", at=at, **sold)}
    turn = Turn(first)
    # One hesitates with the orders in hand and before the lab's place, the other with that and before the order's act.
    monkeypatch.setattr(asking, "hold_clocks", turn.hesitating("expel", asking.hold_clocks))
    monkeypatch.setattr(telling, "record", turn.hesitating("declare", telling.record))
    assert at_once(*(turn.run(cast, name, run) for name, run in runs.items())) == []
    assert turn.somebody_waited
    with tenant(cast.frontier.pk):
        order.refresh_from_db()
        assert order.state == "in_force"
        assert Act.objects.filter(kind="pause.entered_into_force").count() == 1


def test_two_labs_declare_what_only_both_together_meet(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        opened(cast)
        factory.declare(cast, borealis=10**26)
        order = factory.in_force(cast, labs_needed=1, share_needed="3/5")
        at = order.adopted_at + HOUR
        for lab in ("aster", "cygnus"):
            join(actor=cast.viewer(f"{lab}.representative", at), now=at, ref=order.ref)

    def declares(lab: str) -> None:
        with tenant(cast.frontier.pk):
            declared(cast, lab, at=at, training_flop="1e26")

    assert at_once(partial(declares, "aster"), partial(declares, "cygnus")) == []
    with tenant(cast.frontier.pk):
        kinds = Act.objects.filter(kind__in=["pause.entered_into_force", "pause_lab.served"])
        assert sorted(kinds.values_list("kind", flat=True)) == ["pause.entered_into_force", *["pause_lab.served"] * 2]


def test_with_two_that_join_the_condition_is_met_once(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        factory.declare(cast, **dict.fromkeys(LABS, 10))
        order = factory.in_force(cast, labs_needed=2, share_needed="1/2")
        at = order.adopted_at + HOUR

    def joins(lab: str) -> None:
        with tenant(cast.frontier.pk):
            join(actor=cast.viewer(f"{lab}.representative", at), now=at, ref=order.ref)

    assert at_once(partial(joins, "borealis"), partial(joins, "cygnus")) == []
    with tenant(cast.frontier.pk):
        kinds = Act.objects.filter(subject_ref__startswith=order.ref).values_list("kind", flat=True)
        counted = [list(kinds).count(kind) for kind in ("pause.joined", "pause.entered_into_force", "pause_lab.served")]
        assert counted == [2, 1, 2]


def test_of_two_decisions_on_one_permit_one_stands(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        permit = carveouts.permit(cast, carveouts.ordered(cast))
        chair = cast.viewer("aster.representative")

    def decides(verb: Callable[..., Any], **words: str) -> None:
        with tenant(cast.frontier.pk):
            verb(actor=chair, now=NOW, ref=permit.ref, **words)

    [refusal] = at_once(partial(decides, permitting.grant), partial(decides, permitting.refuse_permit, because="No."))
    assert isinstance(refusal, Refused)
    with tenant(cast.frontier.pk):
        permit.refresh_from_db()
        said = Act.objects.filter(kind__in=["permit.granted", "permit.refused"]).values_list("kind", flat=True)
        assert list(said) == [f"permit.{permit.state}"]


def test_two_sweeps_that_hold_the_same_lease_end_it_once(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        order = factory.in_force(cast)
    at = order.ends_at + HOUR
    leased = claim_due(1000, at).ids[cast.frontier.pk]

    def climbs() -> None:
        with tenant(cast.frontier.pk):
            take_steps(leased, at)

    assert at_once(climbs, climbs) == []
    with tenant(cast.frontier.pk):
        acts = Act.objects.filter(kind__in=["pause.expired", "pause_lab.released"]).values_list("kind", flat=True)
        assert sorted(acts) == ["pause.expired"] + ["pause_lab.released"] * 3
