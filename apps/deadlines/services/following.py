"""Follows the record: an act starts its clocks and ends those that wait for it, or fall away with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Least

from apps.committees.models import CharterVersion, Organisation
from apps.committees.rules.charter import articles, preset_values
from apps.committees.selectors import charter_at
from apps.deadlines.models import Deadline
from apps.deadlines.rules.clocks import CLOCKS, COMMITTEE, ORGANISATION, ClockRule, number, reason
from apps.deadlines.rules.ladder import plan
from apps.deadlines.rules.reckoning import Unit, due_at
from apps.deadlines.rules.rolling import rolled
from apps.deadlines.states import State
from apps.record.models import Act
from apps.record.rules import CATALOGUE, ActKind, drill_first


def follow(acts: Sequence[Act]) -> None:
    """End, then start, the clocks that each act's kind names, so that one act can end a term and begin the next."""
    for act in acts:
        _follow_one(act)


def _follow_one(act: Act) -> None:
    kind = CATALOGUE[act.kind]
    if kind.ends:
        _end(act, kind)
    if kind.starts:
        charter = charter_at(act.at)
        for key in kind.starts:
            start(CLOCKS[key], act, charter)


def _end(act: Act, kind: ActKind) -> None:
    """Meet what waits for the act, let fall away what nobody owes after it, each with the second clock of who was on it.

    They are locked in the sweep's own order first: in any other the two could wait for each other.
    """
    about = Deadline.objects.open().about(act.subject_kind, act.subject_id)
    firsts = about.filter(clock__in=kind.ends, second_to=None)
    ending = about.filter(Q(clock__in=kind.ends, second_to=None) | Q(second_to__in=firsts.order_by().values("pk")))
    rows = ending.annotate(first=Coalesce("second_to__clock", "clock")).select_for_update(of=("self",))
    found = list(rows.order_by("pk").values_list("pk", "first"))
    if not found:
        return
    fixed = [key for key in kind.ends if CLOCKS[key].fixed]
    # What is due at a fixed hour happens at it, however late the portal comes by.
    at = Case(When(clock__in=fixed, then=Least(Value(act.at), F("due_at"))), default=Value(act.at))
    if met := [pk for pk, clock in found if clock in kind.meets]:
        _close(met, state=State.MET, met_at=at, met_by=act)
    if mooted := [pk for pk, clock in found if clock in kind.moots]:
        _close(mooted, state=State.MOOT, closed_at=at, closed_by=act)


def _close(ids: Sequence[int], **how: Any) -> None:
    Deadline.objects.filter(pk__in=ids).update(**how, paused_at=None, next_step_at=None)


def start(rule: ClockRule, act: Act, version: CharterVersion) -> None:
    """Add the deadline; where one of this clock is open on the subject already, that one stands."""
    deadline = laid(rule, act, version)
    deadline.next_step_at = deadline.wake_at()
    Deadline.objects.bulk_create([deadline], ignore_conflicts=True)


def laid(rule: ClockRule, act: Act, version: CharterVersion) -> Deadline:
    """The deadline that a clock makes of an act, not yet stored: rule, reason and ladder as they are on that day."""
    charter = preset_values(version.preset) | version.values
    owing = rule.organisation_of(act.subject_id) if rule.organisation_of else None
    terms = rule.terms(act.subject_id) if rule.terms else None
    zone = terms.zone if terms else _zone(rule, act, owing)
    named = terms.due_at if terms else rule.length_for(act.subject_id)
    if isinstance(named, datetime):
        plain, length = named, 0
    else:
        length = int(number(named, charter))
        plain = due_at(act.at, length, Unit(rule.unit), zone)
    due = rolled(plain, zone, rule.rolls) if rule.rolls else plain
    article = articles()[named].number if isinstance(named, str) else ""
    return Deadline(
        clock=rule.key,
        name=drill_first(terms.name if terms else str(rule.name), act.facts),
        subject_kind=act.subject_kind,
        subject_id=act.subject_id,
        subject_ref=act.subject_ref,
        owed_by=list(rule.owed_by),
        owed_by_organisation_id=owing,
        started_by=act,
        starts_at=act.at,
        due_at=due,
        first_due_at=due,
        rolled_from=plain if due != plain else None,
        zone=zone,
        unit=Unit(rule.unit).value,
        rolls=rule.rolls,
        because=terms.because if terms else reason(rule, length, article),
        citation=terms.citation if terms else rule.citation or (f"Charter, article {article}" if article else ""),
        rule_version=terms.version if terms else rule.version,
        charter_version=version.number,
        state=State.RUNNING,
        plan=plan(rule, charter, act.at, due, act.subject_id),
    )


def _zone(rule: ClockRule, act: Act, owing: int | None) -> str:
    if rule.zone == ORGANISATION and owing is not None:
        return Organisation.objects.get(pk=owing).zone
    if rule.zone in {COMMITTEE, ORGANISATION}:
        return act.committee.zone
    return rule.zone
