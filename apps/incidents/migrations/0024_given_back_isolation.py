"""The belts of a public version's link to whoever gave it back."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0023_public_given_back")]
    operations = [TenantTable("PublicVersion")]
