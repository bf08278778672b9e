import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("files", "0003_fewer_indexes"),
        ("votes", "0004_recusal_by_another"),
    ]

    operations = [
        migrations.CreateModel(
            name="Binding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("because", models.CharField(max_length=500)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "is_newcomer",
                    models.BooleanField(
                        default=False, help_text="It became a member later; the order does not name it."
                    ),
                ),
                ("legal_force", models.CharField(blank=True, max_length=1000)),
                ("served_at", models.DateTimeField(blank=True, null=True)),
                ("served_digest", models.CharField(blank=True, max_length=64)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
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
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pause_bindings",
                        to="committees.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("statement", models.TextField()),
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
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "binding",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attestations", to="pauses.binding"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Adhesion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("adheres", models.BooleanField()),
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
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "binding",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adhesions", to="pauses.binding"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("because", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("upheld", "upheld"), ("dismissed", "dismissed")], max_length=12
                    ),
                ),
                ("at", models.DateTimeField()),
                ("decided_because", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attestation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="challenges", to="pauses.attestation"
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
                    "decided_by",
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
            name="CompleteResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("text", models.TextField()),
                ("filed_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("accepted", models.BooleanField(blank=True, null=True)),
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
                    "binding",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="pauses.binding"
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
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ComplianceCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                (
                    "ground",
                    models.CharField(
                        choices=[("service", "service"), ("late", "late"), ("contradicted", "contradicted")],
                        max_length=14,
                    ),
                ),
                ("because", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("found", "found"),
                            ("cleared", "cleared"),
                            ("remedied", "remedied"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("opened_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("decided_because", models.TextField(blank=True)),
                ("found_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                    "attestation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="pauses.attestation",
                    ),
                ),
                (
                    "binding",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="pauses.binding"
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
                    "decided_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("says", models.CharField(max_length=500)),
                (
                    "is_real",
                    models.BooleanField(
                        default=True, help_text="False in a drill, which only says what it would have done."
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "case",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consequences",
                        to="pauses.compliancecase",
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
            ],
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "restricts",
                    models.CharField(
                        choices=[
                            ("training_compute", "training_compute"),
                            ("parameters", "parameters"),
                            ("capability", "capability"),
                            ("deployment", "deployment"),
                            ("reporting", "reporting"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "extent",
                    models.CharField(choices=[("full", "full"), ("partial", "partial")], default="full", max_length=10),
                ),
                ("above", models.DecimalField(blank=True, decimal_places=0, max_digits=40, null=True)),
                ("marker", models.CharField(blank=True, max_length=100)),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="MeasureLab",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "binding",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="pauses.binding"
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
                    "measure",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="labs", to="pauses.measure"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeasuresKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_id", models.CharField(max_length=64)),
                ("public_key", models.CharField(max_length=64)),
                ("starts_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="PauseOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                ("draft_ref", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "basis",
                    models.CharField(
                        choices=[("motion", "motion"), ("crossing", "crossing"), ("chair", "chair")], max_length=12
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("conditional", "conditional"),
                            ("in_force", "in_force"),
                            ("lifting", "lifting"),
                            ("lifted", "lifted"),
                            ("expired", "expired"),
                            ("lapsed", "lapsed"),
                            ("superseded", "superseded"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_drill", models.BooleanField(default=False)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("reasons", models.TextField(blank=True)),
                ("charter", models.PositiveIntegerField(blank=True, null=True)),
                ("labs_needed", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("share_needed", models.CharField(blank=True, max_length=20)),
                ("condition_by", models.DateTimeField(blank=True, null=True)),
                (
                    "stands_without",
                    models.BooleanField(default=True, help_text="Whether it stands when a lab leaves it later."),
                ),
                ("lifts_by_itself", models.BooleanField(default=False)),
                (
                    "binds_newcomers",
                    models.BooleanField(default=False, help_text="Whether it binds labs that become members later."),
                ),
                ("created_at", models.DateTimeField()),
                ("laid_at", models.DateTimeField(blank=True, null=True)),
                ("adopted_at", models.DateTimeField(blank=True, null=True)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("in_force_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("confirm_by", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.TextField(blank=True)),
                (
                    "author",
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
                    "motion",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="votes.motion",
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pause_orders",
                        to="committees.organisation",
                    ),
                ),
                (
                    "replaces",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="pauses.pauseorder",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="measure",
            name="order",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="pauses.pauseorder"
            ),
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("milestone", "milestone"), ("metric", "metric"), ("date", "date"), ("vote", "vote")],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(max_length=1000)),
                ("tier", models.PositiveSmallIntegerField(default=0)),
                ("date", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("submitted", "submitted"),
                            ("verified", "verified"),
                            ("met", "met"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
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
                    "motion",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="votes.motion",
                    ),
                ),
                (
                    "measure",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="pauses.measure",
                    ),
                ),
                (
                    "order",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="pauses.pauseorder"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="binding",
            name="order",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bindings", to="pauses.pauseorder"
            ),
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("ref", models.CharField(max_length=24)),
                ("run", models.CharField(max_length=100)),
                ("purpose", models.TextField()),
                ("flop", models.DecimalField(decimal_places=0, max_digits=40)),
                ("until", models.DateTimeField()),
                ("conditions_offered", models.TextField(blank=True)),
                ("conditions", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("revoked", "revoked"),
                            ("expired", "expired"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("requested_at", models.DateTimeField()),
                ("decided_because", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "binding",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="pauses.binding"
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
                    "decided_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
                (
                    "requested_by",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PermitMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "measure",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="pauses.measure"
                    ),
                ),
                (
                    "permit",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="pauses.permit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Showing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("verb", models.CharField(max_length=12)),
                ("tier", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("text", models.TextField(blank=True)),
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
                    "condition",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="showings", to="pauses.condition"
                    ),
                ),
                (
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.seat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignedMeasures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issued_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("digest", models.CharField(help_text="Of what binds, to find whether it changed.", max_length=64)),
                ("envelope", models.JSONField()),
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
            ],
        ),
        migrations.CreateModel(
            name="AttestedCommitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("of", models.CharField(max_length=200)),
                (
                    "attestation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="pauses.attestation"
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "attestation", "sha256"), name="attested_commitment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="attested_commitment_is_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttestedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attestation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="pauses.attestation"
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
                    "file",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "attestation", "file"), name="attested_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AttestedRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("halted", "halted"),
                            ("not_started", "not_started"),
                            ("under_permit", "under_permit"),
                        ],
                        max_length=14,
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "attestation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="pauses.attestation"
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "attestation", "run"), name="attested_run_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="attestation",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="attestation_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="attestation",
            constraint=models.UniqueConstraint(
                fields=("committee", "binding", "number"), name="attestation_number_once"
            ),
        ),
        migrations.AddIndex(
            model_name="adhesion",
            index=models.Index(fields=["committee", "binding", "-id"], name="adhesion_latest"),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="challenge_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "open"), ("decided_at__isnull", False), _connector="OR"),
                name="challenge_decided_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="completeresponse",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="complete_response_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="completeresponse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)),
                fields=("committee", "binding"),
                name="complete_response_one_open",
            ),
        ),
        migrations.AddIndex(
            model_name="compliancecase",
            index=models.Index(fields=["committee", "binding", "-id"], name="case_of_binding"),
        ),
        migrations.AddConstraint(
            model_name="compliancecase",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="case_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="compliancecase",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="case_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="compliancecase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "answered", "found"])),
                fields=("committee", "binding", "ground"),
                name="case_one_open_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="compliancecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["cleared", "remedied"]), _negated=True),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="case_ended_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="consequence",
            constraint=models.UniqueConstraint(fields=("committee", "case", "key"), name="consequence_once_a_case"),
        ),
        migrations.AddConstraint(
            model_name="measurelab",
            constraint=models.UniqueConstraint(fields=("committee", "measure", "binding"), name="measure_lab_once"),
        ),
        migrations.AddConstraint(
            model_name="measureskey",
            constraint=models.UniqueConstraint(fields=("committee", "key_id"), name="measures_key_once"),
        ),
        migrations.AddIndex(
            model_name="pauseorder",
            index=models.Index(fields=["committee", "-created_at", "-id"], name="pause_newest"),
        ),
        migrations.AddIndex(
            model_name="pauseorder",
            index=models.Index(fields=["committee", "state", "-created_at"], name="pause_by_state"),
        ),
        migrations.AddIndex(
            model_name="pauseorder",
            index=models.Index(fields=["committee", "organisation", "-created_at"], name="pause_by_organisation"),
        ),
        migrations.AddConstraint(
            model_name="pauseorder",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="pause_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="pauseorder",
            constraint=models.UniqueConstraint(fields=("committee", "draft_ref"), name="pause_draft_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="pauseorder",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="pause_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="pauseorder",
            constraint=models.UniqueConstraint(fields=("committee", "year", "number"), name="pause_number_once"),
        ),
        migrations.AddConstraint(
            model_name="pauseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["in_force", "lifting"]), _negated=True),
                    models.Q(("ends_at__gt", models.F("in_force_at")), ("in_force_at__isnull", False)),
                    _connector="OR",
                ),
                name="pause_in_force_has_a_beginning_and_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="pauseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "lapsed"]),
                    models.Q(("laid_at__isnull", False), ("number__isnull", False)),
                    _connector="OR",
                ),
                name="pause_draft_is_not_laid",
            ),
        ),
        migrations.AddConstraint(
            model_name="pauseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["lifted", "expired", "lapsed", "superseded"]), _negated=True),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="pause_ended_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="pauseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("labs_needed", None), ("share_needed", "")),
                    models.Q(("labs_needed__isnull", False), models.Q(("share_needed", ""), _negated=True)),
                    _connector="OR",
                ),
                name="pause_condition_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(fields=("committee", "order", "number"), name="measure_number_once"),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("above__gte", 0), ("restricts__in", ["training_compute", "parameters"])),
                    models.Q(
                        models.Q(("restricts__in", ["training_compute", "parameters"]), _negated=True), ("above", None)
                    ),
                    _connector="OR",
                ),
                name="measure_has_its_threshold",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("restricts", "capability"), models.Q(("marker", ""), _negated=True)),
                    models.Q(models.Q(("restricts", "capability"), _negated=True), ("marker", "")),
                    _connector="OR",
                ),
                name="measure_has_its_marker",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.UniqueConstraint(fields=("committee", "order", "number"), name="condition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(condition=models.Q(("tier__lte", 4)), name="condition_tier_is_known"),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "date"), ("date__isnull", False)),
                    models.Q(models.Q(("kind", "date"), _negated=True), ("date", None)),
                    _connector="OR",
                ),
                name="condition_has_its_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "met"), ("met_at__isnull", False)),
                    models.Q(models.Q(("state", "met"), _negated=True), ("met_at", None)),
                    _connector="OR",
                ),
                name="condition_met_says_when",
            ),
        ),
        migrations.AddIndex(
            model_name="binding",
            index=models.Index(fields=["committee", "organisation", "order"], name="binding_by_organisation"),
        ),
        migrations.AddConstraint(
            model_name="binding",
            constraint=models.UniqueConstraint(fields=("committee", "order", "organisation"), name="binding_once"),
        ),
        migrations.AddConstraint(
            model_name="binding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acknowledged_at", None), ("acknowledged_at__gte", models.F("served_at")), _connector="OR"
                ),
                name="binding_acknowledged_after_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="permit",
            constraint=models.UniqueConstraint(fields=("committee", "ref"), name="permit_ref_once"),
        ),
        migrations.AddConstraint(
            model_name="permit",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="permit_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="permit",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("requested_at"))), name="permit_ends_after_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="permitmeasure",
            constraint=models.UniqueConstraint(fields=("committee", "permit", "measure"), name="permit_measure_once"),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(fields=["committee", "condition", "id"], name="showing_of_condition"),
        ),
        migrations.AddConstraint(
            model_name="showing",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="showing_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="signedmeasures",
            constraint=models.UniqueConstraint(fields=("committee", "organisation"), name="signed_measures_once"),
        ),
    ]
