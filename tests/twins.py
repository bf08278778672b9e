"""Rows written again: what most tests begin with is made by the ORM once in a process, and after that by one script.

To make the standing cast takes the ORM longer than a small test takes. The script writes the same rows with ids and uids
of their own; constraints, belts and row-level security hold for it as for everything else.
"""

import uuid
from collections import Counter
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState

from apps.kernel.tenancy.models import TenantModel

TENANT = "SELECT set_config('app.committee', %s, true)"


class Twins:
    """A pattern of rows, in the order in which they can be written."""

    def __init__(self, rows: list[Model]) -> None:
        self._ids = Counter(type(row) for row in rows)
        taken: Counter[type[Model]] = Counter()
        self._place: dict[tuple[type[Model], int], tuple[type[Model], int]] = {}
        for row in rows:
            self._place[type(row), row.pk] = (type(row), taken[type(row)])
            taken[type(row)] += 1
        self._pattern = self._copies(rows, lambda kind, pk: pk, anew=False)
        self._values: list[Any] = []
        self._script = "; ".join(self._statements()) + "; " + TENANT

    def write(self) -> list[Any]:
        """Write them once more; the rows in the pattern's order."""
        *ids, outer = self._numbers()
        given = dict(zip(self._ids, ids, strict=True))

        def number(kind: type[Model], pk: int) -> int:
            model, place = self._place[kind, pk]
            return given[model][place]

        rows = self._copies(self._pattern, number, anew=True)
        values = [
            number(*value) if isinstance(value, tuple) else rows[value].uid if isinstance(value, int) else value
            for value in self._values
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._script, [*values, outer])
        return rows

    def _numbers(self) -> list[Any]:
        """New ids for each model, and the committee whose context is open."""
        arrays = [
            f"ARRAY(SELECT nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id')) FROM generate_series(1, {many}))"
            for model, many in self._ids.items()
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(arrays)}, coalesce(current_setting('app.committee', true), '')")
            return list(cursor.fetchone())

    def _statements(self) -> list[str]:
        statements = []
        of = None
        for (model, committee), rows in groupby(self._pattern, key=lambda row: (type(row), _committee(row))):
            if committee is not None and committee != of:
                of = committee
                statements.append(TENANT.replace("%s", "%s::text"))
                self._values.append((model._meta.get_field("committee").related_model, committee))
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            lines = ", ".join(f"({', '.join(self._literals(row))})" for row in rows)
            statements.append(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {lines}')
        return statements

    def _literals(self, row: Model) -> list[str]:
        return [self._literal(row, field) for field in row._meta.concrete_fields]

    def _literal(self, row: Model, field: Any) -> str:
        value = getattr(row, field.attname)
        pointed = row.__class__ if field.primary_key else field.related_model
        if pointed is not None and value is not None:
            self._values.append((pointed, value))
            return "%s"
        if field.name == "uid":
            self._values.append(self._pattern.index(row))
            return "%s"
        stored = field.get_db_prep_save(value, connection)
        return connection.ops.compose_sql("%s", [stored]).replace("%", "%%")

    @staticmethod
    def _copies(rows: list[Any], number: Any, *, anew: bool) -> list[Any]:
        """Instances of their own, which lead to each other as the rows do."""
        twins: dict[int, Any] = {}
        for row in rows:
            twin = row.__class__.__new__(row.__class__)
            twin.__dict__.update(row.__dict__)
            twin._state = ModelState()
            twin._state.adding, twin._state.db = False, row._state.db
            for field in row._meta.concrete_fields:
                pointed = row.__class__ if field.primary_key else field.related_model
                value = row.__dict__[field.attname]
                if pointed is not None and value is not None:
                    twin.__dict__[field.attname] = number(pointed, value)
            if anew and "uid" in row.__dict__:
                twin.uid = uuid.uuid4()
            known = row._state.__dict__.get("fields_cache", {})
            twin._state.fields_cache = {name: twins[id(other)] for name, other in known.items() if id(other) in twins}
            twins[id(row)] = twin
        return list(twins.values())


def _committee(row: Model) -> int | None:
    return row.committee_id if isinstance(row, TenantModel) else None
