"""A lost second factor: asked for by one, confirmed by another, told in every committee of the person."""

from datetime import datetime

from apps.accounts.models import User
from apps.accounts.services import remove_second_factors
from apps.committees.models import FactorReset, Seat
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.selectors import SeatLine, seats_of
from apps.committees.states import Role
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import acts
from apps.membership.rules import factors as rules
from apps.membership.selectors.factors import lost_by, open_reset
from apps.record.services import record

ELSEWHERE = Portal("a second factor reset by two others")
"""Who acts in the person's other committees, which are not told in which one it was done."""


def ask_factor_reset(*, actor: Actor, now: datetime, seat: Seat, because: str) -> FactorReset:
    """Ask that the person in a seat may set a new second factor. Raises Refused or Invalid."""
    seat = _locked(seat, now)
    rules.may_ask(actor, lost_by(seat, now)).require()
    if not isinstance(actor, Viewer) or seat.person_id is None:
        raise Refused("A machine has no second factor.")
    if open_reset(seat, now) is not None:
        raise Refused("This has been asked for already. The other of the two confirms it.")
    if not because.strip():
        raise Invalid({"because": "Say how you know that it is lost."})
    reset = FactorReset.objects.create(
        seat=seat,
        because=because.strip(),
        asked_by_id=actor.seat_id,
        asked_at=now,
        expires_at=now + rules.TIME_TO_CONFIRM,
    )
    lost = lost_by(seat, now)
    managing = Seat.objects.at(now).filter(organisation=seat.organisation_id, person=lost.manager)
    told = ["clerks", *(f"seat:{pk}" for pk in managing.values_list("pk", flat=True) if lost.manager)]
    _tell(acts.FACTOR_ASKED, actor, now, seat, {}, [*told, f"seat:{seat.pk}"], {"reason": reset.because})
    return reset


def confirm_factor_reset(*, actor: Actor, now: datetime, reset: FactorReset) -> FactorReset:
    """Remove the person's second factors and end their sessions. Raises Refused.

    The acts tell the members and clerks of every committee in which the person sits, and the person by mail.
    """
    reset, seat = _settled(reset, now)
    asker = reset.asked_by
    if not Seat.objects.at(now).filter(pk=asker.pk).exists():
        raise Refused("Whoever asked for this has no seat any more. Ask again.")
    rules.may_confirm(
        actor,
        lost_by(seat, now),
        asker=asker.person_id or 0,
        asked_as_clerk=asker.role == Role.CLERK,
        expires_at=reset.expires_at,
        now=now,
    ).require()
    _settle(reset, actor, now, done=True)
    person = User.objects.get(pk=seat.person_id or 0)
    remove_second_factors(person=person)
    for line in _one_a_committee(person, now, seat):
        with tenant(line.committee_id):
            there = Seat.objects.select_related("organisation", "person").get(pk=line.seat_id)
            here = there.pk == seat.pk
            facts = {"asked by": str(asker)} if here else {}
            told = [*acts.EVERY_MEMBER, f"seat:{there.pk}"]
            _tell(acts.FACTOR_RESET, actor if here else ELSEWHERE, now, there, facts, told)
    return reset


def refuse_factor_reset(*, actor: Actor, now: datetime, reset: FactorReset) -> FactorReset:
    """Take the wish back, or turn it down: any of those who may ask, and the person concerned. Raises Refused."""
    reset, seat = _settled(reset, now)
    lost = lost_by(seat, now)
    if not (isinstance(actor, Viewer) and actor.seat_id == seat.pk):
        rules.may_ask(actor, lost).require()
    _settle(reset, actor, now, done=False)
    _tell(acts.FACTOR_REFUSED, actor, now, seat, {}, ["clerks", f"seat:{seat.pk}", f"seat:{reset.asked_by_id}"])
    return reset


def _locked(seat: Seat, now: datetime) -> Seat:
    rows = Seat.objects.at(now).select_related("organisation", "person").select_for_update(of=("self",))
    return rows.get(pk=seat.pk)


def _settled(reset: FactorReset, now: datetime) -> tuple[FactorReset, Seat]:
    rows = FactorReset.objects.select_related("asked_by__organisation", "asked_by__person")
    reset = rows.select_for_update(of=("self",)).get(pk=reset.pk)
    if reset.settled_at is not None:
        raise Refused("This has been settled already.")
    return reset, _locked(reset.seat, now)


def _settle(reset: FactorReset, actor: Actor, now: datetime, *, done: bool) -> None:
    reset.settled_by_id = actor.seat_id if isinstance(actor, Viewer) else None
    reset.settled_at, reset.done = now, done
    reset.save(update_fields=["settled_by", "settled_at", "done"])


def _one_a_committee(person: User, now: datetime, seat: Seat) -> list[SeatLine]:
    """One of the person's seats in each of their committees; in the present one the seat that was asked about."""
    lines = {line.committee_id: line for line in seats_of(person.pk, now)}
    lines |= {line.committee_id: line for line in seats_of(person.pk, now) if line.seat_id == seat.pk}
    return list(lines.values())


def _tell(
    kind: str,
    actor: Actor,
    now: datetime,
    seat: Seat,
    facts: dict[str, str],
    told: list[str],
    sealed: dict[str, str] | None = None,
) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=("seat", seat.pk, str(seat.uid)),
        facts={"holder": seat.holder, "organisation": seat.organisation.key} | facts,
        sealed=sealed,
        told=told,
    )
