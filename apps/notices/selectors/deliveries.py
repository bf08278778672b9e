"""For clerks: what could not be delivered. Whom it did not reach is theirs to know; what it was about need not be."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Prefetch, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.keyset import Page, page_of
from apps.notices.channels import CHANNELS
from apps.notices.models import Attempt, Delivery
from apps.notices.rules import readable
from apps.notices.states import UNDELIVERED, DeliveryState, Purpose
from apps.record.models import Act
from apps.record.rules import CATALOGUE, SUBJECTS
from apps.record.selectors import visible_subjects

PAGE = 50
MOST_TRIES = 10
PURPOSES = {
    Purpose.DIGEST: _("the daily email"),
    Purpose.OVER: _("that a matter is over"),
    Purpose.TEST: _("a test"),
}


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A delivery in words: channel, whom, the newest tries; and its subject where the clerk may see that."""

    delivery: Delivery
    channel: str
    whom: str
    gave_up: bool
    tries: list[Attempt] = field(default_factory=list)
    what: str = ""
    subject: str = ""
    address: str = ""


def undelivered(viewer: Viewer, slug: str, cursor: str = "") -> Page:
    """A page of deliveries that failed or were given up, over all channels; those tried last come first."""
    tries = Prefetch("tries", Attempt.objects.order_by("-id")[:MOST_TRIES], to_attr="newest_tries")
    rows = undelivered_rows().select_related(
        "act",
        "seat__person",
        "seat__organisation",
        "endpoint__organisation",
        "endpoint__seat__person",
        "endpoint__seat__organisation",
    )
    page = page_of(rows.prefetch_related(tries), cursor, field="next_attempt_at", size=PAGE)
    seen = _seen(viewer, (delivery.act for delivery in page.rows if delivery.act))
    return Page([_words(delivery, seen, slug) for delivery in page.rows], page.previous, page.next)


def undelivered_rows() -> QuerySet[Delivery]:
    """All of them."""
    return Delivery.objects.filter(state__in=UNDELIVERED)


def _seen(viewer: Viewer, acts: Iterable[Act]) -> set[tuple[str, int]]:
    return visible_subjects(viewer, {(act.subject_kind, act.subject_id) for act in acts})


def _words(delivery: Delivery, seen: set[tuple[str, int]], slug: str) -> Undelivered:
    channel, act, tries = CHANNELS.get(delivery.channel), delivery.act, delivery.newest_tries  # type: ignore[attr-defined]
    of = Undelivered(
        delivery,
        str(channel.label if channel else delivery.channel),
        _whom(delivery),
        delivery.state == DeliveryState.GIVEN_UP,
        tries,
        str(PURPOSES.get(Purpose(delivery.purpose), "")),
    )
    if act is None or (act.subject_kind, act.subject_id) not in seen:
        return of
    subject = SUBJECTS[act.subject_kind]
    return replace(
        of,
        what=of.what or CATALOGUE[act.kind].label,
        subject=capfirst(f"{subject.label} {readable(act.subject_ref)}".strip()),
        address=subject.address(slug, act.subject_ref),
    )


def _whom(delivery: Delivery) -> str:
    """The seat's person, or an organisation with the name of its endpoint."""
    endpoint = delivery.endpoint
    if endpoint is None:
        return str(delivery.seat)
    return f"{endpoint.organisation or endpoint.seat} · {endpoint.label}"
