"""What was owed to authorities, in time and late: as if each duty that a viewer may see were counted now."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.incidents.models import STANDINGS, Duty, DutyTally, Incident, IncidentRecipient, RegimeVersion
from apps.incidents.selectors.statistics import InTime, Period, in_time_for
from apps.incidents.services.regimes import load, shipped
from apps.incidents.services.statistics import count_again, fold_tallies
from apps.incidents.states import OWED, DutyState, Kind
from apps.kernel.tlp import TLP
from tests.cast import NOW, Cast
from tests.incidents.crowds import FIRST, PERIODS, all_viewers, random_committee, random_reports
from tests.incidents.owing import LOADER

pytestmark = pytest.mark.django_db

AUTHORITIES = ("observer.eu", "observer.california", "secretariat")


def _duties(cast: Cast, reports: list[Incident], seed: int) -> list[Duty]:
    """Duties in every state, with and without an hour, some of today, on one desk or another or on none."""
    chance = Random(seed)
    for one in shipped():
        load(actor=LOADER, now=NOW, data=one)
    versions = list(RegimeVersion.objects.all())
    desks = [cast[name].organisation for name in cast.in_frontier if name in AUTHORITIES]
    rows = []
    for number, incident in enumerate(one for one in reports if one.filed_at for _again in range(2)):
        state = chance.choice([*DutyState, DutyState.MET, DutyState.DUE])
        at = chance.choice([NOW, FIRST + timedelta(minutes=chance.randrange(60 * 24 * 420))])
        at += timedelta(minutes=chance.randrange(-600, 600))
        dated = state == DutyState.DUE or chance.random() < 0.7
        rows.append(
            Duty(
                ref=f"{incident.ref}/{number}",
                incident=incident,
                organisation_id=incident.organisation_id,
                version=chance.choice(versions),
                report=f"report-{number}",
                name="Report",
                authority="Authority",
                zone="UTC",
                citation="Article 1",
                because="It is owed.",
                state=state,
                due_at=at if dated else None,
                earliest_at=chance.choice([None, at - timedelta(days=2)]),
                met_at=at + timedelta(minutes=chance.choice([-5, 0, 5])) if state == DutyState.MET else None,
                desk=chance.choice([None, *desks]),
                first_sent_at=chance.choice([None, at]),
                created_at=at - timedelta(days=40),
            )
        )
    return Duty.objects.bulk_create(rows)


@pytest.fixture
def owing(frontier: Cast) -> list[Duty]:
    """A committee at random whose reports owe something."""
    return _duties(frontier, random_committee(frontier), seed=11)


def _hour(duty: Duty) -> datetime:
    return duty.due_at or duty.earliest_at or duty.met_at or duty.created_at


def _sort(duty: Duty) -> str:
    if duty.state == DutyState.POSSIBLE:
        return "possible"
    if duty.state == DutyState.MET:
        return "late" if duty.due_at and duty.met_at and duty.met_at > duty.due_at else "in_time"
    return "overdue" if duty.due_at and duty.due_at < NOW else "waiting"


def _seen_by(viewer: Viewer) -> list[tuple[Duty, bool]]:
    """The duties that the viewer may see, each with whether it sees the report, too."""
    seen = set(Incident.objects.visible_to(viewer).values_list("pk", flat=True))
    rows = Duty.objects.visible_to(viewer).filter(state__in=OWED)
    return [
        (duty, duty.incident_id in seen) for duty in rows.select_related("version__regime", "incident", "organisation")
    ]


def _one_by_one(duties: list[tuple[Duty, bool]], period: Period) -> dict[str, Counter[str]]:
    """What the figures must be: each duty that the viewer may see, looked at by itself."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for duty, sees_report in duties:
        day = _hour(duty).astimezone(UTC).date()
        if (period.since and day < period.since) or (period.until and day > period.until):
            continue
        if period.organisation not in {"", duty.organisation.key}:
            continue
        if period.kind and (duty.incident.kind != period.kind or not sees_report):
            continue
        found[duty.version.regime.key][_sort(duty)] += 1
    return dict(found)


def _as_counted(rows: list[InTime]) -> dict[str, Counter[str]]:
    names = ("in_time", "late", "overdue", "waiting", "possible")
    return {one.key: Counter({name: n for name in names if (n := getattr(one, name))}) for one in rows}


