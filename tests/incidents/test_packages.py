"""What an authority is sent: who prepares, sends, reads and answers it, and that what was sent stays as it was."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from apps.deadlines.models import Deadline
from apps.deadlines.states import State as Clock
from apps.files.models import File
from apps.incidents.acts import packages as acts
from apps.incidents.models import (
    DUTY,
    PACKAGE,
    QUESTION,
    Duty,
    Incident,
    Package,
    PackageQuestion,
    PackageVersion,
    seats_that_may_see_duty,
    seats_that_may_see_package,
    seats_that_may_see_question,
)
from apps.incidents.selectors.packages import duty_for, package_for
from apps.incidents.services.adding import amend
from apps.incidents.services.answering import accept, answer, ask, receive, require_revision
from apps.incidents.services.handling import withdraw
from apps.incidents.services.packages import mark_sent, prepare, send
from apps.incidents.states import DutyState, PackageState
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import png
from tests.incidents.owing import CODE, breach, duty_of, owe
from tests.shared import own, shared

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
TOO_LATE = NOW + timedelta(days=30)
BOREALIS = {"borealis.representative", "borealis.alternate", "borealis.liaison"}
OTHERS = ["aster.liaison", "clerk", "observer.california", "independent", "auditor"]
Step = Callable[[Cast, str, Duty], Any]


stage = shared(owe)


@pytest.fixture
def cast(stage: tuple[Cast, int]) -> Cast:
    """The cast of the report, filed once for the module."""
    return own(stage[0])


@pytest.fixture
def owed(frontier: Cast, stage: tuple[Cast, int]) -> Duty:
    """The European first report that Borealis owes."""
    return Duty.objects.get(pk=stage[1])


def _send(cast: Cast, duty: Duty, at: datetime = LATER, by: str = "borealis.liaison", **words: str) -> PackageVersion:
    return send(actor=cast.viewer(by), now=at, ref=duty.ref, **words)


def _mark(cast: Cast, duty: Duty, by: str = "borealis.liaison", **changes: Any) -> PackageVersion:
    given: dict[str, Any] = {"now": LATER, "sent_at": NOW, "proof": png("receipt.png")} | changes
    return mark_sent(actor=cast.viewer(by), ref=duty.ref, **given)


def _ask(cast: Cast, duty: Duty, by: str = "observer.eu", **changes: Any) -> PackageQuestion:
    given: dict[str, Any] = {"text": "Which weights?", "answer_by": LATER + timedelta(days=2)} | changes
    return ask(actor=cast.viewer(by), now=LATER, ref=duty.ref, **given)


def _clocks(kind: str, pk: int) -> list[str]:
    return list(
        Deadline.objects.filter(subject_kind=kind, subject_id=pk).order_by("pk").values_list("state", flat=True)
    )


def _kinds(kind: str, pk: int) -> list[str]:
    return [act.kind for act in Act.objects.about(kind, pk).order_by("pk")]


def test_a_lab_prepares_and_sends_and_the_proof_meets_the_duty(frontier: Cast, owed: Duty) -> None:
    actor = frontier.viewer("borealis.liaison")
    package = prepare(
        actor=actor, now=NOW, ref=owed.ref, texts={"submitter": " Lena, liaison "}, left_out=["malicious"]
    )
    assert (package.texts, package.left_out, package.state) == (
        {"submitter": "Lena, liaison"},
        ["malicious"],
        PackageState.PREPARING,
    )
    version = _send(frontier, owed)
    owed.refresh_from_db()
    package.refresh_from_db()
    assert (version.number, version.elsewhere, version.sent_by) == (1, False, frontier["borealis.liaison"])
    assert (owed.state, owed.first_sent_at, package.state) == (DutyState.SENT, LATER, PackageState.SENT)
    fields = {line["field"]: line["text"] for line in version.content}
    assert fields["submitter"] == "Lena, liaison"
    assert "malicious" not in fields
    assert version.missing == ["model", "evidence_of_involvement"]
    marked = _mark(frontier, owed)
    owed.refresh_from_db()
    assert (owed.state, owed.met_at, marked.number, marked.elsewhere) == (DutyState.MET, NOW, 2, True)
    assert owed.proof == marked.proof
    assert _clocks(DUTY, owed.pk) == [Clock.MET]
    assert _kinds(PACKAGE, package.pk)[-2:] == [acts.SENT, acts.SENT_ELSEWHERE]


def test_where_the_portal_counts_in_law_the_sending_meets_the_duty(frontier: Cast, owed: Duty) -> None:
    owed.counts_in_law = True
    owed.save()
    _send(frontier, owed)
    owed.refresh_from_db()
    assert (owed.state, owed.met_at) == (DutyState.MET, LATER)
    follows = Duty.objects.get(ref=f"{owed.incident.ref}/{CODE}.intermediate")
    assert follows.due_at == datetime(2026, 12, 19, 22, 59, 59, tzinfo=UTC)


STEPS: dict[str, Step] = {
    "prepare": lambda cast, by, duty: prepare(actor=cast.viewer(by), now=LATER, ref=duty.ref, texts={}),
    "send": lambda cast, by, duty: _send(cast, duty, by=by, reason="More is known."),
    "mark": lambda cast, by, duty: _mark(cast, duty, by=by),
    "answer": lambda cast, by, duty: answer(
        actor=cast.viewer(by), now=LATER, uid=PackageQuestion.objects.get().uid, text="Those of the planner."
    ),
    "receive": lambda cast, by, duty: receive(actor=cast.viewer(by), now=LATER, ref=duty.ref),
    "ask": lambda cast, by, duty: _ask(cast, duty, by=by),
    "accept": lambda cast, by, duty: accept(actor=cast.viewer(by), now=LATER, ref=duty.ref),
    "revise": lambda cast, by, duty: require_revision(
        actor=cast.viewer(by), now=LATER, ref=duty.ref, words="Say more.", revise_by=LATER + timedelta(days=3)
    ),
}
OF_THE_LAB = ("prepare", "send", "mark", "answer")


@pytest.mark.parametrize("step", list(STEPS))
def test_the_lab_takes_its_steps_and_the_authority_its_own(frontier: Cast, owed: Duty, step: str) -> None:
    _send(frontier, owed)
    _ask(frontier, owed)
    for name in frontier.in_frontier:
        if name not in (BOREALIS if step in OF_THE_LAB else {"observer.eu"}):
            with pytest.raises((Refused, Http404)):
                STEPS[step](frontier, name, owed)
    STEPS[step](frontier, "borealis.liaison" if step in OF_THE_LAB else "observer.eu", owed)


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_prepares_or_sends(frontier: Cast, owed: Duty, name: str) -> None:
    for step in ("prepare", "send", "mark"):
        with pytest.raises((Refused, Http404)):
            STEPS[step](frontier, name, owed)
    assert not Package.objects.exists()


def test_an_amended_version_needs_its_reason_and_the_first_stays_as_it_was(frontier: Cast, owed: Duty) -> None:
    first = _send(frontier, owed)
    content, digest = first.content, first.digest
    changes = {"narrative": "The agent copied the weights.", "model": "Heron 4"}
    amend(actor=frontier.viewer("borealis.liaison"), now=LATER, ref=owed.incident.ref, changes=changes)
    with pytest.raises(Invalid) as refusal:
        _send(frontier, owed)
    assert set(refusal.value.errors) == {"reason"}
    second = _send(frontier, owed, reason="The model is known now.")
    first.refresh_from_db()
    assert (first.content, first.digest) == (content, digest)
    assert second.digest != digest
    assert {line["field"]: line["text"] for line in second.content}["model"] == "Heron 4"
    owed.refresh_from_db()
    assert owed.first_sent_at == LATER


def test_what_is_late_needs_its_reason_and_what_is_refused_leaves_nothing(frontier: Cast, owed: Duty) -> None:
    with pytest.raises(Invalid) as refusal:
        _send(frontier, owed, at=TOO_LATE)
    assert set(refusal.value.errors) == {"late_reason"}
    with pytest.raises(Invalid) as refusal:
        _mark(frontier, owed, now=TOO_LATE, sent_at=TOO_LATE)
    assert set(refusal.value.errors) == {"late_reason"}
    assert not PackageVersion.objects.exists()
    assert not File.objects.exists()
    _mark(frontier, owed, now=TOO_LATE, sent_at=TOO_LATE, late_reason="The channel was down.")
    owed.refresh_from_db()
    assert owed.late_reason == "The channel was down."
    assert Act.objects.about(DUTY, owed.pk).latest("pk").facts["late"] is True


def test_what_is_sent_here_too_late_keeps_its_reason(frontier: Cast, owed: Duty) -> None:
    _send(frontier, owed, at=TOO_LATE, late_reason="We were asleep.")
    owed.refresh_from_db()
    assert (owed.state, owed.late_reason) == (DutyState.SENT, "We were asleep.")


@pytest.mark.parametrize("sent_at", [LATER + timedelta(minutes=1), NOW - timedelta(days=3)])
def test_the_instant_of_sending_has_passed_and_comes_after_awareness(
    frontier: Cast, owed: Duty, sent_at: datetime
) -> None:
    with pytest.raises(Invalid) as refusal:
        _mark(frontier, owed, sent_at=sent_at)
    assert set(refusal.value.errors) == {"sent_at"}


def test_what_came_in_time_asks_no_reason_of_later_versions(frontier: Cast, owed: Duty) -> None:
    _send(frontier, owed)
    version = _send(frontier, owed, at=TOO_LATE, reason="More is known.")
    assert (version.number, version.package.is_late) == (2, False)


def test_what_went_by_the_official_channel_is_sent_here_too_without_any_reason(frontier: Cast, owed: Duty) -> None:
    _mark(frontier, owed)
    version = _send(frontier, owed, at=TOO_LATE)
    assert (version.number, version.elsewhere, version.package.is_late) == (2, False, False)
    with pytest.raises(Invalid) as refusal:
        _send(frontier, owed, at=TOO_LATE)
    assert set(refusal.value.errors) == {"reason"}


def test_what_was_sent_here_late_and_there_in_time_is_not_late(frontier: Cast, owed: Duty) -> None:
    assert _send(frontier, owed, at=TOO_LATE, late_reason="We were asleep.").package.is_late
    assert not _mark(frontier, owed, now=TOO_LATE, sent_at=NOW).package.is_late


def test_what_is_not_given_stays_as_it_was_prepared(frontier: Cast, owed: Duty) -> None:
    actor = frontier.viewer("borealis.liaison")
    prepare(actor=actor, now=NOW, ref=owed.ref, texts={"submitter": "Lena"}, left_out=["malicious"])
    package = prepare(actor=actor, now=NOW, ref=owed.ref, texts={"why": "It escaped."})
    assert package.texts == {"submitter": "Lena", "why": "It escaped."}
    assert package.left_out == ["malicious"]


def test_a_duty_is_marked_once(frontier: Cast, owed: Duty) -> None:
    _mark(frontier, owed)
    with pytest.raises(Refused, match="met already"):
        _mark(frontier, owed)


def test_only_what_is_written_here_and_may_be_left_out(frontier: Cast, owed: Duty) -> None:
    actor = frontier.viewer("borealis.liaison")
    with pytest.raises(Invalid) as refusal:
        prepare(actor=actor, now=NOW, ref=owed.ref, texts={"narrative": "Other", "submitter": "x" * 20_001})
    assert set(refusal.value.errors) == {"narrative", "submitter"}
    with pytest.raises(Refused, match="requires this: Chain of events"):
        prepare(actor=actor, now=NOW, ref=owed.ref, texts={}, left_out=["narrative"])
    assert not Package.objects.exists()


def test_nothing_is_sent_where_nothing_is_owed_or_nobody_sits(frontier: Cast, owed: Duty) -> None:
    elsewhere = Duty.objects.filter(incident=owed.incident, desk=None).exclude(state=DutyState.NOT_OWED).first()
    if elsewhere is not None:
        with pytest.raises(Refused, match="no desk"):
            _send(frontier, elsewhere)
    withdraw(actor=frontier.viewer("borealis.liaison"), now=LATER, ref=owed.incident.ref, reason="Filed twice.")
    for step in ("send", "mark"):
        with pytest.raises(Refused, match="Nothing is owed"):
            STEPS[step](frontier, "borealis.liaison", owed)


def test_the_authority_receives_asks_is_answered_and_accepts(frontier: Cast, owed: Duty) -> None:
    _send(frontier, owed)
    package = receive(actor=frontier.viewer("observer.eu"), now=LATER, ref=owed.ref)
    assert (package.state, package.received_at) == (PackageState.RECEIVED, LATER)
    with pytest.raises(Refused):
        receive(actor=frontier.viewer("observer.eu"), now=LATER, ref=owed.ref)
    question = _ask(frontier, owed)
    assert _clocks(QUESTION, question.pk) == [Clock.RUNNING]
    lab = frontier.viewer("borealis.liaison")
    with pytest.raises(Invalid, match="Write the answer"):
        answer(actor=lab, now=LATER, uid=question.uid, text=" ")
    answered = answer(actor=lab, now=LATER, uid=question.uid, text="Those of the planner.")
    assert (answered.answer, answered.answered_by) == ("Those of the planner.", frontier["borealis.liaison"])
    assert _clocks(QUESTION, question.pk) == [Clock.MET]
    with pytest.raises(Refused, match="answered already"):
        answer(actor=lab, now=LATER, uid=question.uid, text="Others.")
    accepted = accept(actor=frontier.viewer("observer.eu"), now=LATER, ref=owed.ref, words=" Thank you. ")
    assert (accepted.state, accepted.decision) == (PackageState.ACCEPTED, "Thank you.")
    assert _kinds(PACKAGE, package.pk) == [acts.SENT, acts.RECEIVED, acts.ACCEPTED]


def test_questions_are_counted_until_they_are_answered(frontier: Cast, owed: Duty) -> None:
    package = _send(frontier, owed).package
    first, second = _ask(frontier, owed), _ask(frontier, owed, text="Since when?")
    counts = []
    for question in (second, first):
        package.refresh_from_db()
        counts.append(package.open_questions)
        answer(actor=frontier.viewer("borealis.liaison"), now=LATER, uid=question.uid, text="As written.")
    package.refresh_from_db()
    assert [*counts, package.open_questions] == [2, 1, 0]


def test_a_required_revision_has_its_clock_and_another_version_meets_it(frontier: Cast, owed: Duty) -> None:
    _send(frontier, owed)
    authority, by = frontier.viewer("observer.eu"), LATER + timedelta(days=5)
    with pytest.raises(Invalid, match="Say what must be revised"):
        require_revision(actor=authority, now=LATER, ref=owed.ref, words="", revise_by=by)
    package = require_revision(actor=authority, now=LATER, ref=owed.ref, words="Name the model.", revise_by=by)
    assert (package.state, package.decision, package.revise_by) == (PackageState.REVISION, "Name the model.", by)
    assert _clocks(PACKAGE, package.pk) == [Clock.RUNNING]
    _send(frontier, owed, reason="The model is named.")
    package.refresh_from_db()
    assert package.state == PackageState.SENT
    assert _clocks(PACKAGE, package.pk) == [Clock.MET]


@pytest.mark.parametrize("hour", [NOW, LATER + timedelta(days=367)])
def test_an_hour_that_is_asked_for_is_still_to_come_and_within_a_year(
    frontier: Cast, owed: Duty, hour: datetime
) -> None:
    _send(frontier, owed)
    with pytest.raises(Invalid) as refusal:
        _ask(frontier, owed, answer_by=hour)
    assert set(refusal.value.errors) == {"answer_by"}
    with pytest.raises(Invalid) as refusal:
        require_revision(
            actor=frontier.viewer("observer.eu"), now=LATER, ref=owed.ref, words="Say more.", revise_by=hour
        )
    assert set(refusal.value.errors) == {"revise_by"}


def _who(cast: Cast, rows: Any, pk: int) -> set[str]:
    return {name for name in cast.in_frontier if rows.visible_to(cast.viewer(name)).filter(pk=pk).exists()}


def _seats(cast: Cast, seats: Any) -> set[str]:
    ids = set(seats.values_list("pk", flat=True))
    return {name for name in cast.in_frontier if cast[name].pk in ids}


@pytest.mark.parametrize("tlp", ["TLP:RED", "TLP:AMBER", "TLP:CLEAR"])
def test_a_package_is_seen_by_the_lab_and_once_sent_by_its_authority(frontier: Cast, tlp: str) -> None:
    incident = breach(frontier, tlp=tlp, recipients=["secretariat"])
    frontier.retain(incident.ref)
    duty = duty_of(incident)
    prepare(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=duty.ref, texts={"submitter": "Lena"})
    package = Package.objects.get()
    for expected in (BOREALIS, BOREALIS | {"observer.eu"}):
        assert _who(frontier, Package.objects, package.pk) == expected
        assert _seats(frontier, seats_that_may_see_package(package.pk, LATER)) == expected
        assert _who(frontier, Duty.objects, duty.pk) == _seats(frontier, seats_that_may_see_duty(duty.pk, LATER))
        if duty.first_sent_at is None:
            _send(frontier, duty)
            duty.refresh_from_db()
    question = _ask(frontier, duty)
    assert _who(frontier, PackageQuestion.objects, question.pk) == BOREALIS | {"observer.eu"}
    assert _seats(frontier, seats_that_may_see_question(question.pk, LATER)) == BOREALIS | {"observer.eu"}


def test_the_authority_reads_the_package_without_seeing_the_report(frontier: Cast, owed: Duty) -> None:
    _send(frontier, owed)
    authority, other = frontier.viewer("observer.eu"), frontier.viewer("observer.california")
    assert package_for(authority, owed.ref).duty_id == owed.pk
    assert not Incident.objects.visible_to(authority).exists()
    assert list(Duty.objects.visible_to(authority)) == [owed]
    for find in (package_for, duty_for):
        with pytest.raises(Http404):
            find(other, owed.ref)


def test_what_went_by_the_official_channel_alone_is_not_on_the_desk(frontier: Cast, owed: Duty) -> None:
    _mark(frontier, owed)
    with pytest.raises(Http404):
        package_for(frontier.viewer("observer.eu"), owed.ref)


def test_another_committee_has_none_of_it(frontier: Cast, owed: Duty) -> None:
    _send(frontier, owed)
    with tenant(frontier.pacific.pk):
        assert not Package.objects.exists()
        with pytest.raises(Http404):
            duty_for(frontier.viewer("eve"), owed.ref)
