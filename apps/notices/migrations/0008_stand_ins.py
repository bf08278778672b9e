"""Who stands in for an audience is kept by seat: those whom the act names may be told beside them."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_fewer_indexes")]

    operations = [
        migrations.RemoveField(model_name="fanout", name="fell_back"),
        migrations.AddField(
            model_name="fanout",
            name="stand_in_ids",
            field=ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
    ]
