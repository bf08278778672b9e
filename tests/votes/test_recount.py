"""Counting again: by command from what is stored and recorded, and by the dossier without any of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.kernel.canonical import dumps
from apps.kernel.tenancy.context import tenant
from apps.verify.dossier import verify
from apps.votes.models import Ballot, Motion
from apps.votes.selectors.dossier import dossier_of
from apps.votes.selectors.recount import recount
from apps.votes.services.closing import close_due
from tests.cast import Cast
from tests.votes.factory import closed, vote, voting

BALLOTS = {
    "aster.representative": "yes",
    "borealis.alternate": "no",
    "borealis.representative": "yes",
    "independent": "abstain",
}
ROOT = Path(__file__).parents[2]


def run(people: Cast, *refs: str) -> None:
    call_command("recount", *refs, committee=people.frontier.slug)


def run_verifier(path: Path) -> subprocess.CompletedProcess[str]:
    """The verifier as a stranger runs it: no settings, no database address in its environment."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": ""}
    command = [sys.executable, "-m", "apps.verify.dossier", str(path)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_result_comes_out_as_it_was_stated(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with tenant(cast.frontier.pk):
        motion = closed(cast, BALLOTS)
        before = Motion.objects.values().get(pk=motion.pk)
    run(cast, motion.ref)
    run(cast)
    assert capsys.readouterr().out.count("1 counted again: as stated.") == 2
    with tenant(cast.frontier.pk):
        assert Motion.objects.values().get(pk=motion.pk) == before


def test_a_changed_statement_is_found(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with tenant(cast.frontier.pk):
        motion = closed(cast, BALLOTS)
        Motion.objects.filter(pk=motion.pk).update(outcome=motion.outcome | {"yes": 3, "carried": False})
    with pytest.raises(CommandError, match="1 of 1 come out otherwise"):
        run(cast)
    out = capsys.readouterr().out
    assert "yes: 3 was stated, 2 is counted" in out
    assert "carried: False was stated, True is counted" in out


def test_a_ballot_that_is_not_in_the_record_is_found(frontier: Cast) -> None:
    motion = closed(frontier, BALLOTS)
    row = Ballot.objects.get(choice="abstain")
    row.pk, row.seq, row.choice = None, 2, "yes"
    row.save()
    differs = recount(motion).differs
    voter = row.elector.key
    assert f"ballot 2 of {voter} does not open its commitment" in differs
    assert f"ballot 2 of {voter} does not stand in the record so" in differs
    assert "yes: 2 was stated, 3 is counted" in differs


def test_a_vote_that_is_open_is_not_counted_again(frontier: Cast) -> None:
    motion = voting(frontier)
    with pytest.raises(ValueError, match="when it is closed"):
        recount(motion)


@pytest.mark.parametrize(
    ("slug", "refs", "says"), [("frontier", ["MOT-2026-0009"], "No closed vote"), ("no", [], "no committee")]
)
def test_what_is_not_there_is_said(cast: Cast, slug: str, refs: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("recount", *refs, committee=slug)


class TestTheDossier:
    def test_it_verifies_without_django_or_a_database(self, frontier: Cast, tmp_path: Path) -> None:
        motion = closed(frontier, BALLOTS)
        path = tmp_path / "dossier.json"
        path.write_bytes(dossier_of(motion))
        done = run_verifier(path)
        assert (done.returncode, done.stderr) == (0, "")
        path.write_bytes(path.read_bytes() + b"\n")
        assert run_verifier(path).returncode == 1
        assert run_verifier(tmp_path / "none.json").returncode == 2

    @pytest.mark.parametrize("procedure", ["vote", "silence", "emergency"])
    def test_every_procedure_has_one_that_holds(self, frontier: Cast, procedure: str) -> None:
        motion = voting(frontier, procedure=procedure)
        vote(frontier, motion, "borealis.representative", "no", explanation="Too dear.")
        vote(frontier, motion, "borealis.representative", "yes")
        done = close_due(ref=motion.ref, now=motion.closes_at)
        if done.state == "voting":
            done = close_due(ref=motion.ref, now=done.closes_at)
        report = verify(dossier_of(done))
        assert (report.ends, [line for line in report.lines() if line.startswith("✗")]) == (0, [])

    def test_an_explanation_for_members_is_left_out_with_its_salt_and_it_still_holds(self, frontier: Cast) -> None:
        motion = voting(frontier)
        sealed = vote(frontier, motion, "aster.representative", "yes", explanation="Between us.", public=False)
        open_one = vote(frontier, motion, "borealis.representative", "yes", explanation="Said aloud.")
        raw = dossier_of(close_due(ref=motion.ref, now=motion.closes_at))
        assert b"Said aloud." in raw
        assert open_one.ballot.salt.encode() in raw
        assert b"Between us." not in raw
        assert sealed.ballot.salt.encode() not in raw
        assert verify(raw).ends == 0

    def test_a_result_that_was_stated_otherwise_does_not_hold(self, frontier: Cast) -> None:
        motion = closed(frontier, BALLOTS)
        motion.outcome = motion.outcome | {"carried": False}
        assert verify(dossier_of(motion)).ends == 1

    def test_it_is_canonical(self, frontier: Cast) -> None:
        raw = dossier_of(closed(frontier, BALLOTS))
        assert dumps(json.loads(raw)) == raw
