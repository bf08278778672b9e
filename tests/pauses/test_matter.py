"""Which clocks are held together: all under one order, from wherever it is reached, at a constant price."""

import pytest

from apps.committees.models import Organisation
from apps.deadlines.models import Deadline
from apps.deadlines.rules.together import TOGETHER
from apps.deadlines.selectors.holding import hold_clocks
from apps.funding.models import Declarant
from apps.pauses.services.challenging import challenge
from tests.cast import NOW, Cast
from tests.funding.declared import opened
from tests.pauses import attesting, carveouts, factory
from tests.pauses.factory import DAY, HOUR
from tests.votes.factory import voting

pytestmark = pytest.mark.django_db


def _led_to(kind: str, pk: int) -> set[tuple[str, int]]:
    """What has clocks, among everything that is held with this."""
    parts = TOGETHER["pause"].parts({kind: [pk]})
    having = set(Deadline.objects.open().values_list("subject_kind", "subject_id"))
    return having & {(kind, pk) for kind, ids in parts.items() for pk in ids}


def test_whatever_has_a_clock_under_an_order_leads_to_all_that_has_one(frontier: Cast) -> None:
    order = carveouts.ordered(frontier)
    carveouts.permit(frontier, order)
    attesting.attested(frontier, order, NOW + HOUR)
    challenge(
        actor=frontier.viewer("cygnus.representative", NOW + DAY), now=NOW + DAY, ref=order.ref, lab="borealis",
        number=1, because="The log shows otherwise.",
    )  # fmt: skip
    attesting.late_case_without_sweep(frontier, order)
    whole = set(Deadline.objects.open().values_list("subject_kind", "subject_id"))
    kinds = {"pause", "pause_lab", "permit", "pause_challenge", "pause_case", "pause_condition"}
    assert {kind for kind, _pk in whole} == kinds
    assert all(_led_to(kind, pk) == whole for kind, pk in whole)
    assert kinds | {"motion", "organisation", "declaration"} == TOGETHER["pause"].kinds


def test_an_order_is_held_with_the_one_that_it_replaces_and_not_the_other_way_round(frontier: Cast) -> None:
    standing, order = factory.in_force(frontier), factory.draft(frontier)
    order.replaces = standing
    order.save()
    assert ("pause", standing.pk) in _led_to("pause", order.pk)
    parts = TOGETHER["pause"].parts({"pause": [standing.pk]})
    assert set(parts["pause"]) == {standing.pk}


def test_a_motion_about_it_leads_to_it_and_another_nowhere(frontier: Cast) -> None:
    other = voting(frontier)
    order = factory.in_force(frontier)
    factory.moved(frontier, order, "pause.lift", at=order.in_force_at)
    motion_id = Deadline.objects.open().filter(subject_kind="motion").latest("pk").subject_id
    assert ("pause", order.pk) in _led_to("motion", motion_id)
    assert _led_to("motion", other.pk) == set()


def test_a_member_leads_to_every_open_order(frontier: Cast) -> None:
    order = factory.in_force(frontier)
    aster = Organisation.objects.get(key="aster")
    assert ("pause", order.pk) in _led_to("organisation", aster.pk)


def test_holding_costs_the_same_for_one_permit_as_for_ten(frontier: Cast, django_assert_num_queries: object) -> None:
    order = carveouts.ordered(frontier)
    for _more in (1, 9):
        for _each in range(_more):
            carveouts.permit(frontier, order)
        with django_assert_num_queries(3):  # type: ignore[operator]
            hold_clocks({"pause": [order.pk]})


def test_a_labs_place_among_those_who_declare_leads_to_what_waits_for_it_and_a_member_to_both(frontier: Cast) -> None:
    opened(frontier)
    waits = factory.in_force(frontier, labs_needed=1, share_needed="1/2")
    factory.imposed(frontier)
    place = Declarant.objects.get(organisation__key="borealis", period__name="2027")
    parts = TOGETHER["pause"].parts
    assert set(parts({"declaration": [place.pk]})["pause"]) == {waits.pk}
    assert place.pk in parts({"organisation": [place.organisation_id]})["declaration"]
