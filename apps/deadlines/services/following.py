"""Follows the record: an act starts its clocks and ends those that wait for it, or fall away with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least

from apps.committees.models import CharterVersion, Organisation
from apps.committees.rules.charter import articles, preset_values
from apps.committees.selectors import charter_at
from apps.deadlines.models import Deadline
from apps.deadlines.rules.clocks import CLOCKS, COMMITTEE, ORGANISATION, ClockRule, Terms, number, reason
from apps.deadlines.rules.ladder import plan
from apps.deadlines.rules.reckoning import Unit, due_at
from apps.deadlines.rules.rolling import rolled
from apps.deadlines.states import State
from apps.kernel.tenancy.statements import rows_by
from apps.record.models import Act
from apps.record.rules import CATALOGUE, ActKind, drill_first


def follow(acts: Sequence[Act]) -> None:
    """End, then start, the clocks that each act's kind names, so that one act can end a term and begin the next.

    Acts on different subjects are followed together: ten duties of one report cost as many queries as one.
    """
    timed = [act for act in acts if CATALOGUE[act.kind].ends or CATALOGUE[act.kind].starts]
    charter = charter_at(timed[0].at) if any(CATALOGUE[act.kind].starts for act in timed) else None
    for together in _rounds(timed):
        for key, ending in _by_kind(together):
            _end(ending, CATALOGUE[key])
        if charter is not None:
            _start_all(together, charter)


def _start_all(acts: Sequence[Act], charter: CharterVersion) -> None:
    for key, starting in _by_kind(acts):
        for clock in CATALOGUE[key].starts:
            start(CLOCKS[clock], starting, charter)


def _rounds(acts: Sequence[Act]) -> list[list[Act]]:
    """The acts in their order, in rounds that hold a subject once: what happens to one subject happens in turn."""
    rounds: list[list[Act]] = []
    place: Counter[tuple[str, int]] = Counter()
    for act in acts:
        subject = (act.subject_kind, act.subject_id)
        if place[subject] == len(rounds):
            rounds.append([])
        rounds[place[subject]].append(act)
        place[subject] += 1
    return rounds


def _by_kind(acts: Sequence[Act]) -> list[tuple[str, list[Act]]]:
    """The acts by their kind, and by what kind of subject they are about."""
    kinds: dict[tuple[str, str], list[Act]] = {}
    for act in acts:
        kinds.setdefault((act.kind, act.subject_kind), []).append(act)
    return [(kind, found) for (kind, _subject_kind), found in kinds.items()]


def _end(acts: Sequence[Act], kind: ActKind) -> None:
    """Meet what waits for acts of this kind, let fall away what nobody owes after them, each with the second clock of
    who was on it.

    They are locked in the sweep's own order first: in any other the two could wait for each other.
    """
    if not kind.ends:
        return
    by_subject = {act.subject_id: act for act in acts}
    rows = rows_by(_ending, kind.ends, acts[0].subject_kind, *by_subject)
    found = [(row["pk"], row["first"], row["subject_id"]) for row in rows]
    if not found:
        return
    fixed = [key for key in kind.ends if CLOCKS[key].fixed]
    # What is due at a fixed hour happens at it, however late the portal comes by.
    now = acts[0].at
    at = Case(When(clock__in=fixed, then=Least(Value(now), F("due_at"))), default=Value(now))
    by = _act_of({subject_id: by_subject[subject_id] for _pk, _first, subject_id in found})
    if met := [pk for pk, clock, _subject_id in found if clock in kind.meets]:
        _close(met, state=State.MET, met_at=at, met_by=by)
    if mooted := [pk for pk, clock, _subject_id in found if clock in kind.moots]:
        _close(mooted, state=State.MOOT, closed_at=at, closed_by=by)


def _ending(ends: tuple[str, ...], subject_kind: str, *subject_ids: int) -> QuerySet[Deadline, dict[str, Any]]:
    """The open ones of these clocks on these subjects, each with the second clock of who is on it, locked."""
    about = Deadline.objects.open().filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    firsts = about.filter(clock__in=ends, second_to=None)
    ending = about.filter(Q(clock__in=ends, second_to=None) | Q(second_to__in=firsts.order_by().values("pk")))
    rows = ending.annotate(first=Coalesce("second_to__clock", "clock")).select_for_update(of=("self",))
    return rows.order_by("pk").values("pk", "first", "subject_id")


def _act_of(acts: Mapping[int, Act]) -> Value | Case:
    """The act that is on the subject of the row."""
    whens = [When(subject_id=subject_id, then=Value(act.pk)) for subject_id, act in acts.items()]
    return whens[0].result if len(whens) == 1 else Case(*whens)


def _close(ids: Sequence[int], **how: Any) -> None:
    Deadline.objects.filter(pk__in=ids).update(**how, paused_at=None, next_step_at=None)


def start(rule: ClockRule, acts: Sequence[Act], version: CharterVersion) -> None:
    """Add a deadline for each act; where one of this clock is open on the subject already, that one stands."""
    terms = rule.terms([act.subject_id for act in acts]) if rule.terms else {}
    deadlines = [laid(rule, act, version, terms.get(act.subject_id)) for act in acts]
    for deadline in deadlines:
        deadline.next_step_at = deadline.wake_at()
    Deadline.objects.bulk_create(deadlines, ignore_conflicts=True)


def laid(rule: ClockRule, act: Act, version: CharterVersion, terms: Terms | None = None) -> Deadline:
    """The deadline that a clock makes of an act, not yet stored: rule, reason and ladder as they are on that day.

    `terms` are what the subject itself says, where the clock asks it (see ClockRule.terms).
    """
    if terms is not None:
        return _by_terms(rule, act, version, terms)
    charter = preset_values(version.preset) | version.values
    owing = rule.organisation_of(act.subject_id) if rule.organisation_of else None
    zone = _zone(rule, act, owing)
    named = rule.length_for(act.subject_id)
    if isinstance(named, datetime):
        plain, length = named, 0
    else:
        length = int(number(named, charter))
        plain = due_at(act.at, length, Unit(rule.unit), zone)
    due = rolled(plain, zone, rule.rolls) if rule.rolls else plain
    article = articles()[named].number if isinstance(named, str) else ""
    return Deadline(
        **_begun(rule, act, version, str(rule.name)),
        owed_by_organisation_id=owing,
        due_at=due,
        first_due_at=due,
        rolled_from=plain if due != plain else None,
        zone=zone,
        because=reason(rule, length, article),
        citation=rule.citation or (f"Charter, article {article}" if article else ""),
        rule_version=rule.version,
        plan=plan(rule, charter, act.at, due, act.subject_id),
    )


def _by_terms(rule: ClockRule, act: Act, version: CharterVersion, terms: Terms) -> Deadline:
    charter = preset_values(version.preset) | version.values
    return Deadline(
        # An hour that had passed before anybody wrote it down runs from itself: a clock never ends before it starts.
        **_begun(rule, act, version, terms.name) | {"starts_at": min(act.at, terms.due_at)},
        owed_by_organisation_id=terms.owed_by_organisation,
        owed_by_seat_id=terms.owed_by_seat,
        due_at=terms.due_at,
        first_due_at=terms.due_at,
        zone=terms.zone,
        because=terms.because,
        citation=terms.citation,
        rule_version=terms.version,
        plan=plan(rule, charter, act.at, terms.due_at, act.subject_id),
    )


def _begun(rule: ClockRule, act: Act, version: CharterVersion, name: str) -> dict[str, Any]:
    """What every deadline holds, whoever says its terms."""
    return {
        "clock": rule.key,
        "name": drill_first(name, act.facts),
        "subject_kind": act.subject_kind,
        "subject_id": act.subject_id,
        "subject_ref": act.subject_ref,
        "owed_by": list(rule.owed_by),
        "started_by": act,
        "starts_at": act.at,
        "unit": Unit(rule.unit).value,
        "rolls": rule.rolls,
        "charter_version": version.number,
        "state": State.RUNNING,
    }


def _zone(rule: ClockRule, act: Act, owing: int | None) -> str:
    if rule.zone == ORGANISATION and owing is not None:
        return Organisation.objects.get(pk=owing).zone
    if rule.zone in {COMMITTEE, ORGANISATION}:
        return act.committee.zone
    return rule.zone
