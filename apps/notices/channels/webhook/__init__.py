"""Acts for the machines of organisations, signed as Standard Webhooks has it."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from standardwebhooks import Webhook

from apps.committees.models import Committee
from apps.notices.channels import CHANNELS, Line, Withheld
from apps.notices.channels.acts import data_of, seen_by_organisations
from apps.notices.channels.places import Place, closed, place_of
from apps.notices.channels.posting import Posting, post
from apps.notices.channels.recipients import queue_to_endpoints
from apps.notices.models import Delivery, Endpoint, FanOut
from apps.notices.rules import ROTATION
from apps.notices.selectors.lines import dues_of
from apps.notices.states import EndpointKind, Purpose

KEY = EndpointKind.WEBHOOK.value
TEST = "test"


class WebhookChannel:
    """Posts to the addresses that organisations gave for their machines."""

    key = KEY
    label = _("Webhook")
    lines = 8
    per_line = 1
    is_chosen = False
    has_digest = False

    def queue(self, fan_outs: Sequence[FanOut], at: datetime) -> None:
        """One delivery for each act and webhook of an organisation that is told of it."""
        queue_to_endpoints(EndpointKind.WEBHOOK, [fan_out.pk for fan_out in fan_outs], at)

    def compose(self, deliveries: Sequence[Delivery], now: datetime) -> Callable[[Delivery], Any]:
        """What makes a posting of a delivery; Withheld where no seat of the organisation may see the subject now."""
        committee = deliveries[0].committee
        dues = dues_of(delivery.act for delivery in deliveries if delivery.act is not None)
        seen = seen_by_organisations(deliveries, now)

        def posting_of(delivery: Delivery) -> Any:
            endpoint, act = delivery.endpoint, delivery.act
            if delivery.purpose == Purpose.TEST:
                return closed(endpoint, even_paused=True) or _test(delivery, committee, now)
            if is_closed := closed(endpoint):
                return is_closed
            of = seen[act.subject_kind, act.subject_id]
            if endpoint.organisation_id not in of.organisations:
                return Withheld("Nobody of the organisation may see any more what this is about.")
            data = data_of(act, committee, dues.get(act.pk), of.confidential)
            return _posting(delivery, {"type": act.kind, "timestamp": act.at.isoformat(), "data": data}, now)

        return posting_of

    def end_of(self, delivery: Delivery) -> Hashable:
        """Each endpoint for itself."""
        return delivery.endpoint_id

    def connect(self) -> AbstractContextManager[Line]:
        """A line."""
        return post()


def _test(delivery: Delivery, committee: Committee, now: datetime) -> Posting:
    data = {"id": delivery.message_id, "committee": committee.slug, "what": "A test: nothing has happened."}
    return _posting(delivery, {"type": TEST, "timestamp": now.isoformat(), "data": data}, now)


def _posting(delivery: Delivery, body: Mapping[str, Any], now: datetime) -> Posting:
    place, text = place_of(delivery.endpoint), json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    secrets = signing(place, delivery.endpoint, now)
    identity = delivery.message_id

    def headers(at: datetime) -> dict[str, str]:
        signatures = [Webhook(secret).sign(identity, at, text) for secret in secrets]
        return {
            "webhook-id": identity,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(signatures),
        }

    return Posting(place, text.encode(), headers)


def signing(place: Place, endpoint: Endpoint, now: datetime) -> list[str]:
    """The secrets that sign at an instant: after a change the old one signs on for a day."""
    rotating = place.previous and endpoint.rotated_at is not None and now < endpoint.rotated_at + ROTATION
    return [place.secret, place.previous] if rotating else [place.secret]


def register() -> None:
    """Add the channel to the registry."""
    if KEY not in CHANNELS:
        CHANNELS.register(KEY, WebhookChannel())
