"""What the committee makes of a report: who has it, how grave it is, findings and root cause."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from apps.deadlines.models import Deadline
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.acts import working as acts
from apps.incidents.models import CauseNote, Duty, Finding, Incident, SeverityReview
from apps.incidents.selectors.working import causes_of, findings_of
from apps.incidents.services.handling import acknowledge, assess, close, withdraw
from apps.incidents.services.working import add_finding, assign, note_cause, review_severity, take_back
from apps.kernel.decisions import Invalid, Refused
from apps.notices.models import FanOut
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.owing import breach, load_all

pytestmark = pytest.mark.django_db

READERS = ["aster.alternate", "borealis.liaison", "auditor", "observer.eu"]
"""They see the report and do not act for the committee."""


@pytest.fixture
def report(frontier: Cast) -> Incident:
    """A report of Borealis that names the European authority."""
    return filed(frontier, recipients=["eu-office"])


def _named(cast: Cast, incident: Incident, by: str) -> dict[str, Any]:
    return {"actor": cast.viewer(by), "now": NOW, "ref": incident.ref}


def _assign(cast: Cast, incident: Incident, to: str, by: str = "clerk", **more: Any) -> Incident:
    return assign(**_named(cast, incident, by), to=str(cast[to].uid), **more)


def _review(cast: Cast, incident: Incident, severity: int = 5, by: str = "clerk", **more: Any) -> SeverityReview:
    return review_severity(**_named(cast, incident, by), **({"severity": severity, "reason": "It spread."} | more))


def _find(cast: Cast, incident: Incident, by: str = "clerk", **more: Any) -> Finding:
    return add_finding(**_named(cast, incident, by), **({"text": "The port was open.", "basis": "Log 7."} | more))


def _note(cast: Cast, incident: Incident, text: str = "Nobody watched.", by: str = "clerk", **more: Any) -> CauseNote:
    return note_cause(**_named(cast, incident, by), text=text, **more)


def _worked(cast: Cast, incident: Incident) -> Incident:
    acknowledge(**_named(cast, incident, "clerk"))
    return incident


def _told(kind: str) -> set[int]:
    return {pk for row in FanOut.objects.filter(act__kind=kind) for pk in row.seat_ids}


def test_it_is_given_handed_on_and_taken_back_and_each_who_had_it_hears(frontier: Cast, report: Incident) -> None:
    clerk, deputy = frontier["clerk"], frontier["aster.alternate"]
    assert _assign(frontier, report, "aster.alternate").assignee == deputy
    assert _told(acts.ASSIGNED) == {deputy.pk}
    assert _assign(frontier, report, "clerk", by="aster.alternate", note="You know them.").assignee == clerk
    act = Act.objects.get(kind=acts.HANDED_ON)
    assert act.facts["to"] == [str(clerk)]
    assert "You know them." not in str(act.facts)
    assert clerk.pk in _told(acts.HANDED_ON)
    report.refresh_from_db()
    assert report.assignment_note == "You know them."
    assert take_back(**_named(frontier, report, "aster.representative")).assignee is None
    assert clerk.pk in _told(acts.TAKEN_BACK)
    report.refresh_from_db()
    assert report.assignment_note == ""
    with pytest.raises(Refused, match="Nobody has this report"):
        take_back(**_named(frontier, report, "clerk"))


def test_who_has_it_gives_it_back_and_works_on_it(frontier: Cast) -> None:
    report = _worked(frontier, filed(frontier, tlp="TLP:GREEN"))
    with pytest.raises(Refused):
        _find(frontier, report, by="independent")
    _assign(frontier, report, "independent")
    assert _find(frontier, report, by="independent").number == 1
    assert _review(frontier, report, by="independent").severity == 5
    assert take_back(**_named(frontier, report, "independent")).assignee is None
    with pytest.raises(Refused):
        _find(frontier, report, by="independent")


@pytest.mark.parametrize("name", ["borealis.representative", "auditor", "observer.eu", "independent", "cygnus.liaison"])
def test_it_is_given_to_nobody_who_reported_it_may_not_see_it_or_does_not_act(
    frontier: Cast, report: Incident, name: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _assign(frontier, report, name)
    assert set(refusal.value.errors) == {"to"}


def test_giving_says_when_somebody_else_was_faster_and_when_nothing_changes(frontier: Cast, report: Incident) -> None:
    _assign(frontier, report, "clerk", had="")
    with pytest.raises(Refused, match="somebody else meanwhile"):
        _assign(frontier, report, "aster.representative", had="")
    with pytest.raises(Invalid, match="has the report already"):
        _assign(frontier, report, "clerk", had=str(frontier["clerk"].uid))
    with pytest.raises(Invalid):
        _assign(frontier, report, "aster.representative", note="x" * 2001)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "verb",
    [
        lambda cast, report, name: _assign(cast, report, "clerk", by=name),
        lambda cast, report, name: _review(cast, report, by=name),
        lambda cast, report, name: _find(cast, report, by=name),
        lambda cast, report, name: _note(cast, report, by=name),
    ],
)
def test_who_only_reads_it_does_none_of_this(frontier: Cast, report: Incident, verb: Any, name: str) -> None:
    _worked(frontier, report)
    with pytest.raises(Refused, match="Only the chair or a clerk"):
        verb(frontier, report, name)
    with pytest.raises(Http404):
        verb(frontier, report, "cygnus.representative")


def test_the_chair_does_none_of_this_on_its_own_report_and_nobody_on_a_closed_one(frontier: Cast) -> None:
    own = filed(frontier, by="aster.liaison")
    for verb in (_review, _find, _note):
        with pytest.raises(Refused):
            verb(frontier, own, by="aster.representative")
    _worked(frontier, own)
    close(**_named(frontier, own, "clerk"), outcome="Mended.")
    for verb in (_review, _find, _note):
        with pytest.raises(Refused):
            verb(frontier, own)
    with pytest.raises(Refused, match="Only an open report"):
        _assign(frontier, own, "clerk")


def test_the_committees_severity_stands_beside_the_labs_and_changes_no_duty(frontier: Cast) -> None:
    load_all(frontier)
    report = breach(frontier)
    duties = list(Duty.objects.order_by("pk").values_list("pk", "state", "due_at"))
    clock = Deadline.objects.get(clock=ACKNOWLEDGEMENT, subject_ref=report.ref).due_at
    said = report.severity
    review = _review(frontier, report, 1)
    report.refresh_from_db()
    assert (report.severity, report.reviewed_severity, report.weighed_severity) == (said, 1, 1)
    assert (review.said, review.number) == (said, 1)
    assert list(Duty.objects.order_by("pk").values_list("pk", "state", "due_at")) == duties
    assert Deadline.objects.get(clock=ACKNOWLEDGEMENT, subject_ref=report.ref).due_at == clock
    act = Act.objects.get(kind=acts.SEVERITY_REVIEWED)
    assert act.facts["severity"] == 1
    assert "It spread." not in str(act.facts)
    assert frontier["borealis.liaison"].pk in _told(acts.SEVERITY_REVIEWED)


def test_each_review_is_kept_with_its_reason(frontier: Cast, report: Incident) -> None:
    for severity in (5, 2):
        _review(frontier, report, severity)
    rows = SeverityReview.objects.order_by("number").values_list("number", "severity", "said")
    assert list(rows) == [(1, 5, 3), (2, 2, 3)]
    for changes, field in (
        ({"severity": 2}, "severity"),
        ({"severity": 6}, "severity"),
        ({"severity": 0}, "severity"),
        ({"severity": 4, "reason": " "}, "reason"),
        ({"severity": 4, "reason": "x" * 2001}, "reason"),
    ):
        with pytest.raises(Invalid) as refusal:
            _review(frontier, report, **changes)
        assert set(refusal.value.errors) == {field}


def test_findings_are_made_once_somebody_took_note(frontier: Cast, report: Incident) -> None:
    for verb in (_find, _note):
        with pytest.raises(Refused, match="Acknowledge the report first"):
            verb(frontier, report)
    assess(**_named(frontier, _worked(frontier, report), "clerk"))
    assert _find(frontier, report).number == 1


def test_a_finding_is_superseded_once_and_never_changed(frontier: Cast, report: Incident) -> None:
    _worked(frontier, report)
    first = _find(frontier, report)
    second = _find(frontier, report, by="aster.representative", supersedes=1)
    assert second.supersedes == first
    for number in (1, 7):
        with pytest.raises(Invalid) as refusal:
            _find(frontier, report, supersedes=number)
        assert set(refusal.value.errors) == {"supersedes"}
    assert [bool(one.superseded_by.all()) for one in findings_of(report)] == [True, False]
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.filter(pk=first.pk).update(text="It was closed.")
    with pytest.raises(DatabaseError), transaction.atomic():
        first.delete()
    assert frontier["borealis.liaison"].pk in _told(acts.FINDING_MADE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"basis": " \0"}, "basis"),
        ({"text": "x" * 20_001}, "text"),
        ({"basis": "x" * 2001}, "basis"),
    ],
)
def test_a_finding_says_what_and_on_what_it_rests(
    frontier: Cast, report: Incident, changes: dict[str, str], field: str
) -> None:
    _worked(frontier, report)
    with pytest.raises(Invalid) as refusal:
        _find(frontier, report, **changes)
    assert set(refusal.value.errors) == {field}
    assert not Finding.objects.exists()


def test_the_note_on_the_root_cause_keeps_its_versions_and_what_changed(frontier: Cast, report: Incident) -> None:
    _worked(frontier, report)
    _note(frontier, report, "Nobody watched the port.")
    _note(frontier, report, "Nobody watched the gate.", seen=1)
    newest, first = causes_of(report)
    assert [(piece.kind, piece.text) for piece in newest.pieces] == [
        ("same", "Nobody watched the "),
        ("gone", "port."),
        ("new", "gate."),
    ]
    assert first.row.number == 1
    with pytest.raises(Refused, match="another version meanwhile"):
        _note(frontier, report, "Mine.", seen=1)
    for text in ("Nobody watched the gate.", " ", "x" * 20_001):
        with pytest.raises(Invalid):
            _note(frontier, report, text, seen=2)
    assert CauseNote.objects.count() == 2


def test_a_report_has_so_many_findings_at_most(
    frontier: Cast, report: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.incidents.services.working.MOST", 1)
    _worked(frontier, report)
    _find(frontier, report)
    with pytest.raises(Invalid, match="at most 1"):
        _find(frontier, report)


def test_a_withdrawn_report_is_not_worked(frontier: Cast, report: Incident) -> None:
    withdraw(**_named(frontier, report, "borealis.liaison"), reason="Filed twice.")
    for verb in (_review, _find, _note):
        with pytest.raises(Refused):
            verb(frontier, report)
