"""What was met, waived or let lapse is listed newest first without sorting all of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0004_terms_do_not_overlap"),
        ("deadlines", "0006_calendar_feeds_belts"),
        ("record", "0004_place"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("met_at__isnull", False)),
                fields=["committee", "-met_at", "-id"],
                name="deadline_lately_met",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["committee", "-closed_at", "-id"],
                name="deadline_lately_closed",
            ),
        ),
    ]
