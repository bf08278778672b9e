"""The belts around what the committee makes of a report, and around the link to its assignee."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0011_working")]
    operations = [
        TenantTable("Incident"),
        TenantTable("SeverityReview", append_only=True),
        TenantTable("Finding", append_only=True),
        TenantTable("CauseNote", append_only=True),
        TenantTable("IncidentLink"),
    ]
