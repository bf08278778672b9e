"""Roles, database and cluster-wide things, made on the real throw-away cluster."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from apps.kernel import cluster
from portal import env

NAME = f"bootstrap_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
HOST = "?host=/nowhere"


def _address(role: str, host: str, password: str = "") -> str:
    return f"postgresql://{role}:{password}@/{NAME}?host={host}"


@pytest.fixture
def superuser() -> Iterator[psycopg.Connection]:
    if "DATABASE_SUPERUSER_URL" not in os.environ:
        pytest.skip("needs a superuser's address, which only throw-away servers give")
    with psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        yield connection
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")


def _bootstrap(superuser: psycopg.Connection, password: str = "") -> list[str]:
    host = superuser.info.host
    return cluster.bootstrap(
        os.environ["DATABASE_SUPERUSER_URL"],
        app_url=_address(cluster.APP, host, password),
        owner_url=_address(cluster.OWNER, host),
    )


def test_it_can_be_repeated_and_leaves_nothing_undone(superuser: psycopg.Connection) -> None:
    assert _bootstrap(superuser) == []
    assert _bootstrap(superuser) == []


def test_only_definer_and_backup_pass_row_level_security_and_none_is_a_superuser(
    superuser: psycopg.Connection,
) -> None:
    superuser.execute(f"ALTER ROLE {cluster.BACKUP} NOBYPASSRLS CREATEROLE")
    _bootstrap(superuser)
    rows = superuser.execute(
        "SELECT rolname, rolsuper OR rolcreaterole OR rolreplication, rolbypassrls, rolcanlogin FROM pg_roles"
        " WHERE rolname LIKE 'concord\\_%' ORDER BY rolname"
    ).fetchall()
    assert rows == [
        (cluster.APP, False, False, True),
        (cluster.BACKUP, False, True, True),
        (cluster.DEFINER, False, True, False),
        (cluster.OWNER, False, False, True),
    ]


def test_the_apps_role_is_member_of_nothing_and_owns_nothing(superuser: psycopg.Connection) -> None:
    _bootstrap(superuser)
    memberships = superuser.execute(
        "SELECT count(*) FROM pg_auth_members WHERE member = %s::regrole", [cluster.APP]
    ).fetchone()
    owned = superuser.execute(
        "SELECT count(*) FROM pg_shdepend WHERE refobjid = %s::regrole AND deptype = 'o'", [cluster.APP]
    ).fetchone()
    assert (memberships, owned) == ((0,), (0,))


def test_the_app_may_connect_and_not_create_tables(superuser: psycopg.Connection) -> None:
    _bootstrap(superuser)
    with (
        psycopg.connect(_address(cluster.APP, superuser.info.host)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine (id int)")


def test_the_new_database_and_later_test_databases_have_what_search_and_ranges_need(
    superuser: psycopg.Connection,
) -> None:
    _bootstrap(superuser)
    for database in (NAME, "template1"):
        with psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"], dbname=database) as connection:
            known = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
            leakproof = connection.execute("SELECT proleakproof FROM pg_proc WHERE proname = 'ts_match_vq'").fetchone()
        assert set(cluster.EXTENSIONS) <= known
        assert leakproof == (True,)


def test_a_password_is_stored_as_a_verifier_only(superuser: psycopg.Connection) -> None:
    _bootstrap(superuser, password="correct-horse")
    stored = superuser.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [cluster.APP]).fetchone()
    assert stored is not None
    assert stored[0].startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize(
    ("app_url", "owner_url", "complaint"),
    [
        (
            f"postgresql://somebody@/x{HOST}",
            f"postgresql://concord_owner@/x{HOST}",
            "DATABASE_URL must connect",
        ),
        (
            f"postgresql://concord_app@/x{HOST}",
            f"postgresql://concord_app@/x{HOST}",
            "DATABASE_OWNER_URL must",
        ),
        (f"postgresql://concord_app@/x{HOST}", f"postgresql://concord_owner@/y{HOST}", "different databases"),
        ("postgresql://concord_app@", f"postgresql://concord_owner@/y{HOST}", "names no database"),
        ("postgresql://[half", f"postgresql://concord_owner@/y{HOST}", "DATABASE_URL cannot be read"),
    ],
)
def test_addresses_that_cannot_be_right_are_named(app_url: str, owner_url: str, complaint: str) -> None:
    with pytest.raises(cluster.BadAddress, match=complaint):
        cluster.bootstrap("postgresql://nobody@/nowhere", app_url=app_url, owner_url=owner_url)


def test_the_launchers_socket_addresses_are_read_alike_by_libpq_and_django() -> None:
    url = "postgresql://concord_app@/concord?host=/srv/some%20where/run"
    settings = env.database(url)
    assert (settings["HOST"], settings["NAME"], settings["USER"]) == (
        "/srv/some where/run",
        "concord",
        "concord_app",
    )
    assert psycopg.conninfo.conninfo_to_dict(url)["host"] == settings["HOST"]
