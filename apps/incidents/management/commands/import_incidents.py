"""`import_incidents --committee SLUG --format aiid FILE`: history into a committee's list."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.committees.models import Seat
from apps.committees.selectors import committee_by_slug, viewer_of
from apps.committees.states import Role
from apps.incidents.rules import aiid
from apps.incidents.services.importing import import_history
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant

FORMATS = {"aiid": aiid.read, "aiid-json": aiid.read_json}


class Command(BaseCommand):
    """All rows or none, unless --skip-bad; importing the same file twice adds nothing."""

    help = "Bring incidents of the past into a committee's list (closed, TLP:CLEAR, no clocks, no notices)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--committee", required=True, metavar="SLUG")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument("--skip-bad", action="store_true", help="leave bad rows out and import the rest")

    def handle(self, *args: Any, **options: Any) -> None:
        committee = committee_by_slug(options["committee"])
        if committee is None:
            raise CommandError(f"There is no committee with the address {options['committee']!r}.")
        reading = self._read(options["file"], FORMATS[options["format"]])
        for bad in reading.bad:
            self.stderr.write(f"line {bad.line}: {bad.why}")
        if reading.bad and not options["skip_bad"]:
            raise CommandError(
                f"Nothing was imported: {len(reading.bad)} bad. Mend the file, or leave bad rows out with --skip-bad."
            )
        now = clock.now()
        with tenant(committee.pk):
            clerk = Seat.objects.at(now).filter(role=Role.CLERK).order_by("pk").first()
            if clerk is None:
                raise CommandError("The committee has no clerk, in whose name history would be reported.")
            result = import_history(actor=viewer_of(clerk, now), now=now, rows=reading.rows)
        self.stdout.write(f"{result.added} added, {result.known} known, {len(reading.bad)} bad")

    @staticmethod
    def _read(path: Path, read: Any) -> aiid.Reading:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                return read(file)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
