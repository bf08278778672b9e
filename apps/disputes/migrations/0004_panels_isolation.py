"""The belts around panels' lists, hearings, disclosures, what parties agree on and who asks to take part."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("disputes", "0003_panels")]
    operations = [
        TenantTable("Listed"),
        TenantTable("Disclosure"),
        TenantTable("Hearing"),
        TenantTable("Proposal"),
        TenantTable("Assent"),
        TenantTable("Joinder"),
    ]
