from typing import Any

from django.core.management.base import BaseCommand

from apps.kernel import p256


class Command(BaseCommand):
    """Print a new key; nothing is stored."""

    help = "Prints a new VAPID_PRIVATE_KEY, with which the portal signs what it sends to browsers."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """The key alone, so that the output can go into a file."""
        self.stdout.write(p256.make())
