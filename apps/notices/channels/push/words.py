"""What a browser shows. About a confidential subject only the task, its due time and the link: screens are seen."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from apps.committees.models import Committee
from apps.kernel import p256
from apps.notices.channels.about import About
from apps.notices.channels.email.words import absolute, due_in_words
from apps.notices.models import Delivery, Notice
from apps.notices.rules import one_line
from apps.notices.selectors.lines import line_of
from apps.record.rules import CATALOGUE, drill_first

LENGTH = 3000
"""Bytes of every message before encryption: filled up, so that its length tells the push service nothing."""

MOST_WORDS = 200
TOPIC_BYTES = 24


def is_pressing(notice: Notice) -> bool:
    """Whether the device is woken for it and it stays until it is seen."""
    return notice.urgent or CATALOGUE[notice.act.kind].pages(notice.act)


def of_notice(delivery: Delivery, committee: Committee, of: About, dues: Mapping[int, datetime]) -> dict[str, Any]:
    """What is shown of a notice."""
    notice = delivery.notice
    line = line_of(notice, committee.slug, dues, {})
    about = drill_first(f"{line.subject_label} {line.ref}".strip(), notice.act.facts)
    task = " – ".join(text for text in (line.task, line.asks) if text)
    if of.confidential:
        said = [about, task or _("There is something for you to read.")]
    else:
        said = [line.what, f"{about}: {of.title}" if of.title else about, task]
    if due := due_in_words(dues.get(notice.act_id), ZoneInfo(delivery.seat.person.zone)):
        said.append(_("Due: %(due)s") % {"due": due})
    return {
        "title": one_line(committee.name, 80),
        "body": "\n".join(one_line(text[:1].upper() + text[1:], MOST_WORDS) for text in said if text),
        "url": absolute("notices:open", committee.slug, notice.uid),
        "tag": topic(delivery),
        "pressing": is_pressing(notice),
    }


def of_test(delivery: Delivery, committee: Committee) -> dict[str, Any]:
    """What is shown of a test."""
    return {
        "title": one_line(committee.name, 80),
        "body": _("This browser can be rung."),
        "url": absolute("notices:settings", committee.slug),
        "tag": topic(delivery),
        "pressing": False,
    }


def packed(shown: Mapping[str, Any]) -> bytes:
    """As JSON, filled up to LENGTH; every text in it is bounded so that it fits."""
    return json.dumps(shown, ensure_ascii=False).encode().ljust(LENGTH)


def topic(delivery: Delivery) -> str:
    """One for each subject and browser, 32 characters: what is newer takes the place of what is older.

    Keyed, so that it tells nobody a serial number; with the browser in it, so that a push service that serves two
    rivals cannot tell that both hear of the same matter.
    """
    notice = delivery.notice
    subject = f"{notice.subject_kind}/{notice.subject_id}" if notice else "test"
    name = f"{delivery.committee_id}/{delivery.endpoint_id}/{subject}"
    return p256.encode(salted_hmac("notices.push.topic", name, algorithm="sha256").digest()[:TOPIC_BYTES])
