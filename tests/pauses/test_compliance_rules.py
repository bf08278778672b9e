"""What an attestation must say, who does what, and in which order consequences follow: without a database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.states import OfficeKind, Role
from apps.pauses.rules import compliance
from apps.pauses.rules.attested import Attested, Committed, commitment_errors, runs_errors
from apps.pauses.rules.consequences import Consequence, in_order, to_come
from apps.pauses.rules.permits import Permit
from apps.pauses.states import CASES, CaseState, ChallengeState, RunState, State

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOREALIS, ASTER, VERITAS = 2, 1, 9


@dataclass
class Order:
    state: str = State.IN_FORCE
    organisation_id: int = ASTER
    pk: int = 5


@dataclass
class Bound:
    organisation_id: int = BOREALIS
    served_at: datetime | None = NOW
    released_at: datetime | None = None


def viewer(role: Role, organisation: int = BOREALIS, **more: object) -> Viewer:
    return Viewer(1, 7, organisation, role, **more)  # type: ignore[arg-type]


CHAIR = viewer(Role.REPRESENTATIVE, ASTER, offices=frozenset({OfficeKind.CHAIR}))


def run(name: str = "a", state: str = RunState.HALTED, since: datetime = NOW - HOUR) -> Attested:
    return Attested(name, state, since)


def errors(*runs: Attested, none: bool = False, permits: tuple[Permit, ...] = ()) -> dict[str, str]:
    return runs_errors(runs, none_in_scope=none, permits=permits, now=NOW)


class TestRuns:
    def test_a_run_that_halted_is_right_and_so_is_the_word_that_there_is_none(self) -> None:
        assert errors(run(), run("b", RunState.NOT_STARTED)) == {}
        assert errors(none=True) == {}

    def test_nothing_at_all_and_both_at_once_are_refused_by_the_article(self) -> None:
        assert "(charter, article 6.8)" in errors()["runs"]
        assert "(charter, article 6.8)" in errors(run(), none=True)["runs"]

    def test_each_run_stands_once(self) -> None:
        assert list(errors(run(), run("b"), run())) == ["runs.2"]

    @pytest.mark.parametrize(
        ("wrong", "word"),
        [
            (run(" "), "Name the run"),
            (run("x" * 101), "Name the run"),
            (run(state="running"), "Say whether"),
            (run(since=datetime(2026, 11, 21, 11)), "zone"),  # noqa: DTZ001 - that is what is wrong with it
            (run(since=NOW + timedelta(seconds=1)), "still to come"),
        ],
    )
    def test_what_cannot_be_is_named(self, wrong: Attested, word: str) -> None:
        assert word in errors(wrong)["runs.0"]

    def test_now_itself_is_not_to_come(self) -> None:
        assert errors(run(since=NOW)) == {}

    def test_under_permit_needs_one_for_that_run_then_and_now(self) -> None:
        permit = Permit("PER-1", "borealis", "a", frozenset({"m"}), 1, NOW - 2 * HOUR, NOW + HOUR)
        claimed = run(state=RunState.UNDER_PERMIT)
        assert errors(claimed, permits=(permit,)) == {}
        assert "(charter, article 6.10)" in errors(claimed)["runs.0"]
        assert errors(run("b", RunState.UNDER_PERMIT), permits=(permit,)) != {}
        assert errors(run(state=RunState.UNDER_PERMIT, since=NOW - 3 * HOUR), permits=(permit,)) != {}
        over = Permit("PER-1", "borealis", "a", frozenset({"m"}), 1, NOW - 2 * HOUR, NOW)
        assert errors(claimed, permits=(over,)) != {}

    def test_too_many_are_refused_at_once(self) -> None:
        assert list(errors(*[run(str(number)) for number in range(201)])) == ["runs"]


def test_commitments_are_sha_256_once_each_of_something() -> None:
    right = Committed("a" * 64, "The scheduler's log")
    assert commitment_errors([right]) == {}
    assert list(commitment_errors([right, right])) == ["commitments.1"]
    assert list(commitment_errors([Committed("A" * 64, "x"), Committed("b" * 64, " ")])) == [
        "commitments.0",
        "commitments.1",
    ]


class TestWho:
    @pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON, Role.SERVICE])
    def test_the_labs_people_and_its_machine_attest(self, role: Role) -> None:
        assert compliance.may_attest(viewer(role), Order(), Bound())
        assert not compliance.may_attest(viewer(role, ASTER), Order(), Bound())

    @pytest.mark.parametrize(
        ("order", "bound"),
        [
            (Order(), Bound(served_at=None)),
            (Order(), Bound(released_at=NOW)),
            (Order(state=State.LIFTED), Bound()),
        ],
    )
    def test_only_while_it_is_bound(self, order: Order, bound: Bound) -> None:
        assert "article 6.8" in compliance.may_attest(viewer(Role.LIAISON), order, bound).reason

    def test_auditors_and_other_members_challenge_and_whoever_presides_does_not(self) -> None:
        for one in (viewer(Role.AUDITOR, VERITAS), viewer(Role.INDEPENDENT, 8), viewer(Role.ALTERNATE, 3)):
            assert compliance.may_challenge(one, Order(), Bound())
        for one in (CHAIR, viewer(Role.REPRESENTATIVE), viewer(Role.LIAISON, 3), viewer(Role.CLERK, 4)):
            assert "article 6.11" in compliance.may_challenge(one, Order(), Bound()).reason

    def test_whoever_presides_decides_challenges_but_not_their_own(self) -> None:
        def may(
            actor: Viewer | Portal, state: str = ChallengeState.OPEN, challenger: int = VERITAS, clerks: bool = False
        ):
            return compliance.may_decide_challenge(
                actor, Order(), Bound(), state=state, challenger=challenger, clerks_do=clerks
            )

        assert may(CHAIR)
        assert may(Portal("a clock"))
        assert not may(CHAIR, challenger=ASTER)
        assert not may(CHAIR, ChallengeState.UPHELD)
        assert not may(viewer(Role.CLERK, 4))
        assert may(viewer(Role.CLERK, 4), clerks=True)

    def test_only_the_lab_answers_and_only_while_the_case_is_open(self) -> None:
        for state in CaseState:
            may = compliance.may_answer(viewer(Role.LIAISON), Bound(), state=state)
            assert bool(may) is (state == CaseState.OPEN)
            assert not compliance.may_answer(CHAIR, Bound(), state=state)

    def test_the_table_of_cases_is_followed_for_all_pairs_and_nobody_finds_before_the_answer(self) -> None:
        for move in CASES:
            if move.verb == "answer":
                continue
            for state in CaseState:
                of_portal = compliance.may_decide(
                    Portal("x"), Order(), Bound(), move.verb, state=state, clerks_do=False
                )
                of_chair = compliance.may_decide(CHAIR, Order(), Bound(), move.verb, state=state, clerks_do=False)
                assert bool(of_portal) is (state in move.sources)
                waits = move.verb == "find" and state == CaseState.OPEN
                assert bool(of_chair) is (state in move.sources and not waits)
                own = Bound(organisation_id=ASTER)
                assert not compliance.may_decide(CHAIR, Order(), own, move.verb, state=state, clerks_do=False)


def one(key: str, *after: str) -> Consequence:
    return Consequence(key, key, key, lambda _case, _now: key, after)


class TestConsequences:
    BUILT_IN = (one("suspended_vote", "public_notice", "surcharge"), one("public_notice", "notice"), one("notice"))

    def test_they_follow_in_the_charters_order(self) -> None:
        assert [each.key for each in in_order(self.BUILT_IN)] == ["notice", "public_notice", "suspended_vote"]

    def test_what_an_app_above_registers_takes_its_place(self) -> None:
        more = (*self.BUILT_IN, one("dispute", "suspended_vote"), one("surcharge", "public_notice"))
        keys = [each.key for each in in_order(more)]
        assert keys == ["notice", "public_notice", "surcharge", "suspended_vote", "dispute"]
        assert [each.key for each in to_come(more, {"notice", "public_notice"})] == keys[2:]

    def test_what_comes_late_still_comes(self) -> None:
        more = (*self.BUILT_IN, one("surcharge", "public_notice"))
        assert [each.key for each in to_come(more, {"notice", "public_notice", "suspended_vote"})] == ["surcharge"]

    def test_two_that_come_after_each_other_are_a_mistake(self) -> None:
        with pytest.raises(ValueError, match="a, b"):
            in_order([one("a", "b"), one("b", "a")])
