import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("incidents", "0008_isolation"),
    ]

    operations = [
        migrations.AddField(
            model_name="package",
            name="desk",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="committees.organisation",
            ),
        ),
        migrations.AddField(
            model_name="package",
            name="is_late",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="package",
            name="open_questions",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="package",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="package",
            index=models.Index(fields=["committee", "desk", "-sent_at", "-id"], name="package_of_desk"),
        ),
        migrations.AddIndex(
            model_name="package",
            index=models.Index(
                fields=["committee", "desk", "state", "-sent_at", "-id"], name="package_of_desk_by_state"
            ),
        ),
        migrations.AddIndex(
            model_name="package",
            index=models.Index(
                condition=models.Q(("is_late", True)),
                fields=["committee", "desk", "-sent_at", "-id"],
                name="package_of_desk_late",
            ),
        ),
        migrations.AddIndex(
            model_name="package",
            index=models.Index(
                condition=models.Q(("open_questions__gt", 0)),
                fields=["committee", "desk", "-sent_at", "-id"],
                name="package_of_desk_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("desk__isnull", True), ("sent_at__isnull", True)),
                    models.Q(("desk__isnull", False), ("sent_at__isnull", False)),
                    _connector="OR",
                ),
                name="package_on_a_desk_since",
            ),
        ),
    ]
