"""`manage.py create_operator EMAIL`: the people who run the portal."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from apps.accounts import services
from apps.accounts.selectors import person_by_address


class Command(BaseCommand):
    """Makes a person an operator; one who is new sets a password by a reset."""

    help = "Make an operator: runs the portal, sees no committee's content without a recorded session."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no email address.") from error
        person = person_by_address(email)
        if person is not None:
            services.make_operator(person=person)
            self.stdout.write(f"{person.email} is an operator now.")
            return
        person = services.create_person(email=email, name=name or email.split("@")[0], is_operator=True)
        reset = settings.BASE_URL + reverse("account_reset_password")
        self.stdout.write(f"{person.email} is an operator. Set a password, then a second factor: {reset}")
