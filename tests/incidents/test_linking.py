"""Links of a report: to others, to pauses, to what is only named; seen by those alone who see both ends."""

from typing import Any

import pytest
from django.http import Http404

from apps.incidents.acts import working as acts
from apps.incidents.models import LINK, Incident, IncidentLink, seats_that_may_see_link
from apps.incidents.selectors.working import links_of, pauses_to_link
from apps.incidents.services.drafting import save_draft, start_draft
from apps.incidents.services.handling import acknowledge, close
from apps.incidents.services.linking import link, link_as_basis, unlink
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tlp import TLP
from apps.notices.models import FanOut
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT, filed
from tests.pauses import factory

pytestmark = pytest.mark.django_db


def _link(cast: Cast, incident: Incident, target: str, by: str = "clerk", **changes: Any) -> IncidentLink:
    given = {"kind": "incident", "how": "same_event"} | changes
    return link(actor=cast.viewer(by), now=NOW, ref=incident.ref, target=target, **given)


def _unlink(cast: Cast, incident: Incident, row: IncidentLink, by: str = "clerk", reason: str = "Not so.") -> None:
    unlink(actor=cast.viewer(by), now=NOW, ref=incident.ref, uid=row.uid, reason=reason)


def _says(cast: Cast, incident: Incident, by: str = "clerk") -> list[tuple[str, str]]:
    return [(one.says, one.label) for one in links_of(cast.viewer(by), incident, "frontier")]


def _reads(cast: Cast, incident: Incident) -> set[str]:
    return {
        name
        for name in cast.in_frontier
        if Incident.objects.visible_to(cast.viewer(name)).filter(pk=incident.pk).exists()
    }


@pytest.mark.parametrize("first", list(TLP))
@pytest.mark.parametrize("second", [TLP.RED, TLP.AMBER, TLP.GREEN])
def test_only_who_sees_both_reports_sees_the_link_and_both_directions_agree(
    frontier: Cast, first: TLP, second: TLP
) -> None:
    one = filed(frontier, tlp=first, recipients=["secretariat"])
    other = filed(frontier, by="cygnus.liaison", tlp=second, recipients=["secretariat", "eu-office"])
    row = _link(frontier, one, other.ref)
    both = _reads(frontier, one) & _reads(frontier, other)
    sees = {
        name
        for name in frontier.in_frontier
        if IncidentLink.objects.visible_to(frontier.viewer(name)).filter(pk=row.pk).exists()
    }
    assert sees == both
    assert set(seats_that_may_see_link(row.pk, NOW).values_list("pk", flat=True)) == {frontier[n].pk for n in both}
    told = {pk for fan in FanOut.objects.filter(act__kind=acts.LINKED) for pk in fan.seat_ids}
    assert told <= {frontier[name].pk for name in both}


def test_each_end_says_how_in_its_own_words(frontier: Cast) -> None:
    one, other = filed(frontier), filed(frontier, title="The day after")
    _link(frontier, other, one.ref.lower(), how="follow_up", note="A day later.")
    assert _says(frontier, other) == [("Follow-up to", f"{one.ref} {one.title}")]
    assert _says(frontier, one) == [("Followed up by", f"{other.ref} The day after")]
    act = Act.objects.get(kind=acts.LINKED)
    assert (act.subject_kind, act.facts["how"]) == (LINK, "follow_up")
    assert other.ref == act.subject_ref
    assert one.ref not in str(act.facts)


