"""The belts around deadlines, and the function by which the sweep finds what is due in every committee."""

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction, TenantTable

# The lease of two minutes outlasts a batch; a worker that dies leaves its rows to whoever comes after it.
CLAIM_DUE = """
WITH due AS (
  SELECT id FROM public.deadlines_deadline
  WHERE state IN ('running', 'overdue') AND next_step_at <= at
  ORDER BY next_step_at
  LIMIT n
  FOR UPDATE SKIP LOCKED
)
UPDATE public.deadlines_deadline d SET next_step_at = at + interval '2 minutes'
FROM due WHERE d.id = due.id
RETURNING d.committee_id, d.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0001_initial"),
        ("committees", "0002_isolation"),
        ("record", "0002_isolation"),
    ]
    operations = [
        TenantTable("Deadline"),
        DefinerFunction(
            "claim_due(n integer, at timestamptz)",
            returns="TABLE(committee_id bigint, id bigint)",
            body=CLAIM_DUE,
            grants=("SELECT ON deadlines_deadline", "UPDATE ON deadlines_deadline"),
        ),
    ]
