"""Labs attest, in time or late; what follows from silence; who reads what."""

import pytest
from django.db import DatabaseError, transaction

from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.kernel.decisions import Invalid, Refused
from apps.pauses.acts.attesting import evidence_open_to
from apps.pauses.models import Attestation, AttestedRun, Binding, ComplianceCase
from apps.pauses.rules.attested import Attested, Committed
from apps.pauses.selectors.compliance import labs_of
from apps.pauses.services.attesting import add_evidence
from apps.pauses.services.ending import lift
from apps.pauses.services.serving import acknowledge
from apps.pauses.states import CaseState, Ground, RunState
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.pauses.attesting import attested, late_case, ordered, paper
from tests.pauses.factory import DAY, HOUR

pytestmark = pytest.mark.django_db


def clocks(lab: str) -> dict[str, str]:
    rows = Deadline.objects.filter(subject_kind="pause_lab", subject_ref__endswith=f"/{lab}").order_by("pk")
    return {row.clock.partition(".")[2]: row.state for row in rows}


def kinds(ref: str) -> list[str]:
    return list(Act.objects.filter(subject_ref=ref).order_by("pk").values_list("kind", flat=True))


def test_a_lab_attests_within_the_charters_hours_and_again(frontier: Cast) -> None:
    order = ordered(frontier)
    at = order.in_force_at
    due = Deadline.objects.get(clock="pause_lab.attest", subject_ref__endswith="/borealis")
    assert (due.due_at, due.citation) == (at + 72 * HOUR, "Charter, article 6.8")
    first = attested(frontier, order, at + HOUR)
    assert (first.number, first.at, list(first.runs.values_list("run", "state"))) == (
        1,
        at + HOUR,
        [("north-7", "halted")],
    )
    assert clocks("borealis") == {"acknowledge": "met", "attest": "met", "renew": "running"}
    assert Binding.objects.get(organisation__key="borealis").acknowledged_at == at + HOUR
    renew = Deadline.objects.get(clock="pause_lab.renew")
    assert (renew.citation, (renew.due_at - at).days) == ("Charter, article 6.9", 14)
    assert attested(frontier, order, at + 5 * DAY).number == 2
    assert list(Deadline.objects.filter(clock="pause_lab.renew").order_by("pk").values_list("state", flat=True)) == [
        "met",
        "running",
    ]
    act = Act.objects.filter(kind="pause_lab.attested").first()
    assert act is not None
    assert act.facts["number"] == 1
    assert set(act.facts["attestation"]) == {"commitment"}
    assert "north-7" not in str(act.facts)


def test_silence_opens_a_case_after_the_ladder_and_a_late_one_is_noted(frontier: Cast) -> None:
    order = ordered(frontier)
    case = late_case(frontier, order)
    assert (case.ref, case.ground, case.state) == ("CMP-2026-0001", Ground.LATE, CaseState.OPEN)
    assert case.because == "It has not attested in time (charter, article 6.8)."
    assert case.binding.organisation.key == "borealis"
    ladder = Act.objects.filter(subject_ref__endswith="/borealis", kind="deadlines.escalated")
    assert ladder.count() == 0 or all("clerks" in act.told for act in ladder)
    attested(frontier, order, case.opened_at + HOUR)
    assert kinds("CMP-2026-0001") == ["pause_case.opened", "pause_case.noted"]
    assert clocks("borealis")["attest"] == "met"


def test_silence_on_service_opens_a_case_of_its_own(frontier: Cast) -> None:
    order = ordered(frontier)
    sweep(order.in_force_at + 3 * DAY)
    assert set(ComplianceCase.objects.values_list("binding__organisation__key", "ground")) == {
        ("borealis", "service"),
        ("cygnus", "service"),
    }
    acknowledge(actor=frontier.viewer("cygnus.liaison"), now=order.in_force_at + 3 * DAY, ref=order.ref)
    case = ComplianceCase.objects.get(binding__organisation__key="cygnus")
    assert kinds(case.ref) == ["pause_case.opened", "pause_case.noted"]


def test_the_second_lateness_is_added_to_the_case_that_is_open(frontier: Cast) -> None:
    order = ordered(frontier)
    attested(frontier, order, order.in_force_at + HOUR)
    attested(frontier, order, order.in_force_at + HOUR, "cygnus.liaison")
    sweep(order.in_force_at + 16 * DAY)
    assert ComplianceCase.objects.count() == 2
    case = ComplianceCase.objects.get(binding__organisation__key="borealis")
    assert case.because == "It has not attested again in time (charter, article 6.9)."
    attested(frontier, order, order.in_force_at + 17 * DAY)
    sweep(order.in_force_at + 33 * DAY)
    assert ComplianceCase.objects.filter(binding__organisation__key="borealis").count() == 1
    assert kinds(case.ref).count("pause_case.noted") == 2


