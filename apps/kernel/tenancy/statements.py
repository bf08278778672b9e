"""Statements that Django writes once for a process instead of each time they are asked."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django_scopes import scope

from apps.kernel.tenancy.context import NoTenant, active_committee

FAR = -(2**62)
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
COMMITTEE = FAR - 1
SEVERAL = 24
"""With more values than these a statement is too seldom the same to be kept."""

_written: dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]] = {}


def ids_by(write: Callable[..., QuerySet], *values: Any) -> RawSQL:
    """The ids of the active committee's rows that `write(*values)` gives, to stand after `pk__in`; see rows_by."""
    statement, here = _asked(write, values, _ids)
    return RawSQL(statement, here)  # noqa: S611 - Django wrote it, with its values apart


def rows_by(write: Callable[..., QuerySet], *values: Any) -> list[dict[str, Any]]:
    """The active committee's rows that `write(*values)` gives, by the names of their columns (one query).

    Only for a module's own function that asks the database nothing itself and decides nothing by its ids and instants: it is called
    with stand-ins, once, and what it wrote is kept. Words among the values make a statement of their own. To write a
    statement takes Django longer than PostgreSQL to answer it. Values come as the database gives them.
    """
    statement, here = _asked(write, values, _whole)
    with connection.cursor() as cursor:
        cursor.execute(statement, here)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def exists_by(write: Callable[..., QuerySet], *values: Any) -> bool:
    """Whether there are any such rows (one query); see rows_by."""
    statement, here = _asked(write, values, _ids)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({statement})", here)
        return bool(cursor.fetchone()[0])


def _asked(
    write: Callable[..., QuerySet], values: Sequence[Any], shown: Callable[[QuerySet], QuerySet]
) -> tuple[str, list[Any]]:
    """The statement, and its values here and now."""
    committee_id = active_committee()
    if committee_id is None:
        raise NoTenant("rows are asked for while no committee is active")
    if len(values) > SEVERAL:
        statement, plain = shown(write(*values)).query.sql_with_params()
        return statement, list(plain)
    stand_ins = [_stand_in(place, value) for place, value in enumerate(values)]
    key = (shown, write, *stand_ins)
    if key not in _written:
        with scope(committee=COMMITTEE):
            _written[key] = shown(write(*stand_ins)).query.sql_with_params()
    statement, asked = _written[key]
    here = dict(zip(stand_ins, values, strict=True)) | {COMMITTEE: committee_id}
    return statement, [_meant(each, here) for each in asked]


def _whole(found: QuerySet) -> QuerySet:
    return found


def _ids(found: QuerySet) -> QuerySet:
    return found.order_by().values("pk")


def _stand_in(place: int, value: Any) -> Any:
    if isinstance(value, datetime):
        return LONG_AGO + timedelta(days=place)
    return FAR + place if isinstance(value, int) else value


def _meant(asked: Any, here: dict[Any, Any]) -> Any:
    if isinstance(asked, int):
        return type(asked)(here.get(asked, asked))
    return here.get(asked, asked) if isinstance(asked, datetime) else asked
