"""The portal dies between any two lines of a verb on a pause: nothing half-done is left, and a second try succeeds.

What goes on under it is in test_between_lines_of_labs.py and test_between_lines_of_lifting.py.
"""

from collections.abc import Sequence
from functools import partial

import pytest

from apps.committees.rules.viewer import Portal
from apps.pauses.services.adopting import enter_due, fail_due, impose, join, settle_unconfirmed, trigger
from apps.pauses.services.ending import expire_due, extend, lift
from apps.pauses.services.serving import acknowledge
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import start_draft
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, withdraw
from tests.cast import LABS, NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR
from tests.torn import LeadUp, Verb, survives_each_write, survives_its_followers
from tests.votes.factory import DISCUSSED, vote

pytestmark = [pytest.mark.django_db, pytest.mark.torn]
TEST = Portal("a test")
SERVED = ["pause_lab.served"] * 3
RELEASED = ["pause_lab.released"] * 3


def _lay(people: Cast) -> Verb:
    actor = people.viewer("clerk")
    order = factory.draft(people, "clerk")
    payload = {"order": order.draft_ref}
    motion = start_draft(
        actor=actor, now=NOW, kind="pause.activate", title="Pause", text="So decided.", payload=payload
    )
    return partial(propose, actor=actor, now=NOW, ref=motion.ref)


def _withdraw(people: Cast) -> Verb:
    ref = factory.moved(people, factory.draft(people))
    return partial(withdraw, actor=people.viewer("aster.representative"), now=NOW, ref=ref, because="No more.")


def _certify(people: Cast, **changes: object) -> Verb:
    ref = factory.moved(people, factory.draft(people, **changes))
    motion = open_voting(actor=people.viewer("aster.representative", DISCUSSED), now=DISCUSSED, ref=ref)
    for lab in LABS:
        vote(people, motion, f"{lab}.representative", "yes", DISCUSSED + HOUR)
    close_due(ref=ref, now=motion.closes_at)
    at = motion.closes_at + HOUR
    return partial(certify, actor=people.viewer("clerk", at), now=at, ref=ref)


def _certify_with_condition(people: Cast) -> Verb:
    return _certify(people, labs_needed=2, share_needed="1/2")


def _certify_with_hour(people: Cast) -> Verb:
    return _certify(people, starts_at=NOW + 30 * DAY)


def _replace(people: Cast) -> Verb:
    """An order of the chair's office takes the place of one in force."""
    standing = factory.in_force(people)
    order = factory.draft(people)
    order.replaces = standing
    order.save()
    at = standing.in_force_at + HOUR
    return partial(impose, actor=people.viewer("aster.representative", at), now=at, ref=order.ref)


def _impose(people: Cast) -> Verb:
    return partial(impose, actor=people.viewer("aster.representative"), now=NOW, ref=factory.draft(people).ref)


def _trigger(people: Cast) -> Verb:
    return partial(trigger, actor=TEST, now=NOW, ref=factory.draft(people).ref)


def _lapse(people: Cast) -> Verb:
    order = factory.imposed(people)
    return partial(settle_unconfirmed, ref=order.ref, now=NOW + 73 * HOUR, due_at=order.confirm_by)


def _stay(people: Cast) -> Verb:
    order = factory.draft(people)
    order = trigger(actor=TEST, now=NOW, ref=order.ref)
    return partial(settle_unconfirmed, ref=order.ref, now=NOW + 73 * HOUR, due_at=order.confirm_by)


def _join_last(people: Cast) -> Verb:
    factory.declare(people, **dict.fromkeys(LABS, 10))
    order = factory.in_force(people, labs_needed=2, share_needed="1/2")
    at = order.adopted_at + HOUR
    join(actor=people.viewer("borealis.representative", at), now=at, ref=order.ref)
    return partial(join, actor=people.viewer("cygnus.representative", at), now=at, ref=order.ref)


def _fail(people: Cast) -> Verb:
    order = factory.in_force(people, labs_needed=2, share_needed="1/2")
    return partial(fail_due, ref=order.ref, now=order.condition_by + HOUR, due_at=order.condition_by)


def _enter(people: Cast) -> Verb:
    order = factory.in_force(people, starts_at=NOW + 30 * DAY)
    return partial(enter_due, ref=order.ref, now=NOW + 31 * DAY)


def _acknowledge(people: Cast) -> Verb:
    order = factory.in_force(people)
    at = order.in_force_at + HOUR
    return partial(acknowledge, actor=people.viewer("borealis.liaison", at), now=at, ref=order.ref)


def _extend(people: Cast) -> Verb:
    order = factory.in_force(people)
    return partial(extend, actor=TEST, now=order.ends_at - DAY, ref=order.ref, until=order.ends_at + DAY)


def _lift(people: Cast) -> Verb:
    order = factory.in_force(people)
    return partial(lift, actor=TEST, now=order.in_force_at + DAY, ref=order.ref, because="It is over.")


def _expire(people: Cast) -> Verb:
    order = factory.in_force(people)
    return partial(expire_due, ref=order.ref, now=order.ends_at + HOUR, due_at=order.ends_at)


LIFE: dict[str, tuple[LeadUp, Sequence[str]]] = {
    "lay": (_lay, ["motion.tabled", "pause.laid"]),
    "withdraw": (_withdraw, ["motion.withdrawn", "pause.rejected"]),
    "certify": (_certify, ["pause.entered_into_force", *SERVED, "motion.certified"]),
    "certify with a condition": (_certify_with_condition, ["pause.adopted", "motion.certified"]),
    "certify with an hour": (_certify_with_hour, ["pause.waits_for_its_hour", "motion.certified"]),
    "impose": (_impose, ["pause.imposed", "pause.entered_into_force", *SERVED]),
    "trigger": (_trigger, ["pause.imposed", "pause.entered_into_force", *SERVED]),
    "replace": (_replace, ["pause.imposed", "pause.entered_into_force", *SERVED, *RELEASED, "pause.superseded"]),
    "lapse unconfirmed": (_lapse, [*RELEASED, "pause.lapsed"]),
    "stay unstopped": (_stay, ["pause.confirmed"]),
    "join as the last": (_join_last, ["pause.joined", "pause.entered_into_force", *SERVED[1:]]),
    "fail": (_fail, ["pause.condition_failed"]),
    "enter at its hour": (_enter, ["pause.entered_into_force", *SERVED]),
    "acknowledge": (_acknowledge, ["pause_lab.acknowledged"]),
    "extend": (_extend, ["pause.extended"]),
    "lift": (_lift, [*RELEASED, "pause.lifted"]),
    "expire": (_expire, [*RELEASED, "pause.expired"]),
}
"""Each step in the life of an order: what leads up to it, and the acts that it leaves, in order."""


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_after_each_write(cast: Cast, lead_up: LeadUp, acts: Sequence[str]) -> None:
    survives_each_write(cast, lead_up, acts)


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_where_a_follower_of_the_record_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, lead_up: LeadUp, acts: Sequence[str]
) -> None:
    survives_its_followers(cast, monkeypatch, lead_up, acts)
