"""What is known about a person's sign-in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import urlencode

from apps.accounts.models import User


def person_by_address(address: str) -> User | None:
    """The person who signs in with this address, if any."""
    return User.objects.filter(email=address.strip().lower()).first()


def lacks_second_factor(person: User) -> bool:
    """Whether the portal asks for a second factor and the person has none."""
    return settings.REQUIRE_SECOND_FACTOR and not is_mfa_enabled(person)


def confirmed_recently(request: HttpRequest) -> bool:
    """Whether the person has proved who they are within the last minutes, by password or second factor."""
    return did_recently_reauthenticate(request)


def confirmation_address(request: Any, back: str) -> str:
    """Where they prove it, to return to `back` afterwards.

    A view of ours must not let allauth replay a POST: the replay runs outside the committee's context.
    """
    methods = get_adapter().get_reauthentication_methods(request.user)
    return f"{methods[0]['url']}?{urlencode({'next': back})}"
