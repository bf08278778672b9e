"""Notices by email."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.notices.channels import CHANNELS, Transport
from apps.notices.channels.email.letters import compose
from apps.notices.channels.email.transport import mail_server
from apps.notices.models import Delivery

KEY = "email"


class EmailChannel:
    """Mail to the person in the seat."""

    key = KEY
    label = _("Email")

    def reach(self) -> QuerySet[Seat]:
        """Seats with an active person who has an address; machines read their inbox by the API."""
        return Seat.objects.filter(person__is_active=True).exclude(person__email="")

    def compose(self, deliveries: Sequence[Delivery], now: datetime) -> Mapping[int, Any]:
        """Letters by delivery id."""
        return compose(deliveries, now)

    def connect(self) -> AbstractContextManager[Transport]:
        """One connection to the mail server for the whole batch."""
        return mail_server()


def register() -> None:
    """Add the channel to the registry."""
    if KEY not in CHANNELS:
        CHANNELS.register(KEY, EmailChannel())
