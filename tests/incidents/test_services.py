"""Drafting, filing and handling reports."""

from datetime import timedelta

import pytest

from apps.deadlines.models import Deadline
from apps.incidents import acts
from apps.incidents.models import Incident
from apps.incidents.services.adding import add_evidence, add_update, amend
from apps.incidents.services.drafting import discard_draft, save_draft, start_draft
from apps.incidents.services.filing import file_at_once, file_draft
from apps.incidents.services.handling import acknowledge, assess, close, publish, withdraw
from apps.incidents.states import State
from apps.kernel import canonical
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act, Preimage
from apps.transparency.models import PublishedRecord
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT, filed, png

pytestmark = pytest.mark.django_db


def _kinds(incident: Incident) -> list[str]:
    return [act.kind for act in Act.objects.about(acts.SUBJECT, incident.pk) if act.kind.startswith("incident.")]


def test_a_draft_is_written_together_and_filed(frontier: Cast) -> None:
    draft = start_draft(actor=frontier.viewer("borealis.liaison"), now=NOW)
    save_draft(actor=frontier.viewer("borealis.representative"), now=NOW, ref=draft.ref, changes=CONTENT)
    incident = file_draft(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=draft.ref)
    assert incident.state == State.FILED
    assert incident.filed_at == NOW
    assert _kinds(incident) == [acts.FILED]


def test_an_empty_draft_is_taken_up_again(frontier: Cast) -> None:
    actor = frontier.viewer("borealis.liaison")
    first = start_draft(actor=actor, now=NOW)
    assert start_draft(actor=actor, now=NOW).pk == first.pk
    save_draft(actor=actor, now=NOW, ref=first.ref, changes={"title": "Something"})
    assert start_draft(actor=actor, now=NOW).pk != first.pk


def test_filing_an_unfinished_draft_names_what_is_missing_and_changes_nothing(frontier: Cast) -> None:
    actor = frontier.viewer("borealis.liaison")
    draft = start_draft(actor=actor, now=NOW)
    with pytest.raises(Invalid) as refusal:
        file_draft(actor=actor, now=NOW, ref=draft.ref)
    assert set(refusal.value.errors) == {"title", "kind", "severity", "tlp", "narrative"}
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert _kinds(draft) == []


@pytest.mark.parametrize("name", ["clerk", "auditor", "observer.eu", "independent"])
def test_only_labs_and_providers_file(frontier: Cast, name: str) -> None:
    with pytest.raises(Refused):
        start_draft(actor=frontier.viewer(name), now=NOW)


def test_a_reference_of_ones_own_is_used_once(frontier: Cast) -> None:
    filed(frontier, own_reference="TRACK-1")
    with pytest.raises(Invalid) as refusal:
        filed(frontier, own_reference="TRACK-1")
    assert set(refusal.value.errors) == {"own_reference"}
    assert filed(frontier, by="cygnus.liaison", own_reference="TRACK-1").state == State.FILED


def test_a_discarded_drafts_reference_is_free_again(frontier: Cast) -> None:
    actor = frontier.viewer("borealis.liaison")
    draft = start_draft(actor=actor, now=NOW)
    save_draft(actor=actor, now=NOW, ref=draft.ref, changes={"own_reference": "TRACK-2"})
    discard_draft(actor=actor, now=NOW, ref=draft.ref)
    assert filed(frontier, own_reference="TRACK-2").own_reference == "TRACK-2"


