"""What a dossier cannot show by itself, the record shows: every act of a vote, compared with the file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from apps.votes.rules.dossier import Dossier
from apps.votes.rules.filed import Line
from apps.votes.rules.recorded import Recorded, differences
from tests.votes.dossiers import DOSSIER, EARLY, EXTENDED, ROLL, cast, counted, record_of

Acts = list[Recorded]


@pytest.mark.parametrize("dossier", [DOSSIER, EARLY, EXTENDED, replace(DOSSIER, certified=None)])
def test_a_dossier_is_what_the_record_says(dossier: Dossier) -> None:
    assert differences(dossier, record_of(dossier)) == []


def of(**changes: Any) -> Dossier:
    return counted(replace(DOSSIER, **changes))


ROWS = list(DOSSIER.ballots)
MOVED = replace(ROWS[6], at=ROWS[6].at + timedelta(seconds=1))
OTHER = cast(6, "dione", "yes", 1, "representative", "Kept among members.")
BY_ANOTHER = replace(ROWS[6], opening=replace(ROWS[6].opening, by="Nobody"))
LATER = replace(DOSSIER.times, closed=DOSSIER.times.closed - timedelta(hours=1))


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        (of(ballots=ROWS[:6]), "ballot 1 of dione stands in the record and is not there"),
        (of(ballots=[*ROWS, cast(7, "dione", "yes", 2, "representative", "")]), "ballot 2 of dione does not stand"),
        (of(ballots=[*ROWS[:6], OTHER]), "ballot 1 of dione does not stand in the record so"),
        (of(ballots=[*ROWS[:6], OTHER]), "ballot 1 of dione was not opened so at the close"),
        (of(ballots=[*ROWS[:6], MOVED]), "ballot 1 of dione does not stand in the record so"),
        (of(ballots=[*ROWS[:6], BY_ANOTHER]), "ballot 1 of dione does not stand in the record so"),
        (of(roll=[*ROLL, Line("gaia", "Gaia", 1, "voting")]), "the line of gaia on the roll is not as it was"),
        (of(roll=[replace(ROLL[0], weight=20), *ROLL[1:]]), "the line of aster on the roll is not as it was"),
        (of(roll=[*ROLL[:4], replace(ROLL[4], standing="voting", why=""), ROLL[5]]), "the line of eos on the roll"),
        (of(rule=replace(DOSSIER.rule, quorum=())), "another rule at the opening"),
        (of(charter=replace(DOSSIER.charter, number=4)), "another charter at the opening"),
        (of(motion={**DOSSIER.motion, "text": "We go on."}), "another text at the opening"),
        (of(times=replace(DOSSIER.times, closes=EXTENDED.times.closes)), "another closes_at at the opening"),
        (of(times=EXTENDED.times), "by the record voting was kept open otherwise"),
        (of(times=LATER), "another closed_at at the close"),
        (replace(DOSSIER, outcome={**DOSSIER.outcome, "carried": False}), "another carried at the close"),
        (of(certified=replace(EXTENDED.certified, at=DOSSIER.times.closed)), "the certification is not the one"),
        (of(certified=None), "the certification is not the one"),
    ],
)
def test_another_file_is_found(forged: Dossier, said: str) -> None:
    found = differences(forged, record_of(DOSSIER))
    assert any(said in one for one in found), found


def swapped(here: int, there: int) -> Callable[[Acts], Acts]:
    def change(acts: Acts) -> Acts:
        acts[here], acts[there] = acts[there], acts[here]
        return acts

    return change


def stating(number: int, **facts: Any) -> Callable[[Acts], Acts]:
    def change(acts: Acts) -> Acts:
        acts[number] = replace(acts[number], facts={**acts[number].facts, **facts})
        return acts

    return change


def reopened(**changes: Any) -> Callable[[Acts], Acts]:
    """The first opening that the close has published, otherwise."""

    def change(acts: Acts) -> Acts:
        [closed] = [number for number, act in enumerate(acts) if act.kind == "motion.closed"]
        first, *rest = acts[closed].facts["ballots"]
        return stating(closed, ballots=[{**first, "opening": {**first["opening"], **changes}}, *rest])(acts)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda acts: acts[1:], "voting was opened 0 times by the record"),
        (lambda acts: [acts[0], *acts], "voting was opened 2 times by the record"),
        (lambda acts: [act for act in acts if act.kind != "motion.closed"], "voting was closed 0 times"),
        (lambda acts: acts[:3] + acts[4:], "does not stand in the record so"),
        (lambda acts: [*acts, acts[2]], "motion.ballot_cast stands in the record where it cannot stand"),
        (swapped(1, 2), "motion.ballot_cast stands in the record where it cannot stand"),
        (swapped(0, 1), "motion.opened stands in the record where it cannot stand"),
        (swapped(-1, -2), "motion.closed stands in the record where it cannot stand"),
        (stating(-2, ballots=[]), "ballot 1 of aster was not opened so at the close"),
        (reopened(capacity="proxy"), "ballot 1 of aster was opened so at the close"),
        (reopened(explanation="0" * 64), "ballot 1 of aster was not opened so at the close"),
        (reopened(by="Nobody"), "ballot 1 of aster was not opened so at the close"),
        (reopened(choice="yes"), "ballot 1 of aster was not opened so at the close"),
        (stating(0, hidden=True), ""),
    ],
)
def test_another_record_is_found(change: Callable[[Acts], Acts], said: str) -> None:
    hidden = replace(
        DOSSIER, charter=replace(DOSSIER.charter, values={**DOSSIER.charter.values, "votes.hidden": False})
    )
    found = differences(hidden, change(record_of(hidden)))
    assert any(said in one for one in found), found
