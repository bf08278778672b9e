"""The belts around keys and seals; for whom a file was sealed is never changed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("files", "0004_scan_and_seal")]
    operations = [
        TenantTable("ReadingKey"),
        TenantTable("SealedFor", append_only=True),
    ]
