"""Draws a lot of the chair again from what was published: asks no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.chairs.rules.rerun import rerun


class Command(BaseCommand):
    """`rerun_draw draw-1.json`, or `rerun_draw --seed "4 8 15" --members aster,borealis`."""

    help = "Draw the order of the chair again from a published draw, or from its value and list; no database is asked."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What was published, as a file or as such."""
        parser.add_argument("file", nargs="?", type=Path, help="The published draw, as JSON.")
        parser.add_argument("--seed", help="The public value.")
        parser.add_argument("--members", help="The keys on the closed list, with commas between them.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print list, value and order with every number."""
        try:
            self.stdout.write("\n".join(rerun(_published(options))))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from None


def _published(options: dict[str, Any]) -> dict[str, Any]:
    if options["file"] is not None:
        read = json.loads(options["file"].read_text())
        if not isinstance(read, dict):
            raise ValueError("This is no published draw.")
        return read
    if not options["seed"] or not options["members"]:
        raise ValueError("Give the published file, or --seed and --members.")
    return {"seed": options["seed"], "members": [key.strip() for key in options["members"].split(",") if key.strip()]}
