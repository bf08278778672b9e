"""The day's letter: what a seat chose to hear of once a day, a line for each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.committees.models import Committee
from apps.notices.channels import Withheld
from apps.notices.channels.about import About, SubjectKey
from apps.notices.channels.email.unsubscribing import unsubscribe_url
from apps.notices.channels.email.words import AUTOMATIC, absolute, due_in_words, unsubscribing
from apps.notices.models import Delivery, DigestLine, Notice
from apps.notices.rules import one_line
from apps.notices.selectors.lines import line_of
from apps.notices.states import Purpose

FOLDER = "emails/notices"


def lines_of_digests(deliveries: Sequence[Delivery]) -> dict[int, list[Notice]]:
    """The notices of each digest among the deliveries, oldest first (one query)."""
    digests = [delivery.pk for delivery in deliveries if delivery.purpose == Purpose.DIGEST]
    lines: dict[int, list[Notice]] = defaultdict(list)
    if digests:
        rows = DigestLine.objects.filter(delivery__in=digests).select_related("notice__act")
        for row in rows.order_by("notice__created_at", "notice_id"):
            lines[row.delivery_id].append(row.notice)
    return lines


def digest_letter(
    delivery: Delivery,
    notices: Sequence[Notice],
    person: User,
    committee: Committee,
    known: Mapping[SubjectKey, About],
    dues: Mapping[int, datetime],
    done: Collection[int],
) -> Any:
    """The letter; Withheld where nothing in it may be read any more. What has been done meanwhile asks no more."""
    told = [
        {
            "line": line_of(notice, committee.slug, dues, {}, done),
            "confidential": of.confidential,
            "title": of.title,
            "due": "" if notice.act_id in done else due_in_words(dues.get(notice.act_id), ZoneInfo(person.zone)),
            "url": absolute("notices:open", committee.slug, notice.uid),
        }
        for notice in notices
        if notice.seat_id in (of := known[notice.subject_kind, notice.subject_id]).readers
    ]
    if not told:
        return Withheld(_("The seat may no longer see what this is about."))
    context = {
        "committee_name": committee.name,
        "told": told,
        "settings_url": absolute("notices:settings", committee.slug),
        "action_url": absolute("notices:inbox", committee.slug),
        "action_label": _("Open your inbox"),
    }
    subject = one_line(render_to_string(f"{FOLDER}/digest_subject.txt", context))
    stop = unsubscribing(unsubscribe_url(delivery.committee_id, delivery.seat_id, ""))
    letter = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{FOLDER}/digest.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        headers=AUTOMATIC | {"Message-ID": delivery.message_id} | stop,
    )
    letter.attach_alternative(render_to_string(f"{FOLDER}/digest.html", context | {"subject": subject}), "text/html")
    return letter
