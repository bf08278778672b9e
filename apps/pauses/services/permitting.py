"""Permits for safety runs: asked for by a lab, decided in time, and ended."""

from collections.abc import Collection
from datetime import datetime
from typing import cast

from apps.committees.models import Seat
from apps.committees.rules.references import counted_reference
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.kernel import flop as flops
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.turns import wait_for_turn
from apps.kernel.texts import optional, required
from apps.pauses.acts import permits as acts
from apps.pauses.models import Binding, PauseOrder, Permit, PermitMeasure
from apps.pauses.rules.asking import may_request, may_withdraw
from apps.pauses.rules.charter import PERMIT_DAYS
from apps.pauses.rules.refusing import by, refuse, under
from apps.pauses.selectors.deciding import bound_lab, decides
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.permits import measures_for, permit_for
from apps.pauses.services.telling import seat_of, tell_of_part
from apps.pauses.states import PERMITS, STANDING, PermitState

CLOCK = Portal("the charter's time for permits")
HOUR = Portal("the end of the permit")
ENDED = Portal("the end of the order")


def request_permit(
    *,
    actor: Viewer,
    now: datetime,
    ref: str,
    run: str,
    purpose: str,
    flop: str,
    until: datetime,
    measures: Collection[int] = (),
    conditions_offered: str = "",
) -> Permit:
    """A bound lab asks that a safety run be exempt from measures (by number; none given means all that bind it).

    `flop` is the most that the run may take, as people write it. Without a `run` the permit is for the run that the lab
    will name after the permit's reference. Raises Http404, Refused or Invalid.
    """
    order = order_for(actor, ref, lock=True)
    found = bound_lab(order, actor.organisation_id)
    may_request(actor, order, is_bound=found is not None).require()
    binding = cast(Binding, found)
    binds = {measure.number: measure for measure, _words in measures_for(binding, now)}
    errors = _until_errors(until, now, order)
    errors |= {"measures": "Choose measures that bind your lab."} if not binds or set(measures) - binds.keys() else {}
    amount = _amount(flop, errors)
    if errors:
        raise Invalid(errors)
    number = _number(now)
    permit = Permit.objects.create(
        ref=number,
        binding=binding,
        run=required(run.strip() or number, "run", "Name the run as you will start it.", 100),
        purpose=required(purpose, "purpose", "Say what the run is for."),
        flop=amount,
        until=until,
        conditions_offered=optional(conditions_offered, "conditions_offered"),
        state=PermitState.REQUESTED,
        requested_by=Seat.objects.get(pk=actor.seat_id),
        requested_at=now,
    )
    numbers = sorted(measures) or sorted(binds)
    PermitMeasure.objects.bulk_create([PermitMeasure(permit=permit, measure=binds[one]) for one in numbers])
    facts = {"lab": binding.organisation.key, "measures": numbers, "until": instant(until)}
    plans = {"run": permit.run, "purpose": permit.purpose, "flop": str(amount), "offered": permit.conditions_offered}
    tell_of_part(acts.REQUESTED, order, _part(permit), actor=actor, now=now, facts=facts, sealed=plans)
    return permit


def withdraw_request(*, actor: Viewer, now: datetime, ref: str) -> Permit:
    """The lab takes its request back. Raises Http404 or Refused."""
    permit = permit_for(actor, ref, lock=True)
    may_withdraw(actor, lab=permit.binding.organisation_id, state=permit.state).require()
    _move(permit, "withdraw", ended_at=now)
    tell_of_part(acts.WITHDRAWN, permit.binding.order, _part(permit), actor=actor, now=now)
    return permit


def grant(*, actor: Actor, now: datetime, ref: str, conditions: str = "", until: datetime | None = None) -> Permit:
    """Grant a permit from now on, on conditions; `until` may be earlier than what was asked for.

    Raises Http404, Refused or Invalid.
    """
    permit = _to_decide(actor, now, ref, "grant")
    order = permit.binding.order
    if order.state not in STANDING or permit.binding.released_at is not None:
        refuse(PERMIT_DAYS, "The order no longer binds the lab.").require()
    until = until or permit.until
    if until > permit.until:
        raise Invalid({"until": f"A permit is not granted for longer than was asked {by(PERMIT_DAYS)}."})
    if errors := _until_errors(until, now, order):
        raise Invalid(errors)
    permit.conditions, permit.until = optional(conditions, "conditions"), until
    _decide(permit, "grant", actor, now)
    facts = {"lab": permit.binding.organisation.key, "until": instant(until), "conditions": permit.conditions}
    tell_of_part(acts.GRANTED, order, _part(permit), actor=actor, now=now, facts=facts)
    return permit


def refuse_permit(*, actor: Actor, now: datetime, ref: str, because: str) -> Permit:
    """Refuse a permit, with the reason, which the lab, the clerks and whoever presides read.

    Raises Http404, Refused or Invalid.
    """
    return _refuse(acts.REFUSED, actor, now, ref, because)


