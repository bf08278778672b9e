"""The belts around files; the download log is never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("committees", "0002_isolation")]
    operations = [
        TenantTable("File"),
        TenantTable("Download", append_only=True),
    ]
