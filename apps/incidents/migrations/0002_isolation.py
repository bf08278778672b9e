"""The belts around reports; updates are never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("record", "0002_isolation")]
    operations = [
        TenantTable("Incident"),
        TenantTable("IncidentRecipient"),
        TenantTable("IncidentUpdate", append_only=True),
    ]
