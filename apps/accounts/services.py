"""What is done to people: they are made, changed and disabled here alone."""

from importlib import import_module

import structlog
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from apps.accounts.models import User

log = structlog.get_logger("concord.security")


@transaction.atomic
def create_person(
    *, email: str, name: str, password: str | None = None, zone: str = "UTC", is_operator: bool = False
) -> User:
    """A person whose address counts as proved: they hold a link that was mailed to it, or an operator vouches.

    Without a password they set one by a reset. Raises IntegrityError when the address is taken.
    """
    person = User.objects.create_user(email, password, name=name, zone=zone, is_operator=is_operator)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    log.info("person_made", user=person.pk, operator=is_operator)
    return person


def save_profile(*, person: User, name: str, zone: str) -> None:
    """Change how the person is called and in which zone they read times."""
    person.name, person.zone = name, zone
    person.full_clean(exclude=["password"])
    person.save(update_fields=["name", "zone"])


@transaction.atomic
def make_operator(*, person: User) -> None:
    """Let the person run the portal; it opens no committee's content."""
    person.is_operator = True
    person.save(update_fields=["is_operator"])
    log.info("operator_made", user=person.pk)


@transaction.atomic
def disable(*, person: User) -> None:
    """Shut the account: sessions and tokens stop working with the next request, and sessions never come back."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=person):
        session.end()
    log.warning("person_disabled", user=person.pk)


@transaction.atomic
def remove_second_factors(*, person: User) -> None:
    """Take away every second factor, recovery codes too, and end every session: the person sets up a new one.

    The password stays, so that whoever else asked for this does not come in by it.
    """
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    log.warning("second_factor_reset", user=person.pk)


def clear_sessions() -> None:
    """Delete sessions that have run out, and the entries in people's lists that belonged to them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
