from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.kernel import ed25519


class Command(BaseCommand):
    """Make the key that signs what binds labs, for the worker alone."""

    help = (
        "Makes a new measures key in a new file; the worker's MEASURES_KEY_FILE names it. Prints what is public of it."
    )
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("path", type=Path)

    def handle(self, *_args: Any, path: Path, **_options: Any) -> None:
        """Write the file, which only its owner may read, and say what to announce."""
        key = ed25519.make()
        try:
            ed25519.write(path, key)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        self.stdout.write(said(ed25519.load(path)))


def said(key: Ed25519PrivateKey) -> str:
    """What labs pin, to be announced to them before the key is used."""
    return f"keyid      {ed25519.key_id(key)}\npublic_key {ed25519.public(key)}"
