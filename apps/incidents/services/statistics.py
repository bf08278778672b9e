"""Keeping the tallies: triggers add to them with every change, this folds what they added, or counts all again."""

from django.db import connection

from apps.incidents.models import COUNTED, IncidentTally
from apps.kernel.tenancy.turns import wait_for_turn

TURN = "incidents.tally"
KEY = "committee_id, monthly, day, organisation_id, {named}, tlp, kind, severity"
# One statement, so that every reader finds the sum as it was: before it or after it.
FOLD = f"""
WITH taken AS (DELETE FROM incidents_incidenttally WHERE fresh RETURNING *)
INSERT INTO incidents_incidenttally AS there (fresh, {KEY.format(named="named_id")}, {", ".join(COUNTED)})
SELECT false, {KEY.format(named="named_id")}, {", ".join(f"sum({name})" for name in COUNTED)}
FROM taken GROUP BY {KEY.format(named="named_id")}
ORDER BY {KEY.format(named="named_id")}
ON CONFLICT ({KEY.format(named="coalesce(named_id, 0)")}) WHERE NOT fresh
DO UPDATE SET {", ".join(f"{name} = there.{name} + excluded.{name}" for name in COUNTED)}
"""  # noqa: S608 - made of our own names


def fold_tallies() -> int:
    """Fold what the triggers added into one row for each sort of reports; how many rows were folded.

    Safe to run twice and at once; no sum changes by it.
    """
    wait_for_turn(TURN)
    fresh = IncidentTally.objects.filter(fresh=True).count()
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(FOLD)
        IncidentTally.objects.filter(fresh=False, reports=0).delete()
    return fresh


def count_again() -> int:
    """Throw the committee's tallies away and count every filed report anew; how many tallies there are then."""
    wait_for_turn(TURN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT incidents_tally_again()")
        cursor.execute(FOLD)
    return IncidentTally.objects.count()
