"""Indexes that others serve already go: every row written pays for each."""

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models
from apps.kernel.tenancy.operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_fewer_indexes"),
        ("incidents", "0003_gravest_open"),
    ]

    operations = [
        WithoutIndex(
            model_name="incident",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=apps.kernel.tenancy.models._active_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="committees.committee",
            ),
        ),
        WithoutIndex(
            model_name="incidentrecipient",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=apps.kernel.tenancy.models._active_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="committees.committee",
            ),
        ),
        WithoutIndex(
            model_name="incidentupdate",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=apps.kernel.tenancy.models._active_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="committees.committee",
            ),
        ),
    ]
