"""The chair is away, as its office or a clerk declares; the next in order presides meanwhile."""

from datetime import datetime
from typing import Any

from apps.chairs import acts
from apps.chairs.models import Absence
from apps.chairs.rules.who import may_declare_away
from apps.chairs.selectors import board
from apps.chairs.services.alone import rotation_alone
from apps.chairs.services.cycles import subject_of
from apps.chairs.services.settling import settle
from apps.chairs.states import TermKind
from apps.committees.rules.viewer import Viewer
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid, no
from apps.record.services import record


def declare_absence(*, actor: Viewer, now: datetime, because: str, until: datetime | None = None) -> Absence:
    """From now on, until the chair is back or at most `until`. Raises Refused or Invalid."""
    rotation = rotation_alone()
    found = board(now)
    term = found.running if found else None
    if found is None or term is None or term.kind == TermKind.INTERIM:
        raise Invalid({"because": "No member holds the chair."})
    may_declare_away(actor, term.organisation_id).require()
    if Absence.objects.at(now).filter(organisation=term.organisation_id).exists():
        no("The chair is away already.").require()
    errors = {}
    if not because.strip() or len(because.strip()) > 300:
        errors["because"] = "Say why, in at most 300 characters."
    if until is not None and until <= now:
        errors["until"] = "Give a time that is still to come."
    if errors:
        raise Invalid(errors)
    absence = Absence.objects.create(
        organisation_id=term.organisation_id,
        because=because.strip(),
        declared_by_id=actor.seat_id,
        starts_at=now,
        ends_at=until,
    )
    facts: dict[str, Any] = {
        "organisation": found.scene.organisations[term.organisation_id].key,
        "because": absence.because,
    }
    if until is not None:
        facts["until"] = instant(until)
    record(acts.ABSENT, actor=actor, now=now, subject=subject_of(rotation), facts=facts)
    settle(now)
    return absence


def end_absence(*, actor: Viewer, now: datetime) -> Absence:
    """The chair is back. Raises Refused."""
    rotation = rotation_alone()
    found = board(now)
    term = found.running if found else None
    absence = Absence.objects.at(now).filter(organisation=term.organisation_id).first() if term else None
    if absence is None or term is None:
        no("The chair is not away.").require()
    may_declare_away(actor, absence.organisation_id).require()  # type: ignore[union-attr]
    if absence.starts_at >= now:  # type: ignore[union-attr]
        no("The absence began only now. Try again in a moment.").require()
    absence.ends_at = now  # type: ignore[union-attr]
    absence.save(update_fields=["ends_at"])  # type: ignore[union-attr]
    facts = {"organisation": absence.organisation.key}  # type: ignore[union-attr]
    record(acts.BACK, actor=actor, now=now, subject=subject_of(rotation), facts=facts)
    settle(now)
    return absence  # type: ignore[return-value]
