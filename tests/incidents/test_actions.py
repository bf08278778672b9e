"""Corrective actions: who adds, does and drops one, whom its clock asks, who sees it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from apps.committees.models import Organisation
from apps.deadlines.models import Deadline
from apps.deadlines.services import take_steps
from apps.incidents.acts.actions import DROPPED, PARTIES, TO_DO
from apps.incidents.models import ACTION, Incident, IncidentAction, seats_that_may_see_action
from apps.incidents.services.actions import add_action, do_action, drop_action
from apps.incidents.services.handling import acknowledge, close, withdraw
from apps.incidents.states import ACTION_TRANSITIONS, ActionState
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tlp import TLP
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.rules import AUDIENCES, SUBJECTS
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 1)
LAB = {"borealis.representative", "borealis.alternate", "borealis.liaison"}


def _add(cast: Cast, incident: Incident, by: str = "borealis.liaison", **changes: Any) -> IncidentAction:
    given = {"text": "Close the open port.", "owner": "borealis", "due_on": DUE} | changes
    return add_action(actor=cast.viewer(by), now=NOW, ref=incident.ref, **given)


def _do(cast: Cast, action: IncidentAction, by: str, note: str = "It is closed.") -> IncidentAction:
    ref = action.incident.ref
    return do_action(actor=cast.viewer(by), now=NOW, ref=ref, number=action.number, note=note)


def _drop(cast: Cast, action: IncidentAction, by: str, reason: str = "Not needed.") -> IncidentAction:
    ref = action.incident.ref
    return drop_action(actor=cast.viewer(by), now=NOW, ref=ref, number=action.number, reason=reason)


@pytest.mark.parametrize("verb", ["do", "drop"])
@pytest.mark.parametrize("state", list(ActionState))
def test_only_what_is_open_is_done_or_dropped(verb: str, state: ActionState) -> None:
    assert {move.verb for move in ACTION_TRANSITIONS} == {"do", "drop"}
    assert bool(ACTION_TRANSITIONS.may(verb, state)) is (state is ActionState.OPEN)


def test_it_runs_to_the_end_of_its_day_where_its_owner_is(frontier: Cast) -> None:
    Organisation.objects.filter(key="borealis").update(zone="America/New_York")
    action = _add(frontier, filed(frontier))
    deadline = Deadline.objects.get(clock=TO_DO)
    assert deadline.due_at == datetime(2026, 12, 2, 4, 59, 59, tzinfo=UTC)
    assert deadline.owed_by_organisation == action.owner
    assert (deadline.subject_ref, deadline.zone) == (action.ref, "America/New_York")


def _waits_for(cast: Cast) -> set[str]:
    rows = Deadline.objects.filter(clock=TO_DO)
    return {name for name in cast.in_frontier if rows.waiting_for(cast.viewer(name)).exists()}


def test_it_waits_for_those_who_file_for_the_organisation_that_owns_it(frontier: Cast) -> None:
    _add(frontier, filed(frontier, tlp="TLP:GREEN"))
    assert _waits_for(frontier) == LAB


def test_it_waits_for_the_clerk_who_owns_it_and_for_nobody_else(frontier: Cast) -> None:
    action = _add(frontier, filed(frontier, tlp="TLP:GREEN"), by="clerk", owner=str(frontier["clerk"].uid))
    assert action.owner_seat == frontier["clerk"]
    assert _waits_for(frontier) == {"clerk"}
    assert _do(frontier, action, "clerk").state == ActionState.DONE


def test_the_person_who_owns_it_is_reminded_alone(frontier: Cast) -> None:
    _add(frontier, filed(frontier), owner=str(frontier["borealis.alternate"].uid))
    deadline = Deadline.objects.get(clock=TO_DO)
    take_steps([deadline.pk], deadline.due_at - timedelta(hours=70))
    reminded = Act.objects.get(kind="deadline.reminded")
    assert FanOut.objects.get(act=reminded).seat_ids == [frontier["borealis.alternate"].pk]


@pytest.mark.parametrize("name", ["aster.representative", "auditor", "observer.eu", "counsel"])
def test_those_who_only_read_the_report_add_none(frontier: Cast, name: str) -> None:
    incident = filed(frontier, recipients=["eu-office"])
    frontier.retain(incident.ref)
    with pytest.raises(Refused, match="Only the reporting organisation and the clerks"):
        _add(frontier, incident, by=name)


def test_who_does_not_see_the_report_finds_nothing(frontier: Cast) -> None:
    incident = filed(frontier)
    action = _add(frontier, incident)
    with pytest.raises(Http404):
        _add(frontier, incident, by="cygnus.liaison")
    with pytest.raises(Http404):
        _do(frontier, action, "cygnus.liaison")
    with pytest.raises(Http404):
        _drop(frontier, action, "observer.california")


@pytest.mark.parametrize(
    ("by", "owner", "allowed"),
    [
        ("borealis.liaison", "borealis", True),
        ("borealis.liaison", "cygnus", False),
        ("borealis.liaison", "secretariat", False),
        ("clerk", "borealis", True),
        ("clerk", "cygnus", True),
        ("clerk", "aster", False),
        ("clerk", "eu-office", False),
        ("clerk", "nobody", False),
    ],
)
def test_nobody_gives_work_to_a_rival_that_the_report_does_not_name(
    frontier: Cast, by: str, owner: str, allowed: bool
) -> None:
    incident = filed(frontier, tlp="TLP:GREEN", recipients=["cygnus", "eu-office"])
    if allowed:
        assert _add(frontier, incident, by=by, owner=owner).owner.key == owner
        return
    with pytest.raises(Invalid) as refusal:
        _add(frontier, incident, by=by, owner=owner)
    assert set(refusal.value.errors) == {"owner"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"due_on": date(2026, 11, 20)}, "due_on"),
        ({"due_on": date(2032, 1, 1)}, "due_on"),
        ({"due_on": date.max}, "due_on"),
        ({"owner": ""}, "owner"),
    ],
)
def test_what_cannot_be_right_marks_its_field(frontier: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _add(frontier, filed(frontier), **changes)
    assert set(refusal.value.errors) == {field}
    assert not IncidentAction.objects.exists()


def test_today_is_the_owners_day(frontier: Cast) -> None:
    incident = filed(frontier)
    assert _add(frontier, incident, due_on=NOW.date()).due_on == NOW.date()
    Organisation.objects.filter(key="borealis").update(zone="Pacific/Kiritimati")
    with pytest.raises(Invalid):
        _add(frontier, incident, due_on=NOW.date())


def test_a_closed_report_gets_no_more_and_what_is_open_is_still_done(frontier: Cast) -> None:
    incident = filed(frontier)
    action = _add(frontier, incident)
    acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=incident.ref)
    close(actor=frontier.viewer("clerk"), now=NOW, ref=incident.ref, outcome="Mended.")
    with pytest.raises(Refused, match="only while the report is open"):
        _add(frontier, incident)
    assert _do(frontier, action, "borealis.representative").words == "It is closed."
    assert Deadline.objects.get(clock=TO_DO).state == "met"


@pytest.mark.parametrize("name", ["clerk", "aster.representative", "auditor"])
def test_only_its_owner_says_that_it_is_done(frontier: Cast, name: str) -> None:
    action = _add(frontier, filed(frontier))
    with pytest.raises(Refused, match="Only whoever owns"):
        _do(frontier, action, name)


def test_it_is_done_with_a_note_and_once(frontier: Cast) -> None:
    action = _add(frontier, filed(frontier))
    with pytest.raises(Invalid):
        _do(frontier, action, "borealis.liaison", note=" ")
    _do(frontier, action, "borealis.liaison")
    for again in (_do, _drop):
        with pytest.raises(Refused):
            again(frontier, action, "borealis.liaison")


def test_the_lab_drops_what_it_added_and_a_clerk_drops_any(frontier: Cast) -> None:
    incident = filed(frontier)
    own, other, clerks = _add(frontier, incident), _add(frontier, incident), _add(frontier, incident, by="clerk")
    assert _drop(frontier, own, "borealis.alternate").state == ActionState.DROPPED
    with pytest.raises(Refused, match="so a clerk drops it"):
        _drop(frontier, clerks, "borealis.liaison")
    with pytest.raises(Refused):
        _drop(frontier, other, "aster.representative")
    with pytest.raises(Invalid):
        _drop(frontier, other, "clerk", reason="")
    for action in (other, clerks):
        _drop(frontier, action, "clerk")
    assert set(Deadline.objects.filter(clock=TO_DO).values_list("state", flat=True)) == {"moot"}


def test_a_withdrawn_report_leaves_nothing_to_do(frontier: Cast) -> None:
    incident = filed(frontier)
    done, left = _add(frontier, incident), _add(frontier, incident)
    _do(frontier, done, "borealis.liaison")
    withdraw(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, reason="Filed twice.")
    for action in (done, left):
        action.refresh_from_db()
    assert (done.state, left.state) == (ActionState.DONE, ActionState.DROPPED)
    assert left.words == "The report was withdrawn."
    assert Act.objects.get(kind=DROPPED).subject_id == left.pk
    assert not Deadline.objects.open().filter(clock=TO_DO).exists()


def test_an_independent_member_named_by_a_red_report_acts_for_the_clerks(frontier: Cast) -> None:
    named = frontier["independent"].organisation.key
    incident = filed(frontier, tlp="TLP:RED", recipients=[named])
    action = _add(frontier, incident, by="independent", owner=str(frontier["independent"].uid))
    assert _do(frontier, action, "independent").state == ActionState.DONE


@pytest.mark.parametrize("label", list(TLP))
def test_whoever_sees_the_report_sees_its_actions_and_both_directions_agree(frontier: Cast, label: TLP) -> None:
    incident = filed(frontier, tlp=label, recipients=["secretariat", "eu-office"])
    frontier.retain(incident.ref)
    action = _add(frontier, incident)
    sees = {
        name
        for name in frontier.in_frontier
        if IncidentAction.objects.visible_to(frontier.viewer(name)).filter(pk=action.pk).exists()
    }
    reads = {
        name
        for name in frontier.in_frontier
        if Incident.objects.visible_to(frontier.viewer(name)).filter(pk=incident.pk).exists()
    }
    assert sees == reads
    inverse = set(seats_that_may_see_action(action.pk, NOW).values_list("pk", flat=True))
    assert inverse == {frontier[name].pk for name in sees}


def test_actions_that_count_as_alike_have_the_same_readers_and_audience(frontier: Cast) -> None:
    for label in (TLP.AMBER, TLP.GREEN):
        incident = filed(frontier, tlp=label)
        for owner in ("borealis", str(frontier["borealis.liaison"].uid), str(frontier["clerk"].uid)):
            for _twice in range(2):
                _add(frontier, incident, by="clerk", owner=owner)
    subject, groups = SUBJECTS[ACTION], {}  # type: ignore[var-annotated]
    keys = subject.alike(list(IncidentAction.objects.values_list("pk", flat=True)))
    assert len(set(keys.values())) == 6
    for pk, key in keys.items():
        seats = frozenset(AUDIENCES[PARTIES].seats(pk, NOW).values_list("pk", flat=True))
        who = frozenset(subject.seats(pk, NOW).values_list("pk", flat=True))
        groups.setdefault(key, set()).add((who, seats))
    assert {len(different) for different in groups.values()} == {1}


def test_a_report_has_a_hundred_actions_at_most(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.incidents.services.actions.MOST", 1)
    incident = filed(frontier)
    _add(frontier, incident)
    with pytest.raises(Invalid):
        _add(frontier, incident)
