import uuid

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("incidents", "0010_desk_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="CauseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        default=apps.kernel.tenancy.models._active_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "incident",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cause_notes", to="incidents.incident"
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("basis", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        default=apps.kernel.tenancy.models._active_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "incident",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="incidents.incident"
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "supersedes",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="incidents.finding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "target_kind",
                    models.CharField(
                        choices=[
                            ("incident", "Report"),
                            ("pause", "Pause"),
                            ("run", "Training run"),
                            ("metric", "Metric"),
                        ],
                        max_length=16,
                    ),
                ),
                ("target_id", models.BigIntegerField(null=True)),
                ("text", models.CharField(blank=True, max_length=200)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same_event", "Same event"),
                            ("same_cause", "Same cause"),
                            ("follow_up", "Follow-up"),
                            ("basis", "Basis of the pause"),
                            ("about", "About it"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        default=apps.kernel.tenancy.models._active_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "incident",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="incidents.incident"
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
                (
                    "removed_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeverityReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Serious"),
                            (4, "4 Major (high)"),
                            (5, "5 Catastrophic (critical)"),
                        ]
                    ),
                ),
                (
                    "said",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 Negligible"),
                            (2, "2 Minor"),
                            (3, "3 Serious"),
                            (4, "4 Major (high)"),
                            (5, "5 Catastrophic (critical)"),
                        ],
                        null=True,
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        default=apps.kernel.tenancy.models._active_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "incident",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="incidents.incident"
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="incident",
            name="incident_open_gravest",
        ),
        migrations.AddField(
            model_name="incident",
            name="assignee",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="committees.seat",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="reviewed_severity",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (1, "1 Negligible"),
                    (2, "2 Minor"),
                    (3, "3 Serious"),
                    (4, "4 Major (high)"),
                    (5, "5 Catastrophic (critical)"),
                ],
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="triage_rank",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.CombinedExpression(
                    django.db.models.functions.comparison.Coalesce("reviewed_severity", "severity", models.Value(3)),
                    "+",
                    models.Case(
                        models.When(facts__imminent_danger=True, then=models.Value(10)), default=models.Value(0)
                    ),
                ),
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="weighed_severity",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce("reviewed_severity", "severity"),
                output_field=models.PositiveSmallIntegerField(null=True),
            ),
        ),
        migrations.AddConstraint(
            model_name="causenote",
            constraint=models.UniqueConstraint(fields=("committee", "incident", "number"), name="cause_number_once"),
        ),
        migrations.AddConstraint(
            model_name="causenote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="cause_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("committee", "incident", "number"), name="finding_number_once"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", False)),
                fields=("committee", "supersedes"),
                name="finding_superseded_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("basis", ""), _negated=True)),
                name="finding_says_what_and_why",
            ),
        ),
        migrations.AddIndex(
            model_name="incidentlink",
            index=models.Index(fields=["committee", "target_kind", "target_id"], name="link_by_target"),
        ),
        migrations.AddConstraint(
            model_name="incidentlink",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="link_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="incidentlink",
            constraint=models.UniqueConstraint(
                models.F("committee"),
                django.db.models.functions.comparison.Least("incident", "target_id"),
                django.db.models.functions.comparison.Greatest("incident", "target_id"),
                condition=models.Q(("removed_at", None), ("target_kind", "incident")),
                name="link_of_two_reports_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None), ("target_id__isnull", False)),
                fields=("committee", "incident", "target_kind", "target_id"),
                name="link_to_a_target_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target_id__isnull", False), ("target_kind__in", ["incident", "pause"]), ("text", "")),
                    models.Q(
                        ("target_id", None),
                        ("target_kind__in", ["run", "metric"]),
                        models.Q(("text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="link_names_its_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target_kind", "incident"), _negated=True),
                    models.Q(("target_id", models.F("incident")), _negated=True),
                    _connector="OR",
                ),
                name="link_is_not_to_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("removed_at", None)),
                    models.Q(
                        ("removed_at__isnull", False),
                        ("removed_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="link_removed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="severityreview",
            constraint=models.UniqueConstraint(fields=("committee", "incident", "number"), name="review_number_once"),
        ),
        migrations.AddConstraint(
            model_name="severityreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__gte", 1), ("severity__lte", 5)), name="review_is_on_the_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="severityreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="review_says_why"
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                models.F("committee"),
                models.OrderBy(models.F("weighed_severity"), descending=True, nulls_last=True),
                condition=models.Q(("state__in", ["filed", "acknowledged", "assessing"])),
                name="incident_open_gravest",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                models.F("committee"),
                models.OrderBy(models.F("triage_rank"), descending=True),
                models.F("filed_at"),
                models.F("id"),
                condition=models.Q(("state__in", ["filed", "acknowledged", "assessing"])),
                name="incident_triage",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False)),
                fields=["committee", "assignee", "-listed_at"],
                name="incident_by_assignee",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_severity", None),
                    models.Q(("filed_at__isnull", False), ("reviewed_severity__gte", 1), ("reviewed_severity__lte", 5)),
                    _connector="OR",
                ),
                name="incident_reviewed_on_the_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("assignee", None), ("filed_at__isnull", False), _connector="OR"),
                name="incident_assigned_once_filed",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="assignment_note",
            field=models.TextField(blank=True),
        ),
    ]
