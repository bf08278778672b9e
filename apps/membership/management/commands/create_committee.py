"""`manage.py create_committee SLUG --name … --clerk EMAIL`: found a committee."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.selectors import person_by_address
from apps.committees.rules.charter import DEFAULT_PRESET, PRESETS
from apps.committees.rules.viewer import Portal
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.membership import services


class Command(BaseCommand):
    """Makes the committee, its secretariat and its first charter; seats or invites the first clerk."""

    help = "Found a committee with its secretariat, charter and first clerk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--name", required=True)
        parser.add_argument("--clerk", required=True, metavar="EMAIL")
        parser.add_argument("--clerk-name", default="")
        parser.add_argument("--preset", choices=sorted(PRESETS), default=DEFAULT_PRESET)
        parser.add_argument("--zone", default="UTC")

    def handle(self, *args: Any, slug: str, name: str, clerk: str, **options: Any) -> None:
        person = person_by_address(clerk)
        try:
            committee = services.create_committee(
                actor=Portal("manage.py create_committee"),
                now=clock.now(),
                slug=slug,
                name=name,
                clerk_email=clerk,
                clerk_name=options["clerk_name"],
                clerk=person,
                preset=options["preset"],
                zone=options["zone"],
            )
        except Invalid as error:
            raise CommandError(str(error)) from error
        how = "is its clerk" if person else "is invited as its clerk by email"
        self.stdout.write(f"{committee.name} is founded at /c/{committee.slug}/; {clerk} {how}.")
