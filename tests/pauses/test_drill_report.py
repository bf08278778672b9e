"""The report of a drill: who was reached in what time, who never was."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.committees.models import Seat
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import deliver_batch, expand
from apps.pauses.models import PauseOrder
from apps.pauses.rules.took import in_words, middle
from apps.pauses.selectors.drill import report_of
from apps.pauses.services.serving import acknowledge
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (timedelta(seconds=59), "under a minute"),
        (12 * MINUTE, "12 min"),
        (3 * HOUR, "3 h"),
        (3 * HOUR + 12 * MINUTE, "3 h 12 min"),
        (DAY, "1 day"),
        (2 * DAY + 4 * HOUR + 59 * MINUTE, "2 days 4 h"),
        (None, ""),
    ],
)
def test_durations_in_words(took: timedelta | None, words: str) -> None:
    assert in_words(took) == words


def test_of_two_in_the_middle_the_longer_counts() -> None:
    assert middle([HOUR, 3 * HOUR, 2 * HOUR, 9 * HOUR]) == 3 * HOUR
    assert middle([]) is None


def _drill(people: Cast) -> PauseOrder:
    order = factory.imposed(people, is_drill=True)
    expand(people.frontier.pk, now=NOW, at=NOW)
    return order


def _deliver(people: Cast, later: timedelta) -> None:
    while deliver_batch(people.frontier.pk, "email", now=NOW + later, watch=lambda: NOW + later):
        pass


def test_each_labs_steps_with_how_long_they_took(frontier: Cast) -> None:
    order = _drill(frontier)
    _deliver(frontier, 5 * MINUTE)
    mine = Notice.objects.filter(seat=frontier["aster.alternate"], act__kind="pause_lab.served")
    mine.filter(subject_ref=f"{order.ref}/aster").update(read_at=NOW + 20 * MINUTE)
    Notice.objects.filter(seat=frontier["clerk"]).update(read_at=NOW + MINUTE)
    acknowledge(actor=frontier.viewer("aster.liaison"), now=NOW + HOUR, ref=order.ref)
    acknowledge(actor=frontier.viewer("cygnus.liaison"), now=NOW + 2 * HOUR, ref=order.ref)
    report = report_of(order)
    aster, borealis, _cygnus = report.labs
    took = {step.label: step.took for step in aster.steps}
    assert took == {"Email": 5 * MINUTE, "Seen": 20 * MINUTE, "Acknowledged": HOUR, "Attested": None}
    assert (borealis.is_reached, borealis.acknowledged.at) == (True, None)
    assert [lab.name for lab in report.silent] == ["Borealis"]
    assert (report.never, report.slowest and report.slowest.name) == ([], "Cygnus")


def test_what_another_lab_read_of_it_is_not_the_labs_own(frontier: Cast) -> None:
    order = _drill(frontier)
    Notice.objects.filter(seat=frontier["aster.representative"]).update(read_at=NOW + MINUTE)
    names = [lab.name for lab in report_of(order).never]
    assert names == ["Borealis", "Cygnus"]


def test_of_people_only_counts(frontier: Cast) -> None:
    order = _drill(frontier)
    _deliver(frontier, MINUTE)
    Notice.objects.filter(seat=frontier["clerk"]).update(read_at=NOW + HOUR)
    groups = {one.label: one for one in report_of(order).groups}
    members = Seat.objects.filter(role__in=["representative", "alternate", "independent"], committee=frontier.frontier)
    assert (groups["Members"].told, groups["Members"].seen) == (
        members.count() - 1,
        0,
    )  # who ordered it is not told of it
    assert (groups["Clerks"].delivered, groups["Clerks"].seen, groups["Clerks"].slowest) == (1, 1, HOUR)


def test_the_report_is_a_page_a_table_and_a_print_each_marked(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        ref = _drill(cast).ref
        real = factory.imposed(cast).ref
    client.force_login(cast["observer.eu"].person)
    page = client.get(f"/c/frontier/pauses/{ref}/drill/").content.decode()
    assert "<h1>DRILL: " in page
    assert "Nothing reached Aster, Borealis, Cygnus." in page
    table = client.get(f"/c/frontier/pauses/{ref}/drill.csv")
    assert all(line.startswith("DRILL") for line in table.content.decode().splitlines()[1:])
    printed = client.get(f"/c/frontier/pauses/{ref}/drill.pdf")
    assert printed.content.startswith(b"%PDF")
    assert "DRILL" in printed["Content-Disposition"]
    assert client.get(f"/c/frontier/pauses/{real}/drill/").status_code == 404


def test_the_report_costs_the_same_for_one_lab_as_for_three(frontier: Cast, django_assert_num_queries: object) -> None:
    few, many = factory.imposed(frontier, labs=["aster"], is_drill=True), _drill(frontier)
    for order in (few, many):
        with django_assert_num_queries(9):  # type: ignore[operator]
            report_of(order)
