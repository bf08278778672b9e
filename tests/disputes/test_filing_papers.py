"""Papers in a case that runs: written together, filed by somebody who binds a party, numbered and served; late or not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from apps.deadlines.services import sweep
from apps.disputes.models import Case, Paper, Service
from apps.disputes.rules.papers import MOST_DRAFTS
from apps.disputes.rules.sight import Sight
from apps.disputes.selectors.cases import known
from apps.disputes.selectors.papers import docket_of, drafts_in
from apps.disputes.services import filing
from apps.disputes.services.ending import withdraw
from apps.disputes.states import Capacity, DocumentKind, DocumentState, Stage
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.disputes.filing import (
    CONSULTATION,
    REPLY,
    SETTLEMENT,
    acts_in,
    begun,
    clocks_in,
    complaint_in,
    entered,
    filed,
    opened,
    operator,
)
from tests.disputes.placing import body

DUE = datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
THEM, US = "borealis.representative", "aster.representative"


@pytest.fixture
def case(frontier: Cast) -> Case:
    return filed(frontier)


def _is_late(case: Case) -> bool:
    return Act.objects.get(kind="dispute.replied", subject_id=case.pk).facts["late"]


class TestReplying:
    def test_in_its_last_second_it_is_in_time(self, frontier: Cast, case: Case) -> None:
        opened(frontier, case)
        paper = entered(frontier, case, REPLY, THEM, at=DUE)
        assert (paper.ref, paper.state, paper.filed_at, paper.due_at) == (f"{case.ref}/2", "served", DUE, None)
        assert (case.stage, _is_late(case)) == (Stage.REPLY, False)
        assert clocks_in(case)["dispute_service.reply"] == "met"
        assert list(paper.services.values_list("party__organisation__key", flat=True)) == ["aster"]

    def test_a_second_later_it_is_late_and_accepted(self, frontier: Cast, case: Case) -> None:
        opened(frontier, case)
        paper = entered(frontier, case, REPLY, THEM, at=DUE + SECOND)
        assert (paper.state, paper.due_at, case.stage) == ("served", DUE, Stage.REPLY)
        assert _is_late(case)

    def test_after_its_silence_was_noted_too(self, frontier: Cast, case: Case) -> None:
        opened(frontier, case)
        sweep(DUE + 2 * HOUR)
        paper = entered(frontier, case, REPLY, THEM, at=DUE + 3 * HOUR)
        assert (paper.due_at, case.stage) == (DUE, Stage.REPLY)
        assert _is_late(case)

    def test_it_comes_also_when_the_parties_talk_already(self, frontier: Cast, case: Case) -> None:
        entered(frontier, case, CONSULTATION, US)
        paper = entered(frontier, case, REPLY, THEM)
        assert (paper.ref, case.stage) == (f"{case.ref}/2", Stage.CONSULTATIONS)
        assert clocks_in(case)["dispute_service.reply"] == "met"

    def test_a_second_one_is_refused(self, frontier: Cast, case: Case) -> None:
        entered(frontier, case, CONSULTATION, US)
        second = begun(frontier, case, REPLY, "borealis.alternate", "Another.")
        entered(frontier, case, REPLY, THEM)
        with pytest.raises(Refused, match=r"Reply: yours is filed.*article 8\.1a"):
            filing.file_paper(actor=frontier.viewer(THEM), now=NOW, ref=case.ref, name=str(second.uid))
        assert acts_in(case).count("dispute.replied") == 1

    @pytest.mark.parametrize("name", [US, "cygnus.representative", "clerk", "independent"])
    def test_the_respondent_alone_replies(self, frontier: Cast, case: Case, name: str) -> None:
        with pytest.raises(Refused, match=r"only the respondent files one \(charter, article 8\.1a\)"):
            begun(frontier, case, REPLY, name)

    def test_a_liaison_writes_it_and_does_not_file_it(self, frontier: Cast, case: Case) -> None:
        given: dict[str, Any] = {"now": NOW, "ref": case.ref}
        name = str(begun(frontier, case, REPLY, "borealis.liaison").uid)
        with pytest.raises(Refused, match="Your representative, an alternate or your counsel"):
            filing.file_paper(actor=frontier.viewer("borealis.liaison"), name=name, **given)
        frontier.retain(case.ref)
        paper = filing.file_paper(actor=frontier.viewer("counsel"), name=name, **given) or Paper.objects.get(uid=name)
        assert (paper.state, paper.author_id) == ("served", frontier["counsel"].pk)


class TestConsulting:
    def test_the_first_word_enters_consultations_and_meets_their_clock(self, frontier: Cast, case: Case) -> None:
        paper = entered(frontier, case, CONSULTATION, THEM)
        assert (paper.ref, case.stage) == (f"{case.ref}/C1", Stage.CONSULTATIONS)
        assert clocks_in(case)["dispute.consult"] == "met"
        assert entered(frontier, case, CONSULTATION, US).ref == f"{case.ref}/C2"
        assert acts_in(case).count("dispute.consulting") == 1

    def test_after_a_reply_too(self, frontier: Cast, case: Case) -> None:
        entered(frontier, case, REPLY, THEM)
        entered(frontier, case, CONSULTATION, US)
        assert case.stage == Stage.CONSULTATIONS

    def test_a_clerk_speaks_for_the_committee_where_it_complains(self, frontier: Cast) -> None:
        paper = entered(frontier, filed(frontier, "clerk"), CONSULTATION, "clerk")
        assert list(paper.services.values_list("party__organisation__key", flat=True)) == ["borealis"]

    def test_only_the_parties_read_it(self, frontier: Cast, case: Case) -> None:
        paper = entered(frontier, case, CONSULTATION, THEM)
        read = {name for name in frontier.in_frontier if Paper.objects.read_by(frontier.viewer(name)).filter(pk=paper.pk)}  # fmt: skip
        assert read == {f"{lab}.{role}" for lab in ("aster", "borealis") for role in ("representative", "alternate", "liaison")}  # fmt: skip


class TestSettling:
    @pytest.fixture
    def word(self, frontier: Cast, case: Case) -> Paper:
        case.parties.create(organisation=body("cygnus"), capacity=Capacity.THIRD_PARTY, joined_at=NOW)
        return entered(frontier, case, SETTLEMENT, US, "We would take half.")

    def test_it_is_numbered_apart_and_moves_nothing(self, frontier: Cast, case: Case, word: Paper) -> None:
        assert (word.ref, case.stage) == (f"{case.ref}/S1", Stage.COMPLAINT)
        assert entered(frontier, case, SETTLEMENT, THEM).ref == f"{case.ref}/S2"
        assert list(word.services.values_list("party__organisation__key", flat=True)) == ["borealis"]

    def test_nobody_but_the_parties_learns_that_it_is_there(self, frontier: Cast, case: Case, word: Paper) -> None:
        frontier.retain(case.ref)
        sides = {body("aster").pk, body("borealis").pk}
        for viewer in [*map(frontier.viewer, frontier.in_frontier), operator(frontier)]:
            knows = Paper.objects.visible_to(viewer).filter(pk=word.pk).exists()
            assert knows is (viewer.organisation_id in sides), viewer.label
            acts = Act.objects.visible_to(viewer).filter(subject_ref=word.ref)
            assert acts.exists() is knows, viewer.label
            assert Service.objects.filter(paper=word).exists()
        assert [line.paper.ref for line in docket_of(frontier.viewer("clerk"), case, known(case))] == [f"{case.ref}/1"]

    def test_a_third_party_settles_nothing(self, frontier: Cast, case: Case, word: Paper) -> None:
        with pytest.raises(Refused, match=r"article 8\.11"):
            begun(frontier, case, SETTLEMENT, "cygnus.representative")


class TestDrafts:
    def test_ones_own_people_alone_see_and_change_it(self, frontier: Cast, case: Case) -> None:
        paper = begun(frontier, case, REPLY, "borealis.liaison")
        for viewer in [*map(frontier.viewer, frontier.in_frontier), operator(frontier)]:
            own = viewer.organisation_id == paper.organisation_id and not viewer.is_for_one_matter
            assert Paper.objects.visible_to(viewer).filter(pk=paper.pk).exists() is own, viewer.label
            assert [one.pk for one in drafts_in(viewer, case)] == [paper.pk] * own, viewer.label
        for verb in (filing.change_paper, filing.discard_paper, filing.file_paper):
            more = {"changes": {"text": "Nonsense."}} if verb == filing.change_paper else {}
            with pytest.raises(Http404):
                verb(actor=frontier.viewer(US), now=NOW, ref=case.ref, name=str(paper.uid), **more)  # type: ignore[operator]
        assert acts_in(case)[-1] == "dispute_service.served_complaint"

    def test_an_untouched_one_is_taken_up_again(self, frontier: Cast, case: Case) -> None:
        given: dict[str, Any] = {"actor": frontier.viewer(THEM), "now": NOW, "ref": case.ref, "kind": SETTLEMENT}
        assert filing.start_paper(**given).pk == filing.start_paper(**given).pk

    def test_nobody_overwrites_a_colleague_unseen(self, frontier: Cast, case: Case) -> None:
        paper = begun(frontier, case, REPLY, "borealis.liaison", "By a colleague.")
        given: dict[str, Any] = {"actor": frontier.viewer(THEM), "now": NOW, "ref": case.ref, "name": str(paper.uid)}
        with pytest.raises(Refused, match="A colleague has changed this draft meanwhile"):
            filing.change_paper(**given, changes={"text": "Unread."}, seen=paper.version - 1)
        with pytest.raises(Invalid, match="does not end"):
            filing.change_paper(**given, changes={"text": "It used [[4 128 of them."}, seen=paper.version)
        paper.refresh_from_db()
        assert paper.text == "By a colleague."

    def test_it_holds_a_text_before_it_is_filed(self, frontier: Cast, case: Case) -> None:
        paper = begun(frontier, case, REPLY, THEM, " \n\n ")
        with pytest.raises(Invalid) as refusal:
            filing.file_paper(actor=frontier.viewer(THEM), now=NOW, ref=case.ref, name=str(paper.uid))
        assert set(refusal.value.errors) == {"text"}
        case.refresh_from_db()
        assert case.stage == Stage.COMPLAINT

    def test_there_are_twenty_at_most(self, frontier: Cast, case: Case) -> None:
        papers = [begun(frontier, case, SETTLEMENT, THEM, f"Offer {number}.") for number in range(MOST_DRAFTS)]
        with pytest.raises(Refused, match="has 20 drafts in this case"):
            begun(frontier, case, SETTLEMENT, THEM)
        begun(frontier, case, SETTLEMENT, US)
        filing.discard_paper(actor=frontier.viewer(THEM), now=NOW, ref=case.ref, name=str(papers[0].uid))
        assert begun(frontier, case, SETTLEMENT, THEM)

    def test_one_that_can_no_longer_be_filed_is_thrown_away(self, frontier: Cast, case: Case) -> None:
        paper = begun(frontier, case, REPLY, "borealis.liaison")
        withdraw(actor=frontier.viewer(US), now=NOW, ref=case.ref, because="We have talked.")
        given: dict[str, Any] = {"now": NOW, "ref": case.ref, "name": str(paper.uid)}
        with pytest.raises(Refused):
            filing.file_paper(actor=frontier.viewer(THEM), **given)
        with pytest.raises(Http404):
            filing.discard_paper(actor=frontier.viewer("clerk"), **given)
        assert filing.discard_paper(actor=frontier.viewer(THEM), **given).state == DocumentState.DISCARDED
        with pytest.raises(Refused):
            filing.discard_paper(actor=frontier.viewer(THEM), **given)

    def test_what_was_filed_neither_changes_nor_goes(self, frontier: Cast, case: Case) -> None:
        paper = entered(frontier, case, SETTLEMENT, US)
        given: dict[str, Any] = {"actor": frontier.viewer(US), "now": NOW, "ref": case.ref, "name": "S1"}
        for verb, more in ((filing.change_paper, {"changes": {"text": "No."}}), (filing.discard_paper, {}), (filing.file_paper, {})):  # fmt: skip
            with pytest.raises(Refused, match="is “served” now"):
                verb(**given, **more)  # type: ignore[operator]
        paper.refresh_from_db()
        assert (paper.text, paper.state) == ("So it is.", "served")

    @pytest.mark.parametrize("kind", sorted(set(DocumentKind) - set(filing.FOLLOWS)))
    def test_other_kinds_are_not_begun_here(self, frontier: Cast, case: Case, kind: DocumentKind) -> None:
        for name in (US, THEM, "clerk"):
            with pytest.raises(Refused):
                begun(frontier, case, kind, name)


def test_the_docket_counts_without_a_gap_and_what_not_all_may_know_of_apart(frontier: Cast, case: Case) -> None:
    entered(frontier, case, SETTLEMENT, US)
    entered(frontier, case, CONSULTATION, US)
    begun(frontier, case, SETTLEMENT, US)
    entered(frontier, case, CONSULTATION, THEM)
    entered(frontier, case, REPLY, THEM)
    refs = [line.paper.ref.removeprefix(f"{case.ref}/") for line in docket_of(frontier.viewer(US), case, known(case))]
    assert refs == ["1", "S1", "C1", "C2", "2"]
    assert complaint_in(case).number == 1
    everybody = Paper.objects.visible_to(frontier.viewer("cygnus.liaison"))
    assert sorted(everybody.read_by(frontier.viewer("cygnus.liaison"), Sight.MARKER).values_list("number", flat=True)) == [1, 2]  # fmt: skip
