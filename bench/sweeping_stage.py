"""Reports of all labels, severities and labs with their deadlines, as many as asked for, set-based."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from django.db import connection
from django.utils import timezone

from apps.deadlines.models import Deadline
from apps.deadlines.rules.ladder import last_step
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import Incident, IncidentRecipient
from apps.incidents.services.filing import file_at_once
from apps.kernel.tenancy.context import tenant
from apps.kernel.tlp import TLP
from bench.notices_crowd import copied, vacuum
from bench.stage import cast
from tests.cast import LABS
from tests.incidents.factory import CONTENT

DUE = 10_000
NOBODYS = 10**9
"""Ids from here on stand for the subjects of deadlines that are only open."""

MAKE_DUE = """
UPDATE deadlines_deadline d
SET state = %s, steps_taken = %s, repeats = 0, due_at = %s, first_due_at = %s, starts_at = %s, next_step_at = %s
FROM incidents_incident i
WHERE i.id = d.subject_id AND d.subject_kind = 'incident' AND d.clock = 'incident.acknowledgement' AND i.own_reference LIKE %s AND i.id %% 3 = %s
"""


class Stage:
    """DUE reports, copies of some that were filed, and any number of deadlines that are only open."""

    def __init__(self) -> None:
        self.committee_id = cast().frontier.pk
        self.open = 0
        now = timezone.now()
        self.patterns = [self._filed(number, *of, now) for number, of in enumerate(product(TLP, LABS))]
        with tenant(self.committee_id):
            self._copy()
        vacuum("incidents_incident", "incidents_incidentrecipient", "deadlines_deadline")

    def _filed(self, number: int, label: str, lab: str, now: datetime) -> int:
        content = CONTENT | {"title": f"Pattern {number}", "tlp": label, "severity": 1 + number % 5}
        content["recipients"] = (["secretariat"], ["independent", "eu-office"], [])[
            number % 3 if label != TLP.RED else number % 2
        ]
        with tenant(self.committee_id):
            return file_at_once(actor=cast().viewer(f"{lab}.liaison", now), now=now, changes=content).pk

    def _copy(self) -> None:
        into, values = copied(
            Incident,
            uid="gen_random_uuid()",
            ref="'INC-2026-S' || p.id || '-' || n",
            own_reference="'copy-' || p.id || '-' || n",
        )
        to, recipients = copied(IncidentRecipient, incident_id="i.id")
        onto, deadlines = copied(Deadline, uid="gen_random_uuid()", subject_id="i.id", subject_ref="i.ref")
        of_pattern = "= split_part(i.own_reference, '-', 2)::bigint AND i.own_reference LIKE 'copy-%%'"
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO incidents_incident {into} SELECT {values}
                FROM incidents_incident p, generate_series(1, %s) n WHERE p.id = ANY(%s) ORDER BY n, p.id LIMIT %s
                """,
                [DUE, self.patterns, DUE],
            )
            cursor.execute(
                f"""
                INSERT INTO incidents_incidentrecipient {to} SELECT {recipients}
                FROM incidents_incident i JOIN incidents_incidentrecipient p ON p.incident_id {of_pattern}
                """,
                [],
            )
            cursor.execute(
                f"""
                INSERT INTO deadlines_deadline {onto} SELECT {deadlines} FROM incidents_incident i
                JOIN deadlines_deadline p ON p.subject_kind = 'incident' AND p.clock = %s AND p.subject_id {of_pattern}
                """,
                [ACKNOWLEDGEMENT],
            )
            self.open = cursor.rowcount
            assert self.open == DUE

    def open_up_to(self, number: int) -> None:
        """Add deadlines that are due in a month or later, until so many are open."""
        far = "p.{} + interval '30 days' + n * interval '1 second'"
        changes = {name: far.format(name) for name in ("starts_at", "due_at", "first_due_at", "next_step_at")}
        into, values = copied(Deadline, uid="gen_random_uuid()", subject_id="n", **changes)
        with tenant(self.committee_id), connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO deadlines_deadline {into} SELECT {values}
                FROM deadlines_deadline p, generate_series(%s, %s) n
                WHERE p.subject_kind = 'incident' AND p.clock = %s AND p.subject_id = %s
                """,
                [NOBODYS + self.open, NOBODYS + number - 1, ACKNOWLEDGEMENT, self.patterns[0]],
            )
        self.open = number
        vacuum("deadlines_deadline")

    def make_due(self, now: datetime) -> None:
        """Let a third of the reports be about to be reminded of, a third fall overdue, and a third be told again."""
        with tenant(self.committee_id), connection.cursor() as cursor:
            of_patterns = Deadline.objects.filter(subject_kind="incident", subject_id__in=self.patterns)
            for deadline in of_patterns.filter(clock=ACKNOWLEDGEMENT):
                for third, (state, taken, after) in enumerate(_points(deadline.plan)):
                    due = now - timedelta(seconds=after + 1)
                    begun = due - timedelta(days=30)
                    rows = [state, taken, due, due, begun, now - timedelta(seconds=1)]
                    cursor.execute(MAKE_DUE, [*rows, f"copy-{deadline.subject_id}-%", third])
        vacuum("deadlines_deadline", "record_act", "record_unplaced", "notices_fanout")

    def fan_outs(self) -> int:
        """How many rows the outbox has."""
        with tenant(self.committee_id), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM notices_fanout")
            return cursor.fetchone()[0]


def _points(plan: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Three points of a ladder: the state, the steps taken, and how many seconds after the due time it is."""
    steps, repeat = plan["steps"], plan["repeat"]
    before = sum(step["after"] < 0 for step in steps)
    return [
        ("running", 0, min(steps[0]["after"], 0)),
        ("running", before, 1),
        ("overdue", len(steps), last_step(plan) + repeat["every_hours"] * 3600),
    ]
