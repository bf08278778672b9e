"""Indexes that others serve already go: every row written pays for each."""

import django.db.models.deletion
from django.db import migrations, models

import apps.kernel.tenancy.models
from apps.kernel.tenancy.operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0004_terms_do_not_overlap"),
    ]

    operations = [
        WithoutIndex(
            model_name="apitoken",
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
            model_name="charterversion",
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
            model_name="idempotentanswer",
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
            model_name="invitation",
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
            model_name="office",
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
            model_name="operatorsession",
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
            model_name="organisation",
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
            model_name="seat",
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
            model_name="standingfact",
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
