"""A dossier beside what others hold: a receipt that a voter kept, and the acts that a member read from the record."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apps.kernel.canonical import instant
from apps.kernel.tenancy.context import tenant
from apps.record.services import place
from apps.verify.dossier import BEYOND, UNCOMPARED, main, verify
from apps.verify.report import BROKEN, HOLDS, UNDECIDED
from apps.votes.rules.dossier import Dossier, build
from apps.votes.rules.filed import Cast as Filed
from apps.votes.selectors.dossier import dossier_of
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from tests.cast import Cast
from tests.votes.dossiers import BALLOTS, DOSSIER, EXTENDED, SALT, counted, record_of
from tests.votes.factory import CLOSES, HOUR, vote, voting
from tests.votes.pages import come
from tests.votes.test_dossier_operator import UNSEEN, Forge

ELSEWHERE = ("a later day", "a statement left out", "another name")
OF_THE_VOTE = {name: forge for name, forge, _named in UNSEEN if name not in ELSEWHERE}
"""What the acts of the vote itself show."""


def receipt(row: Filed) -> dict[str, Any]:
    opening = {"opening": row.opening.as_data(), "commitment": row.commitment}
    return {**opening, "explanation": row.explanation, "salt": row.salt, "at": instant(row.at)}


def events(dossier: Dossier) -> list[dict[str, Any]]:
    subject = {"kind": "motion", "ref": "M-1", "url": "https://portal.example/"}
    return [
        {"id": str(number), "type": act.kind, "at": instant(act.at), "actor": act.actor, "facts": act.facts}
        | {"subject": subject, "what": "", "told": False}
        for number, act in enumerate(record_of(dossier))
    ]


def pages(dossier: Dossier) -> list[bytes]:
    """Two pages of the feed that overlap, with an act on something else among them."""
    rows = events(dossier)
    rows.insert(2, {"id": "x", "type": "motion.opened", "subject": {"kind": "motion", "ref": "M-2"}, "facts": {}})
    return [json.dumps({"results": part, "next": None}).encode() for part in (rows[:5], rows[4:])]


def both(dossier: Dossier, row: Filed = BALLOTS[2]) -> tuple[list[bytes], list[bytes]]:
    return [json.dumps(receipt(row)).encode()], pages(dossier)


class TestReceipts:
    def test_a_ballot_that_counts_is_found(self) -> None:
        report = verify(build(DOSSIER), both(DOSSIER)[0])
        assert report.ends == HOLDS
        assert report.checks[-1].says == "The ballot 3 of aster stands there as its receipt says: yes, and it counts."
        assert report.beyond == BEYOND

    def test_one_that_gave_way_is_found_and_does_not_count(self) -> None:
        wrapped = json.dumps({"receipt": receipt(BALLOTS[0]), "counts": False}).encode()
        assert verify(build(DOSSIER), [wrapped]).checks[-1].says.endswith("as its receipt says: no.")

    @pytest.mark.parametrize("number", [4, 5])
    def test_one_that_was_exchanged_or_left_out_is_missed(self, number: int) -> None:
        forged = replace(DOSSIER, ballots=[row for row in BALLOTS if row.opening.voter != "cygnus"])
        report = verify(build(counted(forged)), both(DOSSIER, BALLOTS[number])[0])
        assert report.ends == BROKEN
        assert report.checks[-1].says.startswith(f"Ballot {number - 3} of cygnus does not stand there")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"salt": "6b" * 32}, "does not open its own commitment"),
            ({"commitment": "0" * 64}, "does not open its own commitment"),
            ({"opening": BALLOTS[2].opening.as_data() | {"motion": "M-2"}}, "This receipt is for M-2"),
            ({"opening": {}}, "This is no opening"),
            ({"opening": None}, "This is no opening"),
            ({"salt": 5}, "This is no receipt"),
        ],
    )
    def test_what_is_no_receipt_of_this_vote_decides_nothing(self, change: dict[str, Any], said: str) -> None:
        report = verify(build(DOSSIER), [json.dumps(receipt(BALLOTS[2]) | change).encode()])
        assert (report.ends, said in report.undecided) == (UNDECIDED, True), report.undecided

    @pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"1", b"null", b"\xff", b"[" * 100_000])
    def test_what_is_none_at_all_decides_nothing(self, raw: bytes) -> None:
        assert verify(build(DOSSIER), [raw]).ends == UNDECIDED
        assert verify(build(DOSSIER), [], [raw]).ends == UNDECIDED


class TestTheRecord:
    @pytest.mark.parametrize("dossier", [DOSSIER, EXTENDED])
    def test_a_file_that_is_what_the_record_says(self, dossier: Dossier) -> None:
        report = verify(build(dossier), [], pages(dossier))
        assert report.ends == HOLDS
        assert (report.checks[-1].name, UNCOMPARED in report.beyond) == ("record", False)

    @pytest.mark.parametrize("forge", OF_THE_VOTE.values(), ids=OF_THE_VOTE.keys())
    def test_what_the_file_alone_cannot_show_is_found(self, forge: Forge) -> None:
        base = replace(DOSSIER, certified=DOSSIER.certified and replace(DOSSIER.certified, effect="none"))
        report = verify(build(counted(forge(base))), [], pages(counted(base)))
        assert report.ends == BROKEN
        assert [check.name for check in report.checks if not check.holds] == ["record"]

    @pytest.mark.parametrize("kind", ["motion.opened", "motion.closed", "motion.certified"])
    def test_a_record_with_a_gap_decides_nothing(self, kind: str) -> None:
        kept = [one for one in events(DOSSIER) if one["type"] != kind]
        report = verify(build(DOSSIER), [], [json.dumps(kept).encode()])
        assert (report.ends, report.undecided) == (
            UNDECIDED, f"The record cannot be compared. It has no {kind} of M-1.",
        )  # fmt: skip

    @pytest.mark.parametrize("facts", [None, {}, [], {"roll": [{}]}, {"roll": 1}, {"ballots": [1]}, {"voter": []}])
    def test_odd_facts_decide_nothing_or_break(self, facts: Any) -> None:
        for number in range(len(events(DOSSIER))):
            kept = events(DOSSIER)
            kept[number]["facts"] = facts
            assert verify(build(DOSSIER), [], [json.dumps(kept).encode()]).ends in (BROKEN, UNDECIDED)


def test_files_of_the_portal_are_compared_as_they_come(
    cast: Cast, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with tenant(cast.frontier.pk):
        motion = voting(cast)
        kept = vote(cast, motion, "aster.representative", "yes", explanation="Between us.", public=False).as_data()
        vote(cast, motion, "borealis.alternate", "no")
        vote(cast, motion, "borealis.representative", "yes")
        vote(cast, motion, "independent", "abstain")
        close_due(ref=motion.ref, now=CLOSES)
        done = certify(actor=cast.viewer("clerk"), now=CLOSES + HOUR, ref=motion.ref)
        place()
        (tmp_path / "dossier.json").write_bytes(dossier_of(done))
    page = come(cast, "cygnus.representative").get("/api/v1/committees/frontier/events/?limit=200")
    (tmp_path / "events.json").write_bytes(page.content)
    (tmp_path / "receipt.json").write_text(json.dumps(kept))
    given = [str(tmp_path / "dossier.json"), "--receipt", str(tmp_path / "receipt.json"), "--record"]
    assert main([*given, str(tmp_path / "events.json")]) == HOLDS
    assert main([*given, str(tmp_path / "none.json")]) == UNDECIDED
    said = capsysbinary.readouterr().out.decode()
    assert "✓ The ballot 1 of aster stands there as its receipt says: yes, and it counts." in said
    assert "? The file cannot be read" in said
    assert SALT not in said
