"""The belt around cases that are heard together."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("disputes", "0005_companions")]
    operations = [TenantTable("Companion")]
