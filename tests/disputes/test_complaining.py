"""A complaint is written by its organisation's people, filed by somebody who binds it, and served at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.http import Http404

from apps.committees.models import Organisation
from apps.deadlines.models import Deadline
from apps.disputes.models import Case, CaseParty, Paper
from apps.disputes.rules.complaints import MOST_ABOUT, references_in
from apps.disputes.rules.sight import Sight
from apps.disputes.services import complaining
from apps.disputes.states import Stage, Track
from apps.kernel.decisions import Invalid, Refused
from apps.membership.services.membership import take_step
from tests.cast import NOW, Cast
from tests.disputes.filing import TEXT, acts_in, complaint_in, draft, filed, operator, service_in

OUTSIDE = ["borealis.representative", "cygnus.liaison", "independent", "clerk", "auditor", "observer.eu", "counsel"]
VERBS: dict[str, Callable[..., Case]] = {
    "change": partial(complaining.change_complaint, changes={"title": "Another"}),
    "file": complaining.file_complaint,
    "discard": complaining.discard_complaint,
}


def _respondent(ref: str) -> str:
    return CaseParty.objects.get(case__ref=ref, capacity="respondent").organisation.key


def _change(cast: Cast, ref: str, who: str = "aster.alternate", **more: Any) -> Case:
    seen = more.pop("seen", None)
    return complaining.change_complaint(actor=cast.viewer(who), now=NOW, ref=ref, changes=more, seen=seen)


class TestWhoWrites:
    @pytest.mark.parametrize(
        "name", ["aster.representative", "aster.alternate", "aster.liaison", "independent", "clerk"]
    )
    def test_the_people_of_a_member_and_the_clerks_begin_one(self, frontier: Cast, name: str) -> None:
        case = complaining.start_complaint(actor=frontier.viewer(name), now=NOW)
        assert (case.stage, case.organisation_id) == (Stage.DRAFT, frontier[name].organisation_id)

    @pytest.mark.parametrize("name", ["auditor", "observer.eu", "counsel"])
    def test_nobody_else_does(self, frontier: Cast, name: str) -> None:
        for actor in (frontier.viewer(name), operator(frontier)):
            with pytest.raises(Refused, match=r"Only members .* write complaints \(charter, article 8\.1a\)"):
                complaining.start_complaint(actor=actor, now=NOW)
        assert not Case.objects.exists()

    def test_ones_own_untouched_draft_is_taken_up_again(self, frontier: Cast) -> None:
        first = complaining.start_complaint(actor=frontier.viewer("aster.liaison"), now=NOW)
        assert complaining.start_complaint(actor=frontier.viewer("aster.liaison"), now=NOW).pk == first.pk
        assert complaining.start_complaint(actor=frontier.viewer("aster.alternate"), now=NOW).pk != first.pk
        _change(frontier, first.ref, title="Chips")
        assert complaining.start_complaint(actor=frontier.viewer("aster.liaison"), now=NOW).pk != first.pk

    def test_a_liaison_drafts_and_does_not_file(self, frontier: Cast) -> None:
        ref = draft(frontier)
        with pytest.raises(Refused, match="Your representative, or an alternate, files the complaint"):
            complaining.file_complaint(actor=frontier.viewer("aster.liaison"), now=NOW, ref=ref)
        case = complaining.file_complaint(actor=frontier.viewer("aster.alternate"), now=NOW, ref=ref)
        assert case.author_id == frontier["aster.alternate"].pk

    @pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
    def test_to_everybody_else_it_is_not_there(self, frontier: Cast, verb: Callable[..., Case]) -> None:
        ref = draft(frontier)
        for actor in [*map(frontier.viewer, OUTSIDE), operator(frontier)]:
            with pytest.raises(Http404):
                verb(actor=actor, now=NOW, ref=ref)
        assert Case.objects.get(ref=ref).stage == Stage.DRAFT

    def test_its_own_people_alone_see_it(self, frontier: Cast) -> None:
        case, viewers = Case.objects.get(ref=draft(frontier)), map(frontier.viewer, frontier.in_frontier)
        for viewer in [*viewers, operator(frontier)]:
            own = viewer.organisation_id == case.organisation_id
            assert Case.objects.visible_to(viewer).exists() is own, viewer.label
            assert Paper.objects.visible_to(viewer).exists() is own, viewer.label

    def test_a_discarded_one_is_gone_and_nobody_else_ever_knew(self, frontier: Cast) -> None:
        ref = draft(frontier)
        case = complaining.discard_complaint(actor=frontier.viewer("aster.liaison"), now=NOW, ref=ref)
        assert (case.stage, case.ended_at, complaint_in(case).state) == (Stage.DISCARDED, NOW, "discarded")
        assert acts_in(case) == ["dispute.discarded"]
        assert not Case.objects.visible_to(frontier.viewer("borealis.representative")).exists()
        for verb in VERBS.values():
            with pytest.raises(Refused, match=r"article 8\.1a"):
                verb(actor=frontier.viewer("aster.representative"), now=NOW, ref=ref)


class TestWhatItHolds:
    @pytest.mark.parametrize("missing", [{"title": " "}, {"respondent": ""}, {"text": " \n\n "}])
    def test_what_is_missing_is_named_by_its_field(self, frontier: Cast, missing: dict[str, str]) -> None:
        ref = draft(frontier, **missing)
        with pytest.raises(Invalid) as refusal:
            complaining.file_complaint(actor=frontier.viewer("aster.representative"), now=NOW, ref=ref)
        assert set(refusal.value.errors) == set(missing)
        assert Case.objects.get(ref=ref).stage == Stage.DRAFT

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"title": "T" * 201}, "title"),
            ({"respondent": "aster"}, "respondent"),
            ({"respondent": "secretariat"}, "respondent"),
            ({"respondent": "pelagos"}, "respondent"),
            ({"text": "It used [[4 128 of them."}, "text"),
            ({"about": ["PAU-3"]}, "about"),
            ({"about": [f"PAU-2026-{number:04d}" for number in range(MOST_ABOUT + 1)]}, "about"),
        ],
    )
    def test_what_can_never_be_right_is_not_kept(self, frontier: Cast, change: dict[str, Any], field: str) -> None:
        ref = draft(frontier)
        with pytest.raises(Invalid) as refusal:
            _change(frontier, ref, **{"respondent": "cygnus", "title": "Another"} | change)
        assert set(refusal.value.errors) == {field}
        case = Case.objects.get(ref=ref)
        assert (case.title, case.about, _respondent(ref)) == ("Chips that were not declared", [], "borealis")

    def test_references_are_read_one_or_several_to_a_line(self) -> None:
        typed = "pau-2026-0003, INC-2026-7KQ4\n INC-2026-7KQ4;MOT-2026-0001"
        assert references_in(typed) == ("PAU-2026-0003", "INC-2026-7KQ4", "MOT-2026-0001")

    def test_another_respondent_takes_the_place_of_the_first(self, frontier: Cast) -> None:
        ref = draft(frontier)
        for key in ("cygnus", "cygnus", "independent"):
            _change(frontier, ref, respondent=key)
            assert _respondent(ref) == key
        _change(frontier, ref, respondent="")
        assert not CaseParty.objects.filter(capacity="respondent").exists()

    def test_a_suspended_member_is_complained_about_and_an_expelled_one_is_not(self, frontier: Cast) -> None:
        ref, words = draft(frontier), {"decision": "Decision 7", "because": "It was so decided."}
        lab = Organisation.objects.get(key="borealis")
        take_step(actor=frontier.viewer("clerk"), now=NOW, organisation=lab, step="suspend", **words)
        _change(frontier, ref, respondent="borealis")
        take_step(actor=frontier.viewer("clerk"), now=NOW, organisation=lab, step="expel", **words)
        with pytest.raises(Invalid, match="no longer a member"):
            complaining.file_complaint(actor=frontier.viewer("aster.representative"), now=NOW, ref=ref)
        with pytest.raises(Invalid, match="Choose a member"):
            _change(frontier, ref, respondent="borealis")

    def test_one_that_left_meanwhile_is_not_either(self, frontier: Cast) -> None:
        ref = draft(frontier)
        Organisation.objects.filter(key="borealis").update(left_at=NOW - timedelta(seconds=1))
        with pytest.raises(Invalid, match="no longer a member"):
            complaining.file_complaint(actor=frontier.viewer("aster.representative"), now=NOW, ref=ref)

    def test_nobody_overwrites_a_colleague_unseen(self, frontier: Cast) -> None:
        ref = draft(frontier)
        seen = Case.objects.get(ref=ref).version
        _change(frontier, ref, "aster.representative", text="By a colleague.", seen=seen)
        with pytest.raises(Refused, match="A colleague has changed this draft meanwhile"):
            _change(frontier, ref, text="By somebody who had not read it.", respondent="cygnus", seen=seen)
        assert (complaint_in(Case.objects.get(ref=ref)).text, _respondent(ref)) == ("By a colleague.", "borealis")
        assert _change(frontier, ref, text="By somebody who has.", seen=seen + 1).version == seen + 2


DUE = {
    Track.ORDINARY: {"dispute_service.reply": (2026, 12, 1), "dispute.consult": (2026, 12, 21), "dispute.talk": (2027, 1, 20)},
    Track.URGENT: {"dispute_service.reply": (2026, 12, 1), "dispute.consult": (2026, 12, 1), "dispute.talk": (2026, 12, 11)},
}  # fmt: skip
"""Saturday the 21st of November 2026 in Brussels, UTC+1: ten, thirty and sixty days on; ten, ten and twenty."""


class TestFiling:
    @pytest.mark.parametrize("track", Track)
    def test_it_serves_the_complaint_and_starts_its_clocks(self, frontier: Cast, track: Track) -> None:
        case = filed(frontier, urgent=track == Track.URGENT)
        assert (case.stage, case.filed_at, case.charter, case.track) == (Stage.COMPLAINT, NOW, 1, track)
        assert service_in(case).party.organisation.key == "borealis"
        due = {one.clock: one.due_at for one in Deadline.objects.open()}
        assert due == {clock: datetime(*day, 22, 59, 59, tzinfo=UTC) for clock, day in DUE[track].items()}
        assert acts_in(case) == ["dispute_paper.entered", "dispute.filed", "dispute_service.served_complaint"]

    def test_it_is_done_once(self, frontier: Cast) -> None:
        case = filed(frontier)
        for verb in VERBS.values():
            with pytest.raises(Refused, match=r"article 8\.1a"):
                verb(actor=frontier.viewer("aster.representative"), now=NOW, ref=case.ref)
        assert service_in(case)

    def test_from_then_on_everybody_sees_what_the_rules_let_them_see(self, frontier: Cast) -> None:
        case = filed(frontier)
        frontier.retain(case.ref)
        paper, markers = complaint_in(case), {"observer.eu", "observer.california", "auditor"}
        for name in frontier.in_frontier:
            viewer = frontier.viewer(name)
            cut = Paper.objects.read_by(viewer, Sight.REDACTED).filter(pk=paper.pk).exists()
            assert Paper.objects.visible_to(viewer).filter(pk=paper.pk).exists()
            assert cut is Case.objects.read_by(viewer).exists() is (name not in markers), name

    def test_the_committees_own_complaint_is_filed_by_a_clerk(self, frontier: Cast) -> None:
        case = filed(frontier, "clerk", text=TEXT.replace("[[", "").replace("]]", ""))
        assert (case.organisation.key, service_in(case).party.organisation.key) == ("secretariat", "borealis")
