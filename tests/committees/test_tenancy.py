"""Each belt of tenant isolation, tested with the others taken away."""

import re

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from apps.committees.models import Organisation, Seat
from apps.kernel.tenancy.context import NoTenant, tenant
from tests.cast import BEGINNING, Cast, assemble

pytestmark = pytest.mark.django_db


def _bare(page: bytes, slug: bytes) -> bytes:
    """The page without what differs on every request: the address and the masked CSRF token."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"token", page.replace(slug, b""))


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast, really committed, so that contexts end with their transactions."""
    return assemble()


class TestUrlAndMembership:
    def test_eve_gets_the_same_404_as_for_a_committee_that_does_not_exist(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["eve"].person)
        there = client.get("/c/frontier/")
        nowhere = client.get("/c/nowhere/")
        assert there.status_code == nowhere.status_code == 404
        assert _bare(there.content, b"frontier") == _bare(nowhere.content, b"nowhere")


class TestScopes:
    def test_a_query_without_a_committee_raises_before_any_sql(self, cast: Cast) -> None:
        with pytest.raises(ScopeError):
            Organisation.objects.count()

    def test_a_query_sees_only_its_committee_where_row_level_security_would_let_all_pass(self, cast: Cast) -> None:
        """The filter stands in the SQL itself, whatever the database would answer."""
        with tenant(cast.frontier.pk):
            assert f'"committee_id" = {cast.frontier.pk}' in str(Organisation.objects.all().query)


class TestRowLevelSecurity:
    def test_raw_sql_sees_only_the_committee_of_the_context(self, committed: Cast) -> None:
        with tenant(committed.pacific.pk), connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT committee_id FROM committees_organisation")
            assert cursor.fetchall() == [(committed.pacific.pk,)]

    def test_a_query_with_scopes_off_sees_only_the_committee_of_the_context(self, committed: Cast) -> None:
        with tenant(committed.pacific.pk), scopes_disabled():
            assert set(Organisation.objects.values_list("committee_id", flat=True)) == {committed.pacific.pk}

    def test_a_query_without_a_context_raises(self, committed: Cast) -> None:
        with pytest.raises(ProgrammingError, match="no tenant context"), scopes_disabled():
            Organisation.objects.count()

    def test_the_context_is_gone_after_commit_and_after_an_exception(self, committed: Cast) -> None:
        with tenant(committed.frontier.pk):
            pass
        with pytest.raises(RuntimeError), tenant(committed.frontier.pk):
            raise RuntimeError
        with (
            pytest.raises(ProgrammingError, match="no tenant context"),
            scope(committee=committed.frontier.pk),
        ):
            Organisation.objects.count()

    def test_a_nested_context_gives_the_outer_one_back(self, committed: Cast) -> None:
        with tenant(committed.frontier.pk):
            with tenant(committed.pacific.pk):
                assert Organisation.objects.filter(key="pelagos").exists()
            with scopes_disabled():
                assert not Organisation.objects.filter(key="pelagos").exists()

    def test_a_row_cannot_be_written_into_another_committee(self, committed: Cast) -> None:
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            tenant(committed.pacific.pk),
        ):
            Organisation.objects.create(
                committee=committed.frontier, key="spy", name="Spy", kind="lab", admitted_at=BEGINNING
            )


class TestCompositeForeignKeys:
    def test_a_link_to_another_committees_row_is_refused(self, committed: Cast) -> None:
        foreign = committed["eve"].organisation_id
        with pytest.raises(IntegrityError), tenant(committed.frontier.pk):
            Seat.objects.filter(pk=committed["clerk"].pk).update(organisation_id=foreign)

    def test_a_row_cannot_be_made_outside_a_context(self, cast: Cast) -> None:
        with pytest.raises(NoTenant):
            Organisation(key="lost", name="Lost", kind="lab", admitted_at=BEGINNING)


def test_the_app_role_owns_nothing_and_bypasses_nothing(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("concord_app", False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user"
        )
        assert cursor.fetchone() == (0,)


def test_set_role_to_the_owner_is_refused(cast: Cast) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET ROLE concord_owner")
