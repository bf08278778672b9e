"""The belts around motions; rolls, ballots, statements and texts as they were are never changed or removed."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("votes", "0001_initial"), ("record", "0002_isolation")]
    operations = [
        TenantTable("Motion"),
        TenantTable("MotionText", append_only=True),
        TenantTable("Statement", append_only=True),
        TenantTable("Elector", append_only=True),
        TenantTable("Recusal"),
        TenantTable("Proxy"),
        TenantTable("VotingWeight"),
        TenantTable("Ballot", append_only=True),
        TenantTable("Brief"),
    ]
