"""What a test has committed is deleted: only from the tables that hold something, by whoever may pass over belts."""

import os

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

LASTING = ("django_migrations", "django_content_type", "auth_permission")
"""What migrations leave there, the same for every test."""
LARGE = 256 * 1024
"""Bytes of a table from which what is deleted is also given back, so that no plan of a later test meets it."""

HOLDING = """
SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 AND relname <> ALL (%s)
"""


def empty_database() -> None:
    """Delete all rows of all tables.

    Django would truncate each of some 150 tables, hold a row or not, and then write the kinds of content anew: half a
    second, where this takes a twentieth. A server that is not our own has no superuser for it; there Django does it.
    """
    if "DATABASE_SUPERUSER_URL" not in os.environ:
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
        return
    address, name = os.environ["DATABASE_SUPERUSER_URL"], connection.settings_dict["NAME"]
    with psycopg.connect(address, dbname=name, autocommit=True) as superuser:
        holding = superuser.execute(HOLDING, [list(LASTING)]).fetchall()
        with superuser.transaction():
            superuser.execute("SET LOCAL session_replication_role = replica")
            for table, _size in holding:
                superuser.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for table, size in holding:
            if size > LARGE:
                superuser.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)))
