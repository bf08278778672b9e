"""Starts PostgreSQL and Redis together and gets the database ready for its owner."""

from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from apps.kernel import cluster as roles
from portal.embedded import redis as redis_server
from portal.embedded import software
from portal.embedded.accounts import Account
from portal.embedded.places import socket_folder
from portal.embedded.postgres import SUPERUSER, Cluster
from portal.embedded.redis import Redis
from portal.embedded.supervisor import Supervisor


@dataclass(frozen=True)
class Servers:
    """The two running servers."""

    cluster: Cluster
    redis: Redis

    def environment(self) -> dict[str, str]:
        """The addresses that the portal reads from its environment."""
        return {
            "DATABASE_URL": self.cluster.url(roles.APP),
            "DATABASE_OWNER_URL": self.cluster.url(roles.OWNER),
            "REDIS_URL": self.redis.url,
        }

    @property
    def superuser_url(self) -> str:
        """For bootstrap only."""
        return self.cluster.url(SUPERUSER, "postgres")


def start(supervisor: Supervisor, account: Account, home: Path, var: Path, *, durable: bool) -> Servers:
    """Start PostgreSQL in home and Redis in var, after curing what a killed run left; make the database."""
    logs = var / "log"
    cluster = Cluster(
        home=home,
        sockets=socket_folder(home),
        programs=software.postgres_programs(account, home),
        account=account,
        log=logs / "postgres.log",
        durable=durable,
    )
    if cluster.end_leftovers():
        supervisor.tell("A PostgreSQL of an earlier run was still there: stopped it.")
    cluster.create()
    program = software.redis_server()
    redis = redis_server.on_free_port(var / "redis", program, logs / "redis.log", durable=durable)
    started = supervisor.start(cluster.service()), supervisor.start(redis.service())
    cluster.wait(lambda: started[0].alive)
    redis.wait(lambda: started[1].alive)
    servers = Servers(cluster, redis)
    urls = servers.environment()
    roles.bootstrap(servers.superuser_url, app_url=urls["DATABASE_URL"], owner_url=urls["DATABASE_OWNER_URL"])
    return servers


def remark(owner_url: str) -> str:
    """The launcher's own note in the database (its comment): what was migrated and loaded."""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return (row and row[0]) or ""


def set_remark(owner_url: str, text: str) -> None:
    """Replace the launcher's note."""
    with psycopg.connect(owner_url) as connection:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(statement.format(sql.Identifier(connection.info.dbname), sql.Literal(text)))
