"""The demo's pauses: each kind of ending and of waiting, and something for everybody to do."""

from datetime import datetime

import pytest

from apps.committees.models import Committee
from apps.desk.demo.people import AUDITOR, CALIFORNIA, CLERK, FORNAX, INDEPENDENT, of_lab
from apps.desk.demo.story.frontier_pauses import DRILL, LAPSED, STANDS, WAITS
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import ComplianceCase, PauseOrder, Permit
from apps.pauses.selectors.drill import report_of
from apps.pauses.selectors.participation import reached_by
from tests.desk.demo.conftest import page_of

pytestmark = pytest.mark.django_db


def _order(title: str) -> PauseOrder:
    return PauseOrder.objects.get(title=title)


def test_one_pause_stands_with_a_lab_that_is_late(frontier: Committee) -> None:
    with tenant(frontier.pk):
        order = _order(STANDS)
        assert order.state == "in_force"
        bound = order.bindings.filter(released_at=None)
        assert bound.count() == 6
        attested = {row.organisation.key for row in bound if row.attestations.exists()}
        assert attested == {"aster", "borealis", "cygnus", "dione", "elara"}
        [case] = ComplianceCase.objects.filter(binding__order=order)
        assert (case.binding.organisation.key, case.ground) == ("fornax", "late")
        assert sorted(order.conditions.values_list("number", "state")) == [(1, "submitted"), (2, "met"), (3, "open")]
        assert sorted(Permit.objects.values_list("state", flat=True)) == ["granted", "requested"]


def test_one_waits_for_a_third_lab_by_what_all_declared_to_funding(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        order = _order(WAITS)
        reached = reached_by(order, loaded_at)
        assert (order.state, reached.labs_missing, reached.band) == ("conditional", 1, "up to three quarters")
        assert not reached.enough_share


def test_a_drill_has_its_report_and_an_emergency_order_lapsed(frontier: Committee) -> None:
    with tenant(frontier.pk):
        report = report_of(_order(DRILL))
        assert [lab.name for lab in report.silent] == ["Fornax"]
        assert report.slowest is not None
        assert report.slowest.name == "Dione"
        lapsed = _order(LAPSED)
        assert (lapsed.state, "did not confirm" in lapsed.because) == ("lapsed", True)


def test_everybody_finds_the_board(frontier: Committee) -> None:
    for email in (CLERK, AUDITOR, INDEPENDENT, CALIFORNIA, FORNAX, of_lab("aster", "liaison")):
        assert STANDS in page_of(email, "pauses/")
    assert "/c/frontier/funding/declarations/" in page_of(of_lab("cygnus", "liaison"), "pauses/binding/")
