"""A dossier is one file from which anybody can reckon the result again, and in which no byte can be changed."""

import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from apps.kernel.canonical import dumps, sha256
from apps.verify.dossier import BEYOND, LARGEST, verify
from apps.verify.report import BROKEN, HOLDS, UNDECIDED
from apps.votes.rules import PRESETS, Member, tally
from apps.votes.rules.dossier import Dossier, build
from tests.votes.dossiers import BALLOTS, CHARTER, COUNTING, DOSSIER, FILE, OPENED, OUTCOME, ROLL, TIMES, cast, sealed


class TestWhatHolds:
    def test_every_check_has_its_line(self) -> None:
        report = verify(FILE)
        assert report.ends == HOLDS
        assert [check.name for check in report.checks] == [
            *("canonical", "digest", "shape", "roll", "reasons", "decided", "recusals", "rule", "casting vote"),
            *("discussed", "window", "extension", "closed", "times", "voters", "motion"),
            *["commitment"] * 7,
            *("explanations", "numbers", "capacities", "in force", "figures", "quorum"),
            *["step"] * len(OUTCOME.steps),
            *("steps", "result", "certified", "effect"),
        ]
        lines = report.lines()
        assert [line[:2] for line in lines] == ["✓ "] * len(report.checks) + ["Wh", *["· "] * len(BEYOND), "Ev"]
        assert lines[-1] == "Everything holds."
        assert "✓ The commitment of ballot 3 of aster opens to yes." in lines
        assert "✓ The roll has 6 lines, each member once; 4 vote." in lines
        assert "✓ 4 of 7 ballots count: of each member the one that prevails." in lines
        assert "✓ 3 yes, 1 no, 0 abstaining, 0 absent, 1 recused." in lines

    def test_the_ballots_that_prevail_are_marked(self) -> None:
        rows = json.loads(FILE)["ballots"]
        counting = {row["opening"]["voter"]: row["opening"]["choice"] for row in rows if row["counts"]}
        assert counting == COUNTING
        assert sum(row["counts"] for row in rows) == len(COUNTING)

    def test_ballots_come_in_the_order_of_their_times(self) -> None:
        assert build(replace(DOSSIER, ballots=BALLOTS[::-1])) == FILE

    def test_the_format_is_the_same_to_the_byte(self) -> None:
        """A digest that changes means that old dossiers no longer hold: then the format needs another number."""
        assert json.loads(FILE)["digest"] == "214280e5041e50dea1ea61aa3f0231d558f25b40969d2dfd64d4b3b6fda8aa72"

    def test_the_rules_that_a_committee_may_begin_with_are_the_same_to_the_byte(self) -> None:
        """The verifier compares the rule with them, so another rule needs another format as well."""
        rules = dumps([rule.as_data() for rule in PRESETS.values()])
        assert sha256(rules) == "47d4ef3f12205ed3ad2a106021d02e2add3cc20631102e4dd121bddc08acacdb"

    def test_a_dossier_is_read_back(self) -> None:
        assert Dossier.from_data(json.loads(FILE)).as_data() == json.loads(FILE)

    def test_a_vote_that_nobody_came_to_holds_too(self) -> None:
        members = [Member(one.key, one.weight, one.standing) for one in ROLL[:-1]]
        rule = PRESETS["silence"]
        values = {**CHARTER.values, "votes.silence_hours": 72}
        outcome = tally(rule, members, {}).as_data()
        said = {"procedure": "silence", "rule": rule, "charter": replace(CHARTER, values=values), "outcome": outcome}
        empty = replace(DOSSIER, ballots=[], **said)
        assert verify(build(empty)).ends == HOLDS

    def test_a_ballot_in_the_first_and_in_the_last_instant_counts(self) -> None:
        first = replace(BALLOTS[0], at=OPENED)
        last = replace(BALLOTS[6], at=TIMES.closes - timedelta(microseconds=1))
        assert verify(build(replace(DOSSIER, ballots=[first, *BALLOTS[1:6], last]))).ends == HOLDS

    def test_five_hundred_members_are_checked(self) -> None:
        roll = [replace(ROLL[0], key=f"m{number:03}") for number in range(500)]
        ballots = [cast(number % 60, line.key, "yes", 1, "representative", "") for number, line in enumerate(roll)]
        members = [Member(one.key, one.weight, one.standing) for one in roll]
        outcome = tally(DOSSIER.rule, members, {one.key: "yes" for one in roll}).as_data()
        raw = build(replace(DOSSIER, roll=roll, ballots=ballots, outcome=outcome))
        assert verify(raw).ends == HOLDS
        assert len(raw) < LARGEST / 100


