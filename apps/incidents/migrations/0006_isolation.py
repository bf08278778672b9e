"""The belts around regimes, duties and packages; what was answered and what was sent is never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_regimes_duties_packages")]
    operations = [
        TenantTable("Regime"),
        TenantTable("RegimeVersion"),
        TenantTable("OrganisationScope", append_only=True),
        TenantTable("Duty"),
        TenantTable("Package"),
        TenantTable("PackageVersion", append_only=True),
        TenantTable("PackageQuestion"),
    ]
