"""What cannot wait for the morning, for the pagers of organisations: events as PagerDuty's Events API v2 has them."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.notices.channels import CHANNELS, Failed, Line, Withheld
from apps.notices.channels.acts import seen_by_organisations
from apps.notices.channels.pager.events import over, posting, test, trigger
from apps.notices.channels.pager.matters import already_over, matters_of, queue_endings, ringing_elsewhere
from apps.notices.channels.places import closed
from apps.notices.channels.posting import post
from apps.notices.channels.recipients import queue_to_endpoints
from apps.notices.models import Delivery, Endpoint, FanOut
from apps.notices.selectors.lines import dues_of
from apps.notices.states import EndpointKind, Purpose

KEY = EndpointKind.PAGER.value


class PagerChannel:
    """Rings where an organisation's people on duty are rung, and says when the matter is over."""

    key = KEY
    label = _("Pager")
    lines = 8
    per_line = 1
    is_chosen = False
    has_digest = False

    def queue(self, fan_outs: Sequence[FanOut], at: datetime) -> None:
        """One delivery for each act that pages and pager of an organisation told of it; then the ends of matters."""
        paging = [fan_out for fan_out in fan_outs if fan_out.pages]
        if paging and Endpoint.objects.live().filter(kind=EndpointKind.PAGER).exists():
            acts = [fan_out.act for fan_out in paging]
            matters = matters_of(acts, paging[0].committee.slug)
            ids, keys = [fan_out.pk for fan_out in paging], [matters[act.pk].key for act in acts]
            queue_to_endpoints(EndpointKind.PAGER, ids, at, matters=keys)
        queue_endings([fan_out.act for fan_out in fan_outs], at)

    def compose(self, deliveries: Sequence[Delivery], now: datetime) -> Callable[[Delivery], Any]:
        """What makes an event of a delivery; Withheld where it is over, or nobody there may see the subject now."""
        committee = deliveries[0].committee
        acts = [delivery.act for delivery in deliveries if delivery.purpose == Purpose.ACT]
        matters, dues = matters_of(acts, committee.slug), dues_of(acts)
        seen = seen_by_organisations((each for each in deliveries if each.purpose == Purpose.ACT), now)
        is_over, elsewhere = already_over(deliveries), ringing_elsewhere(deliveries)

        def event_of(delivery: Delivery) -> Any:
            endpoint, act = delivery.endpoint, delivery.act
            if is_closed := closed(endpoint, even_paused=delivery.purpose == Purpose.TEST):
                return is_closed
            if delivery.purpose == Purpose.TEST:
                return posting(endpoint, test(committee, delivery.message_id, now))
            if delivery.purpose == Purpose.OVER:
                if (endpoint.pk, delivery.matter) in elsewhere:
                    raise Failed("The page itself is being sent at this moment.")
                return posting(endpoint, over(delivery.matter))
            of = seen[act.subject_kind, act.subject_id]
            if delivery.pk in is_over:
                return Withheld("The matter was over before this was sent.")
            if endpoint.organisation_id not in of.organisations:
                return Withheld("Nobody of the organisation may see any more what this is about.")
            due_at = matters[act.pk].due_at or dues.get(act.pk)
            path = matters[act.pk].acknowledge_path
            return posting(endpoint, trigger(act, committee, delivery.matter, due_at, path, of.confidential))

        return event_of

    def end_of(self, delivery: Delivery) -> Hashable:
        """Each endpoint for itself."""
        return delivery.endpoint_id

    def connect(self) -> AbstractContextManager[Line]:
        """A line."""
        return post()


def register() -> None:
    """Add the channel to the registry."""
    if KEY not in CHANNELS:
        CHANNELS.register(KEY, PagerChannel())
