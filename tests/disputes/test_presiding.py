"""Nobody presides over a case in which their organisation takes part."""

import pytest
from django.db.models import Model

from apps.committees.models import ActingChair
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import presiding
from apps.committees.selectors import viewer_of as seat_as_viewer
from apps.disputes.models import Case
from apps.disputes.rules.who import SUBJECT, capacity_of
from apps.disputes.selectors.cases import known
from apps.disputes.services.ending import withdraw
from apps.disputes.states import Capacity
from tests.cast import NOW, Cast
from tests.chairs.factory import rotate
from tests.disputes.filing import draft, filed


def _viewer(cast: Cast, name: str) -> Viewer:
    """The seat as viewer, read again: who presides has changed meanwhile."""
    cast[name].refresh_from_db()
    return seat_as_viewer(cast[name], NOW)


def _presides(case: Case) -> Model | None:
    return presiding(NOW, SUBJECT, case.pk).seat


def test_over_the_chairs_own_case_the_next_without_a_stake_presides(frontier: Cast) -> None:
    rotate(frontier)
    case = filed(frontier)
    row = ActingChair.objects.get()
    assert (row.subject_kind, row.subject_id, row.seat) == (SUBJECT, case.pk, frontier["cygnus.representative"])
    assert "Aster is the complainant in it." in row.because
    assert _presides(case) == frontier["cygnus.representative"]
    assert presiding(NOW).seat == frontier["aster.representative"]


def test_the_chair_is_a_party_there_and_whoever_presides_presides(frontier: Cast) -> None:
    rotate(frontier)
    case = known(filed(frontier))
    capacities = {name: capacity_of(_viewer(frontier, f"{name}.representative"), case) for name in ("aster", "borealis", "cygnus")}  # fmt: skip
    assert capacities == {
        "aster": Capacity.COMPLAINANT,
        "borealis": Capacity.RESPONDENT,
        "cygnus": Capacity.PRESIDING,
    }


@pytest.mark.parametrize("who", ["borealis.representative", "independent"])
def test_so_it_is_where_the_chair_is_complained_about(frontier: Cast, who: str) -> None:
    rotate(frontier)
    case = filed(frontier, who, respondent="aster")
    parties = {frontier["aster.representative"].organisation_id, frontier[who].organisation_id}
    assert ActingChair.objects.get().seat.organisation_id not in parties
    assert _presides(case) == ActingChair.objects.get().seat


def test_a_case_between_others_stays_with_the_chair(frontier: Cast) -> None:
    rotate(frontier)
    case = filed(frontier, "borealis.representative", respondent="cygnus")
    assert not ActingChair.objects.exists()
    assert _presides(case) == frontier["aster.representative"]


def test_a_draft_moves_nobody(frontier: Cast) -> None:
    rotate(frontier)
    draft(frontier)
    assert not ActingChair.objects.exists()


def test_it_ends_with_the_case(frontier: Cast) -> None:
    rotate(frontier)
    case = filed(frontier)
    withdraw(actor=frontier.viewer("aster.representative"), now=NOW, ref=case.ref, because="We have talked.")
    assert not ActingChair.objects.filter(ends_at=None).exists()
