import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Coalesce

import apps.kernel.tenancy.models

SEARCHED = (
    "title", "narrative", "model", "own_reference", "training_run", "harmed", "evidence_of_involvement", "root_cause",
    "response_done", "response_planned", "recommendation", "patterns", "outcome",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("incidents", "0014_sharing_isolation"),
    ]

    # What a generated column is made of cannot be changed: it is made anew, with its index.
    operations = [
        migrations.RemoveIndex(model_name="incident", name="incident_search"),
        migrations.RemoveField(model_name="incident", name="search"),
        migrations.AddField(
            model_name="incident",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(*SEARCHED, config="simple"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="incident_search"),
        ),
        migrations.CreateModel(
            name="IncidentTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fresh", models.BooleanField(default=False)),
                ("monthly", models.BooleanField()),
                ("day", models.DateField()),
                ("tlp", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=16)),
                ("severity", models.PositiveSmallIntegerField(default=0)),
                ("reports", models.IntegerField(default=0)),
                ("acknowledged", models.IntegerField(default=0)),
                ("closed", models.IntegerField(default=0)),
                ("withdrawn", models.IntegerField(default=0)),
                ("seconds", models.BigIntegerField(default=0)),
                ("within_1", models.IntegerField(default=0)),
                ("within_4", models.IntegerField(default=0)),
                ("within_12", models.IntegerField(default=0)),
                ("within_24", models.IntegerField(default=0)),
                ("within_72", models.IntegerField(default=0)),
                ("within_168", models.IntegerField(default=0)),
                ("longer", models.IntegerField(default=0)),
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
                    "named",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.organisation",
                    ),
                ),
                (
                    "organisation",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="committees.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("fresh", True)), fields=["committee"], name="tally_fresh")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("committee"),
                        models.F("monthly"),
                        models.F("day"),
                        models.F("organisation"),
                        Coalesce("named", models.Value(0)),
                        models.F("tlp"),
                        models.F("kind"),
                        models.F("severity"),
                        condition=models.Q(("fresh", False)),
                        name="tally_folded_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("monthly", False), ("day__day", 1), _connector="OR"),
                        name="tally_of_a_month_is_its_first",
                    ),
                ],
            },
        ),
    ]
