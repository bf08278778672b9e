"""The belt around requests to whoever orders in a case."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("disputes", "0007_requests")]
    operations = [TenantTable("Request")]
