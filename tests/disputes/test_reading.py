"""Who sees what in SQL is who sees what by the rules: over every seat, every author, every reader's letter, both ways."""

from itertools import product

import pytest

from apps.committees.models import Access, ActingChair, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import AccessScope, Role
from apps.disputes.models import Case, Paper, seats_that_read, seats_that_read_paper
from apps.disputes.models.reading import CASES, Kept, seats_reading, seen
from apps.disputes.rules.readers import Author, reader_of
from apps.disputes.rules.sight import LETTERS, Reader, Sight, letters, position, sight
from apps.disputes.rules.who import ON_APPEAL, ON_REVIEW
from apps.disputes.selectors.cases import known
from apps.disputes.states import Stage
from apps.kernel.tenancy.context import tenant
from tests.cast import BEGINNING, ENDING, NOW, Cast
from tests.disputes.placing import REF, body, case_between, names_of, panel_of, paper_in, seat_somebody, sit
from tests.disputes.test_sight import everything

AUTHORS = ("aster", "borealis", "cygnus", "secretariat", "")
LEAST = (Sight.MARKER, Sight.REDACTED, Sight.FULL)


def _only(reader: Reader, letter: str) -> str:
    """The letters of a paper that this reader alone sees."""
    return "".join(letter if one == reader else "-" for one in Reader)


@pytest.fixture
def frontier(cast: Cast) -> Cast:
    """Three cases with everybody around them: a rival's, one over which the chair presides, and the committee's own."""
    with tenant(cast.frontier.pk):
        first = case_between("aster", "borealis", "cygnus")
        second = case_between("borealis", "cygnus", ref="DSP-2026-SECD")
        third = case_between("secretariat", "borealis", ref="DSP-2026-THRD")
        cast.retain(REF)
        for name, organisation, matter in (
            ("panellist", "independent", REF),
            ("presider", "independent", REF),
            ("appeals", "independent", REF),
            ("unseated", "independent", REF),
            ("elsewhere", "independent", second.ref),
        ):
            seat_somebody(cast, name, organisation, Role.PANELLIST, matter)
        seat_somebody(cast, "counsel.aster", "aster", Role.COUNSEL, REF)
        seat_somebody(cast, "counsel.cygnus", "cygnus", Role.COUNSEL, REF)
        seat_somebody(cast, "counsel.astray", "eu-office", Role.COUNSEL, REF)
        seat_somebody(cast, "second.clerk", "secretariat", Role.CLERK)
        panel = panel_of(first)
        sit(panel, cast["panellist"])
        sit(panel, cast["presider"], presides=True)
        sit(panel_of(first, ON_APPEAL), cast["appeals"], presides=True)
        sit(panel_of(first, ON_REVIEW), cast["panellist"])
        sit(panel_of(second), cast["elsewhere"])
        Access.objects.create(
            organisation=body("california"), scope=AccessScope.ADDRESSED, starts_at=BEGINNING, ends_at=ENDING
        )
        ActingChair.objects.create(
            subject_kind="dispute",
            subject_id=first.pk,
            subject_ref=first.ref,
            seat=cast["independent"],
            instead_of=cast["aster.representative"],
            because="Aster is party to it.",
            starts_at=BEGINNING,
        )
        for case in (first, second, third):
            for reader, by in product(Reader, AUTHORS):
                paper_in(case, _only(reader, "M"), by=by)
            for reader, panel_number in product(Reader, (1, 2, 3)):
                paper_in(case, _only(reader, "F"), panel=panel_number)
            paper_in(case, "FRMFRMFRMFR", by="aster")
    return cast


def _expected(viewer: Viewer, paper: Paper, case: object) -> Sight:
    author = Author(paper.organisation_id or 0, paper.panel)
    narrowed = viewer.organisation_id == body("california").pk
    reader = reader_of(viewer, case, author, addressed_only=narrowed)  # type: ignore[arg-type]
    return LETTERS[paper.sights[position(reader) - 1]]


def test_papers_are_seen_as_the_rules_say(frontier: Cast) -> None:
    with tenant(frontier.frontier.pk):
        papers = list(Paper.objects.select_related("case"))
        cases = {case.pk: known(case) for case in Case.objects.all()}
        viewers = [frontier.viewer(name) for name in names_of(frontier)]
        viewers.append(Viewer(frontier.frontier.pk, 0, 0, Role.OBSERVER, operator_session=1))
        for viewer, least in product(viewers, LEAST):
            expected = {one.pk for one in papers if _expected(viewer, one, cases[one.case_id]) >= least}
            found = set(Paper.objects.read_by(viewer, least).values_list("pk", flat=True))
            assert found == expected, (viewer.label, least)
        assert {one.pk for one in papers} > found


def test_seats_are_the_inverse(frontier: Cast) -> None:
    with tenant(frontier.frontier.pk):
        viewers = {
            seat.pk: frontier.viewer(name) for name, seat in frontier.seats.items() if name in names_of(frontier)
        }
        seen_by = {
            (pk, least): set(Paper.objects.read_by(viewer, least).values_list("pk", flat=True))
            for (pk, viewer), least in product(viewers.items(), LEAST)
        }
        papers = Paper.objects.select_related("case").filter(case__ref__in=[REF, "DSP-2026-THRD"])
        for paper, least in product(papers, LEAST):
            expected = {pk for pk in viewers if paper.pk in seen_by[pk, least]}
            found = set(seats_that_read_paper(paper.pk, NOW, least).values_list("pk", flat=True))
            assert found == expected, (paper, paper.sights, least)


@pytest.mark.parametrize("case_ref", [REF, "DSP-2026-SECD", "DSP-2026-THRD"])
def test_a_case_is_seen_by_what_is_seen_of_its_papers(frontier: Cast, case_ref: str) -> None:
    with tenant(frontier.frontier.pk):
        case = Case.objects.get(ref=case_ref)
        viewers = {frontier[name].pk: frontier.viewer(name) for name in names_of(frontier)}
        for reader, letter in product(Reader, "MRF"):
            Case.objects.filter(pk=case.pk).update(sights=_only(reader, letter))
            kept = Kept(case.pk, case.ref, _only(reader, letter))
            for least in LEAST:
                found = {
                    pk
                    for pk, one in viewers.items()
                    if Case.objects.filter(seen(CASES, one, least), pk=case.pk).exists()
                }
                assert found == set(seats_reading(kept, NOW, least).values_list("pk", flat=True)), (reader, least)
                if LETTERS[letter] < least or reader == Reader.OWN:
                    assert not found


def test_a_draft_is_seen_by_those_who_write_it(frontier: Cast) -> None:
    with tenant(frontier.frontier.pk):
        Case.objects.filter(ref=REF).update(stage=Stage.DRAFT, filed_at=None, charter=None, sights="-" * len(Reader))
        case = Case.objects.get(ref=REF)
        seers = {
            name for name in names_of(frontier) if Case.objects.visible_to(frontier.viewer(name)).filter(pk=case.pk)
        }
        assert seers == {"aster.representative", "aster.alternate", "aster.liaison", "counsel.aster"}
        assert set(seats_that_read(case.pk, NOW)) == set(
            Seat.objects.filter(pk__in=[frontier[name].pk for name in seers])
        )


def test_the_letters_that_are_kept_are_the_rules() -> None:
    for reader, stage, paper in everything():
        assert LETTERS[letters(stage, paper)[position(reader) - 1]] == sight(reader, stage, paper)
