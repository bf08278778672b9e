"""`migrate`, run as the owner of the tables: the app's role may not change them."""

from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections


class Command(Migrate):
    """Migrate as the role of DATABASE_OWNER_URL."""

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATABASE_OWNER:
            connection = connections[options["database"]]
            connection.close()
            connection.settings_dict.update(settings.DATABASE_OWNER)
        super().handle(*args, **options)
