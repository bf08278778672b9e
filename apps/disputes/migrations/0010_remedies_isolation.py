"""The belt around remedies."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("disputes", "0009_remedies")]
    operations = [TenantTable("Remedy")]
