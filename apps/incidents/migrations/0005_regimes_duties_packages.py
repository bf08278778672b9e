import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("files", "0003_fewer_indexes"),
        ("incidents", "0004_fewer_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="assumed",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="incident",
            name="evidence_in_disputes",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="harmed",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="harms",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="involved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="resolved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="training_run",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="incident",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("harm", "Harm"),
                    ("near_miss", "Near miss"),
                    ("hazard", "Hazard"),
                    ("issue", "Issue"),
                    ("voluntary", "Voluntary notice"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=60)),
                ("report", models.CharField(max_length=40)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("authority", models.CharField(max_length=200)),
                ("zone", models.CharField(max_length=64)),
                ("citation", models.TextField()),
                ("counts_in_law", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_owed", "Does not apply"),
                            ("possible", "Possible"),
                            ("due", "Due"),
                            ("sent", "Sent here, proof awaited"),
                            ("met", "Met"),
                            ("fallen_away", "Fallen away"),
                        ],
                        max_length=16,
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("earliest_at", models.DateTimeField(blank=True, null=True)),
                ("would_roll_to", models.DateTimeField(blank=True, null=True)),
                ("because", models.TextField()),
                ("questions", models.JSONField(default=list)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("first_sent_at", models.DateTimeField(blank=True, null=True)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("late_reason", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                    "desk",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.organisation",
                    ),
                ),
                (
                    "incident",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="duties", to="incidents.incident"
                    ),
                ),
                (
                    "proof",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Being prepared"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("revision_required", "Revision required"),
                        ],
                        max_length=20,
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("left_out", models.JSONField(default=list)),
                ("edited", models.PositiveIntegerField(default=1)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.TextField(blank=True)),
                ("revise_by", models.DateTimeField(blank=True, null=True)),
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
                    "duty",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="packages", to="incidents.duty"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackageQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "asked_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
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
                    "package",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="incidents.package"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackageVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("missing", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField()),
                ("elsewhere", models.BooleanField(default=False)),
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
                    "package",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="incidents.package"
                    ),
                ),
                (
                    "proof",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "sent_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Regime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
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
                    "desk",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegimeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("ref", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("adopted", "Adopted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("data", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("from_day", models.DateField()),
                ("until_day", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("refusal", models.TextField(blank=True)),
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
                    "decided_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "proposed_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "regime",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="incidents.regime"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="duty",
            name="version",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="incidents.regimeversion"
            ),
        ),
        migrations.CreateModel(
            name="OrganisationScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("answer", models.BooleanField(null=True)),
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
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["committee", "organisation", "name", "-id"], name="scope_newest")],
            },
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.UniqueConstraint(fields=("committee", "duty"), name="package_once_a_duty"),
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="package_uid_once"),
        ),
        migrations.AddIndex(
            model_name="packagequestion",
            index=models.Index(fields=["committee", "package", "-id"], name="question_of_package"),
        ),
        migrations.AddConstraint(
            model_name="packagequestion",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="question_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="packageversion",
            constraint=models.UniqueConstraint(fields=("committee", "package", "number"), name="package_version_once"),
        ),
        migrations.AddConstraint(
            model_name="packageversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("elsewhere", False), ("proof__isnull", False), _connector="OR"),
                name="package_sent_elsewhere_has_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="regime",
            constraint=models.UniqueConstraint(fields=("committee", "key"), name="regime_key_once"),
        ),
        migrations.AddIndex(
            model_name="regimeversion",
            index=models.Index(fields=["committee", "regime", "-number"], name="regime_version_newest"),
        ),
        migrations.AddConstraint(
            model_name="regimeversion",
            constraint=models.UniqueConstraint(
                fields=("committee", "regime", "number"), name="regime_version_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="regimeversion",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="regime_version_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="regimeversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("committee", "regime"),
                name="regime_one_proposal_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="regimeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="regime_version_by_two",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("state__in", ["possible", "due", "sent"])),
                fields=["committee", "due_at"],
                name="duty_awaited_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["committee", "desk", "-first_sent_at"], name="duty_by_desk"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="duty_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                fields=("committee", "incident", "version", "report", "round"), name="duty_once_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "due"), _negated=True), ("due_at__isnull", False), _connector="OR"
                ),
                name="duty_due_has_its_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "met"), _negated=True), ("met_at__isnull", False), _connector="OR"
                ),
                name="duty_met_has_its_instant",
            ),
        ),
    ]
