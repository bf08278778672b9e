from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("committees", "0007_membership_belts")]
    operations = [
        migrations.AddField(
            model_name="charterdraft",
            name="based_on",
            field=models.PositiveIntegerField(default=1),
            preserve_default=False,
        ),
    ]
