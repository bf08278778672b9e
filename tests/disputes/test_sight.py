"""Who reads what of a docket: by hand for the rows that matter most, and as laws over every cell of the table."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import pytest

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.disputes.rules.readers import Author, reader_of, sight_of
from apps.disputes.rules.sight import (
    KINDS,
    LETTERS,
    PERIOD_LABELS,
    READER_LABELS,
    SEALS,
    Paper,
    Period,
    Reader,
    Sight,
    already_out,
    period_of,
    readers,
    row,
    sight,
)
from apps.disputes.states import (
    BEFORE_PANEL,
    ENDED,
    OPEN,
    UNDER_PANEL,
    DocumentKind,
    DocumentState,
    Seal,
    Stage,
)
from tests.disputes.cases import Case, viewer

LETTER = {sight: letter for letter, sight in LETTERS.items()}
SEALINGS = [frozenset(some) for number in range(3) for some in combinations(Seal, number)]


def cells(stage: Stage, paper: Paper) -> str:
    """What each reader sees, in the order of the table's columns."""
    return " ".join(LETTER[sight(reader, stage, paper)] for reader in Reader)


HOW = [
    *((DocumentState.SERVED, seals) for seals in SEALINGS),
    *product(set(DocumentState) - {DocumentState.SERVED}, (frozenset(), frozenset({Seal.CASE, Seal.DOCUMENT_COUNSEL}))),
]
"""How a document may stand: served under every pair of seals, and in every other state with two of them and without."""


def everything() -> Iterator[tuple[Reader, Stage, Paper]]:
    """Every reader at every stage, of every kind of paper however it may stand."""
    papers = [Paper(kind, state, seals) for kind, (state, seals) in product(DocumentKind, HOW)]
    yield from product(Reader, Stage, papers)


# own rival counsel third panel clerk presiding member other public operator
BY_HAND = [
    (Stage.DRAFT, DocumentKind.COMPLAINT, (), "F - - - - - - - - - -"),
    (Stage.DISCARDED, DocumentKind.COMPLAINT, (), "F - - - - - - - - - -"),
    (Stage.COMPLAINT, DocumentKind.COMPLAINT, (), "F F F F - F F F M - F"),
    (Stage.COMPLAINT, DocumentKind.COMPLAINT, (Seal.CASE,), "F F F F - F F - - - F"),
    (Stage.CONSULTATIONS, DocumentKind.CONSULTATION, (), "F F F - - M M - - - M"),
    (Stage.WRITTEN, DocumentKind.CONSULTATION, (), "F F F - - M M - - - M"),
    (Stage.WRITTEN, DocumentKind.SUBMISSION, (), "F F F F F F M M - - F"),
    (Stage.WRITTEN, DocumentKind.SUBMISSION, (Seal.PASSAGE,), "F F F R F F M M - - R"),
    (Stage.WRITTEN, DocumentKind.SUBMISSION, (Seal.PASSAGE_COUNSEL,), "F R F R F F M M - - R"),
    (Stage.WRITTEN, DocumentKind.SUBMISSION, (Seal.DOCUMENT,), "F F F R F F M M - - R"),
    (Stage.WRITTEN, DocumentKind.SUBMISSION, (Seal.DOCUMENT_COUNSEL,), "F R F M F F M M - - M"),
    (Stage.WRITTEN, DocumentKind.SUBMISSION, (Seal.CASE,), "F F F F F F M - - - F"),
    (Stage.WRITTEN, DocumentKind.SUBMISSION, (Seal.CASE, Seal.DOCUMENT_COUNSEL), "F R F M F F M - - - M"),
    (Stage.WRITTEN, DocumentKind.REBUTTAL, (), "F F F M F F M M - - F"),
    (Stage.PANEL_REQUEST, DocumentKind.STRIKE, (), "F - - - - F - - - - -"),
    (Stage.COMPOSED, DocumentKind.STRIKE, (), "F F F - - F - - - - -"),
    (Stage.HEARING, DocumentKind.SETTLEMENT, (), "F F F - - - - - - - -"),
    (Stage.SETTLED, DocumentKind.SETTLEMENT, (), "F F F - - - - - - - -"),
    (Stage.SETTLED, DocumentKind.SETTLEMENT_NOTICE, (), "F F F F F F F F M - F"),
    (Stage.INTERIM, DocumentKind.INTERIM_REPORT, (), "F F F M F F M M - - M"),
    (Stage.INTERIM, DocumentKind.DELIBERATION, (), "F - - - - - - - - - -"),
    (Stage.REPORT, DocumentKind.REPORT, (), "F F F F F F F F M - F"),
    (Stage.REPORT, DocumentKind.REPORT, (Seal.PASSAGE_COUNSEL,), "F R F R F F R R M - R"),
    (Stage.REPORT, DocumentKind.REPORT, (Seal.CASE,), "F F F F F F F R - - F"),
    (Stage.REJECTED, DocumentKind.REPORT, (), "F F F F F F F F M - F"),
    (Stage.COMPLIANCE, DocumentKind.REPORT, (), "F F F F F F F F F - F"),
    (Stage.REMEDIES, DocumentKind.REMEDY_REQUEST, (Seal.CASE,), "F F F F F F F R - - F"),
    (Stage.REPORT, DocumentKind.SUMMARY, (), "F F F F F F F M - - F"),
    (Stage.CLOSED, DocumentKind.SUMMARY, (), "F F F F F F F F F F F"),
    (Stage.CLOSED, DocumentKind.SUMMARY, (Seal.CASE,), "F F F F F F F F F F F"),
    (Stage.CLOSED, DocumentKind.SUBMISSION, (), "F F F F F F M M - - F"),
]


