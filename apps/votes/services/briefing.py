"""What an organisation's people prepare for whoever votes for it; nobody else sees it, and it enters no record."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import Invalid
from apps.kernel.texts import LONGEST
from apps.votes.models import Brief
from apps.votes.rules import verbs
from apps.votes.selectors.finding import motion_for
from apps.votes.states import Choice


def write_brief(
    *,
    actor: Viewer,
    now: datetime,
    ref: str,
    text: str,
    choice: str = "",
    explanation: str = "",
    seen: int | None = None,
) -> Brief:
    """Write or change the organisation's brief on a motion: a note, and a draft ballot that the representative casts.

    `seen` is the version that was changed; another one meanwhile is Refused. Raises Http404, Refused or Invalid.
    """
    motion = motion_for(actor, ref)
    verbs.may_brief(actor, motion).require()
    errors = {}
    if choice and choice not in set(Choice):
        errors["choice"] = "Choose yes, no or abstain, or leave it open."
    for name, value in (("text", text), ("explanation", explanation)):
        if len(value) > LONGEST:
            errors[name] = f"Shorten this to {LONGEST} characters."
    if errors:
        raise Invalid(errors)
    empty = Brief(
        motion=motion, organisation_id=actor.organisation_id, seat_id=actor.seat_id, version=0, updated_at=now
    )
    Brief.objects.bulk_create([empty], ignore_conflicts=True)
    row = Brief.objects.select_for_update().get(motion=motion, organisation=actor.organisation_id)
    verbs.is_the_one_seen(row.version, seen).require()
    row.text, row.choice, row.explanation = (each.replace("\0", "").strip() for each in (text, choice, explanation))
    row.seat_id, row.updated_at = actor.seat_id, now
    row.version += 1
    row.save()
    return row
