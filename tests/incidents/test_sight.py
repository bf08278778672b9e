"""Who sees which report: the query, its inverse, and the words of the rule."""

import pytest

from apps.incidents.models import Incident, seats_that_may_see
from apps.incidents.services.drafting import save_draft, start_draft
from apps.kernel.tlp import TLP
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
    expected = EXPECTED.get(label, set(frontier.in_frontier))
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
