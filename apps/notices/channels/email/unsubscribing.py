"""The address by which a mail program ends a kind of letter without anybody signing in."""

from functools import cache

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "notices.unsubscribe"


def unsubscribe_url(committee_id: int, seat_id: int, subject_kind: str) -> str:
    """Whole address of the page that ends a seat's letters about a kind of subject ("": the daily ones)."""
    token = signing.dumps([committee_id, seat_id, subject_kind], salt=SALT)
    return settings.BASE_URL + _path().replace("TOKEN", token)


@cache
def _path() -> str:
    return reverse("unsubscribing:unsubscribe", args=["TOKEN"])


def read(token: str) -> tuple[int, int, str] | None:
    """Committee, seat and kind of subject behind such an address; None where nobody here has given it out."""
    try:
        committee_id, seat_id, subject_kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(committee_id), int(seat_id), str(subject_kind)
