"""That more people see a filed report takes two: one asks, another agrees; to narrow needs nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.incidents.acts import widening as acts
from apps.incidents.models import WIDENING, Incident, IncidentWidening
from apps.incidents.rules import widening_verbs as verbs
from apps.incidents.rules.report import filing_errors
from apps.incidents.selectors import widening as selectors
from apps.incidents.selectors.audience import change_of
from apps.incidents.selectors.reports import content_of, incident_for, recipients_of, sealed_content
from apps.incidents.services.content import organisations_named, write_content
from apps.incidents.states import WIDENINGS, WideningState
from apps.kernel.decisions import Invalid
from apps.kernel.texts import optional, required
from apps.kernel.tlp import TLP
from apps.record.services import record

AUDIENCE = ("tlp", "recipients")
"""The answers that decide who sees a report."""
STALE = "Who sees the report, or would, has changed since this page was made. Look at it as it stands now, then answer again."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label and the organisations named with it: `asked` are those of the two that a correction changes."""

    label: str
    named: list[Organisation]
    asked: frozenset[str] = frozenset(AUDIENCE)


def wanted_in(incident: Incident, changes: Mapping[str, Any]) -> Wanted | None:
    """The audience that a correction asks for; None where it says nothing of it, or names no label that there is.

    Raises Invalid for an organisation that there is not.
    """
    if incident.filed_at is None or not set(AUDIENCE) & set(changes):
        return None
    label = changes.get("tlp", incident.tlp)
    if label not in list(TLP):
        return None
    named_now, keys = recipients_of(incident), changes.get("recipients")
    named = named_now if keys is None else organisations_named(keys, incident)
    asked = {"tlp"} if label != incident.tlp else set()
    asked |= {"recipients"} if {one.pk for one in named} != {one.pk for one in named_now} else set()
    return Wanted(label, named, frozenset(asked))


def audience_errors(incident: Incident, wanted: Wanted, *, now: datetime) -> dict[str, str]:
    """What is wrong with an audience of a filed report, by field."""
    content = replace(content_of(incident, wanted.named, now), tlp=wanted.label)
    return {name: text for name, text in filing_errors(content, now).items() if name in AUDIENCE}


def widening_in(incident: Incident, changes: Mapping[str, Any], *, now: datetime) -> Wanted | None:
    """The audience that a correction asks for, where somebody would newly see the report; else None."""
    wanted = wanted_in(incident, changes)
    if wanted is None or not change_of(incident, now, label=wanted.label, named=wanted.named).widens:
        return None
    return wanted


def ask_to_widen(
    incident: Incident, wanted: Wanted, *, actor: Viewer, now: datetime, reason: str = ""
) -> IncidentWidening:
    """Ask that the report, held for a change, be open to more people; nothing changes until a second person agrees.

    Raises Refused while another request waits, or Invalid by field.
    """
    verbs.may_ask(is_waiting=IncidentWidening.objects.filter(incident=incident).pending().exists()).require()
    if errors := audience_errors(incident, wanted, now=now):
        raise Invalid(errors)
    row = IncidentWidening.objects.create(
        incident=incident,
        ref=incident.ref,
        state=WideningState.PENDING,
        tlp=wanted.label if "tlp" in wanted.asked else "",
        recipients=[one.key for one in wanted.named] if "recipients" in wanted.asked else None,
        reason=optional(reason, "reason", verbs.LONGEST),
        outside=not selectors.has_second(incident.organisation_id, actor, now),
        asked_by_id=actor.seat_id,
        asked_at=now,
    )
    _record(
        acts.ASKED, row, actor, now, {"asked": {"tlp": row.tlp, "recipients": row.recipients, "reason": row.reason}}
    )
    return row


def agree_to_widen(*, actor: Viewer, now: datetime, ref: str, uid: UUID, seen: str) -> Incident:
    """Agree as the second person: from now on more people see the report, and are told.

    `seen` is the mark of the change that the page showed. Raises Http404, Refused, or Invalid where it is another now.
    """
    incident, row = _held(actor, ref, uid)
    verbs.may_agree(actor, incident, row, is_same_person=selectors.is_same_person(actor, row)).require()
    label, named = selectors.asked_for(row, incident)
    if selectors.mark_of(change_of(incident, now, label=label, named=named)) != seen:
        raise Invalid({"": STALE})
    if errors := audience_errors(incident, Wanted(label, named), now=now):
        raise Invalid({"": " ".join(errors.values())})
    changes = {"tlp": label, "recipients": [one.key for one in named]}
    if not row.tlp:
        del changes["tlp"]
    changed = write_content(incident, changes, now=now)
    _settle(row, "agree", acts.AGREED, actor, now)
    if changed:
        record(
            acts.WIDENED,
            actor=actor,
            now=now,
            subject=(acts.SUBJECT, incident.pk, incident.ref),
            facts={"fields": sorted(changed), "tlp": incident.tlp, "version": incident.version},
            sealed={"report": sealed_content(incident, recipients_of(incident))},
        )
    return incident


def refuse_to_widen(*, actor: Viewer, now: datetime, ref: str, uid: UUID, because: str) -> IncidentWidening:
    """Refuse with the reason; the audience stays. Raises Http404, Refused, or Invalid without a reason."""
    incident, row = _held(actor, ref, uid)
    verbs.may_refuse(actor, incident, row, is_same_person=selectors.is_same_person(actor, row)).require()
    because = required(because, "because", "Say why; whoever asked reads it.", verbs.LONGEST)
    return _settle(row, "refuse", acts.REFUSED, actor, now, because)


def take_back(*, actor: Viewer, now: datetime, ref: str, uid: UUID) -> IncidentWidening:
    """Take one's own request back. Raises Http404 or Refused."""
    _incident, row = _held(actor, ref, uid)
    verbs.may_take_back(actor, row).require()
    return _settle(row, "take back", acts.TAKEN_BACK, actor, now)


def let_go(incident: Incident, *, actor: Viewer, now: datetime) -> None:
    """The report has ended: what was asked of its audience falls with it."""
    for row in IncidentWidening.objects.filter(incident=incident).pending().select_for_update():
        _settle(row, "take back", acts.TAKEN_BACK, actor, now, "The report has ended.")


def _held(actor: Viewer, ref: str, uid: UUID) -> tuple[Incident, IncidentWidening]:
    """The report and the request, both held for a change: the report first, as everywhere."""
    incident = incident_for(actor, ref, lock=True)
    return incident, selectors.widening_for(actor, ref, uid, lock=True)


def _settle(
    row: IncidentWidening, verb: str, kind: str, actor: Viewer, now: datetime, because: str = ""
) -> IncidentWidening:
    row.state = WideningState(WIDENINGS[verb].target)
    row.decided_by_id, row.decided_at, row.because = actor.seat_id, now, because
    row.save(update_fields=["state", "decided_by", "decided_at", "because"])
    _record(kind, row, actor, now, {"because": because} if because else {})
    return row


def _record(kind: str, row: IncidentWidening, actor: Viewer, now: datetime, sealed: Mapping[str, Any]) -> None:
    record(kind, actor=actor, now=now, subject=(WIDENING, row.pk, row.ref), sealed=sealed or None)