TODAY = NOW.astimezone(UTC).date()
AROUND_TODAY = [
    Period(since=TODAY),
    Period(until=TODAY),
    Period(since=TODAY, until=TODAY, kind="harm"),
    Period(until=TODAY - timedelta(days=1)),
    Period(since=TODAY + timedelta(days=1)),
]


@pytest.mark.usefixtures("owing")
@pytest.mark.parametrize("folded", [False, True])
def test_a_viewers_duties_are_counted_as_if_one_by_one(frontier: Cast, *, folded: bool) -> None:
    if folded:
        fold_tallies()
    pictures = set()
    for name, viewer in all_viewers(frontier):
        duties = _seen_by(viewer)
        for period in [*PERIODS, *AROUND_TODAY]:
            found = _as_counted(in_time_for(viewer, period, NOW))
            assert found == _one_by_one(duties, period), (name, period)
        pictures.add(str(sorted(_as_counted(in_time_for(viewer, Period(), NOW)).items())))
    assert len(pictures) > 6, "the viewers must differ, or this shows nothing"


def test_some_fell_due_today_and_some_will(owing: list[Duty]) -> None:
    today = [one for one in owing if one.state == DutyState.DUE and one.due_at and one.due_at.date() == TODAY]
    assert {one.due_at < NOW for one in today if one.due_at} == {True, False}


def _sums() -> dict[tuple[Any, ...], tuple[int, ...]]:
    names = ("monthly", "day", "regime", "organisation", "named", "desk", "tlp", "kind")
    found: dict[tuple[Any, ...], list[int]] = {}
    for row in DutyTally.objects.values_list(*names, *STANDINGS):
        sums = found.setdefault(tuple(row[: len(names)]), [0] * len(STANDINGS))
        for place, number in enumerate(row[len(names) :]):
            sums[place] += number
    return {key: tuple(sums) for key, sums in found.items() if any(sums)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_kept_step_by_step_is_what_is_counted_again(frontier: Cast, seed: int) -> None:
    """Whatever happens to duties, to their reports and to whom these name, in any order."""
    chance = Random(seed)
    reports = [one for one in random_reports(frontier, seed, number=30) if one.filed_at]
    duties = _duties(frontier, reports, seed)
    others = list(Organisation.objects.all())
    for _step in range(80):
        report, duty = chance.choice(reports), chance.choice(duties)
        step = chance.randrange(6)
        if step == 0:
            Incident.objects.filter(pk__in=[report.pk, chance.choice(reports).pk]).update(tlp=chance.choice(list(TLP)))
        elif step == 1:
            Incident.objects.filter(pk=report.pk).update(kind=chance.choice(list(Kind)), title="Another")
        elif step == 2:
            IncidentRecipient.objects.filter(incident=report).delete()
        elif step == 3:
            IncidentRecipient.objects.get_or_create(incident=report, organisation=chance.choice(others))
        elif step == 4:
            changes: dict[str, Any] = chance.choice(
                [
                    {"state": DutyState.MET, "met_at": NOW},
                    {"state": DutyState.FALLEN_AWAY},
                    {"state": DutyState.DUE, "due_at": NOW},
                    {"desk": chance.choice(others), "first_sent_at": NOW},
                    {"because": "Said otherwise."},
                ]
            )
            Duty.objects.filter(pk__in=[duty.pk, chance.choice(duties).pk]).update(**changes)
        elif chance.random() < 0.3:
            duties.remove(duty)
            duty.delete()
        else:
            fold_tallies()
    reports[0].delete()
    kept = _sums()
    fold_tallies()
    assert _sums() == kept
    assert DutyTally.objects.count() == len(kept)
    count_again()
    assert _sums() == kept


def test_the_figures_take_the_same_number_of_queries_whatever_is_owed(frontier: Cast, owing: list[Duty]) -> None:
    viewer = frontier.viewer("clerk")
    with CaptureQueriesContext(connection) as few:
        in_time_for(viewer, Period(), NOW)
    _duties(frontier, random_reports(frontier, seed=5, number=40), seed=5)
    with CaptureQueriesContext(connection) as many:
        in_time_for(viewer, Period(), NOW)
    assert len(few) == len(many) <= 6
    assert owing
