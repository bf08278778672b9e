from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0011_seats_for_one_matter"),
        ("record", "0005_fewer_indexes"),
        ("transparency", "0003_fewer_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="publishedrecord",
            index=models.Index(fields=["committee", "kind", "-published_at", "-id"], name="published_by_kind"),
        ),
    ]
