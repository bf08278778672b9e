"""Who owes a duty, in a column of its own, and the tallies of duties."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import apps.kernel.tenancy.models

# The rows are read as their owner, who is held to one committee at a time.
SAY_WHO_OWES = """
DO $$ DECLARE each bigint; BEGIN
  FOR each IN SELECT id FROM committees_committee ORDER BY id LOOP
    PERFORM set_config('app.committee', each::text, true);
    UPDATE incidents_duty d SET organisation_id = i.organisation_id FROM incidents_incident i WHERE i.id = d.incident_id;
  END LOOP;
  PERFORM set_config('app.committee', '', true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("files", "0005_isolation"),
        ("incidents", "0020_isolation_protected"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fresh", models.BooleanField(default=False)),
                ("monthly", models.BooleanField()),
                ("day", models.DateField()),
                ("tlp", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=16)),
                ("in_time", models.IntegerField(default=0)),
                ("late", models.IntegerField(default=0)),
                ("dated", models.IntegerField(default=0)),
                ("undated", models.IntegerField(default=0)),
                ("possible", models.IntegerField(default=0)),
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
                    "desk",
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
                (
                    "regime",
                    apps.kernel.tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incidents.regime",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="duty",
            name="organisation",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="committees.organisation",
            ),
        ),
        migrations.RunSQL(SAY_WHO_OWES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="duty",
            name="organisation",
            field=apps.kernel.tenancy.models.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="committees.organisation",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="first_hour",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Least("due_at", "earliest_at"),
                output_field=models.DateTimeField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("state__in", ["possible", "due", "sent"])),
                fields=["committee", "organisation", "first_hour", "id"],
                name="duty_owed_by_hour",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                fields=["committee", "organisation", "state", "first_hour", "id"], name="duty_owed_by_state"
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("state", "met")),
                fields=["committee", "organisation", "-met_at", "-id"],
                name="duty_met_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="dutytally",
            index=models.Index(condition=models.Q(("fresh", True)), fields=["committee"], name="duty_tally_fresh"),
        ),
        migrations.AddConstraint(
            model_name="dutytally",
            constraint=models.UniqueConstraint(
                models.F("committee"),
                models.F("monthly"),
                models.F("day"),
                models.F("regime"),
                models.F("organisation"),
                django.db.models.functions.comparison.Coalesce("named", models.Value(0)),
                django.db.models.functions.comparison.Coalesce("desk", models.Value(0)),
                models.F("tlp"),
                models.F("kind"),
                condition=models.Q(("fresh", False)),
                name="duty_tally_folded_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutytally",
            constraint=models.CheckConstraint(
                condition=models.Q(("monthly", False), ("day__day", 1), _connector="OR"),
                name="duty_tally_of_a_month_is_its_first",
            ),
        ),
    ]
