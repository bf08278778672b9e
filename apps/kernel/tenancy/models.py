"""The base of every table that belongs to a committee."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.sql import Query
from django_scopes import ScopedManager, get_scope

from apps.kernel.tenancy.context import NoTenant, active_committee

KEPT = 50
"""Beginnings that a process keeps at most for a table, one for each committee that was asked about."""


def _active_committee_id() -> int:
    committee_id = active_committee()
    if committee_id is None:
        raise NoTenant("a committee's row cannot be made while no committee is active")
    return committee_id


class TenantForeignKey(models.ForeignKey):
    """A link between two rows of one committee.

    The database constraint is the composite one, `(committee_id, id)`, made by the `TenantTable` operation:
    a plain foreign key would accept another committee's row, because its check ignores row-level security.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


def scoped(queryset: type[models.QuerySet] = models.QuerySet) -> Any:
    """The manager of a tenant table: raises outside a tenant context.

    What every question about a committee's rows begins with is worked out once for the committee and copied.
    """
    asking = ScopedManager(_manager_class=models.Manager.from_queryset(queryset), committee="committee")
    begun: dict[type[models.Model], dict[int, Query]] = {}

    class Manager(type(asking)):  # type: ignore[misc]
        def get_queryset(self) -> models.QuerySet:
            now = get_scope()
            committee_id = now.get("committee")
            # Without a context, with scopes off or others named: django-scopes decides.
            if not now.get("_enabled") or hasattr(self, "_override_scope") or not isinstance(committee_id, int):
                return super().get_queryset()
            of_table = begun.setdefault(self.model, {})
            query = of_table.get(committee_id)
            if query is None:
                if len(of_table) >= KEPT:
                    of_table.clear()
                query = of_table[committee_id] = super().get_queryset().query
            return self._queryset_class(model=self.model, query=query.chain(), using=self._db, hints=self._hints)

    return Manager()


class TenantModel(models.Model):
    """A row of one committee; `committee` is filled from the active context.

    It needs no index of its own: the tenant key `(committee_id, id)` begins with it (TenantTable).
    """

    committee = models.ForeignKey(
        "committees.Committee",
        models.CASCADE,
        related_name="+",
        editable=False,
        default=_active_committee_id,
        db_index=False,
    )

    committee_id: int
    objects: ClassVar[Any] = scoped()

    class Meta:
        abstract = True