@pytest.mark.parametrize(("stage", "kind", "seals", "expected"), BY_HAND)
def test_a_row_worked_out_by_hand(stage: Stage, kind: DocumentKind, seals: tuple[Seal, ...], expected: str) -> None:
    assert cells(stage, Paper(kind, seals=frozenset(seals))) == expected


class TestLaws:
    def test_whoever_filed_it_always_reads_it(self) -> None:
        assert all(sight(*one) == Sight.FULL for one in everything() if one[0] == Reader.OWN)

    def test_a_panel_never_learns_of_settlement_consultations_or_strikes(self) -> None:
        hidden = {DocumentKind.SETTLEMENT, DocumentKind.CONSULTATION, DocumentKind.STRIKE}
        for reader, stage, paper in everything():
            if reader == Reader.PANEL and paper.kind in hidden:
                assert sight(reader, stage, paper) == Sight.NOTHING

    def test_nobody_but_the_parties_learns_of_the_settlement_thread(self) -> None:
        parties = {Reader.OWN, Reader.RIVAL, Reader.COUNSEL}
        for stage in Stage:
            assert readers(stage, Paper(DocumentKind.SETTLEMENT), Sight.MARKER) <= parties

    def test_there_is_no_panel_before_it_is_composed(self) -> None:
        for stage, kind in product((Stage.DRAFT, *BEFORE_PANEL), DocumentKind):
            assert sight(Reader.PANEL, stage, Paper(kind)) == Sight.NOTHING

    def test_a_seal_never_shows_anybody_more(self) -> None:
        for reader, stage, paper in everything():
            bare = replace(paper, seals=frozenset())
            assert sight(reader, stage, paper) <= sight(reader, stage, bare)

    def test_two_seals_show_no_more_than_either(self) -> None:
        for reader, stage, paper in everything():
            for seal in paper.seals:
                assert sight(reader, stage, paper) <= sight(reader, stage, replace(paper, seals=frozenset({seal})))

    def test_counsel_only_is_never_read_whole_by_the_rivals_people_the_chair_or_members(self) -> None:
        inside = {Reader.OWN, Reader.COUNSEL, Reader.PANEL, Reader.CLERK}
        for reader, stage, paper in everything():
            if reader not in inside and paper.seals & {Seal.DOCUMENT_COUNSEL, Seal.PASSAGE_COUNSEL}:
                assert sight(reader, stage, paper) < Sight.FULL

    def test_counsel_and_the_panel_read_what_is_sealed_as_if_it_were_not(self) -> None:
        for reader, stage, paper in everything():
            if reader in {Reader.COUNSEL, Reader.PANEL, Reader.CLERK}:
                assert sight(reader, stage, paper) == sight(reader, stage, replace(paper, seals=frozenset()))

    def test_a_sealed_document_is_read_whole_by_nobody_outside_the_case(self) -> None:
        inside = {Reader.OWN, Reader.RIVAL, Reader.COUNSEL, Reader.PANEL, Reader.CLERK}
        for reader, stage, paper in everything():
            if reader not in inside and paper.seals - {Seal.CASE}:
                assert sight(reader, stage, paper) < Sight.FULL

    def test_of_a_sealed_case_others_learn_only_what_the_committee_decides_on_and_its_summary(self) -> None:
        open_to_them = {DocumentKind.REPORT, DocumentKind.REMEDY_REQUEST, DocumentKind.SUMMARY}
        for reader, stage, paper in everything():
            if reader in {Reader.MEMBER, Reader.OTHER} and Seal.CASE in paper.seals and paper.kind not in open_to_them:
                assert sight(reader, stage, paper) == Sight.NOTHING

    def test_third_parties_never_read_what_comes_after_the_first_submissions_but_the_report(self) -> None:
        limited = {
            DocumentKind.REBUTTAL,
            DocumentKind.MINUTES,
            DocumentKind.INTERIM_REPORT,
            DocumentKind.COMMENT,
            DocumentKind.REQUEST,
            DocumentKind.NOTICE,
        }
        for stage, kind in product(Stage, limited):
            assert sight(Reader.THIRD, stage, Paper(kind)) <= Sight.MARKER

    def test_a_panels_notes_are_its_own(self) -> None:
        for stage, state, seals in product(Stage, DocumentState, SEALINGS):
            paper = Paper(DocumentKind.DELIBERATION, state, seals)
            assert readers(stage, paper, Sight.MARKER) == {Reader.OWN}

    def test_the_public_reads_the_summary_of_an_adopted_report_and_nothing_else(self) -> None:
        seen = {
            (period_of(stage), paper.kind, paper.state)
            for reader, stage, paper in everything()
            if reader == Reader.PUBLIC and sight(reader, stage, paper) > Sight.NOTHING
        }
        assert seen == {(Period.ADOPTED, DocumentKind.SUMMARY, DocumentState.SERVED)}

    def test_a_draft_is_its_authors_alone(self) -> None:
        for reader, stage, paper in everything():
            if paper.state in {DocumentState.DRAFT, DocumentState.DISCARDED} and reader != Reader.OWN:
                assert sight(reader, stage, paper) == Sight.NOTHING

    def test_before_service_only_the_clerks_have_it_besides_its_author(self) -> None:
        for stage, kind in product(OPEN, DocumentKind):
            paper = Paper(kind, DocumentState.FILED)
            assert readers(stage, paper, Sight.MARKER) <= {Reader.OWN, Reader.CLERK}

    def test_what_was_struck_is_kept_and_judged_by_nobody(self) -> None:
        for reader, stage, paper in everything():
            if paper.state == DocumentState.STRUCK and reader not in {Reader.OWN, Reader.CLERK}:
                assert sight(reader, stage, paper) <= Sight.MARKER
        assert sight(Reader.CLERK, Stage.WRITTEN, Paper(DocumentKind.SUBMISSION, DocumentState.STRUCK)) == Sight.FULL

    def test_what_is_to_be_redacted_and_has_no_twin_yet_shows_its_marker(self) -> None:
        for reader, stage, paper in everything():
            expected = sight(reader, stage, paper)
            bare = sight(reader, stage, replace(paper, has_twin=False))
            assert bare == (Sight.MARKER if expected == Sight.REDACTED else expected)

    def test_an_exhibit_to_a_paper_is_read_as_that_paper_is(self) -> None:
        for reader, stage, kind in product(Reader, Stage, DocumentKind):
            exhibit = Paper(DocumentKind.EXHIBIT, part_of=kind)
            assert sight(reader, stage, exhibit) == sight(reader, stage, Paper(kind))


