"""Calendar feeds."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0004_terms_do_not_overlap"),
        ("deadlines", "0004_belts"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("whose", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64)),
                ("hint", models.CharField(max_length=12)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_read_on", models.DateField(null=True)),
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
                    "seat",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["committee", "seat", "-id"], name="calendar_of_seat")],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "uid"), name="calendar_uid_once"),
                    models.UniqueConstraint(fields=("committee", "digest"), name="calendar_digest_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("committee", "seat", "whose"),
                        name="calendar_one_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("whose__in", ["mine", "organisation", "committee"])),
                        name="calendar_is_somebodys",
                    ),
                ],
            },
        ),
    ]
