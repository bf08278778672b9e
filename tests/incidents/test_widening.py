"""That more people see a filed report takes two people of its organisation; to narrow takes one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.deadlines.models import Deadline
from apps.deadlines.states import State as Clock
from apps.incidents.acts.widening import TO_AGREE
from apps.incidents.models import WIDENING, Incident, IncidentWidening, seats_that_may_see, seats_that_may_see_widening
from apps.incidents.selectors.audience import change_of
from apps.incidents.selectors.widening import asked_for, mark_of, pending_on, seconds_of
from apps.incidents.services import widening as services
from apps.incidents.services.adding import amend
from apps.incidents.services.handling import acknowledge, close, withdraw
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from apps.record.rules import SUBJECTS, seats_of
from tests.cast import BEGINNING, NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db


def _amend(cast: Cast, incident: Incident, by: str = "borealis.liaison", **changes: Any) -> Incident:
    return amend(actor=cast.viewer(by), now=NOW, ref=incident.ref, changes=changes)


def _asked(incident: Incident) -> IncidentWidening:
    return IncidentWidening.objects.select_related("incident", "asked_by").get(incident=incident, state="pending")


def _mark(row: IncidentWidening) -> str:
    incident = Incident.objects.get(pk=row.incident_id)
    label, named = asked_for(row, incident)
    return mark_of(change_of(incident, NOW, label=label, named=named))


def _agree(cast: Cast, row: IncidentWidening, by: str = "borealis.representative", seen: str = "") -> Incident:
    viewer = cast.viewer(by)
    return services.agree_to_widen(actor=viewer, now=NOW, ref=row.ref, uid=row.uid, seen=seen or _mark(row))


def _sees(cast: Cast, name: str, incident: Incident) -> bool:
    return Incident.objects.visible_to(cast.viewer(name)).filter(pk=incident.pk).exists()


def _acts(*kinds: str) -> int:
    return Act.objects.filter(kind__in=kinds).count()


WIDER: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {"tlp": "TLP:GREEN"}, "cygnus.liaison"),
    ({}, {"recipients": ["california"]}, "observer.california"),
    ({}, {"tlp": "TLP:RED", "recipients": ["secretariat", "cygnus"]}, "cygnus.liaison"),
    ({"tlp": "TLP:RED", "recipients": ["secretariat"]}, {"tlp": "TLP:AMBER+STRICT"}, "aster.representative"),
    ({"tlp": "TLP:RED", "recipients": ["secretariat"]}, {"recipients": ["secretariat", "veritas"]}, "auditor"),
]


@pytest.mark.parametrize(("before", "changes", "newcomer"), WIDER)
def test_nobody_newly_sees_it_until_a_second_person_agrees(
    frontier: Cast, before: dict[str, Any], changes: dict[str, Any], newcomer: str
) -> None:
    incident = filed(frontier, **before)
    _amend(frontier, incident, **changes)
    assert not _sees(frontier, newcomer, incident)
    assert _acts("incident.amended", "incident.widened") == 0
    _agree(frontier, _asked(incident))
    assert _sees(frontier, newcomer, incident)
    fresh = Incident.objects.get(pk=incident.pk)
    assert fresh.tlp == changes.get("tlp", incident.tlp)
    assert fresh.version == incident.version + 1
    [act] = Act.objects.filter(kind="incident.widened")
    assert act.facts["tlp"] == fresh.tlp
    assert frontier[newcomer].pk in seats_of("incident.entitled", incident.pk, NOW).values_list("pk", flat=True)


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        ({"tlp": "TLP:GREEN"}, {"tlp": "TLP:AMBER"}),
        ({"tlp": "TLP:GREEN"}, {"tlp": "TLP:RED", "recipients": ["secretariat"]}),
        ({"recipients": ["eu-office"]}, {"recipients": []}),
        # Named, and nobody newly sees it: everybody does already.
        ({"tlp": "TLP:GREEN"}, {"recipients": ["cygnus"]}),
        ({}, {"recipients": ["veritas"]}),
    ],
)
def test_what_lets_nobody_newly_in_acts_at_once(
    frontier: Cast, before: dict[str, Any], changes: dict[str, Any]
) -> None:
    incident = filed(frontier, **before)
    fresh = _amend(frontier, incident, **changes)
    assert fresh.tlp == changes.get("tlp", incident.tlp)
    assert _acts("incident.amended") == 1
    assert not IncidentWidening.objects.exists()


def test_the_first_notice_is_never_held_back(frontier: Cast) -> None:
    assert _sees(frontier, "cygnus.liaison", filed(frontier, tlp="TLP:CLEAR"))
    assert not IncidentWidening.objects.exists()


def test_everything_else_in_the_same_correction_is_corrected_at_once(frontier: Cast) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN", title="Better said")
    fresh = Incident.objects.get(pk=incident.pk)
    assert (fresh.title, fresh.tlp) == ("Better said", "TLP:AMBER")
    [act] = Act.objects.filter(kind="incident.amended")
    assert act.facts["fields"] == ["title"]


def test_the_step_to_clear_takes_two_though_every_seat_sees_it_already(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:GREEN")
    assert _amend(frontier, incident, tlp="TLP:CLEAR").tlp == "TLP:GREEN"
    assert _asked(incident).tlp == "TLP:CLEAR"


def test_to_name_somebody_for_whom_nobody_sits_takes_two(frontier: Cast) -> None:
    Organisation.objects.create(key="watch", name="Watch", kind="civil", admitted_at=BEGINNING)
    incident = filed(frontier)
    _amend(frontier, incident, recipients=["watch"])
    assert _asked(incident).recipients == ["watch"]


def test_one_request_waits_at_a_time_and_narrowing_goes_on_meanwhile(frontier: Cast) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN")
    with pytest.raises(Refused, match="waits for a second person"):
        _amend(frontier, incident, recipients=["california"])
    assert _amend(frontier, incident, tlp="TLP:AMBER+STRICT").tlp == "TLP:AMBER+STRICT"
    assert _asked(incident).tlp == "TLP:GREEN"


def test_an_audience_that_could_not_be_filed_is_not_asked_for(frontier: Cast) -> None:
    incident = filed(frontier)
    with pytest.raises(Invalid) as refusal:
        _amend(frontier, incident, tlp="TLP:RED", recipients=["cygnus"])
    assert set(refusal.value.errors) == {"recipients"}
    with pytest.raises(Invalid) as unknown:
        _amend(frontier, incident, tlp="TLP:GREEN", recipients=["nowhere"])
    assert set(unknown.value.errors) == {"recipients"}


@pytest.mark.parametrize(
    ("asker", "agrees", "refused"),
    [
        ("borealis.liaison", ["borealis.representative", "borealis.alternate"], ["borealis.liaison"]),
        ("borealis.representative", ["borealis.alternate"], ["borealis.representative", "borealis.liaison"]),
    ],
)
def test_who_agrees_is_another_who_speaks_for_the_organisation(
    frontier: Cast, asker: str, agrees: list[str], refused: list[str]
) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, by=asker, tlp="TLP:GREEN")
    row = _asked(incident)
    for name in refused:
        with pytest.raises(Refused):
            _agree(frontier, row, by=name)
    assert {seat.pk for seat in seconds_of(row, NOW)} == {frontier[name].pk for name in agrees}
    told = seats_of("widening.seconds", row.pk, NOW)
    assert {seat.pk for seat in told} == {frontier[name].pk for name in agrees}
    _agree(frontier, row, by=agrees[0])
    assert pending_on(incident) is None


def test_the_same_person_in_another_seat_is_no_second_person(frontier: Cast) -> None:
    incident = filed(frontier)
    person = frontier["borealis.liaison"].person
    Seat.objects.filter(pk=frontier["borealis.alternate"].pk).update(person=person)
    frontier.seats["borealis.alternate"] = Seat.objects.get(pk=frontier["borealis.alternate"].pk)
    _amend(frontier, incident, tlp="TLP:GREEN")
    row = _asked(incident)
    with pytest.raises(Refused, match="Another person"):
        _agree(frontier, row, by="borealis.alternate")
    assert frontier["borealis.alternate"].pk not in {seat.pk for seat in seconds_of(row, NOW)}
    assert not SUBJECTS[WIDENING].visible(frontier.viewer("clerk")).exists()


@pytest.mark.parametrize("name", ["clerk", "aster.representative", "cygnus.representative", "auditor", "eve"])
def test_a_request_is_the_organisations_own_matter(frontier: Cast, name: str) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN")
    with pytest.raises(Http404):
        _agree(frontier, _asked(incident), by=name)


def _alone(cast: Cast) -> None:
    """Borealis keeps its representative and its liaison."""
    Seat.objects.filter(pk=cast["borealis.alternate"].pk).update(ends_at=NOW - timedelta(days=1))


def test_where_nobody_else_of_the_organisation_may_agree_a_clerk_does(frontier: Cast) -> None:
    _alone(frontier)
    incident = filed(frontier)
    _amend(frontier, incident, by="borealis.representative", tlp="TLP:GREEN")
    row = _asked(incident)
    assert row.outside
    with pytest.raises(Refused):
        _agree(frontier, row, by="borealis.liaison")
    with pytest.raises(Http404):
        _agree(frontier, row, by="aster.representative")
    _agree(frontier, row, by="clerk")
    assert _sees(frontier, "cygnus.liaison", incident)


def test_of_a_red_report_that_names_an_independent_member_that_member_is_the_second(frontier: Cast) -> None:
    _alone(frontier)
    incident = filed(frontier, tlp="TLP:RED", recipients=["independent"])
    _amend(frontier, incident, by="borealis.representative", tlp="TLP:AMBER")
    row = _asked(incident)
    with pytest.raises(Http404):
        _agree(frontier, row, by="clerk")
    _agree(frontier, row, by="independent")
    assert _sees(frontier, "clerk", incident)


@pytest.mark.parametrize("alone", [False, True])
def test_both_directions_of_who_sees_a_request_agree(frontier: Cast, alone: bool) -> None:
    if alone:
        _alone(frontier)
    for label, named in (("TLP:RED", ["independent"]), ("TLP:AMBER", [])):
        incident = filed(frontier, tlp=label, recipients=named)
        _amend(frontier, incident, by="borealis.representative", tlp="TLP:GREEN")
        row = _asked(incident)
        sitting = set(Seat.objects.at(NOW).values_list("pk", flat=True))
        visible = SUBJECTS[WIDENING].visible
        expected = {
            frontier[name].pk
            for name in frontier.in_frontier
            if frontier[name].pk in sitting and visible(frontier.viewer(name)).filter(pk=row.pk).exists()
        }
        assert set(seats_that_may_see_widening(row.pk, NOW).values_list("pk", flat=True)) == expected
        services.take_back(actor=frontier.viewer("borealis.representative"), now=NOW, ref=row.ref, uid=row.uid)


def test_what_has_changed_since_the_page_was_made_is_not_agreed_to_unseen(frontier: Cast) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, recipients=["california"])
    row = _asked(incident)
    seen = _mark(row)
    _amend(frontier, incident, tlp="TLP:AMBER+STRICT")
    with pytest.raises(Invalid, match="has changed since"):
        _agree(frontier, row, seen=seen)
    assert not _sees(frontier, "observer.california", incident)
    _agree(frontier, row)
    assert _sees(frontier, "observer.california", incident)
    assert Incident.objects.get(pk=incident.pk).tlp == "TLP:AMBER+STRICT", "the label was not asked about"
    assert not _sees(frontier, "auditor", incident)


def test_to_refuse_takes_a_reason_and_leaves_the_audience(frontier: Cast) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN")
    row = _asked(incident)
    given = {"actor": frontier.viewer("borealis.alternate"), "now": NOW, "ref": row.ref, "uid": row.uid}
    with pytest.raises(Invalid) as wrong:
        services.refuse_to_widen(**given, because="  ")
    assert set(wrong.value.errors) == {"because"}
    assert services.refuse_to_widen(**given, because="Not yet.").state == "refused"
    assert not _sees(frontier, "cygnus.liaison", incident)
    with pytest.raises(Refused):
        _agree(frontier, row)
    asker = seats_of("widening.asker", row.pk, NOW)
    assert [seat.pk for seat in asker] == [frontier["borealis.liaison"].pk]


def test_only_who_asked_takes_it_back(frontier: Cast) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN")
    row = _asked(incident)
    given = {"now": NOW, "ref": row.ref, "uid": row.uid}
    with pytest.raises(Refused, match="Only the person who asked"):
        services.take_back(actor=frontier.viewer("borealis.representative"), **given)
    assert services.take_back(actor=frontier.viewer("borealis.liaison"), **given).state == "withdrawn"
    with pytest.raises(Refused):
        services.take_back(actor=frontier.viewer("borealis.liaison"), **given)


@pytest.mark.parametrize("ending", ["withdrawn", "closed"])
def test_with_the_report_ends_what_was_asked_of_it(frontier: Cast, ending: str) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN")
    row = _asked(incident)
    if ending == "withdrawn":
        withdraw(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, reason="Twice.")
    else:
        acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=incident.ref)
        close(actor=frontier.viewer("clerk"), now=NOW, ref=incident.ref, outcome="Mended.")
    row.refresh_from_db()
    assert (row.state, row.because) == ("withdrawn", "The report has ended.")
    assert Deadline.objects.get(clock=TO_AGREE).state == Clock.MOOT
    with pytest.raises(Refused):
        _agree(frontier, row)


def test_the_clock_of_the_second_person_runs_from_the_asking_to_the_answer(frontier: Cast) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN")
    deadline = Deadline.objects.get(clock=TO_AGREE)
    assert deadline.due_at == NOW + timedelta(hours=72)
    waiting = Deadline.objects.waiting_for
    assert deadline in waiting(frontier.viewer("borealis.representative"))
    assert deadline not in waiting(frontier.viewer("borealis.liaison"))
    assert deadline not in waiting(frontier.viewer("clerk"))
    _agree(frontier, _asked(incident))
    assert Deadline.objects.get(clock=TO_AGREE).state == Clock.MET


def test_a_label_that_was_assumed_is_not_any_more_once_it_is_agreed(frontier: Cast) -> None:
    incident = filed(frontier, assumed=["title", "tlp"])
    _amend(frontier, incident, tlp="TLP:GREEN")
    assert Incident.objects.get(pk=incident.pk).assumed == ["title", "tlp"]
    assert _agree(frontier, _asked(incident)).assumed == ["title"]


def test_the_database_itself_holds_to_two(frontier: Cast) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN")
    row = _asked(incident)
    for wrong in (
        {"state": "agreed", "decided_at": NOW},
        {"state": "agreed", "decided_at": NOW, "decided_by": row.asked_by},
        {"state": "refused", "decided_at": NOW, "decided_by": frontier["borealis.alternate"]},
        {"state": "withdrawn"},
        {"tlp": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            IncidentWidening.objects.filter(pk=row.pk).update(**wrong)
    row.pk, row.uid = None, incident.uid
    with pytest.raises(IntegrityError, match="widening_pending_once"), transaction.atomic():
        row.save(force_insert=True)


def test_whoever_newly_sees_it_is_exactly_who_the_change_named(frontier: Cast) -> None:
    incident = filed(frontier)
    _amend(frontier, incident, tlp="TLP:GREEN")
    row = _asked(incident)
    change = change_of(incident, NOW, label="TLP:GREEN", named=[])
    before = set(seats_that_may_see(incident.pk, NOW).values_list("pk", flat=True))
    _agree(frontier, row)
    after = set(seats_that_may_see(incident.pk, NOW).values_list("pk", flat=True))
    assert (change.gains, change.loses) == (after - before, before - after)
