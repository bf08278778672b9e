"""Indexes that others serve already go: every row written pays for each."""

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models
from apps.kernel.tenancy.operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_fewer_indexes"),
        ("notices", "0006_whole_audiences"),
        ("record", "0005_fewer_indexes"),
    ]

    operations = [
        WithoutIndex(
            model_name="attempt",
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
            model_name="attempt",
            name="delivery",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="tries", to="notices.delivery"
            ),
        ),
        WithoutIndex(
            model_name="delivery",
            name="act",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.act",
            ),
        ),
        WithoutIndex(
            model_name="delivery",
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
            model_name="delivery",
            name="endpoint",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="notices.endpoint",
            ),
        ),
        WithoutIndex(
            model_name="delivery",
            name="notice",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="notices.notice",
            ),
        ),
        WithoutIndex(
            model_name="delivery",
            name="seat",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="committees.seat",
            ),
        ),
        WithoutIndex(
            model_name="digestline",
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
            model_name="endpoint",
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
            model_name="fanout",
            name="act",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.act"
            ),
        ),
        WithoutIndex(
            model_name="fanout",
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
            model_name="notice",
            name="act",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.act"
            ),
        ),
        WithoutIndex(
            model_name="notice",
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
            model_name="notice",
            name="seat",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.seat"
            ),
        ),
        WithoutIndex(
            model_name="noticepreference",
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
            model_name="quiethours",
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
