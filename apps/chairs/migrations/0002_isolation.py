"""The belts around the tables of the chair, and the search for committees whose chair must be looked at."""

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction, TenantTable

CHAIRS_DUE = """
SELECT committee_id FROM public.chairs_rotation WHERE wake_at <= at ORDER BY wake_at LIMIT 1000
"""


class Migration(migrations.Migration):
    dependencies = [("chairs", "0001_initial"), ("committees", "0007_membership_belts")]
    operations = [
        TenantTable("Rotation"),
        TenantTable("Cycle"),
        TenantTable("Place"),
        TenantTable("Term"),
        TenantTable("Swap"),
        TenantTable("Absence"),
        TenantTable("Exclusion"),
        TenantTable("HandoverItem"),
        DefinerFunction(
            "chairs_due(at timestamptz)",
            returns="TABLE(committee_id bigint)",
            body=CHAIRS_DUE,
            grants=("SELECT ON chairs_rotation",),
        ),
    ]
