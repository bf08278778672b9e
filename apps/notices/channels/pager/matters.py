"""What pages are about, and which pages are over."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from apps.notices.models import Delivery
from apps.notices.rules import ENDINGS, MATTERS, Matter
from apps.notices.states import DeliveryState, EndpointKind, Purpose
from apps.record.models import Act

# The latest page of a matter before the act that ends it, for each endpoint that was sent one; once for each page,
# whichever act says first that it is over.
QUEUE_ENDINGS = """
WITH over AS (
  SELECT DISTINCT ON (page.endpoint_id, ending.matter, page.act_id)
    page.committee_id, page.endpoint_id, ending.matter, page.act_id AS page_act_id, ending.act_id
  FROM unnest(%s::bigint[], %s::text[]) AS ending (act_id, matter)
  JOIN LATERAL (
    SELECT DISTINCT ON (d.endpoint_id) d.committee_id, d.endpoint_id, d.act_id
    FROM notices_delivery d JOIN notices_endpoint e ON e.committee_id = d.committee_id AND e.id = d.endpoint_id
    WHERE d.matter = ending.matter AND d.matter <> '' AND d.channel = %s AND d.purpose = 'act'
      AND d.state <> 'withheld' AND d.act_id <= ending.act_id AND e.removed_at IS NULL
    ORDER BY d.endpoint_id, d.act_id DESC
  ) AS page ON true
  ORDER BY page.endpoint_id, ending.matter, page.act_id, ending.act_id
)
INSERT INTO notices_delivery
  (committee_id, uid, channel, purpose, act_id, endpoint_id, matter, is_collecting, state, attempts, next_attempt_at,
   message_id, error)
SELECT o.committee_id, gen_random_uuid(), %s, 'over', o.act_id, o.endpoint_id, o.matter, false, 'queued', 0, %s,
  a.uid::text || '/' || o.matter, ''
FROM over o JOIN record_act a ON a.committee_id = o.committee_id AND a.id = o.act_id
WHERE NOT EXISTS (
  SELECT FROM notices_delivery d
  WHERE d.matter = o.matter AND d.endpoint_id = o.endpoint_id AND d.purpose = 'over' AND d.act_id >= o.page_act_id
)
ORDER BY o.act_id, o.endpoint_id
ON CONFLICT DO NOTHING
"""


def matters_of(acts: Sequence[Act], slug: str) -> dict[int, Matter]:
    """What each act's page is about, by the act's id; without a registered matter the act is one of its own."""
    found = {act.pk: Matter(str(act.uid)) for act in acts}
    for _key, known in MATTERS:
        found |= known(acts, slug)
    return found


def queue_endings(acts: Sequence[Act], at: datetime) -> None:
    """Tell the pagers that were rung for matters which these acts end."""
    ended = [(pk, key) for _key, known in ENDINGS for pk, keys in known(acts).items() for key in keys]
    if not ended:
        return
    ids, keys = zip(*sorted(ended), strict=True)
    with connection.cursor() as cursor:
        kind = EndpointKind.PAGER.value
        cursor.execute(QUEUE_ENDINGS, [list(ids), list(keys), kind, kind, at])


def already_over(deliveries: Iterable[Delivery]) -> set[int]:
    """Those of the pages, by id, whose matter has ended since: ringing now would wake somebody for nothing."""
    pages = [delivery for delivery in deliveries if delivery.purpose == Purpose.ACT]
    if not pages:
        return set()
    matters = {page.matter for page in pages}
    rows = Delivery.objects.filter(matter__in=matters, purpose=Purpose.OVER).values_list(
        "endpoint_id", "matter", "act_id"
    )
    ends = list(rows)
    return {
        page.pk
        for page in pages
        for end in ends
        if end[:2] == (page.endpoint_id, page.matter) and end[2] >= page.act_id
    }


def ringing_elsewhere(deliveries: Iterable[Delivery]) -> set[tuple[int, str]]:
    """Endpoints and matters whose page another worker is sending: were its end told first, it would ring for ever."""
    ends = [delivery for delivery in deliveries if delivery.purpose == Purpose.OVER]
    if not ends:
        return set()
    pages = Delivery.objects.filter(
        matter__in={end.matter for end in ends}, purpose=Purpose.ACT, state=DeliveryState.SENDING
    )
    ours = [delivery.pk for delivery in deliveries]
    return set(pages.exclude(pk__in=ours).values_list("endpoint_id", "matter"))
