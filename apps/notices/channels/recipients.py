"""Which endpoints of organisations hear of an act: those of every organisation with a seat that is told of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from apps.notices.states import EndpointKind

# The endpoints come first: where an organisation has none, no array is unfolded. The last parameter narrows them to
# some, or is null for all that are sent to.
QUEUE = """
WITH ends AS MATERIALIZED (
  SELECT e.committee_id, e.id, e.organisation_id FROM notices_endpoint e
  WHERE e.kind = %s AND e.removed_at IS NULL AND (e.paused_at IS NULL AND %s IS NULL OR e.id = %s)
), told AS (
  SELECT DISTINCT f.committee_id, f.act_id, ends.id AS endpoint_id, x.matter
  FROM unnest(%s::bigint[], %s::text[]) AS x (fan_out_id, matter)
  JOIN notices_fanout f ON f.id = x.fan_out_id
  CROSS JOIN unnest(f.seat_ids) AS reader
  JOIN committees_seat s ON s.committee_id = f.committee_id AND s.id = reader
  JOIN ends ON ends.organisation_id = s.organisation_id
  WHERE EXISTS (SELECT FROM ends)
)
INSERT INTO notices_delivery
  (committee_id, uid, channel, purpose, act_id, endpoint_id, matter, is_collecting, state, attempts, next_attempt_at,
   message_id, error)
SELECT t.committee_id, gen_random_uuid(), %s, 'act', t.act_id, t.endpoint_id, t.matter, false, 'queued', 0, %s,
  a.uid::text, ''
FROM told t JOIN record_act a ON a.committee_id = t.committee_id AND a.id = t.act_id
ORDER BY t.act_id, t.endpoint_id
ON CONFLICT DO NOTHING
"""


def queue_to_endpoints(
    kind: EndpointKind,
    fan_outs: Sequence[int],
    at: datetime,
    *,
    matters: Sequence[str] | None = None,
    only: int | None = None,
) -> int:
    """One delivery for each act and endpoint, once however often; how many were written.

    `fan_outs` are ids; `matters` are what the acts' pages are about, in the order of the fan-outs. `only` is one endpoint's id.
    """
    about = list(matters or [""] * len(fan_outs))
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, [kind, only, only, list(fan_outs), about, kind, at])
        return cursor.rowcount
