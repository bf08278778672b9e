"""Corrective actions: added to a report with an owner and a day, done with a note, dropped with a reason."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.incidents.acts import actions as acts
from apps.incidents.models import ACTION, Incident, IncidentAction
from apps.incidents.rules import action_verbs as verbs
from apps.incidents.selectors.actions import action_for, possible_owners
from apps.incidents.selectors.reports import incident_for
from apps.incidents.states import ACTION_TRANSITIONS, ActionState
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.record.services import Entry, record, record_all

MOST = 100
"""Corrective actions of one report."""


def add_action(*, actor: Viewer, now: datetime, ref: str, text: str, owner: str, due_on: date) -> IncidentAction:
    """Add a corrective action; its clock runs to the end of the day, where its owner is.

    `owner` is an organisation's key, or the id of a seat that is to do it. Raises Http404, Refused, or Invalid by field.
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_add(actor, incident).require()
    number = incident.actions.count() + 1
    if number > MOST:
        raise Invalid({"": f"A report has at most {MOST} corrective actions."})
    text = required(text, "text", "Say what is to be done.", verbs.TEXT_LENGTH)
    organisation, seat = _owner(actor, incident, owner, now)
    if trouble := verbs.day_trouble(due_on, now.astimezone(ZoneInfo(organisation.zone)).date()):
        raise Invalid({"due_on": trouble})
    action = IncidentAction.objects.create(
        incident=incident,
        number=number,
        ref=f"{incident.ref}/{number}",
        text=text,
        owner=organisation,
        owner_seat=seat,
        due_on=due_on,
        state=ActionState.OPEN,
        added_by_id=actor.seat_id,
        added_at=now,
    )
    facts = {"due_on": due_on.isoformat(), "owner": organisation.key}
    record(acts.ADDED, actor=actor, now=now, subject=_subject(action), facts=facts, sealed={"text": text})
    return action


def do_action(*, actor: Viewer, now: datetime, ref: str, number: int, note: str) -> IncidentAction:
    """Say that a corrective action is done, with a note of what was done; meets its clock.

    Raises Http404, Refused, or Invalid for an empty note.
    """
    action = action_for(actor, ref, number, lock=True)
    verbs.may_do(actor, action).require()
    action.words = required(note, "note", "Say what was done.", verbs.TEXT_LENGTH)
    _settle(action, "do", actor, now)
    record(acts.DONE, actor=actor, now=now, subject=_subject(action), sealed={"note": action.words})
    return action


def drop_action(*, actor: Viewer, now: datetime, ref: str, number: int, reason: str) -> IncidentAction:
    """Drop a corrective action with the reason. Raises Http404, Refused, or Invalid for an empty reason."""
    incident = incident_for(actor, ref, lock=True)
    action = action_for(actor, ref, number, lock=True)
    verbs.may_drop(actor, action, incident).require()
    action.words = required(reason, "reason", "Say why it is dropped.", verbs.TEXT_LENGTH)
    _settle(action, "drop", actor, now)
    record(acts.DROPPED, actor=actor, now=now, subject=_subject(action), sealed={"reason": action.words})
    return action


def let_actions_fall(incident: Incident, *, actor: Viewer, now: datetime) -> None:
    """Nothing more is to be done on a report that its organisation has withdrawn; what was done stays."""
    rows = list(incident.actions.filter(state=ActionState.OPEN).order_by("pk").select_for_update())
    for action in rows:
        ACTION_TRANSITIONS.may("drop", action.state).require()
        action.state, action.settled_by_id, action.settled_at = ACTION_TRANSITIONS["drop"].target, actor.seat_id, now
        action.words = "The report was withdrawn."
    IncidentAction.objects.bulk_update(rows, ["state", "words", "settled_by", "settled_at"])
    entries = [Entry(acts.DROPPED, actor, _subject(row), sealed={"reason": row.words}) for row in rows]
    record_all(entries, now=now)


def _settle(action: IncidentAction, verb: str, actor: Viewer, now: datetime) -> None:
    action.state = ACTION_TRANSITIONS[verb].target
    action.settled_by_id, action.settled_at = actor.seat_id, now
    action.save(update_fields=["state", "words", "settled_by", "settled_at"])


def _owner(actor: Viewer, incident: Incident, owner: str, now: datetime) -> tuple[Organisation, Seat | None]:
    for one in possible_owners(actor, incident, now):
        if one.as_a_whole and owner == one.organisation.key:
            return one.organisation, None
        for seat in one.seats:
            if owner == str(seat.uid):
                return one.organisation, seat
    raise Invalid({"owner": "Choose who does it among those who may see the report."})


def _subject(action: IncidentAction) -> tuple[str, int, str]:
    return ACTION, action.pk, action.ref
