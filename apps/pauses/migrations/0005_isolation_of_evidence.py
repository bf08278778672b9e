from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("pauses", "0004_compliance"),
    ]

    operations = [
        TenantTable("ComplianceCase"),
        TenantTable("AttestedFile", append_only=True),
        TenantTable("AttestedCommitment", append_only=True),
    ]
