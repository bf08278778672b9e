"""An organisation's webhooks and pagers, what was sent to them, and whose pager a token is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from apps.committees.rules.viewer import Viewer
from apps.kernel.keyset import page_of
from apps.notices.models import Attempt, Delivery, Endpoint
from apps.notices.rules import readable
from apps.notices.states import RESTING, UNDELIVERED, DeliveryState, EndpointKind, Purpose
from apps.record.rules import CATALOGUE, SUBJECTS
from apps.record.selectors import visible_subjects

PAGE = 25
WORDS = {Purpose.TEST: "Test", Purpose.OVER: "End of a page"}
STATES = {
    DeliveryState.QUEUED: ("Waiting", "info"),
    DeliveryState.SENDING: ("Being sent", "info"),
    DeliveryState.SENT: ("Accepted", "ok"),
    DeliveryState.FAILED: ("Will be tried again", "warn"),
    DeliveryState.GIVEN_UP: ("Given up", "stop"),
    DeliveryState.WITHHELD: ("Not sent", "neutral"),
}
"""States in words, with the colour of their tag."""


def pager_of(digest: str) -> tuple[int, str] | None:
    """The organisation (id, name) whose live pager acknowledges with the token of this SHA-256 digest, or None."""
    pagers = Endpoint.objects.live().filter(kind=EndpointKind.PAGER, ack_digest=digest) if digest else None
    return pagers.values_list("organisation_id", "organisation__name").first() if pagers is not None else None


def endpoints(viewer: Viewer) -> QuerySet[Endpoint]:
    """The webhooks and pagers that the viewer answers for, those in use first; `undelivered` counts what failed."""
    failed = Count("deliveries", filter=Q(deliveries__state__in=UNDELIVERED))
    rows = Endpoint.objects.visible_to(viewer).there().exclude(kind=EndpointKind.PUSH)
    return rows.annotate(undelivered=failed).order_by("kind", "label", "pk")


def endpoint_for(viewer: Viewer, uid: UUID) -> Endpoint | None:
    """One of them, or None."""
    return endpoints(viewer).select_related("made_by__person", "organisation").filter(uid=uid).first()


@dataclass(frozen=True, slots=True)
class Tried:
    """One try, and how long it took in seconds; None while it runs, or where its worker died."""

    attempt: Attempt
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Logged:
    """A delivery with its tries; what it told of only where the viewer may see that now."""

    delivery: Delivery
    what: str
    state: str
    tone: str
    tries: Sequence[Tried]
    ref: str = ""
    address: str = ""
    may_go_again: bool = False


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of an endpoint's log; `is_moving` while something on it is on its way this minute."""

    lines: Sequence[Logged]
    newer: str
    older: str
    is_moving: bool


def log_of(endpoint: Endpoint, viewer: Viewer, slug: str, *, undelivered: bool = False, cursor: str = "") -> LogPage:
    """What was sent to an endpoint that the viewer answers for, newest first; three queries a page."""
    rows = endpoint.deliveries.select_related("act")
    if undelivered:
        rows = rows.filter(state__in=UNDELIVERED)
    rows = rows.prefetch_related(Prefetch("tries", Attempt.objects.order_by("-pk")))
    page = page_of(rows, cursor, field="", size=PAGE)
    seen = visible_subjects(viewer, {(row.act.subject_kind, row.act.subject_id) for row in page.rows if row.act})
    lines = [_logged(row, slug, seen) for row in page.rows]
    moving = any(row.state in {DeliveryState.QUEUED, DeliveryState.SENDING} for row in page.rows)
    return LogPage(lines, page.previous, page.next, moving)


def _logged(delivery: Delivery, slug: str, seen: set[tuple[str, int]]) -> Logged:
    state, tone = STATES[DeliveryState(delivery.state)]
    act, what, ref, address = delivery.act, WORDS.get(Purpose(delivery.purpose), ""), "", ""
    if act is not None and (act.subject_kind, act.subject_id) in seen:
        subject = SUBJECTS[act.subject_kind]
        what = what or CATALOGUE[act.kind].label
        ref = f"{subject.label} {readable(act.subject_ref)}".strip()
        address = subject.address(slug, act.subject_ref)
    tries = [_tried(attempt) for attempt in delivery.tries.all()]
    may_go_again = delivery.state in RESTING and delivery.purpose != Purpose.TEST
    return Logged(delivery, what, state, tone, tries, ref, address, may_go_again)


def _tried(attempt: Attempt) -> Tried:
    ended = attempt.ended_at
    return Tried(attempt, (ended - attempt.started_at).total_seconds() if ended else None)
