"""The belts around tallies, and the triggers that keep them.

The triggers run with the rights of whoever writes, held to the committee like every other statement of theirs.
"""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable, kept_by_triggers, sql_function

WAITS = (1, 4, 12, 24, 72, 168)
WITHIN = [f"within_{hours}" for hours in WAITS]
KEY = "monthly, day, organisation_id, named_id, tlp, kind, severity"
COUNTED = ["reports", "acknowledged", "closed", "withdrawn", "seconds", *WITHIN, "longer"]


def _between(least: int, most: int | None) -> str:
    upper = f" AND taken <= {most * 3600}" if most else ""
    return f"coalesce(sum(sign) FILTER (WHERE taken > {least * 3600 if least else -1}{upper}), 0)"


SUMS = [
    "sum(sign)",
    "coalesce(sum(sign) FILTER (WHERE taken IS NOT NULL), 0)",
    "coalesce(sum(sign) FILTER (WHERE state = 'closed'), 0)",
    "coalesce(sum(sign) FILTER (WHERE state = 'withdrawn'), 0)",
    "coalesce(sum(sign * taken), 0)",
    *(_between(least, most) for least, most in zip((0, *WAITS), (*WAITS, None), strict=True)),
]

EACH_NAMED = """
  CROSS JOIN LATERAL (
    SELECT NULL::bigint AS named_id
    UNION ALL
    SELECT r.organisation_id FROM incidents_incidentrecipient r
    WHERE r.committee_id = i.committee_id AND r.incident_id = i.id
  ) AS named
"""


def add(source: str, *, before: str = "") -> str:
    """The statement that adds tallies of the reports `i`, each with its sign and whom it names."""
    return f"""
    {before}
    INSERT INTO incidents_incidenttally (committee_id, fresh, {KEY}, {", ".join(COUNTED)})
    SELECT committee_id, true, {KEY}, {", ".join(SUMS)}
    FROM (
      SELECT i.committee_id, sign, monthly, i.organisation_id, named_id, i.tlp, i.kind, i.state,
        date_trunc(CASE WHEN monthly THEN 'month' ELSE 'day' END, i.filed_at AT TIME ZONE 'UTC')::date AS day,
        coalesce(i.severity, 0) AS severity,
        floor(greatest(extract(epoch FROM i.acknowledged_at - i.filed_at), 0))::bigint
          * CASE WHEN i.acknowledged_at IS NULL THEN NULL ELSE 1 END AS taken
      FROM {source}
      CROSS JOIN (VALUES (false), (true)) AS span (monthly)
      WHERE i.filed_at IS NOT NULL
    ) AS one
    GROUP BY committee_id, {KEY}
    HAVING ({", ".join(SUMS)}) IS DISTINCT FROM ({", ".join("0" for _sum in SUMS)});
    """


CAME, WENT = "SELECT 1 AS sign, * FROM came", "SELECT -1 AS sign, * FROM went"
REPORT = "({}) AS i" + EACH_NAMED
NAMED = """
  (SELECT sign, incident_id, organisation_id AS named_id FROM ({}) AS moved) AS named
  JOIN incidents_incident i ON i.id = named.incident_id
"""


def _for(source: str) -> list[str]:
    sources = (CAME, WENT, f"{CAME} UNION ALL {WENT}")
    return [add(source.format(one)) for one in sources]


ALL = "(SELECT 1 AS sign, * FROM incidents_incident) AS i" + EACH_NAMED
# One statement, so that what others commit meanwhile is neither taken away nor counted twice. What it adds is fresh, for
# the rows that it takes away still stand in the index while it runs.
AGAIN = sql_function(
    "incidents_tally_again",
    "void",
    f"BEGIN {add(ALL, before='WITH gone AS (DELETE FROM incidents_incidenttally)')} END",
)
COUNT_WHAT_IS_THERE = """
DO $$ DECLARE each bigint; BEGIN
  FOR each IN SELECT id FROM committees_committee ORDER BY id LOOP
    PERFORM set_config('app.committee', each::text, true);
    PERFORM incidents_tally_again();
  END LOOP;
  PERFORM set_config('app.committee', '', true);
END $$
"""
DROPPED = [
    *(
        f"DROP TRIGGER IF EXISTS tallied_{verb} ON incidents_{table}"
        for table in ("incident", "incidentrecipient")
        for verb in ("insert", "update", "delete")
    ),
    "DROP FUNCTION IF EXISTS incidents_incident_tallied",
    "DROP FUNCTION IF EXISTS incidents_incidentrecipient_tallied",
    "DROP FUNCTION IF EXISTS incidents_tally_again",
]


class Migration(migrations.Migration):
    dependencies = [("incidents", "0015_tallies_and_words")]
    operations = [
        TenantTable("IncidentTally"),
        migrations.RunSQL(
            [
                *kept_by_triggers("incidents_incident", *_for(REPORT)),
                *kept_by_triggers("incidents_incidentrecipient", *_for(NAMED)),
                AGAIN,
                COUNT_WHAT_IS_THERE,
            ],
            DROPPED,
        ),
    ]
