import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("disputes", "0002_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("talks_failed", "Consultations have failed"),
                            ("size", "The panel's size"),
                            ("panel", "Who sits on the panel"),
                            ("lot", "The lot composes the panel"),
                            ("waiver", "Somebody in conflict may sit"),
                            ("more_time", "More time"),
                            ("period", "The time to comply"),
                            ("settlement", "Settlement"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("agreed", "agreed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("overtaken", "overtaken"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("terms", models.JSONField(default=dict)),
                ("text", models.TextField(blank=True)),
                ("proposed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "case",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="disputes.case"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
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
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
                (
                    "proposal",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assents", to="disputes.proposal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("because", models.CharField(max_length=500)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="committees.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("where", models.CharField(max_length=300)),
                ("called_at", models.DateTimeField()),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
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
                    "panel",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hearings", to="disputes.panel"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Joinder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("complainant", "complainant"),
                            ("respondent", "respondent"),
                            ("third_party", "third_party"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "offered"),
                            ("asked", "asked"),
                            ("joined", "joined"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("left", "left"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("because", models.CharField(max_length=2000)),
                ("asked_at", models.DateTimeField()),
                ("reasons", models.CharField(blank=True, max_length=2000)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
                (
                    "case",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joinders", to="disputes.case"
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
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("group", models.BigIntegerField()),
                ("turn", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
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
                    "panel",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listed", to="disputes.panel"
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
        migrations.AddField(
            model_name="case",
            name="adopted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="comply_by",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="caseparty",
            name="wants_hearing",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="panel",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="panel",
            name="composed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="panel",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="panel",
            name="draws",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="panel",
            name="seed",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="panel",
            name="source",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="panel",
            name="source_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="paper",
            name="terms",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), ("source_at", None)),
                    models.Q(models.Q(("source", ""), _negated=True), ("source_at__isnull", False)),
                    _connector="OR",
                ),
                name="panel_value_has_its_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "by_lot"), _negated=True),
                    models.Q(("closed_at__isnull", False), models.Q(("digest", ""), _negated=True)),
                    _connector="OR",
                ),
                name="panel_by_lot_has_a_list",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["committee", "seat"], name="disclosure_by_seat"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="disclosure_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="disclosure_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="hearing",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="hearing_ends_after_start"
            ),
        ),
        migrations.AddIndex(
            model_name="joinder",
            index=models.Index(fields=["committee", "case", "state"], name="joinder_by_case"),
        ),
        migrations.AddConstraint(
            model_name="joinder",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="joinder_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="joinder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("committee", "case", "organisation"),
                name="joinder_asked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="listed",
            constraint=models.UniqueConstraint(fields=("committee", "panel", "key"), name="listed_key_once"),
        ),
        migrations.AddConstraint(
            model_name="listed",
            constraint=models.UniqueConstraint(fields=("committee", "panel", "seat"), name="listed_seat_once"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["committee", "case", "state"], name="proposal_by_case"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="proposal_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "proposed")),
                    models.Q(models.Q(("state", "proposed"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="proposal_ended_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="assent",
            constraint=models.UniqueConstraint(fields=("committee", "proposal", "organisation"), name="assent_once"),
        ),
    ]
