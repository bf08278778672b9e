"""The belts around the duties' new link and around their tallies, and the triggers that keep these.

The triggers run with the rights of whoever writes, held to the committee like every other statement of theirs.
"""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable, kept_by_triggers, sql_function

KEY = "monthly, day, regime_id, organisation_id, named_id, desk_id, tlp, kind"
COUNTED = ["in_time", "late", "dated", "undated", "possible"]
AWAITED = "state IN ('due', 'sent')"
SUMS = [
    f"coalesce(sum(sign) FILTER (WHERE {which}), 0)"
    for which in (
        "state = 'met' AND NOT coalesce(met_at > due_at, false)",
        "state = 'met' AND met_at > due_at",
        f"{AWAITED} AND due_at IS NOT NULL",
        f"{AWAITED} AND due_at IS NULL",
        "state = 'possible'",
    )
]


def add(source: str, *, before: str = "") -> str:
    """The statement that adds tallies of the duties `d` of the reports `i`, each with its sign and whom they name."""
    return f"""
    {before}
    INSERT INTO incidents_dutytally (committee_id, fresh, {KEY}, {", ".join(COUNTED)})
    SELECT committee_id, true, {KEY}, {", ".join(SUMS)}
    FROM (
      SELECT d.committee_id, sign, monthly, v.regime_id, d.organisation_id, named_id, i.tlp, i.kind,
        date_trunc(
          CASE WHEN monthly THEN 'month' ELSE 'day' END,
          coalesce(d.due_at, d.earliest_at, d.met_at, d.created_at) AT TIME ZONE 'UTC'
        )::date AS day,
        CASE WHEN d.first_sent_at IS NOT NULL THEN d.desk_id END AS desk_id,
        d.state, d.met_at, d.due_at
      FROM {source}
      JOIN incidents_regimeversion v ON v.id = d.version_id
      CROSS JOIN (VALUES (false), (true)) AS span (monthly)
      WHERE d.state IN ('possible', 'due', 'sent', 'met')
    ) AS one
    GROUP BY committee_id, {KEY}
    HAVING ({", ".join(SUMS)}) IS DISTINCT FROM ({", ".join("0" for _sum in SUMS)});
    """


EACH_NAMED = """
  CROSS JOIN LATERAL (
    SELECT NULL::bigint AS named_id
    UNION ALL
    SELECT r.organisation_id FROM incidents_incidentrecipient r
    WHERE r.committee_id = i.committee_id AND r.incident_id = i.id
  ) AS named
"""
CAME, WENT = "SELECT 1 AS sign, * FROM came", "SELECT -1 AS sign, * FROM went"
CHANGED = f"{CAME} UNION ALL {WENT}"
OF_DUTIES = "({}) AS d JOIN incidents_incident i ON i.id = d.incident_id" + EACH_NAMED
OF_NAMED = """
  (SELECT sign, incident_id, organisation_id AS named_id FROM ({}) AS moved) AS named
  JOIN incidents_incident i ON i.id = named.incident_id JOIN incidents_duty d ON d.incident_id = i.id
"""
# A report comes without duties, and its duties go before it does.
OF_REPORTS = (
    """
  (SELECT moved.* FROM ({}) AS moved JOIN came c ON c.id = moved.id JOIN went w ON w.id = moved.id
   WHERE (c.tlp, c.kind) IS DISTINCT FROM (w.tlp, w.kind)) AS i
  JOIN incidents_duty d ON d.incident_id = i.id
"""
    + EACH_NAMED
)


def _for(source: str) -> list[str]:
    return [add(source.format(one)) for one in (CAME, WENT, CHANGED)]


ALL = "(SELECT 1 AS sign, * FROM incidents_duty) AS d JOIN incidents_incident i ON i.id = d.incident_id" + EACH_NAMED
AGAIN = sql_function(
    "incidents_duties_tally_again",
    "void",
    f"BEGIN {add(ALL, before='WITH gone AS (DELETE FROM incidents_dutytally)')} END",
)
COUNT_WHAT_IS_THERE = """
DO $$ DECLARE each bigint; BEGIN
  FOR each IN SELECT id FROM committees_committee ORDER BY id LOOP
    PERFORM set_config('app.committee', each::text, true);
    PERFORM incidents_duties_tally_again();
  END LOOP;
  PERFORM set_config('app.committee', '', true);
END $$
"""
TABLES = {
    "duties_tallied": "incidents_incident",
    "named_duties_tallied": "incidents_incidentrecipient",
    "tallied": "incidents_duty",
}
DROPPED = [
    *(
        f"DROP TRIGGER IF EXISTS {what}_{verb} ON {table}"
        for what, table in TABLES.items()
        for verb in ("insert", "update", "delete")
    ),
    *(f"DROP FUNCTION IF EXISTS {table}_{what}" for what, table in TABLES.items()),
    "DROP FUNCTION IF EXISTS incidents_duties_tally_again",
]
NOTHING = "NULL;"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0021_duties_owed_by_whom")]
    operations = [
        TenantTable("Duty"),
        TenantTable("DutyTally"),
        migrations.RunSQL(
            [
                *kept_by_triggers("incidents_duty", *_for(OF_DUTIES)),
                *kept_by_triggers("incidents_incidentrecipient", *_for(OF_NAMED), what="named_duties_tallied"),
                *kept_by_triggers(
                    "incidents_incident", NOTHING, NOTHING, add(OF_REPORTS.format(CHANGED)), what="duties_tallied"
                ),
                AGAIN,
                COUNT_WHAT_IS_THERE,
            ],
            DROPPED,
        ),
    ]
