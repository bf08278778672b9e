"""Who sees which report: the query, its inverse, and the words of the rule."""

import pytest

from apps.committees.states import Role
from apps.incidents.models import Incident, seats_that_may_see
from apps.incidents.services.drafting import save_draft, start_draft
from apps.kernel.tlp import TLP
from apps.record.rules import SUBJECTS
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT, filed

pytestmark = pytest.mark.django_db

BOREALIS = {"borealis.representative", "borealis.alternate", "borealis.liaison"}
CHAIRS_OFFICE = {"aster.representative", "aster.alternate"}
EXPECTED = {
    TLP.RED: BOREALIS | {"clerk"},
    TLP.AMBER_STRICT: BOREALIS | {"clerk"} | CHAIRS_OFFICE,
    TLP.AMBER: BOREALIS | {"clerk", "auditor"} | CHAIRS_OFFICE,
}


def _who_sees(cast: Cast, incident: Incident) -> set[str]:
    return {
        name
        for name in cast.in_frontier
        if Incident.objects.visible_to(cast.viewer(name)).filter(pk=incident.pk).exists()
    }


@pytest.mark.parametrize("label", list(TLP))
def test_a_label_lets_in_whom_it_says_and_both_directions_agree(frontier: Cast, label: TLP) -> None:
    incident = filed(frontier, tlp=label, recipients=["secretariat"])
    expected = EXPECTED.get(label, set(frontier.in_frontier) - {"counsel"})
    assert _who_sees(frontier, incident) == expected
    inverse = set(seats_that_may_see(incident.pk, NOW).values_list("pk", flat=True))
    assert inverse == {frontier[name].pk for name in expected}


def test_a_named_authority_sees_and_the_wrong_observer_does_not(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:AMBER", recipients=["eu-office"])
    sees = _who_sees(frontier, incident)
    assert "observer.eu" in sees
    assert "observer.california" not in sees


def test_a_draft_is_seen_by_its_own_organisation_only(frontier: Cast) -> None:
    actor = frontier.viewer("borealis.liaison")
    draft = start_draft(actor=actor, now=NOW)
    save_draft(actor=actor, now=NOW, ref=draft.ref, changes=CONTENT | {"tlp": "TLP:CLEAR"})
    assert _who_sees(frontier, draft) == BOREALIS
    assert {seat.pk for seat in seats_that_may_see(draft.pk, NOW)} == {frontier[name].pk for name in BOREALIS}


@pytest.mark.parametrize("label", list(TLP))
def test_counsel_sees_the_one_report_that_it_sits_for_and_no_other(frontier: Cast, label: TLP) -> None:
    other = filed(frontier, tlp=label, recipients=["secretariat"])
    public = filed(frontier, by="aster.liaison", tlp="TLP:CLEAR")
    incident = filed(frontier, tlp=label, recipients=["secretariat"])
    frontier.retain(incident.ref)
    for each, expected in ((incident, True), (other, False), (public, False)):
        inverse = set(seats_that_may_see(each.pk, NOW).values_list("pk", flat=True))
        assert inverse == {frontier[name].pk for name in _who_sees(frontier, each)}
        assert (frontier["counsel"].pk in inverse) is expected


def test_a_report_that_counsel_sits_for_is_compared_with_no_other(frontier: Cast) -> None:
    filed(frontier)
    incident = filed(frontier)
    frontier.retain(incident.ref)
    keys = SUBJECTS["incident"].alike(list(Incident.objects.values_list("pk", flat=True)))
    assert len(set(keys.values())) == 2


def test_counsel_sees_no_draft_even_of_the_report_that_it_sits_for(frontier: Cast) -> None:
    draft = start_draft(actor=frontier.viewer("borealis.liaison"), now=NOW)
    frontier.retain(draft.ref)
    assert _who_sees(frontier, draft) == BOREALIS
    assert frontier["counsel"].pk not in seats_that_may_see(draft.pk, NOW).values_list("pk", flat=True)


def test_a_panellist_sees_what_its_organisation_sees_of_its_one_matter(frontier: Cast) -> None:
    hers, other = filed(frontier, tlp="TLP:GREEN"), filed(frontier, tlp="TLP:GREEN")
    seat = frontier["independent"]
    seat.role, seat.matter = Role.PANELLIST, hers.ref
    seat.save()
    assert "independent" in _who_sees(frontier, hers)
    assert "independent" not in _who_sees(frontier, other)
    assert seat.pk in seats_that_may_see(hers.pk, NOW).values_list("pk", flat=True)
    assert seat.pk not in seats_that_may_see(other.pk, NOW).values_list("pk", flat=True)