def test_two_reports_are_linked_once_from_either_end_and_again_once_it_was_taken_away(frontier: Cast) -> None:
    one, other = filed(frontier), filed(frontier)
    row = _link(frontier, one, other.ref)
    for here, there in ((one, other), (other, one)):
        with pytest.raises(Invalid, match="linked already"):
            _link(frontier, here, there.ref, how="same_cause")
    _unlink(frontier, other, row)
    assert _says(frontier, one) == []
    assert Act.objects.filter(kind=acts.UNLINKED).exists()
    with pytest.raises(Http404):
        _unlink(frontier, one, row)
    assert _link(frontier, other, one.ref).pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "dispute"}, "kind"),
        ({"how": ""}, "how"),
        ({"how": "basis"}, "how"),
        ({"target": "INC-2026-ZZZZ"}, "target"),
        ({"target": ""}, "target"),
        ({"kind": "pause", "how": "basis", "target": "PAU-2026-0001"}, "target"),
        ({"kind": "run", "target": " "}, "target"),
        ({"kind": "run", "target": "x" * 201}, "target"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_what_cannot_be_right_marks_its_field(frontier: Cast, changes: dict[str, str], field: str) -> None:
    one, other = filed(frontier), filed(frontier)
    with pytest.raises(Invalid) as refusal:
        _link(frontier, one, changes.get("target", other.ref), **{k: v for k, v in changes.items() if k != "target"})
    assert set(refusal.value.errors) == {field}


def test_a_report_is_linked_neither_to_itself_nor_to_one_that_is_hidden(frontier: Cast) -> None:
    one, hidden = filed(frontier), filed(frontier, by="cygnus.liaison", tlp="TLP:AMBER")
    with pytest.raises(Invalid, match="not linked to itself"):
        _link(frontier, one, one.ref)
    with pytest.raises(Invalid, match="that you may see"):
        _link(frontier, one, hidden.ref, by="borealis.liaison")


def test_runs_and_metrics_are_named_in_words_and_seen_with_the_report(frontier: Cast) -> None:
    one = filed(frontier)
    _link(frontier, one, "run 7", by="borealis.liaison", kind="run", how="")
    _link(frontier, one, "loss spikes", kind="metric", how="")
    assert _says(frontier, one, "auditor") == [("Metric", "loss spikes"), ("Training run", "run 7")]


def test_who_only_reads_the_report_links_nothing_and_takes_nothing_away(frontier: Cast) -> None:
    one, other = filed(frontier), filed(frontier)
    row = _link(frontier, one, other.ref)
    for name in ("auditor", "aster.alternate"):
        with pytest.raises(Refused):
            _link(frontier, one, other.ref, by=name)
        with pytest.raises(Refused):
            _unlink(frontier, one, row, by=name)
    with pytest.raises(Refused):
        _unlink(frontier, one, row, by="borealis.liaison")
    with pytest.raises(Http404):
        _unlink(frontier, one, row, by="cygnus.liaison")
    with pytest.raises(Invalid):
        _unlink(frontier, one, row, reason="")


def test_the_lab_takes_away_what_it_linked_and_a_closed_report_is_still_linked(frontier: Cast) -> None:
    one, other = filed(frontier), filed(frontier)
    acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=one.ref)
    close(actor=frontier.viewer("clerk"), now=NOW, ref=one.ref, outcome="Mended.")
    row = _link(frontier, one, other.ref, by="borealis.liaison")
    _unlink(frontier, one, row, by="borealis.alternate")
    assert not IncidentLink.objects.of(one.pk).exists()


def test_a_draft_is_linked_for_its_own_people_until_it_is_filed(frontier: Cast) -> None:
    liaison = frontier.viewer("borealis.liaison")
    there = filed(frontier, tlp="TLP:GREEN")
    draft = start_draft(actor=liaison, now=NOW)
    save_draft(actor=liaison, now=NOW, ref=draft.ref, changes=CONTENT)
    row = _link(frontier, draft, there.ref, by="borealis.liaison")
    assert len(_says(frontier, there, "borealis.alternate")) == 1
    assert _says(frontier, there, "clerk") == []
    assert {seat.pk for seat in seats_that_may_see_link(row.pk, NOW)} == {
        frontier[name].pk for name in frontier.in_frontier if name.startswith("borealis.")
    }


def test_a_pause_is_linked_for_those_who_see_both(frontier: Cast) -> None:
    one = filed(frontier)
    drafted, laid = factory.draft(frontier), factory.imposed(frontier)
    assert {ref for ref, _label in pauses_to_link(frontier.viewer("clerk"))} == {laid.ref}
    assert {ref for ref, _label in pauses_to_link(frontier.viewer("aster.liaison"))} == {laid.ref, drafted.ref}
    link_as_basis(actor=frontier.viewer("aster.representative"), now=NOW, ref=one.ref, pause_id=drafted.pk)
    _link(frontier, one, laid.ref, kind="pause", how="about")
    assert [says for says, _label in _says(frontier, one, "aster.alternate")] == ["About it", "Basis of the pause"]
    for name in ("clerk", "borealis.liaison", "auditor"):
        assert _says(frontier, one, name) == [("About it", f"{laid.ref} {laid.title}")]


def test_a_report_has_a_hundred_links_at_most(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.incidents.services.linking.MOST", 1)
    one = filed(frontier)
    _link(frontier, one, "run 1", kind="run", how="")
    with pytest.raises(Invalid, match="at most 1"):
        _link(frontier, one, "run 2", kind="run", how="")
