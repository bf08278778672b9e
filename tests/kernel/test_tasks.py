"""Tasks carry their committee; the doorbell rings after commit, once, and never breaks the work."""

from collections.abc import Iterator

import pytest
from celery import shared_task
from django.db import transaction
from django_scopes import get_scope

from apps.kernel.tenancy.context import NoTenant, tenant, unscoped
from apps.kernel.tenancy.tasks import TenantTask, ring_after_commit
from tests.cast import Cast, assemble

SEEN: list[int | None] = []


@shared_task(base=TenantTask, name="tests.probe")
def probe() -> None:
    """Notes the committee it runs in."""
    SEEN.append(get_scope().get("committee"))


@pytest.fixture(autouse=True)
def nothing_seen() -> Iterator[None]:
    SEEN.clear()
    yield
    SEEN.clear()


def test_a_task_without_a_committee_is_refused_when_sent() -> None:
    with pytest.raises(NoTenant, match="sent"):
        probe.delay()


def test_a_task_without_a_committee_is_refused_when_it_arrives() -> None:
    with pytest.raises(NoTenant, match="arrived"):
        probe()


def test_the_committee_travels_in_the_headers(frontier: Cast) -> None:
    probe.delay()
    assert [frontier.frontier.pk] == SEEN


@pytest.mark.django_db(transaction=True)
class TestTheBell:
    def test_it_rings_once_after_commit(self) -> None:
        cast = assemble()
        with tenant(cast.frontier.pk):
            for _again in range(3):
                ring_after_commit(probe, cast.frontier.pk)
            assert SEEN == []
        assert [cast.frontier.pk] == SEEN

    def test_it_is_silent_after_a_rollback(self) -> None:
        cast = assemble()
        with tenant(cast.frontier.pk):
            ring_after_commit(probe, cast.frontier.pk)
            transaction.set_rollback(True)
        assert SEEN == []

    def test_a_broken_bell_breaks_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rung = []

        def broken(*_args: object, **_kwargs: object) -> None:
            rung.append(True)
            raise ConnectionError

        monkeypatch.setattr(TenantTask, "apply_async", broken)
        with transaction.atomic():
            ring_after_commit(probe, 1)
        assert rung == [True]


def test_the_escape_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"), unscoped(""):
        pass
