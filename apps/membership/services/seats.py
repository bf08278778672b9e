"""Filling and ending seats, and service seats."""

from datetime import datetime

from django.db.models import Q

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Actor
from apps.committees.services import take_turn
from apps.committees.states import MembershipState, OrganisationKind, Role
from apps.kernel.decisions import Invalid, Refused
from apps.membership import acts
from apps.membership.rules import seats as rules
from apps.membership.rules import who
from apps.membership.rules.membership import may_seat
from apps.membership.selectors.accesses import seated_until
from apps.membership.selectors.people import people_in
from apps.membership.services.ending import close_seats
from apps.record.services import record


def fill_seat(*, actor: Actor, now: datetime, organisation: Organisation, role: str, person: User) -> Seat:
    """Seat a person without an invitation (founding, demo, commands). Raises Refused."""
    who.may_keep_papers(actor).require()
    seat = take_seat(now, organisation, role, person)
    record(
        acts.SEAT_FILLED,
        actor=actor,
        now=now,
        subject=("seat", seat.pk, str(seat.uid)),
        facts=facts_of(seat),
    )
    return seat


def require_free(
    now: datetime, organisation: Organisation, role: str, person: User | None, *, matter: str = ""
) -> None:
    """Refuse unless the person (None: somebody new) can take the seat.

    The organisation's row is the lock against two representatives at once.
    """
    take_turn()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    may_seat(organisation.name, MembershipState(organisation.state)).require()
    rules.role_fits(OrganisationKind(organisation.kind), Role(role)).require()
    # One appointed from an instant to come has the seat from then on, so it is not free for long enough now.
    same = Seat.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now), organisation=organisation, role=role, matter=matter
    )
    rules.may_be_filled(
        Role(role),
        organisation.name,
        taken=same.exists(),
        already_in_it=person is not None and same.filter(person=person).exists(),
    ).require()


def take_seat(
    now: datetime,
    organisation: Organisation,
    role: str,
    person: User,
    *,
    matter: str = "",
    until: datetime | None = None,
) -> Seat:
    """The row of a new seat, if it is free; counsel's is for one matter, until an instant."""
    rules.has_its_matter(Role(role), matter, until).require()
    require_free(now, organisation, role, person, matter=matter)
    ends_at = until or seated_until(organisation.pk, now)
    return Seat.objects.create(
        organisation=organisation, person=person, role=role, matter=matter, starts_at=now, ends_at=ends_at
    )


def add_service_seat(*, actor: Actor, now: datetime, organisation: Organisation, name: str) -> Seat:
    """Add a seat for an organisation's machine: it files and reads, never votes. Raises Refused or Invalid."""
    who.may_add_service_seat(actor, organisation.pk).require()
    name = name.strip()
    if not name:
        raise Invalid({"name": "Give the machine a name."})
    if Seat.objects.at(now).filter(organisation=organisation, role=Role.SERVICE, name=name).exists():
        raise Invalid({"name": "A service seat of this organisation has this name already."})
    ends_at = seated_until(organisation.pk, now)
    seat = Seat.objects.create(organisation=organisation, role=Role.SERVICE, name=name, starts_at=now, ends_at=ends_at)
    record(
        acts.SERVICE_SEAT_ADDED,
        actor=actor,
        now=now,
        subject=("seat", seat.pk, str(seat.uid)),
        facts=facts_of(seat),
    )
    return seat


def appoint_seat(
    *,
    actor: Actor,
    now: datetime,
    organisation: Organisation,
    role: str,
    person: User,
    starts_at: datetime | None = None,
) -> Seat:
    """Seat one of the organisation's people from now or from an instant to come.

    Where a representative or alternate sits already, that seat ends where the new one begins: one act. Raises Refused
    or Invalid (errors by field).
    """
    who.may_manage(actor, organisation.pk).require()
    if who.must_be_confirmed(actor, Role(role)):
        raise Refused("Only a clerk appoints to a seat that votes or may come to vote. Propose the person instead.")
    begins = starts_at or now
    if begins < now:
        raise Invalid({"starts_at": "Give a time that has not passed."})
    take_turn()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    rules.role_fits(OrganisationKind(organisation.kind), Role(role)).require()
    rules.has_its_matter(Role(role), "", None).require()
    if not people_in(organisation, now).filter(pk=person.pk).exists():
        raise Invalid({"person": "Choose one of the organisation's people. Others are invited."})
    same = Seat.objects.filter(Q(ends_at=None) | Q(ends_at__gt=begins), organisation=organisation, role=role)
    rules.may_be_filled(
        Role(role), organisation.name, taken=False, already_in_it=same.filter(person=person).exists()
    ).require()
    newest = same.select_related("organisation", "person").order_by("-starts_at")
    before = newest.first() if Role(role) in rules.ONE_EACH else None
    if before is not None:
        rules.may_replace(begins=begins, starts_at=before.starts_at).require()
        close_seats([before], at=begins, now=now)
    ends_at = seated_until(organisation.pk, begins)
    seat = Seat.objects.create(organisation=organisation, person=person, role=role, starts_at=begins, ends_at=ends_at)
    facts = facts_of(seat) | {"from": begins.isoformat()}
    record(
        acts.SEAT_REPLACED if before else acts.SEAT_FILLED,
        actor=actor,
        now=now,
        subject=("seat", seat.pk, str(seat.uid)),
        facts=facts | {"before": before.holder} if before else facts,
    )
    return seat


def end_seat(*, actor: Actor, now: datetime, seat: Seat, reason: str, ends_at: datetime | None = None) -> Seat:
    """End a seat, now or at an instant to come, with its offices and tokens.

    Raises Refused (the last clerk stays) or Invalid.
    """
    take_turn()
    seats = Seat.objects.select_related("organisation", "person")
    # All clerks are locked together, so that two of them cannot end each other at the same moment.
    clerks = list(Seat.objects.at(now).filter(role=Role.CLERK).order_by("id").select_for_update())
    seat = seats.select_for_update(of=("self",)).get(pk=seat.pk)
    at = ends_at or now
    who.may_end_seat(actor, organisation_id=seat.organisation_id, role=Role(seat.role)).require()
    rules.may_end(
        Role(seat.role),
        starts_at=seat.starts_at,
        ended=seat.ends_at is not None and seat.ends_at <= now,
        other_clerks=sum(clerk.pk != seat.pk and clerk.ends_at is None for clerk in clerks),
        now=at,
    ).require()
    errors = {} if reason.strip() else {"reason": "Say why the seat ends."}
    if at < now:
        errors["ends_at"] = "Give a time that has not passed."
    elif seat.ends_at is not None and at > seat.ends_at:
        errors["ends_at"] = "The seat ends before then already."
    if errors:
        raise Invalid(errors)
    close_seats([seat], at=at, now=now)
    record(
        acts.SEAT_ENDED if at == now else acts.SEAT_TO_END,
        actor=actor,
        now=now,
        subject=("seat", seat.pk, str(seat.uid)),
        facts=facts_of(seat) | {"reason": reason.strip()} | ({} if at == now else {"from": at.isoformat()}),
    )
    return seat


def facts_of(seat: Seat) -> dict[str, str]:
    """What the record keeps of a seat: who held it, as what, for whom."""
    return {"holder": seat.holder, "role": seat.role, "organisation": seat.organisation.key}
