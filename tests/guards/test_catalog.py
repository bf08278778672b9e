"""Asks PostgreSQL's own catalogue whether every table has its belts."""

import pytest
from django.apps import apps
from django.db import connection

from apps.kernel.tenancy.models import TenantForeignKey, TenantModel

pytestmark = pytest.mark.django_db

DEFINER_FUNCTIONS = {"seats_of", "token_owner", "committees_with_outbox", "claim_due", "chairs_due", "browser_is_of"}


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_every_table_with_a_committee_has_forced_row_level_security_and_the_one_policy() -> None:
    rows = _rows(
        """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
               array_agg(p.polname::text || ' ' || p.polpermissive || ' '
                         || pg_get_expr(p.polqual, c.oid) || ' ' || pg_get_expr(p.polwithcheck, c.oid))
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'committee_id' AND NOT a.attisdropped
        LEFT JOIN pg_policy p ON p.polrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        GROUP BY 1, 2, 3
        """
    )
    mine = "(committee_id = ( SELECT app_committee() AS app_committee))"
    expected = [f"tenant true {mine} {mine}"]
    assert {row[0] for row in rows} == {
        model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)
    }
    assert [row for row in rows if row[1:] != (True, True, expected)] == []


def test_every_link_between_tenant_tables_is_a_composite_foreign_key() -> None:
    rows = _rows(
        """
        SELECT c.conrelid::regclass::text, array_agg(a.attname::text ORDER BY a.attname)
        FROM pg_constraint c, unnest(c.conkey) k, pg_attribute a
        WHERE c.contype = 'f' AND a.attrelid = c.conrelid AND a.attnum = k
        GROUP BY c.oid, 1
        """
    )
    have = {(table, column) for table, columns in rows if "committee_id" in columns for column in columns}
    links = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
    }
    assert links
    assert links - have == set()


def test_a_link_to_a_tenant_table_is_never_a_plain_foreign_key() -> None:
    plain = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.is_relation
        and field.related_model
        and issubclass(field.related_model, TenantModel)
        and not isinstance(field, TenantForeignKey)
    ]
    assert plain == []


def test_every_unique_key_of_a_tenant_table_starts_with_its_committee() -> None:
    """Otherwise an insert tells whether another committee has the value; digests of random secrets are exempt."""
    rows = _rows(
        """
        SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text
        FROM pg_index i
        JOIN pg_attribute c ON c.attrelid = i.indrelid AND c.attname = 'committee_id'
        WHERE i.indisunique AND NOT i.indisprimary AND i.indkey[0] <> c.attnum
        """
    )
    assert [row for row in rows if row[0] != "committees_apitoken"] == []


def test_definer_functions_are_listed_pinned_and_nobodys_by_default() -> None:
    rows = _rows(
        """
        SELECT p.proname, r.rolname, p.proconfig, has_function_privilege('public', p.oid, 'EXECUTE')
        FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
        """
    )
    assert {row[0] for row in rows} == DEFINER_FUNCTIONS
    assert [
        row for row in rows if row[1:] != ("concord_definer", ["search_path=pg_catalog, public, pg_temp"], False)
    ] == []


def test_there_are_no_views_that_read_with_their_owners_rights() -> None:
    rows = _rows(
        """
        SELECT relname FROM pg_class
        WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
          AND (relkind = 'm' OR NOT coalesce('security_invoker=true' = ANY(reloptions), false))
        """
    )
    assert rows == []
