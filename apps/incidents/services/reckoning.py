"""Reckoning what an incident makes its organisation owe, and reckoning it anew when an answer changes.

Nothing that was sent changes: a duty that is met keeps its hour and its reason.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from apps.incidents.acts import duties as acts
from apps.incidents.models import DUTY, Duty, Incident, RegimeVersion
from apps.incidents.rules.deriving import Applies, Owed, derive
from apps.incidents.rules.regimes import Profile
from apps.incidents.selectors.regimes import answers_of, reckoned_by, scopes_of
from apps.incidents.services.questions import RULES, of_questions
from apps.incidents.states import DUTY_TRANSITIONS, OPEN, DutyState
from apps.kernel.canonical import instant
from apps.record.services import Entry, record_all

RECKONED = ("state", "due_at", "earliest_at", "would_roll_to", "because", "questions", "closed_at")
VERBS = {DutyState.POSSIBLE: "become possible", DutyState.DUE: "become due", DutyState.FALLEN_AWAY: "fall away"}


def reckon(incident: Incident, *, now: datetime) -> list[Duty]:
    """Bring the duties of a filed report into line with what it says now; gives those that changed.

    The caller holds the report's row. Each change is an act: clocks start, move and fall away with it.
    """
    if incident.protected:
        return []  # a person who speaks up owes no authority a report, and neither does whoever keeps the name
    scopes = scopes_of(incident.organisation_id)
    known = {(one.version_id, one.report, one.round): one for one in Duty.objects.filter(incident=incident)}
    new: list[Duty] = []
    changed: list[tuple[Duty, Duty]] = []
    for version in reckoned_by(incident):
        profile = version.profile()
        if not profile.on and not any(key[0] == version.pk for key in known):
            continue
        sent = _sent(version, known.values())
        for place, owed in enumerate(derive(profile, answers_of(incident, scopes, sent))):
            there = known.get((version.pk, owed.report.key, owed.round))
            if there is None:
                new.append(_new(incident, version, profile, owed, place, now))
            elif (after := _after(there, owed, now)) is not None:
                changed.append((there, after))
    if not (known or new):
        return []
    Duty.objects.bulk_create(new)
    Duty.objects.bulk_update([after for _before, after in changed], RECKONED)
    entries = [entry for duty in new if (entry := _arisen(duty))]
    entries += [entry for before, after in changed if (entry := _change(before, after))]
    record_all([*entries, *of_questions(incident)], now=now)
    return [*new, *(after for _before, after in changed)]


def let_fall(incident: Incident, *, now: datetime) -> None:
    """Nothing more is owed on a report that its organisation has withdrawn; what was sent stays."""
    rows = list(Duty.objects.filter(incident=incident, state__in=[DutyState.POSSIBLE, DutyState.DUE]))
    fallen = [(duty, duty.state == DutyState.DUE) for duty in rows]
    for duty in rows:
        DUTY_TRANSITIONS.may("fall away", duty.state).require()
        duty.state, duty.closed_at = DutyState.FALLEN_AWAY, now
        duty.because = "Fell away: the organisation withdrew the report."
    Duty.objects.bulk_update(rows, ["state", "closed_at", "because"])
    entries = [_entry(acts.FELL_AWAY if was_due else acts.RULED_OUT, duty) for duty, was_due in fallen]
    record_all([*entries, *of_questions(incident)], now=now)


def reckon_all_of(organisation_id: int, *, now: datetime) -> int:
    """Reckon anew every open report of an organisation, as when it says which laws reach it; how many there were."""
    rows = Incident.objects.filter(organisation=organisation_id, state__in=OPEN).order_by("pk").select_for_update()
    found = list(rows)
    for incident in found:
        reckon(incident, now=now)
    return len(found)


def _sent(version: RegimeVersion, known: Iterable[Duty]) -> dict[str, list[datetime]]:
    """When reports of this version were sent in law, by report, oldest first."""
    sent: dict[str, list[datetime]] = {}
    for duty in known:
        if duty.version_id == version.pk and duty.met_at is not None:
            sent.setdefault(duty.report, []).append(duty.met_at)
    return {report: sorted(instants) for report, instants in sent.items()}


def _new(incident: Incident, version: RegimeVersion, profile: Profile, owed: Owed, place: int, now: datetime) -> Duty:
    key = f"{profile.key}.{owed.report.key}" + (f".{owed.round}" if owed.round > 1 else "")
    return Duty(
        ref=f"{incident.ref}/{key}",
        incident=incident,
        organisation_id=incident.organisation_id,
        version=version,
        desk_id=None if profile.by_filing else version.regime.desk_id,
        report=owed.report.key,
        round=owed.round,
        name=owed.report.name,
        authority=profile.authority,
        zone=profile.zone,
        citation=", ".join(filter(None, (profile.citation, owed.report.citation))),
        counts_in_law=profile.counts_in_law,
        place=place,
        created_at=now,
        **_standing(incident, profile, owed, place),
    )


def _standing(incident: Incident, profile: Profile, owed: Owed, place: int) -> dict[str, Any]:
    """Where the duty stands at first: where the report itself is what is owed, its first report is made by the filing."""
    state = _state(owed, DutyState.NOT_OWED)
    if profile.by_filing and place == 0 and state != DutyState.NOT_OWED:
        return _hours(owed) | {"state": DutyState.MET, "met_at": incident.filed_at, "first_sent_at": incident.filed_at}
    return _hours(owed) | {"state": state}


def _state(owed: Owed, before: str) -> DutyState:
    """The state that the answers give; what was owed and is no more has fallen away."""
    if owed.applies is Applies.YES:
        return DutyState.DUE
    if owed.applies is Applies.PERHAPS:
        return DutyState.POSSIBLE
    return DutyState.NOT_OWED if before == DutyState.NOT_OWED else DutyState.FALLEN_AWAY


def _hours(owed: Owed) -> dict[str, Any]:
    return {
        "due_at": owed.due_at,
        "earliest_at": owed.earliest_at,
        "would_roll_to": owed.would_roll_to,
        "because": owed.because,
        "questions": list(owed.questions),
    }


def _after(duty: Duty, owed: Owed, now: datetime) -> Duty | None:
    """The duty as it is reckoned now, or None where nothing about it changes or it is done."""
    if duty.state in {DutyState.MET, DutyState.SENT}:
        return None
    state = _state(owed, duty.state)
    values = _hours(owed)
    if state == duty.state and all(getattr(duty, name) == value for name, value in values.items()):
        return None
    if state != duty.state:
        DUTY_TRANSITIONS.may(VERBS[state], duty.state).require()
    after = Duty.objects.model(pk=duty.pk)
    for field in duty._meta.concrete_fields:
        setattr(after, field.attname, getattr(duty, field.attname))
    after.state = state
    after.closed_at = now if state == DutyState.FALLEN_AWAY else None
    for name, value in values.items():
        setattr(after, name, value)
    return after


def _entry(kind: str, duty: Duty, **facts: object) -> Entry:
    told = {"state": duty.state, "due_at": instant(duty.due_at), "earliest_at": instant(duty.earliest_at)} | facts
    return Entry(kind, RULES, (DUTY, duty.pk, duty.ref), told, {"because": duty.because})


def _arisen(duty: Duty) -> Entry | None:
    return _entry(acts.AROSE, duty) if duty.state == DutyState.DUE else None


def _change(before: Duty, after: Duty) -> Entry | None:
    """The act for a change: nothing where no clock has to move; what hangs on answers has none of its own."""
    was_due, is_due = before.state == DutyState.DUE, after.state == DutyState.DUE
    if after.state == DutyState.FALLEN_AWAY:
        return _entry(acts.FELL_AWAY if was_due else acts.RULED_OUT, after)
    if was_due and not is_due:
        return _entry(acts.HANGS, after)
    if is_due and not was_due:
        return _entry(acts.AROSE, after, afterwards=True)
    if is_due and before.due_at != after.due_at:
        return _entry(acts.MOVED, after, shortened=_is_shortened(before, after), was=instant(before.due_at))
    return None


def _is_shortened(before: Duty, after: Duty) -> bool:
    """Whether it is owed earlier than was known: pages at once."""
    return before.due_at is None or (after.due_at is not None and after.due_at < before.due_at)
