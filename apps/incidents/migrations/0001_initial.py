import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import apps.accounts.models
import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("committees", "0003_invitations_are_sent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("filed", "Filed"),
                            ("acknowledged", "Acknowledged"),
                            ("assessing", "Under assessment"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("harm", "Harm"),
                            ("near_miss", "Near miss"),
                            ("hazard", "Hazard"),
                            ("issue", "Issue"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
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
                (
                    "tlp",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("TLP:RED", "TLP:RED"),
                            ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT"),
                            ("TLP:AMBER", "TLP:AMBER"),
                            ("TLP:GREEN", "TLP:GREEN"),
                            ("TLP:CLEAR", "TLP:CLEAR"),
                        ],
                        max_length=16,
                    ),
                ),
                ("narrative", models.TextField(blank=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("aware_at", models.DateTimeField(blank=True, null=True)),
                ("determined_at", models.DateTimeField(blank=True, null=True)),
                ("zone", models.CharField(blank=True, max_length=64, validators=[apps.accounts.models.validate_zone])),
                ("jurisdictions", models.JSONField(blank=True, default=list)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("model", models.TextField(blank=True)),
                ("evidence_of_involvement", models.TextField(blank=True)),
                ("response_done", models.TextField(blank=True)),
                ("response_planned", models.TextField(blank=True)),
                ("recommendation", models.TextField(blank=True)),
                ("root_cause", models.TextField(blank=True)),
                ("patterns", models.TextField(blank=True)),
                ("own_reference", models.CharField(blank=True, max_length=100)),
                ("outcome", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("listed_at", models.DateTimeField()),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title", "narrative", "model", config="simple"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        default=apps.kernel.tenancy.models._active_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="committees.organisation",
                    ),
                ),
                (
                    "reporter",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "committee",
                    models.ForeignKey(
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="recipients", to="incidents.incident"
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="incidents.incident"
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
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["committee", "-listed_at", "-id"], name="incident_newest"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["committee", "state", "-listed_at"], name="incident_by_state"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["committee", "organisation", "-listed_at"], name="incident_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["committee", "own_reference"], name="incident_by_own_reference"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="incident_search"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="incident_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="incident_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(
                condition=models.Q(("own_reference", ""), _negated=True),
                fields=("committee", "organisation", "own_reference"),
                name="incident_own_reference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("filed_at", None),
                    models.Q(
                        models.Q(("title", ""), _negated=True),
                        models.Q(("kind", ""), _negated=True),
                        models.Q(("tlp", ""), _negated=True),
                        models.Q(("narrative", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="incident_filed_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("filed_at", None), ("state", "draft")),
                    ("state", "withdrawn"),
                    models.Q(
                        ("filed_at__isnull", False),
                        models.Q(("state", "draft"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="incident_draft_is_not_filed",
            ),
        ),
        migrations.AddIndex(
            model_name="incidentrecipient",
            index=models.Index(fields=["committee", "organisation", "incident"], name="recipient_by_organisation"),
        ),
        migrations.AddConstraint(
            model_name="incidentrecipient",
            constraint=models.UniqueConstraint(fields=("committee", "incident", "organisation"), name="recipient_once"),
        ),
        migrations.AddIndex(
            model_name="incidentupdate",
            index=models.Index(fields=["committee", "incident", "-id"], name="update_of_incident"),
        ),
        migrations.AddConstraint(
            model_name="incidentupdate",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="update_uid_once"),
        ),
    ]
