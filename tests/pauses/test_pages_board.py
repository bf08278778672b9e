"""The board: what stands, drills apart, what waits for whoever looks; the strip on every page; what is taken away."""

import csv
import json
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.committees.rules.viewer import Portal as Itself
from apps.kernel.tenancy.context import tenant
from apps.pauses.charts import Lane, Mark, Span, letters, timeline
from apps.pauses.models import Attestation, Binding, PauseOrder
from apps.pauses.selectors.board import Filters, lines_of, moments_of, orders_for, overlapping, status
from apps.pauses.services.adopting import confirm
from apps.pauses.services.ending import extend, lift
from apps.pauses.services.serving import acknowledge
from apps.pauses.views.marks import lanes_of
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import ABOVE, DAY, HOUR
from tests.pauses.pages import Portal, plain, url

pytestmark = pytest.mark.django_db
LATER = NOW + 30 * HOUR


@pytest.fixture
def portal(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(cast, client, monkeypatch)


def _board(portal: Portal, who: str = "borealis.representative", **query: str) -> str:
    portal.sign_in(who)
    return portal.words("board", **query)


def test_an_empty_board_says_what_will_be_here(portal: Portal) -> None:
    assert "An order that the committee adopts stands here" in _board(portal)
    assert "Narrow the board" not in _board(portal)
    assert "You sit for one matter" in _board(portal, "counsel")


def test_it_shows_measures_labs_and_what_comes_next(portal: Portal) -> None:
    portal.made(factory.imposed)
    page = _board(portal)
    assert "Pause the largest runs" in page
    assert "Training runs of more than 10^26 FLOP over the model's lineage halt, and none begins." in page
    assert "Next: The committee confirms it, or it lapses. 24 Nov 2026, 12:00 UTC" in page
    assert "Late" in page
    assert "Aster 21 Nov 2026, 12:00 – – no" in page


def test_who_said_so_attested_and_is_late_stands_beside_each_lab(portal: Portal) -> None:
    order = portal.made(factory.imposed)
    with tenant(portal.cast.frontier.pk):
        acknowledge(actor=portal.cast.viewer("aster.liaison"), now=NOW + HOUR, ref=order.ref)
        Attestation.objects.create(
            binding=Binding.objects.get(organisation__key="aster"),
            number=1,
            seat=portal.cast["aster.liaison"],
            statement="All halted.",
            at=NOW + 2 * HOUR,
        )
    portal.at(LATER)
    page = _board(portal)
    assert "Aster 21 Nov 2026, 12:00 21 Nov 2026, 13:00 21 Nov 2026, 14:00" in page
    assert "Borealis 21 Nov 2026, 12:00 – – Late Say that the order has reached you" in page


def test_what_waits_for_a_lab_stands_on_top(portal: Portal) -> None:
    portal.made(factory.imposed)
    page = _board(portal, "borealis.liaison")
    assert "Waiting for you Say that the order has reached youPAU-2026-0001/borealis" in page
    assert "Waiting for you" not in _board(portal, "observer.eu")


def test_drills_stand_apart_and_are_marked(portal: Portal) -> None:
    portal.made(factory.imposed, is_drill=True)
    page = _board(portal)
    assert "DRILL: Pause the largest runs" in page
    assert "No pause stands" in page
    assert "A drill runs like a pause, and binds nobody." in page


def test_ended_pauses_stand_below_and_behind_a_filter(portal: Portal) -> None:
    order = portal.made(factory.imposed)
    with tenant(portal.cast.frontier.pk):
        lift(actor=Itself("a test"), now=NOW + HOUR, ref=order.ref, because="All is shown.")
    portal.at(NOW + 2 * HOUR)
    page = _board(portal)
    assert "Pauses that stand or wait" not in page
    assert "All is shown." in page
    assert "All that have ended" in page
    assert "All is shown." in _board(portal, state="ended")
    assert "Nothing fits" in _board(portal, state="in_force")


@pytest.mark.parametrize(
    ("query", "fits"),
    [({"lab": "aster"}, True), ({"lab": "cygnus"}, False), ({"year": "2026"}, True), ({"drill": "only"}, False), ({"drill": "no"}, True)],
)  # fmt: skip
def test_it_is_narrowed_by_lab_year_and_drill(portal: Portal, query: dict[str, str], fits: bool) -> None:
    portal.made(factory.imposed, labs=["aster", "borealis"])
    assert ("Training runs of more than" in _board(portal, **query)) is fits


def test_it_is_taken_away_as_a_table_and_as_json(portal: Portal) -> None:
    portal.made(factory.imposed)
    portal.sign_in("auditor")
    rows = list(csv.DictReader(StringIO(portal.get("export").lstrip("\ufeff"))))
    assert [(row["reference"], row["lab"]) for row in rows] == [
        ("PAU-2026-0001", lab) for lab in ("aster", "borealis", "cygnus")
    ]
    assert "10^26 FLOP" in rows[0]["measures"]
    [pause] = json.loads(portal.get("export_json"))["pauses"]
    assert (pause["ref"], pause["drill"], len(pause["labs"])) == ("PAU-2026-0001", False, 3)


def test_a_draft_is_on_no_rivals_board(portal: Portal) -> None:
    portal.made(factory.draft)
    assert "Drafts of your organisation" in _board(portal, "aster.liaison")
    page = _board(portal, "borealis.representative")
    assert "Pause the largest runs" not in page
    assert "draft" not in portal.get("export_json")


def _many(people: Cast, order: PauseOrder, more: int) -> None:
    """As many more orders as this one, with its measure and its labs."""
    rows = [
        PauseOrder(
            ref=f"PAU-2026-{n:04}", draft_ref=f"PAUSE-{n}", year=2026, number=n, organisation=order.organisation,
            author=order.author, basis=order.basis, state=order.state, title=f"Order {n}", reasons="Why.",
            charter=order.charter, created_at=NOW + timedelta(seconds=n), laid_at=NOW, adopted_at=NOW,
            in_force_at=NOW, ends_at=order.ends_at,
        )
        for n in range(2, more + 2)
    ]  # fmt: skip
    made = PauseOrder.objects.bulk_create(rows)
    bindings, measures = list(order.bindings.all()), list(order.measures.all())
    Binding.objects.bulk_create(
        Binding(order=row, organisation_id=one.organisation_id, because="x", served_at=NOW)
        for row in made
        for one in bindings
    )
    type(measures[0]).objects.bulk_create(
        type(one)(order=row, number=one.number, restricts=one.restricts, extent=one.extent, above=one.above)
        for row in made
        for one in measures
    )


@pytest.mark.parametrize("more", [9, 999])
def test_the_status_of_ten_and_of_a_thousand_orders_takes_as_many_queries(
    frontier: Cast, django_assert_num_queries: Any, more: int
) -> None:
    order = factory.imposed(frontier)
    _many(frontier, order, more)
    viewer = frontier.viewer("borealis.representative")
    with django_assert_num_queries(7):
        lines = status(viewer, NOW)
    assert len(lines) == more + 1
    assert {len(line.labs) for line in lines} == {3}
    with django_assert_num_queries(3):
        moments_of([line.order.pk for line in lines])


def test_the_page_takes_as_many_queries_for_one_order_as_for_ten(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    portal = Portal(cast, client, monkeypatch)
    order = portal.made(factory.imposed)
    portal.sign_in("observer.eu")
    portal.get("board")
    with django_assert_max_num_queries(200) as one:
        portal.get("board")
    with tenant(cast.frontier.pk):
        _many(cast, order, 9)
    with django_assert_max_num_queries(len(one)):
        portal.get("board")


def test_a_long_board_has_pages(portal: Portal) -> None:
    order = portal.made(factory.imposed)
    with tenant(portal.cast.frontier.pk):
        _many(portal.cast, order, 30)
    portal.sign_in("observer.eu")
    first = portal.client.get(url("board"))
    assert "31 orders" in plain(first.content.decode())
    assert "PAU-2026-0001</span>" not in first.content.decode()
    older = portal.client.get(url("board") + first.context["older"])
    assert "PAU-2026-0001</span>" in older.content.decode()
    assert older.context["older"] == ""


def test_orders_that_touch_the_same_runs_are_named_on_each_other(frontier: Cast) -> None:
    first = factory.imposed(frontier)
    second = factory.imposed(frontier, labs=["cygnus"])
    other = factory.imposed(frontier, measures=[type(ABOVE)("deployment")])
    drill = factory.imposed(frontier, is_drill=True)
    viewer = frontier.viewer("aster.representative")
    assert overlapping(viewer, first) == [second]
    assert overlapping(viewer, second) == [first]
    assert overlapping(viewer, other) == overlapping(viewer, drill) == []


class TestTheStrip:
    def test_stands_on_every_page_while_a_pause_does(self, portal: Portal) -> None:
        order = portal.made(factory.imposed)
        portal.sign_in("observer.eu")
        for name in ("desk:dashboard", "votes:listing", "incidents:listing", "pauses:board"):
            page = portal.client.get(reverse(name, args=["frontier"])).content.decode()
            assert "A pause is in force" in page, name
            assert "PAU-2026-0001 Pause the largest runs" in plain(page)
        with tenant(portal.cast.frontier.pk):
            lift(actor=Itself("a test"), now=NOW + HOUR, ref=order.ref, because="Done.")
        assert (
            "A pause is in force"
            not in portal.client.get(reverse("desk:dashboard", args=["frontier"])).content.decode()
        )

    def test_says_nothing_of_drills_and_of_what_waits(self, portal: Portal) -> None:
        portal.made(factory.imposed, is_drill=True)
        portal.made(factory.in_force, starts_at=NOW + 20 * DAY)
        portal.sign_in("aster.representative")
        page = portal.client.get(reverse("desk:dashboard", args=["frontier"])).content.decode()
        assert "pause is in force" not in page

    def test_is_not_shown_to_a_seat_for_one_matter_and_on_public_pages(self, portal: Portal) -> None:
        portal.made(factory.imposed)
        portal.sign_in("counsel")
        page = portal.client.get(reverse("desk:dashboard", args=["frontier"])).content.decode()
        assert "pause is in force" not in page
        public = portal.client.get("/public/frontier/")
        assert "A pause is in force" not in public.content.decode()


class TestTheDrawing:
    WHOLE = Span("PAU-1", NOW, NOW + 30 * DAY)

    def test_draws_a_lane_with_its_marks_twice_and_says_them(self) -> None:
        lane = Lane("PAU-1 A <b>", self.WHOLE, marks=(Mark("a", NOW), Mark("r", NOW + DAY)), tone="stop")
        drawn = timeline([lane], NOW + 3 * DAY)
        assert drawn.count("<svg") == 2
        assert drawn.count("c-chart__bar--stop") == 2
        assert "PAU-1 A &lt;b&gt;, 2026-11-21 – 2026-12-21" in drawn
        assert "renewed: 2026-11-22 12:00 UTC" in drawn
        assert "style=" not in drawn
        assert [letter for letter, _says in letters([lane])] == ["a", "r"]

    def test_draws_measures_within_only_where_they_differ(self) -> None:
        same = Lane("PAU-1", self.WHOLE, parts=(self.WHOLE,))
        staged = Lane("PAU-1", self.WHOLE, parts=(self.WHOLE, Span("PAU-1/2", NOW, NOW + DAY)))
        assert (same.is_staged, staged.is_staged) == (False, True)
        assert timeline([staged], NOW).count("c-chart__bar") == 2 * 3

    def test_now_and_bars_stand_where_they_belong(self) -> None:
        drawn = timeline([Lane("PAU-1", self.WHOLE)], NOW + 15 * DAY)
        bar = drawn.split('<rect class="c-chart__bar" x="')[1]
        start, width = float(bar.split('"')[0]), float(bar.split('width="')[1].split('"')[0])
        now = float(drawn.split('c-chart__limit" x1="')[1].split('"')[0])
        assert now == pytest.approx(start + width / 2, abs=0.5)

    def test_marks_close_by_stand_beside_each_other_and_within_the_drawing(self) -> None:
        marks = tuple(Mark(letter, NOW + 30 * DAY - n * HOUR) for n, letter in enumerate("acre"))
        drawn = timeline([Lane("PAU-1", self.WHOLE, marks=marks)], NOW).split("</svg>")[0]
        places = [float(part.split('"')[0]) for part in drawn.split('cx="')[1:]]
        assert all(later - earlier >= 16.9 for earlier, later in pairwise(places))
        assert places[-1] < 720

    def test_nothing_is_drawn_of_nothing(self) -> None:
        assert timeline([], NOW) == timeline([Lane("PAU-1", None)], NOW) == ""


def test_what_was_renewed_and_confirmed_is_marked(frontier: Cast) -> None:
    order = factory.imposed(frontier)
    confirm(actor=Itself("a test"), now=NOW + HOUR, ref=order.ref)
    extend(actor=Itself("a test"), now=NOW + DAY, ref=order.ref, until=order.ends_at + DAY)
    [lane] = lanes_of(lines_of(orders_for(frontier.viewer("clerk"), Filters()), NOW), NOW)
    assert {mark.letter: mark.at for mark in lane.marks} == {"a": NOW, "c": NOW + HOUR, "r": NOW + DAY}
