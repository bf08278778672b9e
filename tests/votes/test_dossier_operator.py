"""An operator who forges a dossier makes all of it fit again: counts, commitments, marks and digest. What is seen still?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from apps.verify.dossier import BEYOND, verify
from apps.verify.report import BROKEN, HOLDS
from apps.votes.rules import PRESETS, commit
from apps.votes.rules.dossier import Dossier, build
from apps.votes.rules.filed import Cast, Line
from apps.votes.rules.presets import heads
from tests.votes.dossiers import (
    BALLOTS,
    DOSSIER,
    EARLY,
    EXTENDED,
    HOUR,
    OPENED,
    OWN,
    ROLL,
    SALT,
    cast,
    counted,
    recusal,
    under,
)

Forge = Callable[[Dossier], Dossier]
HOURS = timedelta(hours=1)


def broken(dossier: Dossier) -> set[str]:
    """What the verifier finds in the file that is made of it, all counted anew."""
    report = verify(build(counted(dossier)))
    names = {check.name for check in report.checks if not check.holds}
    assert report.ends == (BROKEN if names else HOLDS)
    return names


def with_ballots(*rows: Cast) -> Forge:
    return lambda dossier: replace(dossier, ballots=rows)


def ballot(number: int, **changes: Any) -> Forge:
    """Another opening of one ballot, with the commitment that fits it."""

    def forge(dossier: Dossier) -> Dossier:
        rows = list(dossier.ballots)
        opening = replace(rows[number].opening, **changes)
        rows[number] = replace(rows[number], opening=opening, commitment=commit(opening))
        return replace(dossier, ballots=rows)

    return forge


def at(number: int, moment: Any) -> Forge:
    def forge(dossier: Dossier) -> Dossier:
        rows = list(dossier.ballots)
        rows[number] = replace(rows[number], at=moment)
        return replace(dossier, ballots=rows)

    return forge


def line(number: int, **changes: Any) -> Forge:
    def forge(dossier: Dossier) -> Dossier:
        rows: list[Line] = list(dossier.roll)
        rows[number] = replace(rows[number], **changes)
        return replace(dossier, roll=rows)

    return forge


def times(**changes: Any) -> Forge:
    return lambda dossier: replace(dossier, times=replace(dossier.times, **changes))


def of(**changes: Any) -> Forge:
    return lambda dossier: replace(dossier, **changes)


def article(**values: Any) -> Forge:
    return lambda dossier: under(dossier, **values)


def all_of(*forges: Forge) -> Forge:
    def forge(dossier: Dossier) -> Dossier:
        for one in forges:
            dossier = one(dossier)
        return dossier

    return forge


def silent(choice: str, explanation: str) -> Forge:
    """The same under the silence procedure, with one ballot in it."""
    row = replace(cast(3, "dione", choice, 1, "representative", explanation))
    said = of(procedure="silence", rule=PRESETS["silence"], ballots=[row])
    return all_of(said, article(silence_hours=72), of(certified=None))


REASON = ROLL[4].why
SIMPLE = under(replace(DOSSIER, rule=replace(PRESETS["simple"], quorum=(heads("1/2"),))), rule_general="simple")
STRONG = PRESETS["simple"].with_casting_vote("eos")
NEW = BALLOTS[6].opening
FORGED: Sequence[tuple[str, Dossier, Forge, set[str]]] = (
    ("a ballot twice", DOSSIER, with_ballots(*BALLOTS, cast(7, "dione", "no", 3, "representative", "")), {"numbers"}),
    ("an earlier ballot removed", DOSSIER, with_ballots(*BALLOTS[1:]), {"numbers"}),
    ("a ballot of one without a vote", DOSSIER, ballot(6, voter="fornax"), {"voters"}),
    ("a ballot of one who is recused", DOSSIER, ballot(6, voter="eos"), {"voters"}),
    ("a ballot from another motion", DOSSIER, ballot(6, motion="M-2"), {"motion"}),
    ("a ballot before the opening", DOSSIER, at(0, OPENED - timedelta(microseconds=1)), {"times"}),
    ("a ballot at the hour", DOSSIER, at(6, HOUR), {"times"}),
    ("a ballot after an early close", EARLY, at(6, OPENED + 31 * HOURS), {"times"}),
    ("a ballot between the hour and its extension", EXTENDED, at(4, HOUR + timedelta(minutes=5)), {"times"}),
    ("ballots in another order", DOSSIER, at(2, OPENED), {"numbers", "capacities"}),
    ("an alternate's after the representative's", DOSSIER, ballot(5, capacity="alternate"), {"capacities"}),
    (
        "a proxy's though the member had voted",
        DOSSIER,
        with_ballots(*BALLOTS, cast(8, "dione", "yes", 2, "proxy", "")),
        {"capacities"},
    ),
    ("a recused member votes", DOSSIER, line(4, standing="voting", why=""), {"recusals"}),
    ("a member that votes is recused", DOSSIER, line(3, standing="recused", why="It is near."), {"voters", "recusals"}),
    ("a recusal without a reason", DOSSIER, line(4, why=""), {"reasons", "recusals"}),
    ("a recusal with another reason", DOSSIER, line(4, why="It is a rival."), {"recusals"}),
    ("a recusal that was lifted is upheld on the list", DOSSIER, of(recusals=()), {"recusals"}),
    ("a recusal left undecided", DOSSIER, of(recusals=[recusal("eos", REASON, "contested")]), {"decided", "recusals"}),
    ("a recusal both ways", DOSSIER, of(recusals=[*DOSSIER.recusals, recusal("eos", REASON, "lifted")]), {"decided"}),
    ("a recusal without words", DOSSIER, of(recusals=[*DOSSIER.recusals, recusal("gaia", "", "lifted")]), {"decided"}),
    ("a vote excluded without a reason", DOSSIER, line(5, why=""), {"reasons"}),
    ("weights where all weigh the same", DOSSIER, article(weights="equal"), {"weights"}),
    ("a milder rule", DOSSIER, of(rule=PRESETS["simple"]), {"rule"}),
    ("the charter's quorum left out", SIMPLE, of(rule=PRESETS["simple"]), {"rule"}),
    ("a rule nobody knows", DOSSIER, article(rule_general="mine"), {"rule"}),
    ("a casting vote that the charter does not give", DOSSIER, of(rule=STRONG), {"rule", "casting vote"}),
    ("a vote said to be silence", DOSSIER, of(procedure="silence"), {"rule", "window", "objections"}),
    ("a vote said to be an emergency", DOSSIER, of(procedure="emergency"), {"rule", "window"}),
    ("an abstention in silence", DOSSIER, silent("abstain", "So."), {"objections"}),
    ("an objection without a reason", DOSSIER, silent("no", ""), {"objections"}),
    ("opened before its discussion was over", DOSSIER, times(discussed=OPENED - 71 * HOURS), {"discussed"}),
    ("a shorter window", DOSSIER, times(closes=HOUR - HOURS, closed=HOUR - HOURS), {"window"}),
    ("a longer window", DOSSIER, times(closes=HOUR + HOURS, closed=HOUR + HOURS), {"window"}),
    ("a window of the charter that is none", DOSSIER, article(window_hours=0), {"window", "extension", "times"}),
    ("hours that no calendar holds", DOSSIER, article(window_hours=2**53 - 1), {"window"}),
    ("closed after its hour", DOSSIER, times(closed=HOUR + timedelta(microseconds=1)), {"closed"}),
    ("closed before it opened", DOSSIER, times(closed=OPENED - HOURS), {"closed", "early", "settled", "times"}),
    ("closed early where the charter forbids it", EARLY, article(early_close=False), {"early"}),
    ("closed before the shortest time", EARLY, times(closed=OPENED + 23 * HOURS), {"early"}),
    (
        "closed early while it could change",
        EARLY,
        with_ballots(*(row for row in OWN if row.opening.voter not in ("borealis", "dione"))),
        {"settled", "effect"},
    ),
    ("closed early while hidden", under(EARLY, hidden=True), with_ballots(*OWN[:6]), {"settled"}),
    ("closed early by a proxy", EARLY, ballot(3, capacity="proxy"), {"settled"}),
    (
        "the extension left out",
        EXTENDED,
        all_of(times(extended=None, closes=HOUR, closed=HOUR), with_ballots(*BALLOTS[:4])),
        {"extension"},
    ),
    ("extended with a quorum", EXTENDED, all_of(at(4, HOUR - 2 * HOURS), at(5, HOUR - HOURS)), {"extension"}),
    ("extended where the charter does not", EXTENDED, article(late_quorum_hours=0), {"extension"}),
    (
        "extended twice",
        EXTENDED,
        times(closes=EXTENDED.times.closes + HOURS, closed=EXTENDED.times.closes + HOURS),
        {"extension"},
    ),
    ("extended before the hour", EXTENDED, times(extended=HOUR - HOURS), {"extension"}),
    ("closed before it was extended", EXTENDED, times(closed=HOUR), {"extension", "early", "settled", "times"}),
    ("certified while voting was open", DOSSIER, of(certified=replace(DOSSIER.certified, at=OPENED)), {"certified"}),
    (
        "an effect of what was lost",
        DOSSIER,
        all_of(ballot(2, choice="no"), ballot(3, choice="no")),
        {"effect"},
    ),
)


@pytest.mark.parametrize(("base", "forge", "expected"), [row[1:] for row in FORGED], ids=[row[0] for row in FORGED])
def test_what_does_not_agree_is_found(base: Dossier, forge: Forge, expected: set[str]) -> None:
    assert broken(base) == set()
    assert broken(forge(base)) == expected


OTHER = cast(9, "dione", "yes", 1, "representative", "")
UNSEEN: Sequence[tuple[str, Forge, str]] = (
    ("another choice", ballot(6, choice="yes"), "receipts"),
    ("two choices exchanged", all_of(ballot(5, choice="no"), ballot(6, choice="yes")), "receipts"),
    ("the last ballot of a member left out", with_ballots(*BALLOTS[:6]), "left out"),
    ("a ballot for one who did not vote", with_ballots(*BALLOTS[:6], OTHER), "receipts"),
    ("another instant in the window", at(6, HOUR - HOURS), "dated otherwise"),
    ("another weight", line(0, weight=20), "weights"),
    ("a member more", of(roll=[*ROLL, Line("gaia", "Gaia", 1, "voting")]), "voters, roll"),
    ("a recusal with its entry", all_of(line(4, standing="voting", why=""), of(recusals=())), "recusals"),
    ("another text", of(motion={**DOSSIER.motion, "text": "We go on."}), "text"),
    ("a later day", times(discussed=OPENED - 96 * HOURS), "times"),
    (
        "another rule with its article",
        all_of(article(rule_general="imf-70", quorum_percent=0), of(rule=PRESETS["imf-70"])),
        "articles",
    ),
    ("another article", of(charter=replace(DOSSIER.charter, number=4)), "charter's version"),
    ("another person", ballot(6, by="Nobody"), "persons named"),
    ("another capacity", ballot(6, capacity="proxy"), "a proxy was given"),
    ("a statement left out", of(statements=()), "statements"),
    ("another name", line(0, name="Astra"), "names"),
    ("another effect", of(certified=replace(DOSSIER.certified, note="Run 8 is paused.")), "has happened"),
)


@pytest.mark.parametrize(("forge", "named"), [row[1:] for row in UNSEEN], ids=[row[0] for row in UNSEEN])
def test_what_the_file_alone_cannot_show_is_said(forge: Forge, named: str) -> None:
    raw = build(
        counted(forge(replace(DOSSIER, certified=DOSSIER.certified and replace(DOSSIER.certified, effect="none"))))
    )
    report = verify(raw)
    assert report.ends == HOLDS
    assert raw != build(DOSSIER)
    assert any(named in line for line in report.beyond)
    assert set(report.lines()) >= {f"· {line}" for line in BEYOND}


def test_the_salt_of_an_explanation_is_no_other_ones() -> None:
    rows = [replace(BALLOTS[5], explanation="Très bien!", salt=SALT), *BALLOTS[:5], BALLOTS[6]]
    assert broken(with_ballots(*rows)(DOSSIER)) == {"explanations"}
