from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("committees", "0009_acting_chairs")]
    operations = [
        migrations.AddField(model_name="charterdraft", name="version", field=models.PositiveIntegerField(default=1)),
    ]
