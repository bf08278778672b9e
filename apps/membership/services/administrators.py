"""Who manages an organisation's people and service seats: named, and handed on."""

from datetime import datetime

from apps.committees.models import Administrator, Organisation, Seat
from apps.committees.rules.viewer import Actor, Portal
from apps.committees.services import relieve, take_turn
from apps.committees.states import Role
from apps.membership import acts
from apps.membership.rules import who
from apps.membership.rules.seats import may_hand_on
from apps.record.services import record

FIRST = Portal("the first of the organisation's people to take a seat")


def name_administrator(*, actor: Actor, now: datetime, seat: Seat) -> Administrator:
    """Let a seat manage its organisation from now on: by a clerk, or by the administrator who hands it on.

    Raises Refused; Seat.DoesNotExist when the seat does not hold at the instant.
    """
    take_turn()
    seat = Seat.objects.at(now).select_related("organisation", "person").get(pk=seat.pk)
    who.may_manage(actor, seat.organisation_id).require()
    who.may_administer(Role(seat.role)).require()
    Organisation.objects.select_for_update().get(pk=seat.organisation_id)
    running = Administrator.objects.at(now).filter(organisation=seat.organisation_id).first()
    relieve(running, by=seat, now=now, may=may_hand_on)
    return _begin(actor, now, seat)


def let_first_administer(*, now: datetime, seat: Seat) -> Administrator | None:
    """Make the seat its organisation's administrator where there is none; None where there is one.

    The caller holds the organisation's row, so that two first ones cannot both become it.
    """
    if not who.may_administer(Role(seat.role)):
        return None
    if Administrator.objects.at(now).filter(organisation=seat.organisation_id).exists():
        return None
    return _begin(FIRST, now, seat)


def _begin(actor: Actor, now: datetime, seat: Seat) -> Administrator:
    begun = Administrator.objects.create(organisation=seat.organisation, seat=seat, starts_at=now, ends_at=seat.ends_at)
    record(
        acts.ADMINISTRATOR_NAMED,
        actor=actor,
        now=now,
        subject=("seat", seat.pk, str(seat.uid)),
        facts={"holder": seat.holder, "role": seat.role, "organisation": seat.organisation.key},
        told=("clerks", f"seat:{seat.pk}"),
    )
    return begun
