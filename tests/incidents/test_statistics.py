"""The figures: kept with every change, the same when counted again, and for each viewer those of what it may see."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.incidents.models import COUNTED, WAITS, Incident, IncidentRecipient, IncidentTally
from apps.incidents.selectors.statistics import Figures, Period, statistics_for
from apps.incidents.services import drafting, handling
from apps.incidents.services.adding import amend
from apps.incidents.services.statistics import count_again, fold_tallies
from apps.incidents.states import Kind, State
from apps.incidents.tasks import fold_all_tallies
from apps.incidents.tasks import fold_tallies as fold_task
from apps.kernel.tenancy.context import tenant
from apps.kernel.tlp import TLP
from tests.cast import NOW, Cast
from tests.incidents.crowds import ACTING, FIRST, PERIODS, all_viewers, random_committee, random_reports
from tests.incidents.factory import CONTENT, filed

pytestmark = pytest.mark.django_db

SUMS = ("reports", "acknowledged", "closed", "withdrawn", "seconds")


@pytest.fixture
def crowd(frontier: Cast) -> list[Incident]:
    """Reports at random, and viewers who see different ones."""
    return random_committee(frontier)


def _counted(rows: Any) -> Figures:
    """What the figures must be, one report at a time."""
    figures = Figures()
    for one in rows:
        waited = int((one.acknowledged_at - one.filed_at).total_seconds()) if one.acknowledged_at else None
        each = Figures(1, int(waited is not None), int(one.state == "closed"), int(one.state == "withdrawn"))
        if waited is not None:
            each.seconds = waited
            name = next((f"within_{hours}" for hours in WAITS if waited <= hours * 3600), "longer")
            setattr(each, name, 1)
        figures.add(each)
    return figures


def _within(rows: Any, period: Period) -> list[Incident]:
    return [
        one
        for one in rows
        if (not period.since or one.filed_at.date() >= period.since)
        and (not period.until or one.filed_at.date() <= period.until)
        and period.kind in {"", one.kind}
        and period.organisation in {"", one.organisation.key}
    ]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("folded", [False, True])
def test_a_viewers_figures_are_those_of_the_reports_that_it_may_see(frontier: Cast, *, folded: bool) -> None:
    if folded:
        fold_tallies()
    totals = set()
    for name, viewer in all_viewers(frontier):
        seen = Incident.objects.visible_to(viewer).filter(filed_at__isnull=False).select_related("organisation")
        rows = list(seen)
        for period in PERIODS:
            within = _within(rows, period)
            found = statistics_for(viewer, period, NOW)
            assert found.total == _counted(within), (name, period)
            assert sum(one.reports for one in found.months.values()) == len(within)
            assert set(found.months) == {one.filed_at.date().replace(day=1) for one in within}
        found = statistics_for(viewer, Period(), NOW)
        totals.add(found.total.reports)
        assert found.kinds == {kind: _counted(o for o in rows if o.kind == kind) for kind in {o.kind for o in rows}}
        assert {label: one.reports for label, one in found.labels.items()} == Counter(one.tlp for one in rows)
        assert {step: one.reports for step, one in found.severities.items()} == Counter(o.severity or 0 for o in rows)
        assert {year: one.reports for year, one in found.years.items()} == Counter(o.filed_at.year for o in rows)
        by_name = Counter(one.organisation.name for one in rows)
        assert {name: one.reports for name, one in found.organisations.items()} == by_name
    assert len(totals) > 6, "the viewers must differ, or this shows nothing"


def test_counsel_and_who_presides_see_more_than_the_tallies_tell(frontier: Cast, crowd: list[Incident]) -> None:
    assert statistics_for(frontier.viewer("counsel"), Period(), NOW).total.reports == 1
    presides, another = frontier.viewer(ACTING), frontier.viewer("cygnus.alternate")
    more = statistics_for(presides, Period(), NOW).total.reports - statistics_for(another, Period(), NOW).total.reports
    named = IncidentRecipient.objects.filter(organisation=presides.organisation_id).values_list("incident", flat=True)
    assert more == len([pk for kind, pk in presides.acting_for if pk not in set(named)])
    assert crowd


def _sums() -> dict[tuple[Any, ...], tuple[int, ...]]:
    """The tallies added up, whether folded or not."""
    found: dict[tuple[Any, ...], list[int]] = {}
    names = ("monthly", "day", "organisation", "named", "tlp", "kind", "severity")
    for (*key,) in IncidentTally.objects.values_list(*names, *COUNTED):
        sums = found.setdefault(tuple(key[: len(names)]), [0] * len(COUNTED))
        for place, number in enumerate(key[len(names) :]):
            sums[place] += number
    return {key: tuple(sums) for key, sums in found.items() if any(sums)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_kept_step_by_step_is_what_is_counted_again(frontier: Cast, seed: int) -> None:
    """Whatever happens to reports and to whom they name, in any order and folded in between or not."""
    chance = Random(seed)
    rows = random_reports(frontier, seed, number=40)
    others = list(Organisation.objects.all())
    for _step in range(80):
        one = chance.choice(rows)
        changes: dict[str, Any] = chance.choice(
            [
                {"tlp": chance.choice(list(TLP))},
                {"severity": chance.choice([None, 1, 5])},
                {"kind": chance.choice(list(Kind))},
                {"title": "Another title"},
                {"acknowledged_at": chance.choice([None, NOW])},
                {"state": State.CLOSED, "filed_at": FIRST},
                {"state": State.DRAFT, "filed_at": None},
            ]
        )
        if chance.random() < 0.6:
            Incident.objects.filter(pk__in=[one.pk, chance.choice(rows).pk]).update(**changes)
        elif chance.random() < 0.5:
            IncidentRecipient.objects.filter(incident=one).delete()
        else:
            IncidentRecipient.objects.get_or_create(incident=one, organisation=chance.choice(others))
        if chance.random() < 0.1:
            fold_tallies()
        if chance.random() < 0.05:
            rows.remove(one)
            one.delete()
    kept = _sums()
    fold_tallies()
    assert _sums() == kept
    assert not IncidentTally.objects.filter(fresh=True).exists()
    assert IncidentTally.objects.count() == len(kept)
    assert count_again() == len(kept)
    assert _sums() == kept
    assert fold_tallies() == 0


def test_verbs_move_the_figures_and_a_rehearsal_does_not(frontier: Cast) -> None:
    lab, clerk = frontier.viewer("borealis.liaison"), frontier.viewer("clerk")

    def total(viewer: Viewer = clerk) -> tuple[int, ...]:
        figures = statistics_for(viewer, Period(), NOW).total
        return tuple(getattr(figures, name) for name in SUMS)

    drafting.save_draft(actor=lab, now=NOW, ref=drafting.start_draft(actor=lab, now=NOW).ref, changes=CONTENT)
    assert total() == (0, 0, 0, 0, 0)
    one, two = filed(frontier), filed(frontier, tlp="TLP:GREEN")
    handling.acknowledge(actor=clerk, now=NOW + timedelta(minutes=30), ref=one.ref)
    handling.withdraw(actor=lab, now=NOW, ref=two.ref, reason="Filed twice.")
    assert total() == (2, 1, 0, 1, 1800)
    assert total(frontier.viewer("cygnus.liaison")) == (1, 0, 0, 1, 0)
    handling.close(actor=clerk, now=NOW, ref=one.ref, outcome="Mended.")
    assert total() == (2, 1, 1, 1, 1800)
    assert total(frontier.viewer("auditor")) == (2, 1, 1, 1, 1800)


def test_a_label_that_is_narrowed_takes_effect_at_once(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:GREEN")
    viewer = frontier.viewer("cygnus.liaison")
    assert statistics_for(viewer, Period(), NOW).total.reports == 1
    changes = {"tlp": "TLP:RED", "recipients": ["secretariat"]}
    amend(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, changes=changes)
    assert statistics_for(viewer, Period(), NOW).total.reports == 0
    assert statistics_for(frontier.viewer("clerk"), Period(), NOW).labels.keys() == {TLP.RED}


def test_the_worker_folds_each_committees_tallies(cast: Cast, settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True
    with tenant(cast.frontier.pk):
        filed(cast)
        filed(cast)
        assert IncidentTally.objects.filter(fresh=True).count() == 4
    fold_all_tallies()
    with tenant(cast.frontier.pk):
        assert list(IncidentTally.objects.order_by("monthly").values_list("fresh", "monthly", "reports")) == [
            (False, False, 2),
            (False, True, 2),
        ]
    fold_task.apply(headers={"committee": cast.frontier.pk})


def test_the_command_counts_one_committee_or_all_again(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with tenant(cast.frontier.pk):
        filed(cast)
        IncidentTally.objects.all().delete()
    call_command("rebuild_incident_statistics", committee="frontier")
    assert capsys.readouterr().out == "frontier: 2 tallies\n"
    call_command("rebuild_incident_statistics")
    assert capsys.readouterr().out == "frontier: 2 tallies\npacific: 0 tallies\n"
    with pytest.raises(CommandError, match="no committee"):
        call_command("rebuild_incident_statistics", committee="nowhere")


def test_another_committee_counts_apart(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        filed(cast, tlp="TLP:CLEAR")
    with tenant(cast.pacific.pk):
        assert statistics_for(cast.viewer("pacific.clerk"), Period(), NOW).total.reports == 0


@pytest.mark.usefixtures("crowd")
def test_the_figures_take_the_same_number_of_queries_whatever_there_is(frontier: Cast) -> None:
    viewer = frontier.viewer("clerk")
    with CaptureQueriesContext(connection) as few:
        statistics_for(viewer, Period(), NOW)
    _random_more(frontier)
    with CaptureQueriesContext(connection) as many:
        statistics_for(viewer, Period(), NOW)
    assert len(few) == len(many) <= 5


def _random_more(cast: Cast) -> None:
    rows = list(Incident.objects.filter(filed_at__isnull=False)[:40])
    for place, one in enumerate(rows):
        one.pk, one.ref, one._state.adding = None, f"INC-2026-M{place}", True
        one.uid = one._meta.get_field("uid").get_default()
    Incident.objects.bulk_create(rows)
    assert cast
