"""What is stored of notices."""

from apps.notices.models.delivery import Attempt, Delivery, DigestLine
from apps.notices.models.endpoint import Endpoint, EndpointQuerySet
from apps.notices.models.outbox import FanOut, Notice, NoticeQuerySet
from apps.notices.models.preference import NoticePreference, QuietHours

__all__ = [
    "Attempt",
    "Delivery",
    "DigestLine",
    "Endpoint",
    "EndpointQuerySet",
    "FanOut",
    "Notice",
    "NoticePreference",
    "NoticeQuerySet",
    "QuietHours",
]