def test_an_unknown_recipient_is_refused_and_nothing_is_stored(frontier: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        file_at_once(actor=frontier.viewer("borealis.liaison"), now=NOW, changes=CONTENT | {"recipients": ["pelagos"]})
    assert "pelagos" in refusal.value.errors["recipients"]
    assert not Incident.objects.exists()


def test_the_record_commits_to_the_report_and_shows_none_of_it(frontier: Cast) -> None:
    incident = filed(frontier, title="Canary kestrel")
    act = Act.objects.get(kind=acts.FILED, subject_id=incident.pk)
    assert "kestrel" not in str(act.facts).lower()
    preimage = Preimage.objects.get(act=act, name="report")
    assert preimage.value["title"] == "Canary kestrel"
    assert act.facts["report"]["commitment"] == canonical.commitment(preimage.salt, preimage.value)


def test_a_report_goes_from_filed_to_closed(frontier: Cast) -> None:
    incident = filed(frontier)
    chair, clerk = frontier.viewer("aster.representative"), frontier.viewer("clerk")
    acknowledge(actor=chair, now=NOW, ref=incident.ref)
    assess(actor=clerk, now=NOW, ref=incident.ref)
    closed = close(actor=clerk, now=NOW + timedelta(days=1), ref=incident.ref, outcome="The sandbox is mended.")
    assert closed.state == State.CLOSED
    assert closed.outcome == "The sandbox is mended."
    assert _kinds(closed) == [acts.FILED, acts.ACKNOWLEDGED, acts.ASSESSING, acts.CLOSED]


def test_the_second_of_two_acknowledgements_is_told_why_not(frontier: Cast) -> None:
    incident = filed(frontier)
    acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=incident.ref)
    with pytest.raises(Refused, match="acknowledged"):
        acknowledge(actor=frontier.viewer("aster.representative"), now=NOW, ref=incident.ref)


def test_the_chair_cannot_acknowledge_the_own_labs_report(frontier: Cast) -> None:
    incident = filed(frontier, by="aster.liaison")
    with pytest.raises(Refused, match="own organisation"):
        acknowledge(actor=frontier.viewer("aster.representative"), now=NOW, ref=incident.ref)


def test_withdrawing_needs_a_reason(frontier: Cast) -> None:
    incident = filed(frontier)
    with pytest.raises(Invalid):
        withdraw(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, reason="  ")
    withdrawn = withdraw(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, reason="Filed twice.")
    assert withdrawn.state == State.WITHDRAWN


def test_a_correction_keeps_every_version_in_the_record(frontier: Cast) -> None:
    incident = filed(frontier)
    amend(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, changes={"severity": 5})
    versions = Preimage.objects.filter(act__subject_id=incident.pk, name="report").order_by("id")
    assert [version.value["severity"] for version in versions] == [3, 5]
    amended = Act.objects.get(kind=acts.AMENDED)
    assert amended.facts["fields"] == ["severity"]


def test_a_correction_cannot_empty_a_required_field(frontier: Cast) -> None:
    incident = filed(frontier)
    with pytest.raises(Invalid):
        amend(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, changes={"tlp": "TLP:RED"})


def test_updates_and_evidence_are_added(frontier: Cast) -> None:
    incident = filed(frontier)
    add_update(actor=frontier.viewer("clerk"), now=NOW, ref=incident.ref, text="We have called the lab.")
    [file] = add_evidence(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, evidence=[png()])
    assert file.sha256
    assert _kinds(incident) == [acts.FILED, acts.REMARKED, acts.EVIDENCE_ADDED]


def test_one_bad_file_among_several_stores_none(frontier: Cast) -> None:
    incident = filed(frontier)
    bad = png("report.pdf")
    with pytest.raises(Invalid):
        add_evidence(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, evidence=[png(), bad])
    assert _kinds(incident) == [acts.FILED]


def test_publishing_puts_the_public_form_into_the_public_record(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:CLEAR", root_cause="secret heron")
    publish(actor=frontier.viewer("clerk"), now=NOW, ref=incident.ref)
    published = PublishedRecord.objects.get(ref=incident.ref)
    assert published.title == incident.title
    assert "heron" not in f"{published.summary}{published.body}"


def test_the_chairs_own_labs_report_waits_for_the_clerk_and_not_for_the_chair(frontier: Cast) -> None:
    filed(frontier, by="aster.liaison")
    filed(frontier, by="borealis.liaison")
    of_the_chair = Deadline.objects.filter(clock=acts.ACKNOWLEDGEMENT).waiting_for(
        frontier.viewer("aster.representative")
    )
    assert [deadline.subject_ref for deadline in of_the_chair] == [
        Incident.objects.get(organisation__key="borealis").ref
    ]
    assert Deadline.objects.waiting_for(frontier.viewer("clerk")).count() == 2
