"""The events that a pager gets: a page, its end, and a test."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from apps.committees.models import Committee
from apps.kernel.times import written
from apps.notices.channels.acts import url_of, what_of
from apps.notices.channels.places import place_of
from apps.notices.channels.posting import Posting
from apps.notices.models import Endpoint
from apps.notices.rules import one_line
from apps.notices.selectors.lines import task_of
from apps.record.models import Act
from apps.record.rules import CATALOGUE, SUBJECTS, drill_first

LONGEST_SUMMARY = 1024
AUTHENTICATE = "Authorization: Bearer, followed by the token that was shown when this pager was added"


def posting(endpoint: Endpoint, event: Mapping[str, Any]) -> Posting:
    """An event on its way to a pager, under the pager's routing key."""
    place = place_of(endpoint)
    body = json.dumps({"routing_key": place.secret, **event}, ensure_ascii=False, separators=(",", ":"))
    return Posting(place, body.encode(), lambda _at: {})


def trigger(
    act: Act, committee: Committee, matter: str, due_at: datetime | None, acknowledge_path: str, confidential: bool
) -> dict[str, Any]:
    """A page. About a confidential subject it says what must be done and until when, and no more."""
    declared, url = CATALOGUE[act.kind], url_of(act, committee)
    task = task_of(act) or declared.asks or declared.label
    summary = task if confidential else f"{task}: {what_of(act, confidential)}"
    if due_at:
        summary += f", due {written(due_at, zone=UTC)}"
    details = {
        "task": task,
        "asks": declared.asks,
        "due_at": due_at.isoformat() if due_at else None,
        "event": str(act.uid),
    }
    if not confidential:
        details |= {"what": what_of(act, confidential), "ref": act.subject_ref}
    if acknowledge_path:
        details |= {
            "acknowledge_url": settings.BASE_URL + acknowledge_path,
            "acknowledge_method": "POST",
            "acknowledge_authentication": AUTHENTICATE,
        }
    return {
        "event_action": "trigger",
        "dedup_key": matter,
        "client": "Concord",
        "client_url": url,
        "payload": {
            "summary": one_line(drill_first(summary, act.facts), LONGEST_SUMMARY),
            "severity": "critical",
            "source": committee.name,
            "timestamp": act.at.isoformat(),
            "component": SUBJECTS[act.subject_kind].label,
            "class": act.kind,
            "custom_details": details,
        },
        "links": [{"href": url, "text": "Open it in Concord"}],
    }


def over(matter: str) -> dict[str, Any]:
    """The end of a page."""
    return {"event_action": "resolve", "dedup_key": matter}


def test(committee: Committee, key: str, now: datetime) -> dict[str, Any]:
    """A page of the lowest severity, to see that one arrives."""
    payload = {
        "summary": "A test from Concord: nothing has happened",
        "severity": "info",
        "source": committee.name,
        "timestamp": now.isoformat(),
    }
    return {"event_action": "trigger", "dedup_key": key, "client": "Concord", "payload": payload}
