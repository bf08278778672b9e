"""Audiences are stored as they are: to pack ten thousand ids took longer than the act that names them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_belts")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE notices_fanout ALTER COLUMN seat_ids SET STORAGE EXTERNAL",
            "ALTER TABLE notices_fanout ALTER COLUMN seat_ids SET STORAGE EXTENDED",
        )
    ]
