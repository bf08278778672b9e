"""Appointing a chair where none rotates: the committee has decided otherwise than by rotation."""

from datetime import datetime
from functools import partial

from apps.chairs import acts
from apps.chairs.models import Rotation
from apps.chairs.rules.appointing import may_begin_term, may_chair
from apps.chairs.rules.who import may_keep
from apps.committees.models import Office, Seat
from apps.committees.rules.viewer import Actor
from apps.committees.selectors import chair_at, seats_at
from apps.committees.services import relieve, take_turn
from apps.committees.states import OfficeKind, Role
from apps.record.services import record


def appoint_chair(*, actor: Actor, now: datetime, seat: Seat) -> Office:
    """End the running term of the chair and begin the seat's, its organisation's alternate as deputy.

    Raises Refused: in any case where the chair rotates.
    """
    may_keep(actor).require()
    take_turn()
    # Locked, so that nobody ends the seat meanwhile.
    holds = seats_at(now).select_for_update(of=("self",)).filter(pk=seat.pk).exists()
    may_chair(Role(seat.role), holds=holds).require()
    relieve(chair_at(now), by=seat, now=now, may=partial(may_begin_term, rotates=Rotation.objects.exists()))
    deputy = seats_at(now).filter(organisation=seat.organisation_id, role=Role.ALTERNATE).exclude(pk=seat.pk).first()
    office = Office.objects.create(kind=OfficeKind.CHAIR, seat=seat, deputy=deputy, starts_at=now)
    facts = {"holder": seat.holder, "organisation": seat.organisation.key, "deputy": str(deputy or "")}
    record(acts.APPOINTED, actor=actor, now=now, subject=("seat", seat.pk, str(seat.uid)), facts=facts)
    return office
