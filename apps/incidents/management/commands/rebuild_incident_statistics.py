"""manage.py rebuild_incident_statistics [--committee SLUG]: count all filed reports again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.committees.models import Committee
from apps.incidents.services.statistics import count_again
from apps.kernel.tenancy.context import tenant


class Command(BaseCommand):
    """Safe to repeat, and while people work."""

    help = "Count the filed reports of a committee, or of all, again; the statistics are made of these counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--committee", default="", help="its slug; without it, every committee")

    def handle(self, *_args: Any, committee: str, **_options: Any) -> None:
        chosen = Committee.objects.order_by("slug")
        if committee:
            chosen = chosen.filter(slug=committee)
        if committee and not chosen:
            raise CommandError(f"There is no committee with the address {committee!r}.")
        for one in chosen:
            with tenant(one.pk):
                self.stdout.write(f"{one.slug}: {count_again()} tallies")
