"""Declared ties between organisations: for recusal, and for who presides instead of the chair."""

from datetime import datetime

from apps.committees.models import Organisation, Tie
from apps.committees.rules.viewer import Actor
from apps.committees.states import TieKind
from apps.kernel.decisions import Invalid, Refused
from apps.membership import acts_of_members as acts
from apps.membership.rules.membership import may_declare
from apps.record.services import record

LONGEST_NAME = 120
LONGEST_REASON = 500


def declare_tie(
    *,
    actor: Actor,
    now: datetime,
    organisation: Organisation,
    kind: str,
    because: str,
    other: Organisation | None = None,
    other_name: str = "",
) -> Tie:
    """Declare that an organisation is tied to another, of the committee or named. Raises Refused or Invalid."""
    may_declare(actor, organisation.pk).require()
    other_name, because = " ".join(other_name.split()), because.strip()
    errors = _errors(organisation, other, other_name, kind, because, now)
    if errors:
        raise Invalid(errors)
    tie = Tie.objects.create(
        organisation=organisation, other=other, other_name=other_name, kind=kind, because=because, starts_at=now
    )
    _tell(acts.TIE_DECLARED, tie, actor, now)
    return tie


def end_tie(*, actor: Actor, now: datetime, tie: Tie) -> Tie:
    """End a declared tie; whoever declared it, or a clerk. Raises Refused."""
    may_declare(actor, tie.organisation_id).require()
    tie = Tie.objects.select_related("organisation", "other").select_for_update(of=("self",)).get(pk=tie.pk)
    if tie.ends_at is not None:
        raise Refused("This tie has ended already.")
    if now <= tie.starts_at:
        raise Refused("This tie was declared only now. Try again in a moment.")
    tie.ends_at = now
    tie.save(update_fields=["ends_at"])
    _tell(acts.TIE_ENDED, tie, actor, now)
    return tie


def _errors(
    organisation: Organisation, other: Organisation | None, name: str, kind: str, because: str, now: datetime
) -> dict[str, str]:
    errors = {}
    if (other is None) == (not name):
        errors["other"] = "Choose a member, or name somebody else below: one of the two."
    elif other is not None and other.pk == organisation.pk:
        errors["other"] = "An organisation has no tie with itself."
    elif len(name) > LONGEST_NAME:
        errors["other_name"] = f"Give at most {LONGEST_NAME} characters."
    elif _declared(organisation, other, name, kind, now):
        errors["other"] = "This tie is declared already."
    if kind not in set(TieKind):
        errors["kind"] = "Choose what ties them."
    if not because:
        errors["because"] = "Say what the tie is."
    elif len(because) > LONGEST_REASON:
        errors["because"] = f"Give at most {LONGEST_REASON} characters."
    return errors


def _declared(organisation: Organisation, other: Organisation | None, name: str, kind: str, now: datetime) -> bool:
    return Tie.objects.at(now).filter(organisation=organisation, other=other, other_name=name, kind=kind).exists()


def _tell(kind: str, tie: Tie, actor: Actor, now: datetime) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=("organisation", tie.organisation_id, tie.organisation.key),
        facts={
            "name": tie.organisation.name,
            "other": tie.other.name if tie.other else tie.other_name,
            "tie": tie.kind,
            "reason": tie.because,
        },
    )
