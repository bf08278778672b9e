"""Makes the roles and the database, once, as a superuser; may be run again at any time."""

import os
from argparse import ArgumentParser

import psycopg
from django.core.management.base import BaseCommand, CommandError

from apps.kernel import cluster


class Command(BaseCommand):
    """Bootstrap a PostgreSQL cluster for the portal."""

    help = "Make roles, database, extensions and grants as a superuser (safe to repeat)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one address that is used nowhere else."""
        parser.add_argument(
            "--superuser-url",
            default=os.environ.get("DATABASE_SUPERUSER_URL", ""),
            help="postgresql://postgres@host/postgres (default: $DATABASE_SUPERUSER_URL)",
        )

    def handle(self, *, superuser_url: str, **options: object) -> None:
        """Run it and print what was left undone."""
        if not superuser_url:
            raise CommandError("Give --superuser-url or DATABASE_SUPERUSER_URL.")
        try:
            notes = cluster.bootstrap(
                superuser_url,
                app_url=_address("DATABASE_URL"),
                owner_url=_address("DATABASE_OWNER_URL"),
            )
        except (cluster.BadAddress, psycopg.Error) as error:
            raise CommandError(str(error).strip()) from error
        for note in notes:
            self.stderr.write(note)
        self.stdout.write("Roles, database, extensions and grants are in place; next: manage.py migrate")


def _address(name: str) -> str:
    if path := os.environ.get(f"{name}_FILE"):
        with open(path) as file:
            return file.read().strip()
    if name not in os.environ:
        raise CommandError(f"{name} is not set: bootstrap_database takes the roles' passwords from it.")
    return os.environ[name]
