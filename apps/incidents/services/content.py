"""Writing a report's content; drafting, filing and correcting share it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from apps.committees.models import Organisation
from apps.committees.rules.references import free_reference
from apps.incidents.models import Incident, IncidentRecipient
from apps.incidents.rules.report import INSTANTS, TEXT_LENGTH, TEXTS, TRAINING_RUN_LENGTH, shape_errors, strictest
from apps.incidents.selectors.reports import content_of, recipients_of
from apps.kernel.decisions import Invalid

FIELDS = (
    "title", "kind", "severity", "tlp", "narrative", "zone", "jurisdictions", "facts", "harms", "training_run",
    "evidence_in_disputes", "assumed", "own_reference",
    *INSTANTS, *TEXTS,
)  # fmt: skip
PREFIX = "INC"


def new_reference(now: datetime) -> str:
    """A reference that is free in this committee, such as INC-2026-7KQ4."""
    return free_reference(PREFIX, now.year, lambda ref: Incident.objects.filter(ref=ref).exists())


def write_content(incident: Incident, changes: Mapping[str, Any], *, now: datetime) -> list[str]:
    """Put changes into a report and store it; gives the names of the fields that really changed.

    `changes` maps field names to values, `recipients` to organisation keys. Raises Invalid by field, then nothing
    is stored.
    """
    changes = _with_what_follows(incident, changes)
    changed = [name for name in FIELDS if name in changes and getattr(incident, name) != changes[name]]
    for name in changed:
        setattr(incident, name, changes[name])
    recipients = recipients_of(incident)
    if "recipients" in changes:
        wanted = organisations_named(changes["recipients"], incident)
        if {one.pk for one in wanted} != {one.pk for one in recipients}:
            changed.append("recipients")
        recipients = wanted
    errors = shape_errors(content_of(incident, recipients, now), now) | _length_errors(incident)
    if errors:
        raise Invalid(errors)
    if changed:
        _store(incident)
        if "recipients" in changed:
            _store_recipients(incident, recipients)
    return changed


def _with_what_follows(incident: Incident, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is given is no longer assumed, and the gravest harm of a filed report decides how grave it is."""
    follows: dict[str, Any] = {}
    if incident.assumed and "assumed" not in changes:
        follows["assumed"] = [name for name in incident.assumed if name not in changes]
    if incident.filed_at is not None and {"severity", "harms"} & set(changes):
        said = changes.get("severity", incident.severity)
        harms = changes.get("harms", incident.harms)
        follows["severity"] = strictest(said, harms) if _is_well(harms) else said
    return {**changes, **follows}


def _is_well(harms: Any) -> bool:
    return harms is None or isinstance(harms, Mapping)


def organisations_named(keys: list[str], incident: Incident) -> list[Organisation]:
    """The organisations with these keys, by name, without the report's own; raises Invalid for an unknown key."""
    found = list(Organisation.objects.filter(key__in=keys).exclude(pk=incident.organisation_id))
    own = Organisation.objects.filter(pk=incident.organisation_id, key__in=keys).exists() if keys else False
    unknown = set(keys) - {one.key for one in found}
    if unknown and not (own and len(unknown) == 1):
        raise Invalid({"recipients": f"There is no organisation with the key {', '.join(sorted(unknown))}."})
    return found


def _length_errors(incident: Incident) -> dict[str, str]:
    long = [name for name in ("narrative", *TEXTS) if len(getattr(incident, name)) > TEXT_LENGTH]
    errors = dict.fromkeys(long, f"Shorten this to {TEXT_LENGTH} characters, or attach a file as evidence.")
    if len(incident.training_run) > TRAINING_RUN_LENGTH:
        errors["training_run"] = f"Shorten this to {TRAINING_RUN_LENGTH} characters."
    return errors


def _store(incident: Incident) -> None:
    incident.version += 1 if incident.pk else 0
    try:
        with transaction.atomic():
            incident.save()
    except IntegrityError as error:
        if "incident_own_reference_once" not in str(error):
            raise
        raise Invalid({"own_reference": "Another report of your organisation has this reference already."}) from error


def _store_recipients(incident: Incident, organisations: list[Organisation]) -> None:
    IncidentRecipient.objects.filter(incident=incident).delete()
    IncidentRecipient.objects.bulk_create(
        IncidentRecipient(incident=incident, organisation=organisation) for organisation in organisations
    )
