"""What is kept beside papers and cases is what the rules say of them as they stand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.disputes.models import Case, Paper, Sealing
from apps.disputes.rules.sight import NOBODY_SEES, letters, most
from apps.disputes.rules.sight import Paper as Standing
from apps.disputes.services.sighting import look_again
from apps.disputes.states import DocumentKind, Seal, SealState, Stage
from tests.cast import NOW, Cast
from tests.disputes.placing import case_between, paper_in


@pytest.fixture
def case(frontier: Cast) -> Case:
    return case_between("aster", "borealis")


def _seal(case: Case, cast: Cast, seal: Seal, paper: Paper | None = None, **more: object) -> Sealing:
    seat = cast["aster.representative"]
    return Sealing.objects.create(
        case=case, paper=paper, seal=seal, organisation=seat.organisation, author=seat, sealed_at=NOW, **more
    )


@pytest.mark.parametrize("stage", Stage)
def test_every_kind_at_every_stage(case: Case, stage: Stage) -> None:
    papers = {kind: paper_in(case, NOBODY_SEES, kind=kind) for kind in DocumentKind}
    case.stage = stage
    look_again(case)
    for kind, paper in papers.items():
        paper.refresh_from_db()
        assert paper.sights == letters(stage, Standing(kind)), kind
    hidden = {DocumentKind.CONSULTATION, DocumentKind.SETTLEMENT, DocumentKind.STRIKE, DocumentKind.NOTICE, DocumentKind.DELIBERATION}  # fmt: skip
    case.refresh_from_db()
    assert case.sights == most(letters(stage, Standing(kind)) for kind in set(DocumentKind) - hidden)


def test_a_seal_holds_until_it_is_lifted(case: Case, frontier: Cast) -> None:
    paper = paper_in(case, NOBODY_SEES)
    seal = _seal(case, frontier, Seal.DOCUMENT, paper)
    look_again(case)
    paper.refresh_from_db()
    assert paper.sights == letters(
        Stage.WRITTEN, Standing(paper.kind, seals=frozenset({Seal.DOCUMENT}), has_twin=False)
    )
    paper.twin = "What others may read."
    paper.save()
    look_again(case)
    paper.refresh_from_db()
    assert paper.sights == letters(Stage.WRITTEN, Standing(paper.kind, seals=frozenset({Seal.DOCUMENT})))
    seal.state = SealState.LIFTED
    seal.save()
    look_again(case)
    paper.refresh_from_db()
    assert paper.sights == letters(Stage.WRITTEN, Standing(paper.kind))


def test_the_seal_of_a_case_is_upon_every_paper(case: Case, frontier: Cast) -> None:
    papers = [paper_in(case, NOBODY_SEES, kind=kind) for kind in (DocumentKind.COMPLAINT, DocumentKind.REPORT)]
    _seal(case, frontier, Seal.CASE)
    case.stage = Stage.REPORT
    look_again(case)
    for paper in papers:
        paper.refresh_from_db()
        assert paper.sights == letters(Stage.REPORT, Standing(paper.kind, seals=frozenset({Seal.CASE})))
    assert case.sights[7] == "R", "other members learn of it by the report alone"


def test_a_passage_has_its_twin_by_being_cut_out(case: Case, frontier: Cast) -> None:
    paper = paper_in(case, NOBODY_SEES, kind=DocumentKind.COMPLAINT)
    _seal(case, frontier, Seal.PASSAGE, paper, start=0, end=4)
    look_again(case)
    paper.refresh_from_db()
    assert paper.sights == letters(Stage.WRITTEN, Standing(paper.kind, seals=frozenset({Seal.PASSAGE})))
    assert "R" in paper.sights


def test_an_exhibit_is_seen_as_the_paper_to_which_it_belongs(case: Case) -> None:
    word = paper_in(case, NOBODY_SEES, kind=DocumentKind.SETTLEMENT)
    exhibit = paper_in(case, NOBODY_SEES, kind=DocumentKind.EXHIBIT, part_of=word)
    assert exhibit.ref == f"{case.ref}/S2"
    look_again(case)
    assert case.sights == NOBODY_SEES
    exhibit.refresh_from_db()
    assert exhibit.sights == letters(Stage.WRITTEN, Standing(DocumentKind.SETTLEMENT))


def _cost(case: Case, papers: int) -> int:
    for _number in range(papers):
        paper_in(case, NOBODY_SEES)
    with CaptureQueriesContext(connection) as made:
        look_again(case)
    return len(made)


def test_many_papers_cost_as_much_as_few(frontier: Cast) -> None:
    few, many = (case_between("aster", "borealis", ref=f"DSP-2026-{number:04d}") for number in (3, 30))
    assert _cost(few, 3) == _cost(many, 30) == 4
