"""`migrate`, run as the owner of the tables: the app's role may not change them."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from apps.kernel.migrating import QuickExecutor

# Django's command has no other place at which to name one.
migrate.MigrationExecutor = QuickExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Migrate as the role of DATABASE_OWNER_URL."""

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATABASE_OWNER:
            connection = connections[options["database"]]
            connection.close()
            # Not the name: while tests run, it is that of their own database.
            connection.settings_dict |= {key: settings.DATABASE_OWNER[key] for key in ("USER", "PASSWORD")}
        super().handle(*args, **options)
