"""Follows the record: an act starts its clocks and meets those that wait for it."""

from collections.abc import Mapping, Sequence

from apps.committees.models import CharterVersion, Organisation
from apps.committees.rules.charter import articles, preset_values
from apps.committees.selectors import charter_at
from apps.deadlines.models import Deadline
from apps.deadlines.rules.clocks import CLOCKS, COMMITTEE, ORGANISATION, ClockRule, number, reason
from apps.deadlines.rules.ladder import plan, wake_at
from apps.deadlines.rules.reckoning import Unit, due_at
from apps.deadlines.states import State
from apps.record.models import Act
from apps.record.rules import CATALOGUE


def follow(acts: Sequence[Act]) -> None:
    """Meet, then start, the clocks that each act's kind names, so that one act can end a term and begin the next."""
    for act in acts:
        _follow_one(act)


def _follow_one(act: Act) -> None:
    kind = CATALOGUE[act.kind]
    if kind.meets:
        _meet(act, kind.meets)
    if kind.starts:
        charter = charter_at(act.at)
        for key in kind.starts:
            _start(CLOCKS[key], act, charter)


def _meet(act: Act, clocks: tuple[str, ...]) -> None:
    waiting = Deadline.objects.open().about(act.subject_kind, act.subject_id).filter(clock__in=clocks)
    waiting.update(state=State.MET, met_at=act.at, met_by=act, next_step_at=None)


def _start(rule: ClockRule, act: Act, version: CharterVersion) -> None:
    """Add the deadline; where one of this clock is open on the subject already, that one stands."""
    charter: Mapping[str, int] = preset_values(version.preset) | version.values
    owing = rule.organisation_of(act.subject_id) if rule.organisation_of else None
    zone = _zone(rule, act, owing)
    due = due_at(act.at, number(rule.length, charter), Unit(rule.unit), zone)
    ladder = plan(rule, charter, act.at, due)
    deadline = Deadline(
        clock=rule.key,
        name=rule.name,
        subject_kind=act.subject_kind,
        subject_id=act.subject_id,
        subject_ref=act.subject_ref,
        owed_by=list(rule.owed_by),
        owed_by_organisation_id=owing,
        started_by=act,
        starts_at=act.at,
        due_at=due,
        zone=zone,
        because=reason(rule, charter, _article(rule)),
        charter_version=version.number,
        state=State.RUNNING,
        plan=ladder,
        next_step_at=wake_at(ladder, 0, State.RUNNING, due),
    )
    Deadline.objects.bulk_create([deadline], ignore_conflicts=True)


def _article(rule: ClockRule) -> str:
    return articles()[rule.length].number if isinstance(rule.length, str) else ""


def _zone(rule: ClockRule, act: Act, owing: int | None) -> str:
    if rule.zone == ORGANISATION and owing is not None:
        return Organisation.objects.get(pk=owing).zone
    if rule.zone in {COMMITTEE, ORGANISATION}:
        return act.committee.zone
    return rule.zone