class TestBytes:
    def test_no_byte_can_be_changed(self) -> None:
        drawn = random.Random(5)
        for place in drawn.sample(range(len(FILE)), 800):
            changed = bytearray(FILE)
            changed[place] ^= 1 << drawn.randrange(8)
            assert verify(bytes(changed)).ends == BROKEN, (place, changed[place])

    @pytest.mark.parametrize("white", [b" ", b"\n", b"\t", b"\r", b"\r\n", b"\xc2\xa0", b"\x00", b"\xef\xbb\xbf"])
    def test_no_white_space_can_be_put_in(self, white: bytes) -> None:
        drawn = random.Random(5)
        for place in {0, 1, len(FILE) - 1, len(FILE), *(drawn.randrange(len(FILE)) for _ in range(300))}:
            assert verify(FILE[:place] + white + FILE[place:]).ends == BROKEN, place

    def test_nothing_can_be_cut_out_or_said_twice(self) -> None:
        drawn = random.Random(5)
        for place in {0, len(FILE) - 1, *(drawn.randrange(len(FILE)) for _ in range(300))}:
            assert verify(FILE[:place] + FILE[place + 1 :]).ends == BROKEN, place
            assert verify(FILE[:place]).ends == BROKEN, place
        assert verify(FILE + FILE).ends == BROKEN
        assert verify(FILE.replace(b'"number":3', b'"number":3,"number":3')).ends == BROKEN

    @pytest.mark.parametrize(
        ("here", "there"),
        [
            (b'"charter"', b'"chartre"'),
            (b'"number":3', b'"number":3.0'),
            (b'"number":3', b'"number":4'),
            (b"concord/dossier/v1", b"concord/dossier/v2"),
            (b"Tr\xc3\xa8s", b"Tr\\u00e8s"),
            (b'"digest"', b'"Digest"'),
            (b'"carried":true', b'"carried":false'),
        ],
    )
    def test_no_word_can_be_changed(self, here: bytes, there: bytes) -> None:
        assert here in FILE
        assert verify(FILE.replace(here, there)).ends == BROKEN

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"null",
            b"[]",
            b"{}",
            b"1",
            b'{"digest":"","format":"concord/dossier/v9"}',
            b"[" * 100_000,
            b"9" * 5000,
            b"\xff",
            b'{"a":"\\ud800"}',
            b'{"a":NaN}',
        ],
    )
    def test_what_is_no_dossier_is_broken(self, raw: bytes) -> None:
        report = verify(raw)
        assert report.ends == BROKEN
        assert report.lines()[-1] == "Broken: do not rely on this file."

    def test_what_is_wrong_is_quoted_in_short(self) -> None:
        data = json.loads(FILE)
        data["roll"] = "x" * 200
        [check] = [check for check in verify(sealed(data)).checks if not check.holds]
        assert check.says == f"It is not a dossier: This is no list: '{'x' * 78}…."
        data["roll"] = "x"
        assert "This is no list: 'x'." in verify(sealed(data)).lines()[2]

    def test_of_a_sealed_file_in_another_format_nothing_can_be_said(self) -> None:
        report = verify(sealed({"format": "concord/dossier/v2", "more": 1}))
        assert report.ends == UNDECIDED
        assert report.lines()[-1] == "? The format is not concord/dossier/v1: a later verifier may know it."
        assert report.as_data()["holds"] is None


def test_what_the_verifier_could_not_read_is_never_written() -> None:
    with pytest.raises(ValueError, match="slug"):
        build(replace(DOSSIER, committee={"name": "Frontier"}))
    with pytest.raises(ValueError, match="number 1"):
        build(replace(DOSSIER, ballots=[*BALLOTS, BALLOTS[0]]))
    with pytest.raises(TypeError, match="float"):
        build(replace(DOSSIER, outcome={**DOSSIER.outcome, "yes_weight": 0.5}))
