"""The database's address: what it demands of the connection is kept, and what is misspelt stops the start."""

import pytest

from portal.env import BadEnvironment, database


def test_the_demand_for_an_encrypted_connection_is_kept() -> None:
    found = database("postgresql://concord_app:p%40ss@db.example:5432/concord?sslmode=verify-full&sslrootcert=/ca.pem")
    assert found["OPTIONS"] == {"application_name": "concord", "sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", "5432", "p@ss")


def test_a_socket_is_named_as_host() -> None:
    found = database("postgresql://concord_app@/concord?host=/run/db&port=5433")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/db", "5433", "concord")


def test_a_misspelt_parameter_stops_the_start() -> None:
    with pytest.raises(BadEnvironment, match="ssl_mode"):
        database("postgresql://concord_app@db/concord?ssl_mode=require", name="DATABASE_URL")
