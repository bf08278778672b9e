"""The belts around requests to widen an audience and around public versions."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0013_sharing")]
    operations = [TenantTable("IncidentWidening"), TenantTable("PublicVersion")]