def revoke(*, actor: Actor, now: datetime, ref: str, because: str) -> Permit:
    """Take a permit back at once, with the reason, which everybody reads. Raises Http404, Refused or Invalid."""
    permit = _to_decide(actor, now, ref, "revoke")
    if permit.until <= now:
        refuse(PERMIT_DAYS, "The permit has ended already.").require()
    permit.decided_because = required(because, "because", "Say why it is revoked.", 2000)
    _move(permit, "revoke", ended_at=now)
    facts = {"lab": permit.binding.organisation.key, "because": permit.decided_because}
    tell_of_part(acts.REVOKED, permit.binding.order, _part(permit), actor=actor, now=now, facts=facts)
    return permit


def refuse_due(*, ref: str, now: datetime) -> Permit:
    """Nobody decided in time: the portal refuses; safe to run twice."""
    permit = permit_for(CLOCK, ref, lock=True)
    if permit.state == PermitState.REQUESTED:
        _refuse(acts.UNDECIDED, CLOCK, now, ref, f"Nobody decided on it in time {by(PERMIT_DAYS)}.")
    return permit


def expire_due(*, ref: str, now: datetime) -> Permit:
    """A permit's end has come; safe to run twice."""
    permit = permit_for(HOUR, ref, lock=True)
    if permit.state == PermitState.GRANTED and permit.until <= now:
        _expire(permit, HOUR, now, permit.until)
    return permit


def end_permits(binding: Binding, now: datetime) -> None:
    """The order no longer binds the lab: what was granted ends, what was asked for is refused."""
    rows = Permit.objects.select_for_update(of=("self",)).filter(binding=binding).order_by("pk")
    for permit in rows.filter(state=PermitState.GRANTED).select_related("binding__organisation", "binding__order"):
        _expire(permit, ENDED, now, min(now, permit.until))
    for ref in list(rows.filter(state=PermitState.REQUESTED).values_list("ref", flat=True)):
        _refuse(acts.UNDECIDED, ENDED, now, ref, f"The order no longer binds the lab {by(PERMIT_DAYS)}.")


def _refuse(kind: str, actor: Actor, now: datetime, ref: str, because: str) -> Permit:
    permit = _to_decide(actor, now, ref, "refuse")
    permit.decided_because = required(because, "because", "Say why it is refused.", 2000)
    _decide(permit, "refuse", actor, now)
    reason = {"because": permit.decided_because}
    tell_of_part(kind, permit.binding.order, _part(permit), actor=actor, now=now, sealed=reason)
    return permit


def _expire(permit: Permit, actor: Portal, now: datetime, at: datetime) -> None:
    _move(permit, "expire", ended_at=at)
    facts = {"lab": permit.binding.organisation.key, "ended_at": instant(at)}
    tell_of_part(acts.EXPIRED, permit.binding.order, _part(permit), actor=actor, now=now, facts=facts)


def _to_decide(actor: Actor, now: datetime, ref: str, verb: str) -> Permit:
    permit = permit_for(actor, ref, lock=True)
    lab = {permit.binding.organisation_id}
    decides(actor, permit.binding.order, PERMIT_DAYS, now, barred=lab).require()
    under(PERMIT_DAYS, PERMITS.may(verb, permit.state)).require()
    return permit


def _decide(permit: Permit, verb: str, actor: Actor, now: datetime) -> None:
    permit.decided_by_id, permit.decided_at = seat_of(actor), now
    _move(permit, verb)


def _move(permit: Permit, verb: str, *, ended_at: datetime | None = None) -> None:
    permit.state = PERMITS[verb].target
    permit.ended_at = ended_at
    permit.version += 1
    permit.save()


def _part(permit: Permit) -> tuple[str, int, str]:
    return acts.PERMIT, permit.pk, permit.ref


def _until_errors(until: datetime, now: datetime, order: PauseOrder) -> dict[str, str]:
    if until <= now:
        return {"until": "Give an end that is still to come."}
    if order.ends_at is not None and until > order.ends_at:
        return {
            "until": f"A permit ends no later than its order, on {order.ends_at:%d %B %Y %H:%M} UTC {by(PERMIT_DAYS)}."
        }
    return {}


def _amount(flop: str, errors: dict[str, str]) -> int:
    try:
        return flops.parse(flop)
    except ValueError:
        errors["flop"] = "Give a whole number, such as 1e26, 10^26 or 3.1×10²⁵."
        return 0


def _number(now: datetime) -> str:
    """The next number of the year; permits are never removed, and whoever asks meanwhile waits."""
    wait_for_turn("permits.number")
    return counted_reference("PER", now.year, 1 + Permit.objects.filter(ref__startswith=f"PER-{now.year}-").count())