def test_a_released_lab_owes_nothing_and_attests_no_more(frontier: Cast) -> None:
    order = ordered(frontier)
    attested(frontier, order, order.in_force_at + HOUR)
    lift(actor=Portal("a test"), now=order.in_force_at + DAY, ref=order.ref, because="Done.")
    assert clocks("borealis") == {"acknowledge": "met", "attest": "met", "renew": "moot"}
    assert clocks("cygnus") == {"acknowledge": "moot", "attest": "moot"}, "it was never heard of"
    sweep(order.in_force_at + 60 * DAY)
    assert not ComplianceCase.objects.exists()
    with pytest.raises(Refused, match=r"nothing to attest \(charter, article 6\.8\)"):
        attested(frontier, order, order.in_force_at + 2 * DAY)


def test_evidence_is_sent_ahead_stored_with_it_or_committed_to(frontier: Cast) -> None:
    order = ordered(frontier)
    at = order.in_force_at
    actor = frontier.viewer("borealis.liaison", at)
    [ahead] = add_evidence(actor=actor, now=at, ref=order.ref, uploads=[paper("ahead.txt")])
    [rivals] = add_evidence(actor=frontier.viewer("cygnus.liaison", at), now=at, ref=order.ref, uploads=[paper()])
    log = Committed("AB" * 32, "The scheduler's log of the week")
    row = attested(frontier, order, at, files=[paper("with.txt")], evidence=[ahead.uid], commitments=[log])
    assert sorted(row.files.values_list("file__name", flat=True)) == ["ahead.txt", "with.txt"]
    assert list(row.commitments.values_list("sha256", "of")) == [("ab" * 32, log.of)]
    with pytest.raises(Invalid) as refused:
        attested(frontier, order, at, evidence=[rivals.uid])
    assert list(refused.value.errors) == ["evidence"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"runs": []},
        {"runs": [Attested("a", RunState.UNDER_PERMIT, NOW)]},
        {"commitments": [Committed("zz", "x")]},
        {"statement": "  "},
    ],
)
def test_what_is_wrong_changes_nothing(frontier: Cast, wrong: dict) -> None:
    order = ordered(frontier)
    with pytest.raises(Invalid):
        attested(frontier, order, order.in_force_at + HOUR, **wrong)
    assert not Attestation.objects.exists()
    assert clocks("borealis")["attest"] == "running"


def test_no_run_in_scope_is_said_in_so_many_words(frontier: Cast) -> None:
    order = ordered(frontier)
    row = attested(frontier, order, order.in_force_at, runs=[], none_in_scope=True)
    assert not row.runs.exists()


def test_an_attestation_is_never_changed(frontier: Cast) -> None:
    order = ordered(frontier)
    attested(frontier, order, order.in_force_at)
    for rows in (Attestation.objects.all(), AttestedRun.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(committee=frontier.frontier.pk)


def test_what_it_says_is_read_by_the_lab_clerks_auditors_and_whoever_presides(frontier: Cast) -> None:
    order = ordered(frontier)
    attested(frontier, order, order.in_force_at)
    at = order.in_force_at
    readers = {
        name for name in frontier.in_frontier if Attestation.objects.readable_by(frontier.viewer(name, at)).exists()
    }
    own = {f"borealis.{role}" for role in ("representative", "alternate", "liaison")}
    assert readers == own | {"clerk", "auditor", "aster.representative"}
    assert {
        name
        for name in frontier.in_frontier
        if evidence_open_to(frontier.viewer(name, at)).filter(organisation__key="borealis").exists()
    } == readers


def test_labs_stand_in_a_list_at_a_constant_price(frontier: Cast, django_assert_num_queries: object) -> None:
    order = ordered(frontier)
    late_case(frontier, order)
    at = order.in_force_at + 5 * DAY
    viewer = frontier.viewer("clerk", at)
    with django_assert_num_queries(3):  # type: ignore[operator]
        borealis, cygnus = labs_of(viewer, order, at)
    assert (borealis.organisation.key, borealis.attested, borealis.is_late) == ("borealis", 0, True)
    assert borealis.late == at - (order.in_force_at + 72 * HOUR)
    assert [case.ref for case in borealis.cases] == ["CMP-2026-0001"]
    assert (cygnus.attested, cygnus.attested_at, cygnus.is_late, cygnus.cases) == (
        1,
        order.in_force_at + HOUR,
        False,
        (),
    )
    assert cygnus.due is not None
    assert cygnus.due.clock == "pause_lab.renew"
