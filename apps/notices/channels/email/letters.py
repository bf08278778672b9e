"""What an email says. About a confidential subject it carries no content: only the task, its time and the link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.committees.models import Committee
from apps.kernel.times import written
from apps.notices.channels import Withheld
from apps.notices.models import Delivery, Notice
from apps.notices.rules import one_line
from apps.notices.selectors.lines import dues_of, line_of
from apps.record.rules import SUBJECTS
from apps.record.selectors import may_see

FOLDER = "emails/notices"
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}

SubjectKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class About:
    """What letters about one subject have in common."""

    readers: frozenset[int]
    confidential: bool
    title: str


def compose(deliveries: Sequence[Delivery], now: datetime) -> dict[int, Any]:
    """Letters by delivery id; Withheld where the seat may no longer read; the Exception where one cannot be made."""
    committee = deliveries[0].committee
    notices = [delivery.notice for delivery in deliveries]
    dues = dues_of(notice.act for notice in notices)
    about = _about(notices, now)
    return {delivery.pk: _letter_or_reason(delivery, committee, about, dues) for delivery in deliveries}


def _about(notices: Iterable[Notice], now: datetime) -> dict[SubjectKey, About]:
    seats: dict[SubjectKey, set[int]] = {}
    for notice in notices:
        seats.setdefault((notice.subject_kind, notice.subject_id), set()).add(notice.seat_id)
    return {(kind, pk): _about_one(kind, pk, seat_ids, now) for (kind, pk), seat_ids in seats.items()}


def _about_one(kind: str, pk: int, seat_ids: set[int], now: datetime) -> About:
    subject = SUBJECTS[kind]
    readers = may_see(kind, pk, now).filter(pk__in=seat_ids).values_list("pk", flat=True)
    confidential = subject.confidential(pk)
    return About(frozenset(readers), confidential, "" if confidential else one_line(subject.titles([pk]).get(pk, "")))


def _letter_or_reason(
    delivery: Delivery, committee: Committee, about: Mapping[SubjectKey, About], dues: dict[int, datetime]
) -> Any:
    notice = delivery.notice
    known = about[notice.subject_kind, notice.subject_id]
    if notice.seat_id not in known.readers:
        return Withheld(_("The seat may no longer see what this is about."))
    person = notice.seat.person
    if person is None or not person.is_active:
        return Withheld(_("The person's account is closed."))
    try:
        return _letter(delivery, person, committee, known, dues)
    except Exception as error:  # one letter that cannot be written must not hold back the others
        return error


def _letter(
    delivery: Delivery, person: User, committee: Committee, known: About, dues: dict[int, datetime]
) -> EmailMultiAlternatives:
    notice = delivery.notice
    settings_url = "" if notice.urgent else _absolute("notices:settings", committee.slug)
    context = {
        "committee_name": committee.name,
        "confidential": known.confidential,
        "title": known.title,
        "line": line_of(notice, committee.slug, dues, {}),
        "due": _due(dues.get(notice.act_id), ZoneInfo(person.zone)),
        "action_url": _absolute("notices:open", committee.slug, notice.uid),
        "action_label": _("Open it in Concord"),
        "settings_url": settings_url,
    }
    subject = one_line(render_to_string(f"{FOLDER}/subject.txt", context))
    letter = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{FOLDER}/body.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        headers=_headers(delivery, settings_url),
    )
    letter.attach_alternative(render_to_string(f"{FOLDER}/body.html", context | {"subject": subject}), "text/html")
    return letter


def _headers(delivery: Delivery, settings_url: str) -> dict[str, str]:
    """Headers of which nobody's words are a part; letters about one subject make one thread."""
    notice = delivery.notice
    name = f"{notice.committee_id}/{notice.subject_kind}/{notice.subject_id}"
    # Keyed, so that the thread's name tells nobody the serial number of its subject.
    thread = f"<{salted_hmac('notices.thread', name).hexdigest()}@{urlsplit(settings.BASE_URL).hostname}>"
    headers = AUTOMATIC | {"Message-ID": delivery.message_id, "References": thread, "In-Reply-To": thread}
    return headers | ({"List-Unsubscribe": f"<{settings_url}>"} if settings_url else {})


def _due(due_at: datetime | None, zone: ZoneInfo) -> str:
    """The due time in the reader's zone, and in UTC."""
    if due_at is None:
        return ""
    local = written(due_at, zone=zone)
    return local if zone.key == "UTC" else f"{local} ({written(due_at, zone=UTC)})"


def _absolute(name: str, *args: Any) -> str:
    return settings.BASE_URL + reverse(name, args=args)
