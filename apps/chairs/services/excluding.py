"""The year's list of members who are kept from the chair, by the committee's decision."""

from datetime import datetime

from apps.chairs import acts
from apps.chairs.models import Exclusion
from apps.chairs.rules.who import may_keep
from apps.chairs.services.alone import rotation_alone
from apps.chairs.services.cycles import subject_of
from apps.chairs.services.settling import settle
from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor
from apps.kernel.decisions import Invalid, no
from apps.record.services import record

YEARS_AHEAD = 10


def exclude(
    *, actor: Actor, now: datetime, organisation: Organisation, year: int, because: str, decision: str
) -> Exclusion:
    """Keep a member from every term that begins in the year. Raises Refused or Invalid."""
    may_keep(actor).require()
    rotation = rotation_alone()
    errors = {}
    if not now.year <= year <= now.year + YEARS_AHEAD:
        errors["year"] = f"Give a year from {now.year} to {now.year + YEARS_AHEAD}."
    for name, text in (("because", because), ("decision", decision)):
        if not text.strip() or len(text.strip()) > 300:
            errors[name] = "Say it in at most 300 characters."
    if Exclusion.objects.filter(organisation=organisation, year=year, lifted_at=None).exists():
        errors["year"] = f"{organisation.name} stands on the list of that year already."
    if errors:
        raise Invalid(errors)
    row = Exclusion.objects.create(
        organisation=organisation, year=year, because=because.strip(), decision=decision.strip()
    )
    facts = {"organisation": organisation.key, "year": year, "because": row.because, "decision": row.decision}
    record(acts.EXCLUDED, actor=actor, now=now, subject=subject_of(rotation), facts=facts)
    settle(now)
    return row


def lift(*, actor: Actor, now: datetime, organisation: Organisation, year: int, decision: str) -> Exclusion:
    """Take a member off the list of a year. Raises Refused or Invalid."""
    may_keep(actor).require()
    rotation = rotation_alone()
    row = Exclusion.objects.filter(organisation=organisation, year=year, lifted_at=None).first()
    if row is None:
        no(f"{organisation.name} does not stand on the list of that year.").require()
    if not decision.strip() or len(decision.strip()) > 300:
        raise Invalid({"decision": "Name the decision, in at most 300 characters."})
    row.lifted_at = now  # type: ignore[union-attr]
    row.save(update_fields=["lifted_at"])  # type: ignore[union-attr]
    facts = {"organisation": organisation.key, "year": year, "decision": decision.strip()}
    record(acts.LIFTED, actor=actor, now=now, subject=subject_of(rotation), facts=facts)
    settle(now)
    return row  # type: ignore[return-value]
