"""What an attestation must say: its runs, each once, in which state and since when; and what is wrong with it."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.pauses.rules.charter import ATTEST_HOURS, PERMIT_DAYS
from apps.pauses.rules.permits import Permit
from apps.pauses.rules.refusing import by
from apps.pauses.states import RunState

MOST_RUNS = 200
MOST_COMMITMENTS = 50
LONGEST_RUN = 100
LONGEST_OF = 200
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attested:
    """One run, as its lab names it, the state that it is in, and since when (an instant with its zone)."""

    run: str
    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Committed:
    """The SHA-256 (64 hexadecimal digits, lower case) of something that the lab keeps, and what it is of."""

    sha256: str
    of: str


def runs_errors(
    runs: Sequence[Attested], *, none_in_scope: bool, permits: Iterable[Permit], now: datetime
) -> dict[str, str]:
    """What is wrong with the runs of an attestation at the instant, at most one sentence for each under “runs.0” and so on.

    `permits` are those of the lab. Without runs the lab says in so many words that none is in scope.
    """
    if len(runs) > MOST_RUNS:
        return {"runs": f"Name at most {MOST_RUNS} runs; attest for the others afterwards."}
    if not runs and not none_in_scope:
        return {"runs": f"Name your runs in scope, or say that there is none {by(ATTEST_HOURS)}."}
    if runs and none_in_scope:
        return {"runs": f"You name runs and say that there is none in scope {by(ATTEST_HOURS)}. Take one of them back."}
    known = list(permits)
    before: set[str] = set()
    errors = {}
    for number, one in enumerate(runs):
        if error := _run_error(one, before, known, now):
            errors[f"runs.{number}"] = error
        before.add(one.run)
    return errors


def _run_error(one: Attested, before: Collection[str], permits: list[Permit], now: datetime) -> str:
    if not one.run.strip() or len(one.run) > LONGEST_RUN:
        return f"Name the run, in at most {LONGEST_RUN} characters."
    if one.run in before:
        return f"“{one.run}” stands here twice. Name each run once {by(ATTEST_HOURS)}."
    if one.state not in set(RunState):
        return f"Say whether “{one.run}” is halted, not started or under a permit {by(ATTEST_HOURS)}."
    if one.since.tzinfo is None or one.since.utcoffset() is None:
        return f"Give the time since when with its zone, for “{one.run}” {by(ATTEST_HOURS)}."
    if one.since > now:
        return f"The time of “{one.run}” is still to come; attest what is so now {by(ATTEST_HOURS)}."
    if one.state == RunState.UNDER_PERMIT and not any(_covers(permit, one, now) for permit in permits):
        return f"No permit covers “{one.run}” from then until now {by(PERMIT_DAYS)}. Ask for one, or halt the run."
    return ""


def _covers(permit: Permit, one: Attested, now: datetime) -> bool:
    return permit.run == one.run and permit.is_in_force(one.since) and permit.is_in_force(now)


def commitment_errors(commitments: Sequence[Committed]) -> dict[str, str]:
    """What is wrong with the commitments, at most one sentence for each under “commitments.0” and so on."""
    if len(commitments) > MOST_COMMITMENTS:
        return {"commitments": f"Give at most {MOST_COMMITMENTS} commitments."}
    errors = {}
    before: set[str] = set()
    for number, one in enumerate(commitments):
        if not SHA256.fullmatch(one.sha256):
            errors[f"commitments.{number}"] = "Give the SHA-256 as 64 hexadecimal digits."
        elif one.sha256 in before:
            errors[f"commitments.{number}"] = "This SHA-256 stands here twice."
        elif not one.of.strip() or len(one.of) > LONGEST_OF:
            errors[f"commitments.{number}"] = f"Say what the SHA-256 is of, in at most {LONGEST_OF} characters."
        before.add(one.sha256)
    return errors
