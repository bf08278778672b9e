"""Conditions for lifting: evidence is given, verified, returned, accepted, reopened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.selectors import tied
from apps.files.services import Checked, check_upload, facts_of, store_file
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.pauses.acts import lifting as acts
from apps.pauses.models import Condition
from apps.pauses.rules import showing as rules
from apps.pauses.rules.charter import LIFTS_BY_ITSELF as LIFTING
from apps.pauses.rules.refusing import by
from apps.pauses.selectors.conditions import condition_for
from apps.pauses.selectors.deciding import accepts, barred_labs, bound_labs, decides
from apps.pauses.services.lifting import settle
from apps.pauses.services.telling import seat_of, tell_of_part
from apps.pauses.states import CONDITIONS, ConditionState
from apps.votes.models import Motion

DATE = Portal("the date of the condition")
Files = Iterable[UploadedFile | Checked]


def submit(*, actor: Viewer, now: datetime, ref: str, number: int, text: str, evidence: Files = ()) -> Condition:
    """A bound lab gives evidence, text and files, which everybody who sees the order reads.

    Raises Http404, Refused or Invalid.
    """
    row = condition_for(actor, ref, number, lock=True)
    is_bound = actor.organisation_id in bound_labs(row.order)
    rules.may_submit(actor, row.order, kind=row.kind, state=row.state, is_bound=is_bound).require()
    text = required(text, "text", "Say what the evidence shows.")
    files = _keep(row, actor, now, evidence)
    return _move(row, "submit", acts.SUBMITTED, actor, now, text=text, facts={"files": files} if files else {})


def verify(
    *, actor: Viewer, now: datetime, ref: str, number: int, tier: int, text: str, evidence: Files = ()
) -> Condition:
    """Somebody without a stake says how closely the evidence was verified, at least at the condition's tier.

    Raises Http404, Refused or Invalid.
    """
    row = condition_for(actor, ref, number, lock=True)
    bound = bound_labs(row.order)
    rules.may_verify(
        actor, row.order, kind=row.kind, state=row.state, bound=bound, tied=tied(bound, now).keys()
    ).require()
    if tier not in rules.TIERS:
        raise Invalid({"tier": "Choose how closely it was verified."})
    if tier < row.tier:
        needed = f"{row.tier}, {rules.TIERS[row.tier].lower()}"
        raise Invalid({"tier": f"The order asks for tier {needed}, or closer {by(LIFTING)}. Otherwise return it."})
    text = required(text, "text", "Say what was looked at, and what was found.")
    files = _keep(row, actor, now, evidence)
    facts: dict[str, Any] = {"tier": tier} | ({"files": files} if files else {})
    return _move(row, "verify", acts.VERIFIED, actor, now, text=text, tier=tier, facts=facts)


def give_back(*, actor: Viewer, now: datetime, ref: str, number: int, because: str) -> Condition:
    """A verifier, or whoever decides, says that more is needed. Raises Http404, Refused or Invalid."""
    row = condition_for(actor, ref, number, lock=True)
    rules.is_open(row.order, row.kind, "return", row.state).require()
    bound = bound_labs(row.order)
    if not rules.is_verifier(actor, bound=bound, tied=tied(bound, now).keys()):
        decides(actor, row.order, LIFTING, now, barred=barred_labs(row.order, now)).require()
    because = required(because, "because", "Say what is missing.")
    return _move(row, "return", acts.RETURNED, actor, now, text=because)


def accept(*, actor: Actor, now: datetime, ref: str, number: int, text: str = "") -> Condition:
    """Whoever decides, and did not verify it, finds a condition met; what that lifts is lifted.

    Raises Http404 or Refused.
    """
    row = condition_for(actor, ref, number, lock=True)
    rules.is_open(row.order, row.kind, "accept", row.state).require()
    accepts(actor, row, now).require()
    row.accepted_by_id = seat_of(actor)
    _move(row, "accept", acts.ACCEPTED, actor, now, text=text.replace("\0", "").strip())
    settle(row.order, now)
    return row


def reopen(*, actor: Actor, now: datetime, ref: str, number: int, because: str) -> Condition:
    """Whoever decides finds that a condition holds no longer; what was lifted by it stays lifted.

    Raises Http404, Refused or Invalid.
    """
    row = condition_for(actor, ref, number, lock=True)
    rules.is_open(row.order, row.kind, "reopen", row.state).require()
    decides(actor, row.order, LIFTING, now, barred=barred_labs(row.order, now)).require()
    because = required(because, "because", "Say why it holds no longer.")
    row.accepted_by_id, row.motion_id = None, None
    return _move(row, "reopen", acts.REOPENED, actor, now, text=because)


def come(
    *,
    actor: Actor,
    now: datetime,
    ref: str,
    number: int,
    at: datetime | None = None,
    motion: Motion | None = None,
) -> Condition:
    """The date has come, or the motion is carried: the condition is met. `at` is since when, otherwise now.

    Raises Http404 or Refused.
    """
    row = condition_for(actor, ref, number, lock=True)
    rules.is_open(row.order, row.kind, "come", row.state).require()
    row.motion = motion
    facts = {"motion": motion.ref} if motion else {}
    _move(row, "come", acts.CAME, actor, now, at=at, facts=facts)
    settle(row.order, now)
    return row


def come_due(*, ref: str, now: datetime, due_at: datetime) -> None:
    """The date of a condition has come; safe to run twice, and where its order has ended meanwhile."""
    order, _slash, number = ref.partition("/c")
    row = condition_for(DATE, order, int(number), lock=True)
    if rules.is_open(row.order, row.kind, "come", row.state):
        come(actor=DATE, now=now, ref=order, number=row.number, at=due_at)


def _keep(row: Condition, actor: Viewer, now: datetime, evidence: Files) -> list[dict[str, Any]]:
    checked = [one if isinstance(one, Checked) else check_upload(one, "evidence") for one in evidence]
    part = (acts.CONDITION, row.pk, row.ref)
    return [facts_of(store_file(actor=actor, now=now, subject=part, upload=one)) for one in checked]


def _move(
    row: Condition,
    verb: str,
    kind: str,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    tier: int | None = None,
    at: datetime | None = None,
    facts: dict[str, Any] | None = None,
) -> Condition:
    """Take the step, keep it as a showing, and record its act."""
    row.state = CONDITIONS[verb].target
    row.met_at = (at or now) if row.state == ConditionState.MET else None
    row.version += 1
    row.save()
    row.showings.create(verb=verb, seat_id=seat_of(actor), tier=tier, text=text, at=now)
    said = {"text": text} if text else {}
    part = (acts.CONDITION, row.pk, row.ref)
    tell_of_part(kind, row.order, part, actor=actor, now=now, facts=said | (facts or {}))
    return row
