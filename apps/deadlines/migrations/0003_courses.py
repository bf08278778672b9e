"""Pauses, extensions, promises: the deadline learns its verbs, and its ladder moves with the due time."""

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models

# Ladders were frozen with the instants of their steps; now with seconds from the due time, so that they move with it.
# The owner is held to the policy too, and there is no committee here.
RELATIVE = """
ALTER TABLE deadlines_deadline NO FORCE ROW LEVEL SECURITY;
UPDATE deadlines_deadline SET
  first_due_at = due_at,
  plan = jsonb_build_object(
    'steps', coalesce(
      (
        SELECT jsonb_agg(
          (step - 'at') || jsonb_build_object(
            'after', round(extract(epoch FROM (step ->> 'at')::timestamptz - due_at))::bigint, 'pages', false
          ) ORDER BY n
        )
        FROM jsonb_array_elements(plan -> 'steps') WITH ORDINALITY AS each (step, n)
      ),
      '[]'
    ),
    'repeat', CASE jsonb_typeof(plan -> 'repeat')
      WHEN 'object' THEN (plan -> 'repeat') - 'after' || '{"pages": false}' ELSE 'null'
    END,
    'end', NULL
  );
ALTER TABLE deadlines_deadline FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0004_terms_do_not_overlap"),
        ("deadlines", "0002_isolation"),
        ("record", "0004_place"),
    ]

    operations = [
        migrations.CreateModel(
            name="SweepMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("swept_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="deadline",
            name="deadline_open_once",
        ),
        migrations.AddField(
            model_name="deadline",
            name="chased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="citation",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="deadline",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="course",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="deadline",
            name="first_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="owed_by_seat",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="pause_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="paused_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="rolled_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="rolls",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="deadline",
            name="rule_version",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="deadline",
            name="second_to",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="seconds", to="deadlines.deadline"
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="taken_on_by",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="taken_on_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="unit",
            field=models.CharField(default="hours", max_length=8),
        ),
        migrations.RunSQL(RELATIVE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="deadline",
            name="first_due_at",
            field=models.DateTimeField(),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["running", "paused", "overdue"]), ("second_to", None)),
                fields=("committee", "clock", "subject_kind", "subject_id"),
                name="deadline_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["running", "paused", "overdue"]), ("second_to__isnull", False)),
                fields=("committee", "second_to"),
                name="deadline_second_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["waived", "lapsed"]), ("closed_at__isnull", False)),
                    models.Q(models.Q(("state__in", ["waived", "lapsed"]), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="deadline_closed_at_an_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_at__isnull", False), ("state", "paused")),
                    models.Q(models.Q(("state", "paused"), _negated=True), ("paused_at", None)),
                    _connector="OR",
                ),
                name="deadline_paused_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_on_by", None), ("taken_on_until__isnull", False), _connector="OR"),
                name="deadline_taken_on_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(condition=models.Q(("course__gte", 1)), name="deadline_has_a_course"),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gte", models.F("starts_at"))), name="deadline_due_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="sweepmark",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="sweep_mark_is_one"),
        ),
    ]
