"""Founding a committee, and adding organisations to it."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User, validate_zone
from apps.committees.models import CharterVersion, Committee, Organisation
from apps.committees.rules.charter import DEFAULT_PRESET, PRESETS, preset_values
from apps.committees.rules.viewer import Actor
from apps.committees.states import OrganisationKind, Role
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant
from apps.membership import acts
from apps.membership.rules.keys import RESERVED_KEYS
from apps.membership.rules.membership import errors_in_decision
from apps.membership.rules.who import may_keep_papers
from apps.membership.services.invitations import invite
from apps.membership.services.membership import note_admission
from apps.membership.services.seats import fill_seat
from apps.record.services import record

JURISDICTION = re.compile(r"([A-Z]{2}(-[A-Z0-9]{1,3})?)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def create_committee(
    *,
    actor: Actor,
    now: datetime,
    slug: str,
    name: str,
    clerk_email: str,
    clerk_name: str = "",
    clerk: User | None = None,
    secretariat: str = "Secretariat",
    zone: str = "UTC",
    preset: str = DEFAULT_PRESET,
) -> Committee:
    """Found a committee: secretariat, first charter from a preset, first clerk.

    The first clerk is invited by email, or seated at once when `clerk` names the person. Raises Invalid.
    """
    may_keep_papers(actor).require()
    errors = _errors_in_committee(slug, name, zone, preset)
    if errors:
        raise Invalid(errors)
    committee = Committee.objects.create(slug=slug, name=name.strip(), zone=zone, created_at=now)
    with tenant(committee.pk):
        CharterVersion.objects.create(
            number=1,
            preset=preset,
            values=preset_values(preset),
            in_force_at=now,
            adopted_by="The founding of the committee",
        )
        subject = ("committee", committee.pk, slug)
        record(acts.COMMITTEE_CREATED, actor=actor, now=now, subject=subject, facts={"name": name, "preset": preset})
        keeper = add_organisation(
            actor=actor,
            now=now,
            key="secretariat",
            name=secretariat,
            kind=OrganisationKind.SECRETARIAT,
            zone=zone,
        )
        if clerk is not None:
            fill_seat(actor=actor, now=now, organisation=keeper, role=Role.CLERK, person=clerk)
        else:
            invite(
                actor=actor,
                now=now,
                organisation=keeper,
                role=Role.CLERK,
                email=clerk_email,
                name=clerk_name or clerk_email.split("@")[0],
            )
    return committee


def add_organisation(
    *,
    actor: Actor,
    now: datetime,
    key: str,
    name: str,
    kind: str,
    jurisdiction: str = "",
    tier: int = 0,
    zone: str = "UTC",
) -> Organisation:
    """Add a founding organisation to the active committee. Raises Refused or Invalid (errors by field)."""
    may_keep_papers(actor).require()
    organisation = _new_organisation(now, key, name, kind, jurisdiction, tier, zone)
    record(
        acts.ORGANISATION_ADDED,
        actor=actor,
        now=now,
        subject=("organisation", organisation.pk, key),
        facts={"name": organisation.name, "kind": kind, "jurisdiction": jurisdiction},
    )
    return organisation


def admit_organisation(
    *,
    actor: Actor,
    now: datetime,
    key: str,
    name: str,
    kind: str,
    decision: str,
    because: str,
    jurisdiction: str = "",
    tier: int = 0,
    zone: str = "UTC",
) -> Organisation:
    """Admit an organisation by the committee's decision; everyone is told. Raises Refused or Invalid."""
    may_keep_papers(actor).require()
    errors = errors_in_decision(decision, because)
    if errors:
        raise Invalid(errors)
    organisation = _new_organisation(now, key, name, kind, jurisdiction, tier, zone)
    note_admission(organisation, actor=actor, now=now, decision=decision.strip(), because=because.strip())
    return organisation


def _new_organisation(
    now: datetime, key: str, name: str, kind: str, jurisdiction: str, tier: int, zone: str
) -> Organisation:
    errors = _errors_in_organisation(key, name.strip(), kind, jurisdiction, zone)
    if errors:
        raise Invalid(errors)
    return Organisation.objects.create(
        key=key, name=name.strip(), kind=kind, jurisdiction=jurisdiction, tier=tier, zone=zone, admitted_at=now
    )


def _errors_in_committee(slug: str, name: str, zone: str, preset: str) -> dict[str, str]:
    errors = _errors_in_zone(zone)
    if not SLUG.fullmatch(slug) or len(slug) > 40:
        errors["slug"] = "Give at most 40 small letters, digits and single hyphens."
    elif Committee.objects.filter(slug=slug).exists():
        errors["slug"] = "A committee has this address already."
    if not name.strip():
        errors["name"] = "Give the committee a name."
    if preset not in PRESETS:
        errors["preset"] = f"Choose one of {', '.join(PRESETS)}."
    return errors


def _errors_in_organisation(key: str, name: str, kind: str, jurisdiction: str, zone: str) -> dict[str, str]:
    errors = _errors_in_zone(zone)
    if not SLUG.fullmatch(key) or len(key) > 40:
        errors["key"] = "Give at most 40 small letters, digits and single hyphens."
    elif key in RESERVED_KEYS:
        errors["key"] = "The portal has a page of its own by this short name. Choose another."
    elif Organisation.objects.filter(key=key).exists():
        errors["key"] = "An organisation has this short name already."
    if not name:
        errors["name"] = "Give the organisation a name."
    elif Organisation.objects.filter(name=name).exists():
        errors["name"] = "An organisation has this name already."
    if kind not in set(OrganisationKind):
        errors["kind"] = f"Choose one of {', '.join(OrganisationKind)}."
    if not JURISDICTION.fullmatch(jurisdiction):
        errors["jurisdiction"] = "Give two capital letters, such as EU, or a state as in US-CA."
    elif kind == OrganisationKind.REGULATOR and not jurisdiction:
        errors["jurisdiction"] = "A regulator is an authority somewhere: name its jurisdiction."
    return errors


def _errors_in_zone(zone: str) -> dict[str, str]:
    try:
        validate_zone(zone)
    except ValidationError as error:
        return {"zone": error.messages[0]}
    return {}
