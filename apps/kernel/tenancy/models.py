"""The base of every table that belongs to a committee."""

from typing import Any, ClassVar

from django.db import models
from django_scopes import ScopedManager

from apps.kernel.tenancy.context import NoTenant, active_committee


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
    """The manager of a tenant table: raises outside a tenant context."""
    return ScopedManager(_manager_class=models.Manager.from_queryset(queryset), committee="committee")


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
