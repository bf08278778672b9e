"""Pages of a long list by the last row's key instead of an offset: constant time at any depth.

A cursor holds the key of a row. It is encrypted, for gaps between keys would tell how much else there is that one may
not see; and authenticated, so that whatever it holds is ours.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from apps.kernel.secrets import CannotOpen, cloak, uncloak

MANY = 1000
NEXT, PREVIOUS = "next", "previous"
CURSOR = "cursor"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the cursors to the neighbouring ones ("" where there is none)."""

    rows: Sequence[Any]
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in a list, and on which side of it the page lies."""

    side: str
    moment: datetime | None
    pk: int


@dataclass(frozen=True, slots=True)
class Order:
    """A list's order: by an instant and then the id, or without a field by the id alone.

    `nullable`: rows without the instant come last, either way.
    """

    field: str
    ascending: bool = False
    nullable: bool = False

    def sort(self, queryset: QuerySet, *, backwards: bool = False) -> QuerySet:
        """The rows in this order, or from the end."""
        up = self.ascending != backwards
        if not self.field:
            return queryset.order_by("pk" if up else "-pk")
        if not self.nullable:
            return queryset.order_by(*((self.field, "pk") if up else (f"-{self.field}", "-pk")))
        ends: dict[str, Any] = {"nulls_first": True} if backwards else {"nulls_last": True}
        column = F(self.field)
        return queryset.order_by(column.asc(**ends) if up else column.desc(**ends), "pk" if up else "-pk")

    def beyond(self, place: Place) -> Q:
        """What lies on the place's side of it."""
        forwards = place.side == NEXT
        than = "gt" if forwards == self.ascending else "lt"
        if not self.field:
            return Q(**{f"pk__{than}": place.pk})
        without = Q(**{f"{self.field}__isnull": True})
        if place.moment is None:
            return without & Q(**{f"pk__{than}": place.pk}) | (Q() if forwards else ~without)
        there = Q(**{self.field: place.moment, f"pk__{than}": place.pk})
        found = Q(**{f"{self.field}__{than}": place.moment}) | there
        return found | without if self.nullable and forwards else found


def _encode(side: str, row: Any, field: str) -> str:
    moment: datetime | None = getattr(row, field) if field else None
    place = [side, moment.isoformat() if moment else None, row.pk]
    return cloak(json.dumps(place), purpose=CURSOR)


def _decode(cursor: str) -> Place | None:
    try:
        side, written, pk = json.loads(uncloak(cursor, purpose=CURSOR))
    except CannotOpen:
        return None
    return Place(side, None if written is None else datetime.fromisoformat(written), pk)


def page_of(
    queryset: QuerySet,
    cursor: str = "",
    *,
    field: str,
    ascending: bool = False,
    nullable: bool = False,
    size: int = 50,
) -> Page:
    """One page of a queryset ordered by (field, id), newest first unless `ascending`; "" orders by the id alone.

    An unreadable cursor gives the first page. `nullable` says that the field may be empty; it costs the index.
    """
    order = Order(field, ascending, nullable)
    place = _decode(cursor) if cursor else None
    if place is not None and (place.moment is None) != (not field) and not nullable:
        place = None
    if place is not None and place.side == PREVIOUS:
        return _page_before(queryset, place, order, size)
    if place is not None:
        queryset = queryset.filter(order.beyond(place))
    rows = list(order.sort(queryset)[: size + 1])
    following = _encode(NEXT, rows[size - 1], field) if len(rows) > size else ""
    rows = rows[:size]
    previous = _encode(PREVIOUS, rows[0], field) if place is not None and rows else ""
    return Page(rows, previous, following)


def _page_before(queryset: QuerySet, place: Place, order: Order, size: int) -> Page:
    rows = list(order.sort(queryset.filter(order.beyond(place)), backwards=True)[: size + 1])
    more = len(rows) > size
    rows = rows[:size][::-1]
    if not rows:
        return page_of(queryset, field=order.field, ascending=order.ascending, nullable=order.nullable, size=size)
    previous = _encode(PREVIOUS, rows[0], order.field) if more else ""
    return Page(rows, previous, _encode(NEXT, rows[-1], order.field))


def dressed(page: Page, queryset: QuerySet) -> Page:
    """The same page with its rows read again from `queryset`, which may join what it likes: it is asked for these only.

    A long list that joins others is ordered by hand wherever the planner takes a small table for an empty one.
    """
    found = queryset.in_bulk([row.pk for row in page.rows])
    return replace(page, rows=[found[row.pk] for row in page.rows if row.pk in found])


def address_of(query: QueryDict, cursor: str) -> str:
    """The address of a neighbouring page: the same query with its cursor as `page`; "" where there is none."""
    if not cursor:
        return ""
    query = query.copy()
    query["page"] = cursor
    return f"?{query.urlencode()}"


def count_words(queryset: QuerySet) -> str:
    """The number of rows as people read it: exact up to 1 000, else “1 000+” (counting all would cost too much)."""
    number = queryset.order_by()[: MANY + 1].count()
    return str(number) if number <= MANY else "1 000+"
