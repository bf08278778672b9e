"""The belts of the packages' new link to the desk they lie on."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_authority_desk")]
    operations = [TenantTable("Package")]
