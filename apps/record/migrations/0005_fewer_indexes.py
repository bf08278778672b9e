"""Indexes that others serve already go: every row written pays for each."""

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models
from apps.kernel.tenancy.operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_fewer_indexes"),
        ("record", "0004_place"),
    ]

    operations = [
        WithoutIndex(
            model_name="act",
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
            model_name="position",
            name="act",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.act"
            ),
        ),
        WithoutIndex(
            model_name="position",
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
            model_name="preimage",
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
            model_name="sighting",
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
            model_name="unplaced",
            name="act",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.act"
            ),
        ),
        WithoutIndex(
            model_name="unplaced",
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
