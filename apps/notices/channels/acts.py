"""What a machine of an organisation is told of an act, and whether it may be told at all.

About a confidential subject it hears no words of people: no actor, and of what happened only the act's own label.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from apps.committees.models import Committee
from apps.notices.models import Delivery
from apps.notices.rules import one_line
from apps.notices.selectors.lines import task_of
from apps.record.models import Act
from apps.record.rules import CATALOGUE, SUBJECTS, drill_first, is_drill
from apps.record.selectors import may_see

SubjectKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """Which organisations have a seat that may see a subject now, and whether words about it must stay inside."""

    organisations: frozenset[int]
    confidential: bool


def seen_by_organisations(deliveries: Iterable[Delivery], now: datetime) -> dict[SubjectKey, Seen]:
    """The subjects of deliveries to endpoints, each asked about once; inside the tenant context."""
    asking: dict[SubjectKey, set[int]] = {}
    for delivery in deliveries:
        if delivery.act is not None and delivery.endpoint.organisation_id is not None:
            subject = delivery.act.subject_kind, delivery.act.subject_id
            asking.setdefault(subject, set()).add(delivery.endpoint.organisation_id)
    return {subject: _seen(*subject, organisations, now) for subject, organisations in asking.items()}


def _seen(kind: str, pk: int, organisations: set[int], now: datetime) -> Seen:
    seats = may_see(kind, pk, now).filter(organisation__in=organisations).order_by()
    found = frozenset(seats.values_list("organisation", flat=True).distinct())
    return Seen(found, SUBJECTS[kind].confidential(pk))


def what_of(act: Act, confidential: bool) -> str:
    """What happened, in words."""
    label = CATALOGUE[act.kind].label
    said = label if confidential else f"{act.actor} {label}"
    return one_line(drill_first(said, act.facts), 400)


def url_of(act: Act, committee: Committee) -> str:
    """The whole address of the page that the act is about."""
    return settings.BASE_URL + SUBJECTS[act.subject_kind].address(committee.slug, act.subject_ref)


def data_of(act: Act, committee: Committee, due_at: datetime | None, confidential: bool) -> dict[str, Any]:
    """The act as a webhook carries it; docs/procedures/webhooks.md says what each field means."""
    declared = CATALOGUE[act.kind]
    return {
        "id": str(act.uid),
        "committee": committee.slug,
        "what": what_of(act, confidential),
        "actor": None if confidential else act.actor,
        "task": task_of(act),
        "subject": {"kind": act.subject_kind, "ref": act.subject_ref, "url": url_of(act, committee)},
        "due_at": due_at.isoformat() if due_at else None,
        "asks": declared.asks,
        "urgent": declared.urgent,
        "drill": is_drill(act.facts),
    }
