"""The belts around the record: acts are never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial"), ("committees", "0002_isolation")]
    operations = [
        TenantTable("Act", append_only=True),
        TenantTable("Preimage"),
        TenantTable("Sighting"),
    ]
