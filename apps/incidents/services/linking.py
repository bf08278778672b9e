"""Links of a report: to another report, to a pause, and to runs and metrics that are named in words."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from apps.committees.rules.viewer import Viewer
from apps.incidents.acts import working as acts
from apps.incidents.models import LINK, Incident, IncidentLink
from apps.incidents.rules import working_verbs as verbs
from apps.incidents.selectors.reports import incident_for
from apps.incidents.selectors.working import link_for, target_id_of
from apps.incidents.states import HOWS, How, Target
from apps.kernel.decisions import Invalid
from apps.kernel.texts import optional, required
from apps.record.services import record

MOST = 100
"""Links that stand on one report."""
LONGEST_NAME = 200


def link(
    *, actor: Viewer, now: datetime, ref: str, kind: str, target: str, how: str = "", note: str = ""
) -> IncidentLink:
    """Link a report to something that the actor may see: by its reference, or a run or metric by its name.

    Both ends must be seen to see the link. Raises Http404, Refused, or Invalid by field.
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_link(actor, incident).require()
    if kind not in set(Target):
        raise Invalid({"kind": "Choose what it is linked to."})
    return _link(actor, now, incident, Target(kind), target, how, note)


def link_as_basis(*, actor: Viewer, now: datetime, ref: str, pause_id: int) -> IncidentLink:
    """Say that a pause rests on a report: for whoever writes the pause and may see the report. Raises Http404."""
    incident = incident_for(actor, ref, lock=True)
    if incident.filed_at is None:
        raise Invalid({"": "A pause rests on a report that was filed."})
    return _make(actor, now, incident, Target.PAUSE, pause_id, "", How.BASIS, "")


def unlink(*, actor: Viewer, now: datetime, ref: str, uid: UUID, reason: str) -> IncidentLink:
    """Take a link away, with the reason. Raises Http404, Refused or Invalid."""
    row = link_for(actor, ref, uid, lock=True)
    verbs.may_unlink(actor, incident_for(actor, ref), made_by=row.organisation_id).require()
    row.reason = required(reason, "reason", "Say why it is taken away.", verbs.REASON_LENGTH)
    row.removed_by_id, row.removed_at = actor.seat_id, now
    row.save(update_fields=["reason", "removed_by", "removed_at"])
    record(acts.UNLINKED, actor=actor, now=now, subject=_subject(row), sealed={"reason": row.reason})
    return row


def _link(
    actor: Viewer, now: datetime, incident: Incident, kind: Target, target: str, how: str, note: str
) -> IncidentLink:
    allowed = HOWS[kind]
    if allowed and how not in allowed:
        raise Invalid({"how": "Choose how they belong together."})
    target, note = optional(target, "target", LONGEST_NAME), optional(note, "note", verbs.REASON_LENGTH)
    if not allowed:
        if not target:
            raise Invalid({"target": "Give its name."})
        return _make(actor, now, incident, kind, None, target, "", note)
    target_id = target_id_of(actor, kind, target.upper() if kind == Target.INCIDENT else target)
    if target_id is None:
        raise Invalid({"target": "Choose one that you may see."})
    if kind == Target.INCIDENT and target_id == incident.pk:
        raise Invalid({"target": "A report is not linked to itself."})
    return _make(actor, now, incident, kind, target_id, "", how, note)


def _make(
    actor: Viewer,
    now: datetime,
    incident: Incident,
    kind: Target,
    target_id: int | None,
    text: str,
    how: str,
    note: str,
) -> IncidentLink:
    standing = IncidentLink.objects.of(incident.pk)
    if standing.count() >= MOST:
        raise Invalid({"": f"A report has at most {MOST} links."})
    if target_id is not None:
        same = Q(incident=incident, target_kind=kind, target_id=target_id)
        if kind == Target.INCIDENT:
            same |= Q(incident=target_id, target_kind=kind, target_id=incident.pk)
        if standing.filter(same).exists():
            raise Invalid({"target": "They are linked already."})
    row = IncidentLink(
        incident=incident,
        target_kind=kind,
        target_id=target_id,
        text=text,
        how=how,
        note=note,
        organisation_id=actor.organisation_id,
        seat_id=actor.seat_id,
        at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        # From the other end at the same moment, which holds the other report.
        raise Invalid({"target": "They are linked already."}) from error
    facts = {"how": how or kind.value}
    record(acts.LINKED, actor=actor, now=now, subject=_subject(row), facts=facts, sealed={"text": text, "note": note})
    return row


def _subject(row: IncidentLink) -> tuple[str, int, str]:
    return LINK, row.pk, row.incident.ref
