"""An authority's access: granted, renewed and narrowed by the clerk; it ends by itself."""

from datetime import datetime
from typing import Any

from apps.committees.models import Access, Administrator, Organisation, Seat
from apps.committees.rules.viewer import Actor, Portal
from apps.committees.services import take_turn
from apps.committees.states import AccessScope, OrganisationKind
from apps.deadlines.rules.ends import ENDS, End
from apps.deadlines.rules.reckoning import Unit, due_at
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.membership import acts_of_access as acts
from apps.membership.rules import access as rules
from apps.membership.rules.who import may_keep_papers
from apps.membership.services.ending import close_seats
from apps.record.services import record

THE_END = Portal("the end of an authority's access")


def grant_access(*, actor: Actor, now: datetime, organisation: Organisation, scope: str, days: int) -> Access:
    """Let an authority's observers see so much, from now for so many days: the first time, renewed, or changed.

    What ran before ends now. Seats that ended with it, now or to come, go on as long as the new one; no seat outlasts
    it. Raises Refused or Invalid (errors by field).
    """
    may_keep_papers(actor).require()
    take_turn()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    rules.may_have_access(OrganisationKind(organisation.kind)).require()
    errors = rules.errors_in_access(scope, days, scopes=set(AccessScope))
    if errors:
        raise Invalid(errors)
    before = Access.objects.at(now).filter(organisation=organisation).first()
    if before is not None and before.starts_at >= now:
        raise Invalid({"days": "The access was granted only now. Try again in a moment."})
    zone = organisation.committee.zone
    ends_at = due_at(now, days, Unit.DAYS, zone)
    if before is not None:
        _extend(organisation, before.ends_at, ends_at)
        before.ends_at = now
        before.save(update_fields=["ends_at"])
    access = Access.objects.create(organisation=organisation, scope=scope, starts_at=now, ends_at=ends_at)
    _cap(organisation, ends_at, now)
    facts = {"name": organisation.name, "scope": scope, "until": instant(ends_at)}
    subject = ("organisation", organisation.pk, organisation.key)
    record(acts.GRANTED, actor=actor, now=now, subject=subject, facts=facts)
    return access


def _extend(organisation: Organisation, from_end: datetime, to_end: datetime) -> None:
    """Let what was cut to the old access's end go on to the new one's."""
    seats = Seat.objects.filter(organisation=organisation, role__in=sorted(rules.CAPPED_ROLES))
    seats.filter(ends_at=from_end).update(ends_at=to_end)
    Administrator.objects.filter(organisation=organisation, ends_at=from_end).update(ends_at=to_end)


def _cap(organisation: Organisation, ends_at: datetime, now: datetime) -> None:
    seats = Seat.objects.at(now).filter(organisation=organisation, role__in=sorted(rules.CAPPED_ROLES))
    beyond = [seat for seat in seats.select_for_update() if seat.ends_at is None or seat.ends_at > ends_at]
    close_seats(beyond, at=ends_at, now=now)


def _at_the_end(deadline: Any, now: datetime) -> None:
    organisation = Organisation.objects.get(pk=deadline.subject_id)
    last = Access.objects.filter(organisation=organisation).latest("ends_at")
    subject = ("organisation", organisation.pk, organisation.key)
    facts = {"name": organisation.name, "since": instant(last.ends_at)}
    record(acts.ENDED, actor=THE_END, now=now, subject=subject, facts=facts)


def register() -> None:
    """Fill the registry with what happens when an access has run out."""
    ENDS.register(
        acts.ENDED, End(acts.ENDED, "The authority's seats have ended with its access; this is recorded.", _at_the_end)
    )
