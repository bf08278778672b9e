"""The reporting organisation's duty to update an open report."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from apps.committees.models import Organisation
from apps.deadlines.models import Deadline
from apps.deadlines.services import take_steps
from apps.incidents.acts import ACKNOWLEDGEMENT, UPDATE
from apps.incidents.models import Incident
from apps.incidents.services.adding import add_evidence, add_update, amend
from apps.incidents.services.handling import acknowledge, close, withdraw
from apps.notices.models import FanOut, Notice
from apps.notices.selectors import lines
from apps.notices.services import expand
from tests.cast import NOW, Cast
from tests.incidents.factory import filed, png

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 11, 28, 23, 59, 59, tzinfo=UTC)
"""Seven days after NOW, at the end of the day."""

LAB = {"borealis.representative", "borealis.alternate", "borealis.liaison"}


def _open(incident: Incident) -> Deadline:
    return Deadline.objects.open().get(clock=UPDATE, subject_id=incident.pk)


def test_it_runs_from_the_filing_in_the_zone_of_the_organisation_that_owes_it(frontier: Cast) -> None:
    Organisation.objects.filter(key="borealis").update(zone="Europe/Stockholm")
    deadline = _open(filed(frontier))
    assert deadline.owed_by_organisation == frontier["borealis.liaison"].organisation
    assert deadline.due_at == DUE.replace(tzinfo=ZoneInfo("Europe/Stockholm"))
    assert deadline.citation == "Charter, article 4.5"


def test_it_waits_for_those_who_file_for_the_organisation_and_for_nobody_else(frontier: Cast) -> None:
    filed(frontier, tlp="TLP:GREEN")
    waits = {
        name
        for name in frontier.in_frontier
        if Deadline.objects.filter(clock=UPDATE).waiting_for(frontier.viewer(name)).exists()
    }
    assert waits == LAB


@pytest.mark.parametrize("verb", ["update", "amend"])
def test_an_update_or_a_correction_begins_it_again(frontier: Cast, verb: str) -> None:
    incident = filed(frontier)
    first, actor, later = _open(incident), frontier.viewer("borealis.liaison"), NOW + timedelta(days=2)
    if verb == "update":
        add_update(actor=actor, now=later, ref=incident.ref, text="Nothing new.")
    else:
        amend(actor=actor, now=later, ref=incident.ref, changes={"severity": 2})
    first.refresh_from_db()
    assert (first.state, first.met_at) == ("met", later)
    assert _open(incident).due_at == DUE + timedelta(days=2)


@pytest.mark.parametrize("name", ["clerk", "aster.representative"])
def test_what_others_add_does_not_meet_it(frontier: Cast, name: str) -> None:
    incident = filed(frontier)
    first = _open(incident)
    add_update(actor=frontier.viewer(name), now=NOW, ref=incident.ref, text="How many runs?")
    assert _open(incident) == first


def test_neither_evidence_nor_an_acknowledgement_meets_it(frontier: Cast) -> None:
    incident = filed(frontier)
    first = _open(incident)
    add_evidence(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, evidence=[png()])
    acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=incident.ref)
    assert _open(incident) == first


def test_it_ends_with_the_report(frontier: Cast) -> None:
    closed, withdrawn = filed(frontier), filed(frontier)
    acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=closed.ref)
    close(actor=frontier.viewer("clerk"), now=NOW, ref=closed.ref, outcome="Mended.")
    withdraw(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=withdrawn.ref, reason="A mistake.")
    rows = Deadline.objects.filter(subject_id__in=[closed.pk, withdrawn.pk]).values_list("subject_id", "clock", "state")
    assert set(rows) == {
        (closed.pk, ACKNOWLEDGEMENT, "met"),
        (closed.pk, UPDATE, "moot"),
        (withdrawn.pk, ACKNOWLEDGEMENT, "moot"),
        (withdrawn.pk, UPDATE, "moot"),
    }


def _told(cast: Cast, incident: Incident) -> list[set[str]]:
    """Whom the steps a day before, at, a day and two days after the due time tell."""
    deadline, told = _open(incident), []
    names = {seat.pk: name for name, seat in cast.seats.items()}
    for after in (-24, 0.1, 24, 48):
        FanOut.objects.all().delete()
        take_steps([deadline.pk], DUE + timedelta(hours=after))
        told.append({names[pk] for row in FanOut.objects.all() for pk in row.seat_ids})
    return told


def test_its_ladder_climbs_from_those_who_file_to_the_representative_and_the_clerks(frontier: Cast) -> None:
    """Whoever owes it is the party itself, and still it is they who are reminded."""
    incident = filed(frontier)
    assert _told(frontier, incident) == [LAB, LAB, LAB | {"clerk"}, LAB | {"clerk"}]
    deadline = _open(incident)
    take_steps([deadline.pk], DUE + timedelta(days=60))
    deadline.refresh_from_db()
    assert (deadline.repeats, deadline.next_step_at) == (14, None)


def test_where_the_clerks_may_not_see_it_the_independent_member_hears_in_their_place(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:RED", recipients=["independent"])
    assert _told(frontier, incident) == [LAB, LAB, LAB | {"independent"}, LAB | {"independent"}]


def test_an_update_asks_nothing_of_those_who_are_told_of_it(frontier: Cast) -> None:
    incident = filed(frontier)
    add_update(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, text="Nothing new.")
    expand(frontier.frontier.pk, now=NOW, at=NOW)
    viewer = frontier.viewer("clerk")
    notices = Notice.objects.visible_to(viewer).filter(act__kind="incident.updated").select_related("act")
    assert [line.due_at for line in lines(list(notices), viewer, "frontier")] == [None]
