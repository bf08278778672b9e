"""A stage that a module's tests share: set up once, in a transaction that outlasts them; each test undoes its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from django.db import transaction

from tests.cast import Cast, assemble

T = TypeVar("T")


def own(cast: Cast) -> Cast:
    """The same cast for one test, which may seat more people in it."""
    return replace(cast, seats=dict(cast.seats))


def shared(make: Callable[[Cast], T]) -> Any:
    """The module's fixture: the cast, and what is made with it.

    For a module of which every test begins with the same, and none changes the objects it is given.
    """

    @pytest.fixture(scope="module")
    def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, T]]:
        with django_db_blocker.unblock(), transaction.atomic():
            cast = assemble()
            yield cast, make(cast)
            transaction.set_rollback(True)

    return stage
