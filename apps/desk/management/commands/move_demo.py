"""Lets the demo's webhooks and pagers follow the portal to another port."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.desk.demo.loader import move
from apps.kernel import clock


class Command(BaseCommand):
    """`move_demo`: what leads to the demo's own receiver leads to `BASE_URL` from now on."""

    help = "Let the demo's webhooks and pagers lead to where the portal runs now; refused outside the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only the demo has webhooks of its own, and this is not the demo.")
        move(clock.now())
        self.stdout.write(f"The demo's webhooks and pagers lead to {settings.BASE_URL}.")
