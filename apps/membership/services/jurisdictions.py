"""Which governments recognise the framework, kept by clerks."""

from datetime import date, datetime

from apps.committees.models import Committee, Jurisdiction
from apps.committees.rules.viewer import Actor
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import active_committee
from apps.membership import acts_of_members as acts
from apps.membership.rules.days import EARLIEST, starts_on
from apps.membership.rules.who import may_keep_papers
from apps.membership.services.committees import JURISDICTION
from apps.record.services import record


def recognise(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    instrument: str,
    since: date,
    protection: str = "",
    citation: str = "",
) -> Jurisdiction:
    """Record that a government recognises the framework, since a day in the committee's zone.

    Raises Refused, or Invalid (errors by field).
    """
    may_keep_papers(actor).require()
    code, name, instrument = code.strip().upper(), name.strip(), instrument.strip()
    if since < EARLIEST:
        raise Invalid({"since": "Give a day from 1900 on."})
    starts_at = starts_on(since, Committee.objects.get(pk=active_committee() or 0).zone)
    errors = _errors(code, name, instrument, starts_at, now)
    if errors:
        raise Invalid(errors)
    row = Jurisdiction.objects.create(
        code=code,
        name=name,
        instrument=instrument,
        protection=protection.strip(),
        citation=citation.strip(),
        starts_at=starts_at,
    )
    _tell(acts.RECOGNISED, row, actor, now)
    return row


def end_recognition(*, actor: Actor, now: datetime, jurisdiction: Jurisdiction) -> Jurisdiction:
    """Record that a government no longer recognises it. Raises Refused."""
    may_keep_papers(actor).require()
    row = Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
    if row.ends_at is not None:
        raise Refused("This recognition has ended already.")
    row.ends_at = now
    row.save(update_fields=["ends_at"])
    _tell(acts.RECOGNITION_ENDED, row, actor, now)
    return row


def _errors(code: str, name: str, instrument: str, starts_at: datetime, now: datetime) -> dict[str, str]:
    errors = {}
    if not code or not JURISDICTION.fullmatch(code):
        errors["code"] = "Give two capital letters, such as EU, or a state as in US-CA."
    elif Jurisdiction.objects.filter(code=code, ends_at=None).exists():
        errors["code"] = "This government is listed already. End the earlier recognition first."
    elif Jurisdiction.objects.filter(code=code, ends_at__gt=starts_at).exists():
        errors["since"] = "Its earlier recognition still held on that day."
    if not name:
        errors["name"] = "Name the government."
    if not instrument:
        errors["instrument"] = "Name the law, decree or agreement."
    if starts_at > now:
        errors["since"] = "Give a day that has begun."
    return errors


def _tell(kind: str, row: Jurisdiction, actor: Actor, now: datetime) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=("jurisdiction", row.pk, row.code),
        facts={"name": row.name, "code": row.code, "instrument": row.instrument},
    )
