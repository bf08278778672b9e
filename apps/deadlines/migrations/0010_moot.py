"""What nobody owes any more, and nobody did, fell away with an act: it was neither met nor waived."""

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models
from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("deadlines", "0009_calendar_kinds"),
        ("record", "0005_fewer_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="deadline",
            name="deadline_closed_at_an_instant",
        ),
        migrations.AddField(
            model_name="deadline",
            name="closed_by",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.act"
            ),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="state",
            field=models.CharField(
                choices=[
                    ("running", "Open"),
                    ("paused", "Paused"),
                    ("overdue", "Overdue"),
                    ("met", "Met"),
                    ("waived", "Waived"),
                    ("lapsed", "Lapsed"),
                    ("moot", "Fell away"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["waived", "lapsed", "moot"]), ("closed_at__isnull", False)),
                    models.Q(models.Q(("state__in", ["waived", "lapsed", "moot"]), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="deadline_closed_at_an_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by__isnull", False), ("state", "moot")),
                    models.Q(models.Q(("state", "moot"), _negated=True), ("closed_by", None)),
                    _connector="OR",
                ),
                name="deadline_fell_away_with_an_act",
            ),
        ),
        TenantTable("Deadline"),
    ]
