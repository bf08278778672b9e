"""Papers are numbered so that a gap tells nobody of what they may not know."""

import pytest

from apps.disputes.rules.numbers import Series, cited, is_whole_for, paragraphs, reference, series_of
from apps.disputes.rules.sight import Reader
from apps.disputes.states import DocumentKind

OUTSIDE = {Reader.OTHER, Reader.PUBLIC}


@pytest.mark.parametrize("reader", Reader)
def test_whoever_follows_a_docket_sees_that_each_of_its_numbers_is_there(reader: Reader) -> None:
    assert is_whole_for(reader) == (reader not in OUTSIDE)


def test_each_panel_numbers_its_own_notes() -> None:
    assert len({series_of(DocumentKind.DELIBERATION, panel) for panel in (1, 2, 3)}) == 3
    assert series_of(DocumentKind.ORDER, 2) == series_of(DocumentKind.ORDER) == Series.DOCKET


def test_papers_and_paragraphs_are_cited() -> None:
    paper = reference("DSP-2026-3XQ9", Series.DOCKET, 7)
    assert paper == "DSP-2026-3XQ9/7"
    assert cited(paper, 14) == "DSP-2026-3XQ9/7, para. 14"
    assert reference("DSP-2026-3XQ9", Series.SETTLEMENT, 2) == "DSP-2026-3XQ9/S2"
    assert reference("DSP-2026-3XQ9", Series.PANEL_ON_REVIEW, 2) == "DSP-2026-3XQ9/P3-2"


def test_paragraphs_stand_between_empty_lines() -> None:
    assert paragraphs("One\nstill one.\n\n \n\nTwo.\n\n") == ["One\nstill one.", "Two."]
    assert paragraphs(" \n\n ") == []
