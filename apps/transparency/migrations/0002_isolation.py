"""The belts around published records: what was made public is never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_initial"), ("record", "0002_isolation")]
    operations = [TenantTable("PublishedRecord", append_only=True)]
