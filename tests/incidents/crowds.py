"""A committee with reports of every sort at random, and all who look at it: for tests of what is counted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

from apps.committees.models import Access, ActingChair, Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.states import AccessScope, Role
from apps.incidents.models import Incident, IncidentRecipient
from apps.incidents.selectors.statistics import Period
from apps.incidents.states import Kind, State
from apps.kernel.tlp import TLP
from tests.cast import BEGINNING, ENDING, Cast

ACTING = "cygnus.representative"
FIRST = datetime(2025, 11, 20, 22, tzinfo=UTC)


def random_reports(cast: Cast, seed: int, number: int = 120) -> list[Incident]:
    """Reports of every label, kind and state over fourteen months, some naming organisations; some are drafts."""
    chance = Random(seed)
    organisations = {one.pk: one for one in Organisation.objects.all()}
    labs = [cast["aster.liaison"], cast["borealis.liaison"], cast["cygnus.liaison"]]
    rows = []
    for place in range(number):
        by = chance.choice(labs)
        at = FIRST + timedelta(minutes=chance.randrange(60 * 24 * 420))
        state = chance.choice([one for one in State if one != State.DRAFT])
        after = at + timedelta(seconds=chance.choice([0, 60, 3600, 3601, 14_400, 80_000, 200_000, 700_000]))
        is_draft = chance.random() < 0.1
        rows.append(
            Incident(
                ref=f"INC-2026-R{seed}-{place}",
                organisation=by.organisation,
                reporter=by,
                state=State.DRAFT if is_draft else state,
                title="T",
                narrative="N",
                kind=chance.choice(list(Kind)),
                tlp=chance.choice(list(TLP)),
                severity=chance.choice([None, 1, 2, 3, 4, 5]),
                zone="UTC",
                created_at=at,
                listed_at=at,
                filed_at=None if is_draft else at,
                acknowledged_at=None if is_draft or state == State.FILED or chance.random() < 0.2 else after,
            )
        )
    Incident.objects.bulk_create(rows)
    IncidentRecipient.objects.bulk_create(
        IncidentRecipient(incident=one, organisation=organisations[pk])
        for one in rows
        for pk in chance.sample(sorted(organisations), chance.choice([0, 0, 1, 2, 3]))
        if pk != one.organisation_id
    )
    return rows


def random_committee(cast: Cast) -> list[Incident]:
    """Such reports in a committee in which an authority is narrowed, counsel sits for a report, somebody presides over two."""
    rows = random_reports(cast, seed=7)
    Access.objects.create(
        organisation=cast["observer.california"].organisation,
        scope=AccessScope.ADDRESSED,
        starts_at=BEGINNING,
        ends_at=ENDING,
    )
    closed = [one for one in rows if one.tlp == TLP.AMBER_STRICT and one.filed_at]
    strangers = [one for one in closed if one.organisation_id != cast[ACTING].organisation_id]
    cast.retain(strangers[0].ref)
    for one in strangers[:2]:
        ActingChair.objects.create(
            subject_kind="incident",
            subject_id=one.pk,
            seat=cast[ACTING],
            instead_of=cast["aster.representative"],
            starts_at=BEGINNING,
        )
    return rows


def all_viewers(cast: Cast) -> Iterator[tuple[str, Viewer]]:
    """Each seat of the committee, with its name, and the operator."""
    yield from ((name, cast.viewer(name)) for name in cast.in_frontier)
    pk = cast.frontier.pk
    yield "operator", Viewer(pk, 0, 0, Role.OBSERVER, operator_session=1, label="operator")


PERIODS = [
    Period(),
    Period(since=date(2026, 1, 1)),
    Period(since=date(2026, 1, 17), until=date(2026, 9, 5)),
    Period(since=date(2026, 3, 3), until=date(2026, 3, 28)),
    Period(since=date(2026, 3, 20), until=date(2026, 4, 10)),
    Period(since=date(2026, 4, 1), until=date(2026, 4, 30)),
    Period(since=date(2026, 4, 1), until=date(2026, 4, 12)),
    Period(until=date(2026, 5, 31)),
    Period(since=date(2026, 5, 2), until=date(2026, 5, 1)),
    Period(since=date.max, until=date.max),
    Period(since=date.min, until=date.max),
    Period(kind="harm", since=date(2026, 2, 2)),
    Period(organisation="borealis", until=date(2026, 6, 30)),
]
"""Whole months and parts of them, an empty one, the rims of the calendar, and narrowed ones."""
