"""The belts around inbox and outbox, and the function by which the sweep finds committees with work."""

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction, TenantTable

COMMITTEES_WITH_OUTBOX = """
SELECT * FROM (
  SELECT c.id,
    EXISTS (SELECT 1 FROM public.notices_fanout f WHERE f.committee_id = c.id AND f.expanded_at IS NULL),
    EXISTS (
      SELECT 1 FROM public.notices_delivery d
      WHERE d.committee_id = c.id AND d.state IN ('queued', 'sending', 'failed') AND d.next_attempt_at <= at
    )
  FROM public.committees_committee c
) work(committee_id, to_expand, to_deliver)
WHERE to_expand OR to_deliver
ORDER BY committee_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("committees", "0002_isolation"),
        ("record", "0002_isolation"),
    ]
    operations = [
        TenantTable("FanOut"),
        TenantTable("Notice"),
        TenantTable("Delivery"),
        TenantTable("NoticePreference"),
        DefinerFunction(
            "committees_with_outbox(at timestamptz)",
            returns="TABLE(committee_id bigint, to_expand boolean, to_deliver boolean)",
            body=COMMITTEES_WITH_OUTBOX,
            grants=("SELECT ON notices_fanout", "SELECT ON notices_delivery", "SELECT ON committees_committee"),
        ),
    ]
