"""Letters to a local mail server, against a bare client that has them all made up already."""

import smtplib
import statistics
import time

from django.test import override_settings
from django.utils import timezone

from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.notices.channels import CHANNELS
from apps.notices.models import Delivery
from apps.notices.services import deliver_batch, expand
from bench.mail_server import mail_server
from bench.notices_crowd import Crowd, crowd, vacuum
from bench.stage import Row

LETTERS = 2000
FEW = 4
ROUNDS = 3
EMAIL = "email"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def measure() -> list[Row]:
    """Rows of the table."""
    with mail_server() as port, override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        return [
            _compared("one act to 2 000 by email / bare SMTP loop", crowd(LETTERS), 1, port),
            _compared("500 acts to 4 by email / bare SMTP loop", crowd(FEW), LETTERS // FEW, port),
        ]


def _compared(what: str, told: Crowd, acts: int, port: int) -> Row:
    ours, bare = [], []
    for _round in range(ROUNDS):
        told.acts(acts)
        while expand(told.committee_id, now=timezone.now(), at=timezone.now()):
            pass
        vacuum("notices_delivery", "notices_attempt", "notices_notice")
        letters = _letters(told)
        start = time.perf_counter()
        _loop(letters, port)
        bare.append(time.perf_counter() - start)
        start = time.perf_counter()
        _deliver(told)
        ours.append(time.perf_counter() - start)
    our, floor = (LETTERS / statistics.median(times) for times in (ours, bare))
    return Row(what, f"{our:.0f}/s", f"{floor:.0f}/s", f"{our / floor:.2f}", "at least 0.7", our / floor >= 0.7)


def _letters(told: Crowd) -> list[tuple[str, list[str], bytes]]:
    """The very letters that are due, made up beforehand."""
    with tenant(told.committee_id):
        due = Delivery.objects.filter(channel=EMAIL, state="queued").select_related("notice__act", "seat__person")
        deliveries = list(due)
        letter_of = CHANNELS[EMAIL].compose(deliveries, timezone.now())
    letters = [letter_of(delivery) for delivery in deliveries]
    assert len(letters) == LETTERS
    return [(each.from_email, each.to, each.message().as_bytes(linesep="\r\n")) for each in letters]


def _loop(letters: list[tuple[str, list[str], bytes]], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for sender, to, content in letters:
            server.sendmail(sender, to, content)


def _deliver(told: Crowd) -> None:
    sent = 0
    while number := deliver_batch(told.committee_id, EMAIL, now=timezone.now(), watch=clock.machine_now):
        sent += number
    assert sent == LETTERS, sent
