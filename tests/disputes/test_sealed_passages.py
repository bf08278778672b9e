"""Passages that were marked when a complaint was typed: kept apart from its text, and cut out for whom they are sealed."""

from collections.abc import Iterable

import pytest
from django.http import Http404

from apps.disputes.models import Case, Paper, Sealing
from apps.disputes.rules.passages import CUT
from apps.disputes.rules.sight import Sight
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.papers import Reading, docket_of, paper_for, reading
from apps.kernel.canonical import sha256
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.disputes.filing import complaint_in, filed, opened

TYPED = "It used [[4 128 of them]].\n\nThey cost [[counsel: 90 million]]."
WHOLE = ("It used 4 128 of them.", "They cost 90 million.")
FOR_A_RIVAL = (WHOLE[0], f"They cost {CUT}.")
FOR_OTHERS = (f"It used {CUT}.", f"They cost {CUT}.")


@pytest.fixture
def case(frontier: Cast) -> Case:
    case = filed(frontier, text=TYPED)
    frontier.retain(case.ref)
    return case


def _read(cast: Cast, case: Case, name: str) -> Reading:
    viewer = cast.viewer(name)
    return reading(viewer, paper_for(viewer, case_for(viewer, case.ref), "1"), known(case))


def _texts(cast: Cast, case: Case, names: Iterable[str]) -> set[tuple[str, ...]]:
    return {_read(cast, case, name).paragraphs for name in names}


def test_the_marks_become_seals_and_the_text_has_none(frontier: Cast, case: Case) -> None:
    paper = complaint_in(case)
    assert paper.text == "\n\n".join(WHOLE)
    assert paper.sha256 == sha256(paper.text.encode())
    rows = Sealing.objects.order_by("start")
    assert [(row.seal, paper.text[row.start : row.end], row.state) for row in rows] == [
        ("passage", "4 128 of them", "provisional"),
        ("passage_counsel", "90 million", "provisional"),
    ]
    by = frontier["aster.representative"]
    assert {(row.organisation_id, row.author_id, row.sealed_at, row.after_service) for row in rows} == {
        (by.organisation_id, by.pk, NOW, False)
    }


def test_each_reads_what_the_rules_leave_to_them(frontier: Cast, case: Case) -> None:
    opened(frontier, case)
    assert _texts(frontier, case, ["aster.representative", "aster.liaison", "clerk", "counsel"]) == {WHOLE}
    assert _texts(frontier, case, ["borealis.representative", "borealis.liaison"]) == {FOR_A_RIVAL}
    assert _texts(frontier, case, ["cygnus.representative", "cygnus.liaison", "independent"]) == {FOR_OTHERS}


def test_what_is_cut_says_so(frontier: Cast, case: Case) -> None:
    opened(frontier, case)
    assert not _read(frontier, case, "clerk").is_cut
    for name in ("borealis.liaison", "cygnus.liaison"):
        assert _read(frontier, case, name).is_cut


@pytest.mark.parametrize("name", ["observer.eu", "observer.california", "auditor"])
def test_observers_and_auditors_learn_that_something_stands_there_and_nothing_of_it(
    frontier: Cast, case: Case, name: str
) -> None:
    viewer = frontier.viewer(name)
    assert Paper.objects.visible_to(viewer).exists()
    assert not Paper.objects.read_by(viewer, Sight.REDACTED).exists()
    [line] = docket_of(viewer, case, known(case))
    assert (line.is_marker, line.services) == (True, ())
    with pytest.raises(Http404):
        case_for(viewer, case.ref)


def test_the_record_commits_to_the_text_and_tells_nothing_of_it(frontier: Cast, case: Case) -> None:
    for act in Act.objects.filter(subject_ref__startswith=case.ref):
        assert "4 128" not in str(act.facts)
        assert "90 million" not in str(act.facts)
    assert Act.objects.get(kind="dispute_paper.entered").facts.keys() <= {"commitments", "paper"}


def test_a_complaint_without_marks_is_read_whole(frontier: Cast) -> None:
    case = filed(frontier, text="It used them.")
    assert not Sealing.objects.exists()
    assert _texts(frontier, case, ["cygnus.liaison", "clerk", "aster.liaison"]) == {("It used them.",)}
