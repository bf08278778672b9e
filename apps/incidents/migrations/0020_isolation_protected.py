"""The belts around sealed names and the requests for them; whose report it is is never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0019_protected_reporters")]
    operations = [
        TenantTable("ProtectedIdentity", append_only=True),
        TenantTable("IdentityRequest"),
    ]
