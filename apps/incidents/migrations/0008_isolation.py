"""The belts around corrective actions."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0007_corrective_actions")]
    operations = [TenantTable("IncidentAction")]
