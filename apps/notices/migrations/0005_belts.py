"""The belts around channels, and the sweep's function, which now finds acts without a place too."""

from django.db import migrations, models

from apps.kernel.tenancy.operations import DefinerFunction, TenantTable

COMMITTEES_WITH_OUTBOX = """
SELECT * FROM (
  SELECT c.id,
    EXISTS (SELECT 1 FROM public.notices_fanout f WHERE f.committee_id = c.id AND f.expanded_at IS NULL)
    OR EXISTS (SELECT 1 FROM public.record_unplaced u WHERE u.committee_id = c.id),
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
    dependencies = [("notices", "0004_those_there"), ("record", "0004_place")]
    operations = [
        migrations.RemoveField(model_name="noticepreference", name="wanted"),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("seat__isnull", False), ("endpoint__isnull", False), _connector="OR"),
                name="delivery_has_a_receiver",
            ),
        ),
        TenantTable("Endpoint"),
        TenantTable("Delivery"),
        TenantTable("DigestLine"),
        TenantTable("Attempt"),
        TenantTable("QuietHours"),
        DefinerFunction(
            "committees_with_outbox(at timestamptz)",
            returns="TABLE(committee_id bigint, to_expand boolean, to_deliver boolean)",
            body=COMMITTEES_WITH_OUTBOX,
            grants=(
                "SELECT ON notices_fanout",
                "SELECT ON notices_delivery",
                "SELECT ON committees_committee",
                "SELECT ON record_unplaced",
            ),
        ),
    ]
