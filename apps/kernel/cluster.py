"""The roles, the database and the few cluster-wide things the portal stands on; plain SQL, no Django.

`manage.py bootstrap_database` runs it on a real cluster, the launcher on the embedded ones.
"""

from collections.abc import Mapping

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

OWNER = "concord_owner"
APP = "concord_app"
DEFINER = "concord_definer"
BACKUP = "concord_backup"

_PLAIN = "NOSUPERUSER NOCREATEROLE NOREPLICATION"
ROLES: Mapping[str, str] = {
    OWNER: f"LOGIN NOBYPASSRLS CREATEDB {_PLAIN}",  # CREATEDB: it makes the test databases
    APP: f"LOGIN NOBYPASSRLS NOCREATEDB {_PLAIN}",
    DEFINER: f"NOLOGIN BYPASSRLS NOCREATEDB {_PLAIN}",
    BACKUP: f"LOGIN BYPASSRLS NOCREATEDB {_PLAIN}",
}
EXTENSIONS = ("btree_gist", "pg_trgm")


class BadAddress(ValueError):
    """One of the addresses cannot be right; the text says which and why."""


def bootstrap(superuser_url: str, *, app_url: str, owner_url: str) -> list[str]:
    """Make or mend roles, database, extensions and grants; returns a sentence for each thing left undone."""
    app, owner = _parts(app_url, "DATABASE_URL", APP), _parts(owner_url, "DATABASE_OWNER_URL", OWNER)
    if app["dbname"] != owner["dbname"]:
        raise BadAddress("DATABASE_URL and DATABASE_OWNER_URL name different databases")
    name = app["dbname"]
    notes: list[str] = []
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('concord bootstrap'))")
        _make_roles(connection, {APP: app["password"], OWNER: owner["password"]})
        _make_database(connection, name)
        for database in ("template1", name):  # new test databases are copies of template1
            with psycopg.connect(superuser_url, dbname=database, autocommit=True) as inside:
                notes += _prepare(inside)
    return notes


def _parts(url: str, variable: str, role: str) -> dict[str, str]:
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise BadAddress(f"{variable} cannot be read: {error}") from None
    if parts.get("user") != role:
        raise BadAddress(f"{variable} must connect as {role}: the migrations and grants name it")
    if not parts.get("dbname"):
        raise BadAddress(f"{variable} names no database: postgresql://{role}@host/database")
    return {"dbname": str(parts["dbname"]), "password": str(parts.get("password") or "")}


def _make_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for role, attributes in ROLES.items():
        verb = "ALTER" if role in known else "CREATE"
        connection.execute(sql.SQL(f"{verb} ROLE {{}} {attributes}").format(sql.Identifier(role)))
        if password := passwords.get(role):
            # Sent as a verifier, so that the clear password reaches neither the server nor its log.
            verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(statement.format(sql.Identifier(role), sql.Literal(verifier.decode())))
    # The planner thinks a visibility rule dear and compiles it: 10 ms for a query that runs in a tenth of one.
    connection.execute(f"ALTER ROLE {APP} SET jit = off")
    connection.execute(f"GRANT {DEFINER} TO {OWNER}")
    connection.execute(f"GRANT pg_read_all_data TO {BACKUP}")


def _make_database(connection: psycopg.Connection, name: str) -> None:
    database = sql.Identifier(name)
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(statement.format(database, sql.Identifier(OWNER)))
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(OWNER)))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL(f"GRANT CONNECT ON DATABASE {{}} TO {APP}, {BACKUP}").format(database))


def _prepare(connection: psycopg.Connection) -> list[str]:
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    # A function can be given only to a role that may create in its schema; migrations give it some.
    connection.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {DEFINER}")
    try:
        connection.execute("ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF")
    except psycopg.errors.InsufficientPrivilege:
        return [
            f"{connection.info.dbname}: full-text search stays slow under row-level security, because only a "
            "superuser can mark its operator leakproof (docs/decisions/0003-leakproof-text-search.md)"
        ]
    return []
