"""The belts around cases."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial"), ("record", "0002_isolation")]
    operations = [
        TenantTable("Case"),
        TenantTable("CaseParty"),
        TenantTable("Panel"),
        TenantTable("Place"),
        TenantTable("Paper"),
        TenantTable("Service"),
        TenantTable("Sealing"),
    ]
