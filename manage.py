#!/usr/bin/env python
"""The portal's command line."""

import os
import sys

WITHOUT_SERVERS = frozenset({"rerun_draw"})
"""Commands for anybody who has the code alone."""
NOWHERE = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "DATABASE_OWNER_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "SECRET_KEY": "of-nothing-for-it-guards-nothing-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "localhost",
    "BASE_URL": "http://localhost",
}
"""What they get for the servers that they do not ask: addresses at which nobody answers."""


def main() -> None:
    """Run a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    if not WITHOUT_SERVERS.isdisjoint(sys.argv[1:2]):
        for name, value in NOWHERE.items():
            os.environ.setdefault(name, value)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings come first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
