"""Pages by the last row's key: every row once, in order, forwards and backwards, whatever the order is."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.models import Seat
from apps.kernel import keyset
from apps.kernel.keyset import page_of
from tests.cast import NOW, Cast

HOURS = (3, None, 1, 1, None, 2, 3, None)


@pytest.fixture
def seats(frontier: Cast) -> list[Seat]:
    """Seats that end at few instants, so that ids must decide too; some end never."""
    rows = list(Seat.objects.filter(matter="").order_by("pk"))
    for number, seat in enumerate(rows):
        hours = HOURS[number % len(HOURS)]
        seat.ends_at = None if hours is None else NOW + timedelta(hours=hours)
    Seat.objects.bulk_update(rows, ["ends_at"])
    return rows


def _walk(queryset: Any, **order: Any) -> tuple[list[list[Seat]], list[list[Seat]]]:
    """The pages on the way to the end, and those on the way back, in their order from the start."""
    there = [page_of(queryset, size=3, **order)]
    while there[-1].next:
        there.append(page_of(queryset, there[-1].next, size=3, **order))
    back = [there[-1]]
    while back[-1].previous:
        back.append(page_of(queryset, back[-1].previous, size=3, **order))
    return [list(page.rows) for page in there], [list(page.rows) for page in reversed(back)]


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.django_db
def test_a_list_without_an_instant_is_ordered_by_the_id_alone(seats: list[Seat], ascending: bool) -> None:
    there, back = _walk(Seat.objects.all(), field="", ascending=ascending)
    expected = list(Seat.objects.order_by("pk" if ascending else "-pk"))
    assert [seat for page in there for seat in page] == expected
    assert [seat for page in back for seat in page] == expected
    elsewhere = page_of(Seat.objects.all(), field="starts_at", size=3).next
    assert page_of(Seat.objects.all(), elsewhere, field="", size=3).previous == ""


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize("nullable", [True, False])
@pytest.mark.django_db
def test_every_row_stands_on_one_page_and_in_order(seats: list[Seat], ascending: bool, nullable: bool) -> None:
    queryset = Seat.objects.all() if nullable else Seat.objects.filter(ends_at__isnull=False)
    there, back = _walk(queryset, field="ends_at", ascending=ascending, nullable=nullable)
    column = F("ends_at").asc(nulls_last=True) if ascending else F("ends_at").desc(nulls_last=True)
    assert [seat for page in there for seat in page] == list(queryset.order_by(column, "pk" if ascending else "-pk"))
    assert back == there
    assert len(there) > 2


@pytest.mark.django_db
def test_a_page_is_one_query(seats: list[Seat]) -> None:
    first = page_of(Seat.objects.all(), field="starts_at", size=3)
    with CaptureQueriesContext(connection) as queries:
        second = page_of(Seat.objects.all(), first.next, field="starts_at", size=3)
    assert len(queries) == 1
    assert not set(first.rows) & set(second.rows)


@pytest.mark.django_db
def test_when_all_before_has_gone_the_way_back_leads_to_the_first_page(seats: list[Seat]) -> None:
    queryset = Seat.objects.filter(ends_at__isnull=False)
    second = page_of(queryset, page_of(queryset, field="ends_at", size=3).next, field="ends_at", size=3)
    left = queryset.filter(pk__in=[seat.pk for seat in second.rows])
    assert page_of(left, second.previous, field="ends_at", size=3) == page_of(left, field="ends_at", size=3)


@pytest.mark.django_db
def test_a_cursor_of_a_list_with_gaps_is_none_for_one_without(seats: list[Seat]) -> None:
    page = page_of(Seat.objects.filter(ends_at=None), field="ends_at", nullable=True, size=1)
    other = page_of(Seat.objects.all(), page.next, field="starts_at", size=3)
    assert other == page_of(Seat.objects.all(), field="starts_at", size=3)


@given(st.text(max_size=60))
def test_a_cursor_that_was_not_given_out_here_is_none(cursor: str) -> None:
    assert keyset._decode(cursor) is None


@pytest.mark.django_db
def test_a_cursor_does_not_tell_the_key_of_its_row(seats: list[Seat]) -> None:
    page = page_of(Seat.objects.all(), field="starts_at", size=3)
    place = keyset._decode(page.next)
    assert place is not None
    assert place.pk == page.rows[-1].pk
    plain = json.dumps(["next", place.moment.isoformat() if place.moment else None, place.pk])
    assert b"next" not in base64.urlsafe_b64decode(page.next + "==")
    by_hand = base64.urlsafe_b64encode(plain.encode()).decode()
    assert page_of(Seat.objects.all(), by_hand, field="starts_at", size=3) == page


def test_a_neighbours_address_keeps_the_filters() -> None:
    query = QueryDict("state=open&page=old")
    assert keyset.address_of(query, "new") == "?state=open&page=new"
    assert keyset.address_of(query, "") == ""
    assert query["page"] == "old"
