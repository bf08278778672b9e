"""`manage.py api_token EMAIL --committee SLUG`: a token for a person's seat, printed once as the last word."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.selectors import person_by_address
from apps.committees.models import Seat
from apps.committees.rules.viewer import Portal
from apps.committees.selectors import SeatLine, seats_of
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.membership.rules.tokens import SCOPES, USUAL_DAYS


class Command(BaseCommand):
    """Makes an API token; without --scope it may do all that the seat may."""

    help = "Make an API token for a person's seat and print it as the last word."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--committee", required=True, metavar="SLUG")
        parser.add_argument("--scope", action="append", choices=sorted(SCOPES))
        parser.add_argument("--days", type=int, default=USUAL_DAYS)
        parser.add_argument("--name", default="made by manage.py api_token")

    def handle(self, *args: Any, email: str, committee: str, **options: Any) -> None:
        now = clock.now()
        line = self._seat(email, committee)
        try:
            with tenant(line.committee_id):
                made = services.make_token(
                    actor=Portal("manage.py api_token"),
                    now=now,
                    seat=Seat.objects.get(pk=line.seat_id),
                    name=options["name"],
                    scopes=options["scope"] or SCOPES,
                    days=options["days"],
                )
        except (Invalid, Refused) as error:
            raise CommandError(str(error)) from error
        scopes = ", ".join(made.token.scopes)
        until = made.token.expires_at.date().isoformat()
        self.stdout.write(f"{line.label}: {scopes}; until {until}; shown once: {made.secret}")

    @staticmethod
    def _seat(email: str, slug: str) -> SeatLine:
        person = person_by_address(email)
        lines = seats_of(person.pk, clock.now()) if person and person.is_active else []
        found = [line for line in lines if line.slug == slug]
        if not found:
            raise CommandError(f"{email} has no seat in a committee {slug}.")
        return found[0]
