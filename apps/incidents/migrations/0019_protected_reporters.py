"""Reports of protected reporters: whose they are is sealed, and two people may ask for the name."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("incidents", "0018_isolation_of_alerts"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "asked"), ("released", "released"), ("refused", "refused")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("because", models.TextField(blank=True)),
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
                    "incident",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="incidents.incident"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProtectedIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sealed", models.CharField(max_length=200)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="incidents.incident"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="incident",
            name="protected",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="incident",
            name="protected_at",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="incidentupdate",
            name="protected",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("protected", True), ("protected_at", ""), _connector="OR"),
                name="incident_protected_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("protected", False), ("tlp", "TLP:RED"), _connector="OR"),
                name="incident_protected_is_red",
            ),
        ),
        migrations.AddIndex(
            model_name="identityrequest",
            index=models.Index(fields=["committee", "-id"], name="identity_request_newest"),
        ),
        migrations.AddConstraint(
            model_name="identityrequest",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="identity_request_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="identityrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("committee", "incident"),
                name="identity_request_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "released"), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("asked_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="identity_release_takes_two",
            ),
        ),
        migrations.AddIndex(
            model_name="protectedidentity",
            index=models.Index(fields=["committee", "sealed"], name="protected_identity_of_seat"),
        ),
        migrations.AddConstraint(
            model_name="protectedidentity",
            constraint=models.UniqueConstraint(fields=("committee", "uid"), name="protected_identity_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="protectedidentity",
            constraint=models.UniqueConstraint(fields=("committee", "incident"), name="protected_identity_once"),
        ),
    ]
