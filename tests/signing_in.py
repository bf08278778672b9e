"""Real sign-in for tests that need more than `client.force_login`."""

from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from tests.cast import PASSWORD


def prove_address(person: User) -> None:
    """Let the person's address count as verified."""
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def sign_in(client: Client, person: User, password: str = PASSWORD) -> None:
    """Sign in by the form, as a browser would."""
    prove_address(person)
    answer = client.post(reverse("account_login"), {"login": person.email, "password": password})
    assert answer.status_code == 302, answer.content


def confirm_identity(client: Client, password: str = PASSWORD) -> None:
    """Prove again who one is, as before a sensitive act."""
    answer = client.post(reverse("account_reauthenticate"), {"password": password})
    assert answer.status_code == 302, answer.content
