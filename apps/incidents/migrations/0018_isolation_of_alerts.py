"""The belts around alerts and threads; what was written there is never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0017_alerts_and_threads")]
    operations = [
        TenantTable("IncidentAlert"),
        TenantTable("AlertRecipient"),
        TenantTable("AlertUpdate", append_only=True),
        TenantTable("IncidentThread"),
        TenantTable("ThreadParty"),
        TenantTable("ThreadAgreement", append_only=True),
        TenantTable("ThreadMessage", append_only=True),
        TenantTable("ThreadVisit"),
    ]
