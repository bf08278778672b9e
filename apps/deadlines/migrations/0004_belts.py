"""The belts around the new links, and a search that tells since when each row has been due."""

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction, TenantTable

# The lease of two minutes outlasts a batch; a worker that dies leaves its rows to whoever comes after it.
CLAIM_DUE = """
WITH due AS (
  SELECT id, next_step_at FROM public.deadlines_deadline
  WHERE state IN ('running', 'overdue') AND next_step_at <= at
  ORDER BY next_step_at
  LIMIT n
  FOR UPDATE SKIP LOCKED
)
UPDATE public.deadlines_deadline d SET next_step_at = at + interval '2 minutes'
FROM due WHERE d.id = due.id
RETURNING d.committee_id, d.id, due.next_step_at
"""


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0003_courses")]
    operations = [
        TenantTable("Deadline"),
        migrations.RunSQL("DROP FUNCTION claim_due(integer, timestamptz)", migrations.RunSQL.noop),
        DefinerFunction(
            "claim_due(n integer, at timestamptz)",
            returns="TABLE(committee_id bigint, id bigint, was_due timestamptz)",
            body=CLAIM_DUE,
        ),
    ]
