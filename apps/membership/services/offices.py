"""Treasurer and custodian: appointed for a term by the committee's decision, which a clerk records."""

from datetime import datetime

from apps.committees.models import Office, Seat
from apps.committees.rules.viewer import Actor
from apps.committees.services import relieve, take_turn
from apps.committees.states import Role
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid, Refused
from apps.membership import acts
from apps.membership.rules import offices as rules
from apps.membership.rules.who import may_keep_papers
from apps.record.services import record


def fill_office(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    seat: Seat,
    decision: str,
    deputy: Seat | None = None,
    ends_at: datetime | None = None,
) -> Office:
    """Begin a term of an office now; a running one ends. It never outlasts the holder's seat.

    Raises Refused or Invalid (errors by field); Seat.DoesNotExist when a seat does not hold.
    """
    may_keep_papers(actor).require()
    take_turn()
    rows = Seat.objects.at(now).select_related("organisation", "person").order_by("id").select_for_update(of=("self",))
    held = {row.pk: row for row in rows.filter(pk__in=[seat.pk, *([deputy.pk] if deputy else [])])}
    seat, deputy = held[seat.pk], held[deputy.pk] if deputy else None
    for one in held.values():
        rules.may_hold_office(Role(one.role)).require()
    errors = rules.errors_in_office(
        kind, seat=seat.pk, deputy=deputy.pk if deputy else None, ends_at=ends_at, decision=decision, now=now
    )
    if errors:
        raise Invalid(errors)
    running = Office.objects.at(now).filter(kind=kind).select_for_update().first()
    relieve(running, by=seat, now=now, may=rules.may_take_over)
    ends = [moment for moment in (ends_at, seat.ends_at) if moment is not None]
    until = min(ends) if ends else None
    office = Office.objects.create(kind=kind, seat=seat, deputy=deputy, starts_at=now, ends_at=until)
    facts = {"deputy": deputy.holder if deputy else "", "until": instant(until) or ""}
    _tell(acts.OFFICE_FILLED, office, actor, now, {"reason": decision.strip()} | facts)
    return office


def end_office(*, actor: Actor, now: datetime, office: Office, decision: str) -> Office:
    """End a running term early; the office is vacant. Raises Refused or Invalid."""
    may_keep_papers(actor).require()
    take_turn()
    rows = Office.objects.select_related("seat__organisation", "seat__person").select_for_update(of=("self",))
    office = rows.get(pk=office.pk)
    if office.kind not in rules.APPOINTED:
        raise Refused("The chair rotates by the charter.")
    if office.ends_at is not None and office.ends_at <= now:
        raise Refused("This term has ended already.")
    if now <= office.starts_at:
        raise Refused("This term began only now. Try again in a moment.")
    if not decision.strip():
        raise Invalid({"decision": "Say by which decision of the committee."})
    office.ends_at = now
    office.save(update_fields=["ends_at"])
    _tell(acts.OFFICE_ENDED, office, actor, now, {"reason": decision.strip()})
    return office


def _tell(kind: str, office: Office, actor: Actor, now: datetime, facts: dict[str, str]) -> None:
    seat = office.seat
    known = {"office": str(office.kind), "holder": seat.holder, "organisation": seat.organisation.key}
    record(kind, actor=actor, now=now, subject=("seat", seat.pk, str(seat.uid)), facts=known | facts)
