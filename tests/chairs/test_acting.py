"""Who presides where the chair cannot: over its own organisation's matters, over those of whoever it is tied to, in
its absence."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from apps.chairs import services
from apps.chairs.models import Absence, Rotation, Term
from apps.committees.models import ActingChair, Organisation, Seat, Tie
from apps.committees.selectors import presiding, seats_of, viewer_of
from apps.committees.states import TieKind
from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep, waive
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import Incident, seats_that_may_see
from apps.incidents.services.adding import add_update
from apps.incidents.services.filing import file_at_once
from apps.incidents.services.handling import acknowledge, withdraw
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.selectors import Hearing
from tests.cast import NOW, Cast
from tests.chairs.factory import next_end, rotate
from tests.incidents.factory import CONTENT

LATER = NOW + timedelta(minutes=5)
NAMED = {"recipients": ["secretariat"]}
AMBER = "TLP:AMBER+STRICT"


def report(cast: Cast, who: str = "aster.liaison", tlp: str = AMBER, **more: Any) -> Incident:
    return file_at_once(actor=cast.viewer(who), now=LATER, changes=CONTENT | {"tlp": tlp} | more)


def acting(incident: Incident) -> str:
    row = ActingChair.objects.filter(subject_kind="incident", subject_id=incident.pk, ends_at=None).first()
    return str(row.seat.person.email) if row and row.seat else ""


def viewer(cast: Cast, name: str) -> Any:
    return viewer_of(Seat.objects.select_related("organisation", "person").get(pk=cast[name].pk), LATER)


class TestAMatterOfTheChairsOwn:
    def test_the_next_in_order_presides_at_once_and_it_is_recorded(self, frontier: Cast) -> None:
        rotate(frontier)
        incident = report(frontier)
        assert acting(incident) == "representative@borealis.example"
        act = Act.objects.get(kind="chair.acting")
        assert (act.subject_kind, act.subject_id, act.at) == ("incident", incident.pk, LATER)
        found = presiding(LATER, "incident", incident.pk)
        assert (found.seat, found.instead_of) == (
            frontier["borealis.representative"],
            frontier["aster.representative"],
        )
        assert "Aster reported it" in found.because
        assert presiding(LATER).seat == frontier["aster.representative"]

    def test_a_matter_of_another_stays_with_the_chair(self, frontier: Cast) -> None:
        rotate(frontier)
        incident = report(frontier, "cygnus.liaison")
        assert acting(incident) == ""
        assert presiding(LATER, "incident", incident.pk).seat == frontier["aster.representative"]

    def test_whoever_presides_sees_it_acknowledges_it_and_owes_the_clock(self, frontier: Cast) -> None:
        rotate(frontier)
        incident = report(frontier)
        for name, sees in (("borealis.representative", True), ("borealis.alternate", False), ("cygnus.liaison", False)):
            assert Incident.objects.visible_to(viewer(frontier, name)).filter(pk=incident.pk).exists() is sees
            assert seats_that_may_see(incident.pk, LATER).filter(pk=frontier[name].pk).exists() is sees
        duty = Deadline.objects.get(clock=ACKNOWLEDGEMENT)
        for name, owes in (("borealis.representative", True), ("aster.representative", False), ("clerk", True)):
            assert Deadline.objects.waiting_for(viewer(frontier, name)).filter(pk=duty.pk).exists() is owes
        with pytest.raises(Refused):
            acknowledge(actor=viewer(frontier, "aster.representative"), now=LATER, ref=incident.ref)
        acknowledge(actor=viewer(frontier, "borealis.representative"), now=LATER, ref=incident.ref)

    def test_it_may_waive_that_matters_deadline_and_no_other(self, frontier: Cast) -> None:
        rotate(frontier)
        own, other = report(frontier), report(frontier, "cygnus.liaison")
        duties = {row.subject_id: row.uid for row in Deadline.objects.filter(clock=ACKNOWLEDGEMENT)}
        stand_in = viewer(frontier, "borealis.representative")
        waive(actor=stand_in, now=LATER, uid=duties[own.pk], reason="Settled")
        with pytest.raises(Http404):
            waive(actor=stand_in, now=LATER, uid=duties[other.pk], reason="Settled")

    def test_it_is_told_as_the_chair_and_the_chair_is_not(self, frontier: Cast) -> None:
        rotate(frontier)
        incident = report(frontier)
        told = set(Hearing("incident", incident.pk, LATER).audience(["chair"]).values_list("pk", flat=True))
        assert told == {frontier["borealis.representative"].pk}
        filed = Act.objects.get(kind="incident.filed")
        seats = FanOut.objects.get(act=filed).seat_ids
        assert frontier["borealis.representative"].pk in seats

    def test_a_request_knows_it_too(self, frontier: Cast) -> None:
        rotate(frontier)
        incident = report(frontier)
        [line] = seats_of(frontier["borealis.representative"].person_id, LATER)
        assert line.viewer.acting_for == {("incident", incident.pk)}
        [line] = seats_of(frontier["aster.representative"].person_id, LATER)
        assert line.viewer.stands_back == {("incident", incident.pk)}
        assert line.viewer.is_chair

    def test_nobody_presides_over_what_the_chair_never_sees(self, frontier: Cast) -> None:
        rotate(frontier)
        report(frontier, tlp="TLP:RED", **NAMED)
        assert not ActingChair.objects.exists()

    def test_it_ends_with_the_matter(self, frontier: Cast) -> None:
        rotate(frontier)
        incident = report(frontier)
        over = LATER + timedelta(minutes=1)
        withdraw(actor=frontier.viewer("aster.liaison"), now=over, ref=incident.ref, reason="Not ours")
        assert ActingChair.objects.get().ends_at == over
        assert Act.objects.filter(kind="chair.acting_over").count() == 1

    def test_it_follows_the_chair(self, frontier: Cast) -> None:
        rotate(frontier)
        report(frontier)
        mine = report(frontier, "borealis.liaison")
        services.settle(next_end())
        assert ActingChair.objects.filter(ends_at=None).count() == 1
        assert acting(mine) == "representative@cygnus.example"

    def test_without_a_rotation_nothing_changes(self, frontier: Cast) -> None:
        report(frontier)
        assert not ActingChair.objects.exists()


class TestTies:
    def test_a_tie_of_the_chair_and_of_the_next_in_order_counts_as_a_stake(self, frontier: Cast) -> None:
        rotate(frontier)
        labs = {key: Organisation.objects.get(key=key) for key in ("aster", "borealis", "cygnus")}
        for one in ("aster", "borealis"):
            Tie.objects.create(
                organisation=labs[one],
                other=labs["cygnus"],
                kind=TieKind.SUPPLIER,
                because="Chips",
                starts_at=NOW,
            )
        incident = report(frontier, "cygnus.liaison")
        assert acting(incident) == "independent@independent.example"
        assert "declared tie" in ActingChair.objects.get().because

    def test_one_declared_later_takes_open_matters_along(self, frontier: Cast) -> None:
        rotate(frontier)
        incident = report(frontier, "cygnus.liaison")
        aster, cygnus = (Organisation.objects.get(key=key) for key in ("aster", "cygnus"))
        Tie.objects.create(
            organisation=cygnus, other=aster, kind=TieKind.AFFILIATE, because="One group", starts_at=LATER
        )
        services.settle(LATER + timedelta(minutes=1))
        assert acting(incident) == "representative@borealis.example"


class TestAbsence:
    def test_the_next_in_order_presides_over_everything_until_the_chair_is_back(self, frontier: Cast) -> None:
        rotate(frontier)
        services.declare_absence(actor=frontier.viewer("aster.alternate"), now=LATER, because="Ill")
        assert presiding(LATER).seat == frontier["borealis.representative"]
        stand_in, away = viewer(frontier, "borealis.representative"), viewer(frontier, "aster.representative")
        assert (stand_in.is_chair, away.is_chair, away.chairs_office) == (True, False, True)
        [line] = seats_of(frontier["borealis.representative"].person_id, LATER)
        assert line.viewer.is_chair
        back = LATER + timedelta(hours=1)
        services.end_absence(actor=frontier.viewer("aster.representative"), now=back)
        assert presiding(back).seat == frontier["aster.representative"]
        assert [act.kind for act in Act.objects.filter(kind__in=["chair.absent", "chair.back"])] == [
            "chair.absent",
            "chair.back",
        ]

    def test_a_matter_of_whoever_stands_in_goes_to_the_one_after(self, frontier: Cast) -> None:
        rotate(frontier)
        incident = report(frontier, "borealis.liaison")
        services.declare_absence(actor=frontier.viewer("clerk"), now=LATER + timedelta(minutes=1), because="Ill")
        assert acting(incident) == "representative@cygnus.example"

    def test_only_the_chairs_office_or_a_clerk_declares_it(self, frontier: Cast) -> None:
        rotate(frontier)
        with pytest.raises(Refused):
            services.declare_absence(actor=frontier.viewer("borealis.representative"), now=LATER, because="Gone?")

    def test_an_absence_is_over_with_the_term_and_holds_for_no_later_one(self, frontier: Cast) -> None:
        rotate(frontier)
        services.declare_absence(actor=frontier.viewer("clerk"), now=LATER, because="Ill")
        ends = next_end()
        services.settle(ends)
        assert Absence.objects.get().ends_at == ends
        assert not ActingChair.objects.filter(ends_at=None).exists()
        assert presiding(ends).seat == frontier["borealis.representative"]
        for _turn in range(3):
            services.settle(next_end())
        again = Term.objects.get(state="running")
        assert again.organisation.key == "aster"
        assert presiding(again.starts_at).seat == frontier["aster.representative"]

    def test_a_chair_silent_for_a_day_after_a_duty_was_due_counts_as_absent_until_heard_of(
        self, frontier: Cast
    ) -> None:
        rotate(frontier)
        incident, second = report(frontier, "cygnus.liaison", severity=5), report(frontier, tlp="TLP:RED", **NAMED)
        due = Deadline.objects.get(clock=ACKNOWLEDGEMENT, subject_id=incident.pk).due_at
        services.settle(due + timedelta(hours=23))
        assert not Absence.objects.exists()
        found = due + timedelta(hours=24)
        services.settle(found)
        assert presiding(found).seat == frontier["borealis.representative"]
        assert "Nothing was heard" in presiding(found).because
        heard = found + timedelta(hours=1)
        acknowledge(actor=frontier.viewer("clerk", heard), now=heard, ref=incident.ref)
        assert presiding(heard).seat == frontier["borealis.representative"]
        add_update(actor=frontier.viewer("aster.representative", heard), now=heard, ref=second.ref, text="Here again")
        assert presiding(heard).seat == frontier["aster.representative"]


def test_silence_is_found_by_the_sweep_of_its_own_minute(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        rotate(cast)
        report(cast, "cygnus.liaison", severity=5)
        due = Deadline.objects.get(clock=ACKNOWLEDGEMENT).due_at
        found = due + timedelta(hours=24)
        services.settle(found - timedelta(minutes=7))
        assert Rotation.objects.get().wake_at == found
    assert services.sweep(found - timedelta(seconds=1)) == 0
    assert services.sweep(found) == 1
    with tenant(cast.frontier.pk):
        assert Absence.objects.get().starts_at == found


def test_who_is_on_it_is_silent_from_then_on(frontier: Cast) -> None:
    rotate(frontier)
    report(frontier, "cygnus.liaison", severity=5)
    deadline = Deadline.objects.get(clock=ACKNOWLEDGEMENT)
    until = deadline.due_at + timedelta(minutes=30)
    Deadline.objects.filter(pk=deadline.pk).update(taken_on_until=until)
    services.settle(deadline.due_at + timedelta(hours=24))
    assert not Absence.objects.exists()
    services.settle(until + timedelta(hours=23, minutes=55))
    assert Rotation.objects.get().wake_at == until + timedelta(hours=24)
    services.settle(until + timedelta(hours=24))
    assert Absence.objects.exists()


def test_it_costs_a_filing_two_queries_at_most_and_a_sweep_none(frontier: Cast) -> None:
    actor = frontier.viewer("cygnus.liaison")
    with CaptureQueriesContext(
        connection,
    ) as before:
        file_at_once(actor=actor, now=LATER, changes=CONTENT | {"tlp": AMBER})
    rotate(frontier)
    with CaptureQueriesContext(connection) as after:
        file_at_once(actor=actor, now=LATER, changes=CONTENT | {"tlp": AMBER})
    assert len(after) - len(before) <= 2


def test_an_overdue_step_of_the_sweep_asks_the_chair_nothing(cast: Cast) -> None:

    with tenant(cast.frontier.pk):
        rotate(cast)
        report(cast, "cygnus.liaison")
        due = Deadline.objects.get(clock=ACKNOWLEDGEMENT).due_at
    with CaptureQueriesContext(connection) as queries:
        sweep(due + timedelta(minutes=1))
    asked = [query["sql"] for query in queries.captured_queries if 'FROM "chairs_' in query["sql"]]
    assert asked == []
