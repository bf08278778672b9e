"""Loads the demo's committees; a second time it finds them and does nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.desk.demo.loader import load
from apps.kernel import clock


class Command(BaseCommand):
    """`load_demo`: people, committees Frontier and Pacific, and what has happened in them."""

    help = "Load the demo's people and committees, once; refused outside the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Everybody knows the demo's password: it is loaded only where DEMO is set.")
        done = load(clock.now())
        self.stdout.write("The demo's committees are loaded." if done else "The demo's committees are there already.")