CASE = Case(panel_seats={71: {1}, 72: {1}, 81: {2}})
REF = CASE.ref
BY_PARTY, BY_FIRST_PANEL = Author(organisation_id=1), Author(panel=1)
CHAIR = frozenset({OfficeKind.CHAIR})


class TestAsWhom:
    @pytest.mark.parametrize(
        ("who", "expected"),
        [
            (viewer(Role.REPRESENTATIVE, 1), Reader.OWN),
            (viewer(Role.COUNSEL, 1, matter=REF), Reader.OWN),
            (viewer(Role.SERVICE, 2), Reader.RIVAL),
            (viewer(Role.REPRESENTATIVE, 2), Reader.RIVAL),
            (viewer(Role.REPRESENTATIVE, 2, offices=CHAIR, chairs_office=True), Reader.RIVAL),
            (viewer(Role.COUNSEL, 2, matter=REF), Reader.COUNSEL),
            (viewer(Role.COUNSEL, 2, matter="DSP-2026-ELSE"), Reader.PUBLIC),
            (viewer(Role.COUNSEL, 4, matter=REF), Reader.PUBLIC),
            (viewer(Role.REPRESENTATIVE, 3), Reader.THIRD),
            (viewer(Role.COUNSEL, 3, matter=REF), Reader.THIRD),
            (viewer(Role.PANELLIST, 9, 71, matter=REF), Reader.PANEL),
            (viewer(Role.PANELLIST, 9, 81, matter=REF), Reader.PANEL),
            (viewer(Role.PANELLIST, 9, 99, matter=REF), Reader.PUBLIC),
            (viewer(Role.PANELLIST, 9, 71, matter="DSP-2026-ELSE"), Reader.PUBLIC),
            (viewer(Role.CLERK, 8), Reader.CLERK),
            (viewer(Role.REPRESENTATIVE, 4, offices=CHAIR), Reader.PRESIDING),
            (viewer(Role.REPRESENTATIVE, 4, offices=CHAIR, stands_back=frozenset({("dispute", 5)})), Reader.MEMBER),
            (viewer(Role.INDEPENDENT, 6, acting_for=frozenset({("dispute", 5)})), Reader.PRESIDING),
            (viewer(Role.INDEPENDENT, 6), Reader.MEMBER),
            (viewer(Role.LIAISON, 4), Reader.MEMBER),
            (viewer(Role.OBSERVER, 10), Reader.OTHER),
            (viewer(Role.AUDITOR, 11), Reader.OTHER),
        ],
    )  # fmt: skip
    def test_each_seat_reads_as_what_it_is_in_the_case(self, who: Viewer, expected: Reader) -> None:
        assert reader_of(who, CASE, BY_PARTY) == expected

    def test_an_authority_with_narrow_access_reads_what_the_public_does(self) -> None:
        assert reader_of(viewer(Role.OBSERVER, 10), CASE, BY_PARTY, addressed_only=True) == Reader.PUBLIC

    def test_the_panel_on_appeal_does_not_read_the_first_panels_notes(self) -> None:
        first, second = (viewer(Role.PANELLIST, 9, seat, matter=REF) for seat in (72, 81))
        notes = Paper(DocumentKind.DELIBERATION)
        assert sight_of(first, CASE, Stage.APPEAL, notes, BY_FIRST_PANEL) == Sight.FULL
        assert sight_of(second, CASE, Stage.APPEAL, notes, BY_FIRST_PANEL) == Sight.NOTHING

    def test_whoever_left_the_panel_reads_nothing_more(self) -> None:
        gone = viewer(Role.PANELLIST, 9, 75, matter=REF)
        assert sight_of(gone, CASE, Stage.WRITTEN, Paper(DocumentKind.SUBMISSION), BY_PARTY) == Sight.NOTHING

    def test_what_the_portal_wrote_is_nobodys_own(self) -> None:
        for who in (viewer(Role.REPRESENTATIVE, 1), viewer(Role.CLERK, 8), viewer(Role.PANELLIST, 9, 71, matter=REF)):
            assert reader_of(who, CASE, Author()) != Reader.OWN

    def test_an_operators_look_in_reads_neither_what_is_sealed_nor_what_parties_or_panel_keep_among_them(self) -> None:
        operator = viewer(Role.CLERK, 0, 0, operator_session=3)
        assert reader_of(operator, CASE, BY_PARTY) == reader_of(operator, CASE, Author()) == Reader.OPERATOR
        assert sight_of(operator, CASE, Stage.WRITTEN, Paper(DocumentKind.SUBMISSION), BY_PARTY) == Sight.FULL
        kept = {DocumentKind.SETTLEMENT, DocumentKind.DELIBERATION, DocumentKind.STRIKE}
        for kind, stage in product(kept, Stage):
            assert sight_of(operator, CASE, stage, Paper(kind), BY_PARTY) == Sight.NOTHING


class TestTheTables:
    def test_every_kind_and_every_seal_has_its_row(self) -> None:
        assert set(KINDS) == set(DocumentKind)
        assert set(SEALS) == set(Seal)
        assert set(READER_LABELS) == set(Reader)
        assert set(PERIOD_LABELS) == set(Period)

    def test_a_row_has_a_cell_for_each_reader(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            row("F F F")

    def test_every_stage_belongs_to_a_period(self) -> None:
        assert {period_of(stage) for stage in Stage} == set(Period)
        assert {period_of(stage) for stage in UNDER_PANEL} == {Period.PANEL}
        assert {period_of(stage) for stage in ENDED} == {
            Period.DRAFT,
            Period.REPORTED,
            Period.ADOPTED,
            Period.ENDED,
        }


class TestSealedTooLate:
    def test_the_docket_says_who_had_opened_it(self) -> None:
        assert already_out(["Borealis", "Aster"]) == (
            "It was served before it was sealed, and opened by: Aster, Borealis. They know what it says; the seal binds them."
        )
        assert already_out([]) == "It was served before it was sealed, and nobody had opened it."
