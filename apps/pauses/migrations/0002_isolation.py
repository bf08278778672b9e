"""The belts around pause orders; adhesions, attestations, showings and consequences are never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("pauses", "0001_initial"), ("record", "0002_isolation")]
    operations = [
        TenantTable("PauseOrder"),
        TenantTable("Binding"),
        TenantTable("Measure"),
        TenantTable("MeasureLab"),
        TenantTable("Adhesion", append_only=True),
        TenantTable("Attestation", append_only=True),
        TenantTable("AttestedRun", append_only=True),
        TenantTable("AttestedFile", append_only=True),
        TenantTable("AttestedCommitment", append_only=True),
        TenantTable("Challenge"),
        TenantTable("ComplianceCase"),
        TenantTable("Consequence", append_only=True),
        TenantTable("Permit"),
        TenantTable("PermitMeasure"),
        TenantTable("Condition"),
        TenantTable("Showing", append_only=True),
        TenantTable("CompleteResponse"),
        TenantTable("MeasuresKey"),
        TenantTable("SignedMeasures"),
    ]
