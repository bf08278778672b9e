"""The belts around positions, and the trigger by which every act waits for its place, whoever writes it."""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable

WAIT = """
CREATE FUNCTION record_wait_for_place() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.record_unplaced (committee_id, act_id) SELECT committee_id, id FROM written;
  RETURN NULL;
END $$;
CREATE TRIGGER wait_for_place AFTER INSERT ON record_act
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION record_wait_for_place();
"""
LEAVE = "DROP TRIGGER wait_for_place ON record_act; DROP FUNCTION record_wait_for_place();"

# The owner is held to the policy too, and there is no committee here.
THOSE_THERE = """
ALTER TABLE record_act NO FORCE ROW LEVEL SECURITY;
INSERT INTO record_unplaced (committee_id, act_id) SELECT committee_id, id FROM record_act;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE record_act FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0003_positions"), ("committees", "0002_isolation")]
    operations = [
        migrations.RunSQL(THOSE_THERE, migrations.RunSQL.noop),
        TenantTable("Unplaced"),
        TenantTable("Position", append_only=True),
        migrations.RunSQL(WAIT, LEAVE),
    ]
