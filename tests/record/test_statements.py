"""What Django writes once asks the same as what it would write each time, of the committee and the instant meant."""

from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet

from apps.committees.models import Office, Seat
from apps.kernel.tenancy.context import NoTenant, tenant
from apps.kernel.tenancy.statements import SEVERAL, exists_by, ids_by, rows_by
from apps.record.rules import AUDIENCES
from apps.record.selectors import Hearing
from tests.cast import BEGINNING, NOW, Cast


def _held(role: str, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(role=role)


def _of(organisation_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(organisation=organisation_id)


def _found(*asked: object) -> set[int]:
    return set(Seat.objects.filter(pk__in=ids_by(*asked)).values_list("pk", flat=True))


def test_each_asking_has_its_own_values(frontier: Cast) -> None:
    clerk, auditor = frontier["clerk"], frontier["auditor"]
    assert _found(_held, "clerk", NOW) == {clerk.pk}
    assert _found(_held, "auditor", NOW) == {auditor.pk}
    assert _found(_held, "clerk", BEGINNING - timedelta(days=1)) == set()
    assert _found(_of, clerk.organisation_id, NOW) == {clerk.pk}
    assert _found(_of, auditor.organisation_id, NOW) == {auditor.pk}


def test_it_asks_the_committee_whose_context_is_open(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        assert _found(_held, "clerk", NOW) == {cast["clerk"].pk}
    with tenant(cast.pacific.pk):
        assert _found(_held, "clerk", NOW) == {cast["pacific.clerk"].pk}


def _some(*seat_ids: int) -> QuerySet[Seat]:
    return Seat.objects.filter(pk__in=seat_ids).order_by("pk").values("pk", "role")


def test_rows_come_by_their_names_whether_few_are_asked_for_or_many(frontier: Cast) -> None:
    clerk = frontier["clerk"].pk
    assert rows_by(_some, clerk) == [{"pk": clerk, "role": "clerk"}]
    assert rows_by(_some, clerk, *range(-SEVERAL, 0)) == [{"pk": clerk, "role": "clerk"}]
    assert len(rows_by(_some, clerk, frontier["auditor"].pk)) == 2
    assert rows_by(_some, frontier["eve"].pk) == []


def test_whether_there_are_any_is_asked_of_the_instant(frontier: Cast) -> None:
    assert exists_by(_held, "clerk", NOW)
    assert not exists_by(_held, "clerk", BEGINNING - timedelta(days=1))
    assert not exists_by(_held, "nobody", NOW)


def test_without_a_committee_nothing_is_asked(db: None) -> None:
    with pytest.raises(NoTenant):
        ids_by(_held, "clerk", NOW)


@pytest.mark.parametrize("key", [key for key, audience in AUDIENCES if audience.steady])
def test_every_steady_audience_is_heard_as_it_is_written(frontier: Cast, key: str) -> None:
    seat = frontier["borealis.representative"]
    owner = {"organisation": seat.organisation_id, "seat": seat.pk}.get(AUDIENCES[key].of)
    name = f"{key}:{owner}" if owner else key
    for at in (NOW, BEGINNING - timedelta(days=1)):
        heard = Hearing("committee", frontier.frontier.pk, at).audience([name])
        written = AUDIENCES[key].seats(owner or frontier.frontier.pk, at)
        assert set(heard.values_list("pk", flat=True)) == set(written.values_list("pk", flat=True))


def test_a_steady_audience_follows_who_holds_the_office(frontier: Cast) -> None:
    def presiding() -> list[Seat]:
        return list(Hearing("committee", frontier.frontier.pk, NOW).audience(["chair"]))

    assert presiding() == [frontier["aster.representative"]]
    Office.objects.update(seat=frontier["cygnus.representative"])
    assert presiding() == [frontier["cygnus.representative"]]


def test_what_questions_begin_with_is_each_committees_own(cast: Cast) -> None:
    for committee in (cast.frontier, cast.pacific, cast.frontier):
        with tenant(committee.pk):
            assert Seat.objects.count() == len([s for s in cast.seats.values() if s.committee_id == committee.pk])
            assert Seat.objects.filter(role="clerk").count() == 1
            assert {seat.committee_id for seat in Seat.objects.select_related("organisation")} == {committee.pk}
