"""Pages of a long list, newest first, by the last row's key instead of an offset: constant time at any depth."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

MANY = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the cursors to the neighbouring ones ("" where there is none)."""

    rows: Sequence[Any]
    newer: str = ""
    older: str = ""


def _encode(direction: str, row: Any, field: str) -> str:
    moment: datetime = getattr(row, field)
    return base64.urlsafe_b64encode(json.dumps([direction, moment.isoformat(), row.pk]).encode()).decode()


def _decode(cursor: str) -> tuple[str, datetime, int] | None:
    try:
        direction, moment, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        place = datetime.fromisoformat(moment)
        if direction not in {"older", "newer"} or place.tzinfo is None:
            return None
        return direction, place, int(pk)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def page_of(queryset: QuerySet, cursor: str = "", *, field: str, size: int = 50) -> Page:
    """One page of a queryset ordered by (field, id) descending; an unreadable cursor gives the first page."""
    place = _decode(cursor) if cursor else None
    if place is not None and place[0] == "newer":
        return _newer(queryset, place[1], place[2], field, size)
    if place is not None:
        queryset = queryset.filter(Q(**{f"{field}__lt": place[1]}) | Q(**{field: place[1]}, pk__lt=place[2]))
    rows = list(queryset.order_by(f"-{field}", "-pk")[: size + 1])
    older = _encode("older", rows[size - 1], field) if len(rows) > size else ""
    rows = rows[:size]
    newer = _encode("newer", rows[0], field) if place is not None and rows else ""
    return Page(rows, newer, older)


def _newer(queryset: QuerySet, moment: datetime, pk: int, field: str, size: int) -> Page:
    later = queryset.filter(Q(**{f"{field}__gt": moment}) | Q(**{field: moment}, pk__gt=pk))
    rows = list(later.order_by(field, "pk")[: size + 1])
    more = len(rows) > size
    rows = rows[:size][::-1]
    if not rows:
        return page_of(queryset, field=field, size=size)
    return Page(rows, _encode("newer", rows[0], field) if more else "", _encode("older", rows[-1], field))


def count_words(queryset: QuerySet) -> str:
    """The number of rows as people read it: exact up to 1 000, else “1 000+” (counting all would cost too much)."""
    number = queryset.order_by()[: MANY + 1].count()
    return str(number) if number <= MANY else "1 000+"
