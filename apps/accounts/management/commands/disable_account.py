"""`manage.py disable_account EMAIL`: shut an account at once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts import services
from apps.accounts.selectors import person_by_address


class Command(BaseCommand):
    """Ends sessions and tokens with the next request; seats and the record stay."""

    help = "Disable a person's account: their sessions and tokens stop working at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = person_by_address(email)
        if person is None:
            raise CommandError(f"Nobody signs in as {email}.")
        services.disable(person=person)
        self.stdout.write(f"{person.email} is disabled.")
