"""What an email about one act says. About a confidential subject it carries no content: only task, time and link.

Letters about one act differ in a few words, so one is written for all and each gets its own words put in.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.committees.models import Committee
from apps.notices.channels import Withheld
from apps.notices.channels.about import About, about
from apps.notices.channels.email.digests import digest_letter, lines_of_digests
from apps.notices.channels.email.moulds import Mould, Own
from apps.notices.channels.email.unsubscribing import unsubscribe_url
from apps.notices.channels.email.words import AUTOMATIC, absolute, due_in_words, unsubscribing
from apps.notices.models import Delivery, Notice
from apps.notices.rules import one_line
from apps.notices.selectors.lines import done_of, dues_of, line_of
from apps.notices.states import Purpose

FOLDER = "emails/notices"


def compose(deliveries: Sequence[Delivery], now: datetime) -> Callable[[Delivery], Any]:
    """What makes a letter of a delivery; Withheld where the seat may no longer read."""
    committee = deliveries[0].committee
    digests = lines_of_digests(deliveries)
    notices = [delivery.notice for delivery in deliveries if delivery.notice is not None]
    told = [*notices, *(notice for lines in digests.values() for notice in lines)]
    dues = dues_of(notice.act for notice in told)
    done = done_of(notice.act for lines in digests.values() for notice in lines) if digests else set()
    known = about(told, now)
    moulds: dict[tuple, Mould] = {}
    nowhere = UUID(int=0)
    url = absolute("notices:open", committee.slug, nowhere)

    def letter_of(delivery: Delivery) -> Any:
        person = delivery.seat.person
        if person is None or not person.is_active:
            return Withheld(_("The person's account is closed."))
        if delivery.purpose == Purpose.DIGEST:
            return digest_letter(delivery, digests[delivery.pk], person, committee, known, dues, done)
        notice = delivery.notice
        of = known[notice.subject_kind, notice.subject_id]
        if notice.seat_id not in of.readers:
            return Withheld(_("The seat may no longer see what this is about."))
        key = notice.act_id, notice.fell_back, notice.urgent, person.zone
        if key not in moulds:
            moulds[key] = _mould(notice, person, committee, of, dues)
        own = Own(person.email, delivery.message_id, url.replace(str(nowhere), str(notice.uid)), _unsubscribe(notice))
        return moulds[key].letter(own)

    return letter_of


def _mould(notice: Notice, person: User, committee: Committee, of: About, dues: Mapping[int, datetime]) -> Mould:
    line, zone = line_of(notice, committee.slug, dues, {}), ZoneInfo(person.zone)

    def letter(own: Own) -> EmailMultiAlternatives:
        context = {
            "committee_name": committee.name,
            "confidential": of.confidential,
            "title": of.title,
            "line": line,
            "until": due_in_words(line.until, zone),
            "due": due_in_words(line.due_at, zone),
            "action_url": own.url,
            "action_label": _("Open it in Concord"),
            "settings_url": "" if notice.urgent else absolute("notices:settings", committee.slug),
        }
        subject = one_line(render_to_string(f"{FOLDER}/subject.txt", context))
        made = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(f"{FOLDER}/body.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[own.to],
            headers=_headers(notice, own),
        )
        made.attach_alternative(render_to_string(f"{FOLDER}/body.html", context | {"subject": subject}), "text/html")
        return made

    return Mould(letter, can_unsubscribe=not notice.urgent)


def _headers(notice: Notice, own: Own) -> dict[str, str]:
    """Headers of which nobody's words are a part; letters about one subject make one thread."""
    name = f"{notice.committee_id}/{notice.subject_kind}/{notice.subject_id}"
    # Keyed, so that the thread's name tells nobody the serial number of its subject.
    thread = f"<{salted_hmac('notices.thread', name).hexdigest()}@{urlsplit(settings.BASE_URL).hostname}>"
    headers = AUTOMATIC | {"Message-ID": own.message_id, "References": thread, "In-Reply-To": thread}
    return headers | unsubscribing(own.unsubscribe_url)


def _unsubscribe(notice: Notice) -> str:
    """Where the reader can end such letters; duties and escalations cannot be switched off."""
    return "" if notice.urgent else unsubscribe_url(notice.committee_id, notice.seat_id, notice.subject_kind)
