"""Carries what is there over: each message to the seat of its notice, each choice to a way of getting it."""

from django.db import migrations

TABLES = ("notices_delivery", "notices_notice", "notices_noticepreference")

# The owner is held to the policy too, and there is no committee here.
CARRY = """
{lift}
UPDATE notices_delivery d SET seat_id = n.seat_id, act_id = n.act_id FROM notices_notice n WHERE n.id = d.notice_id;
UPDATE notices_noticepreference SET mode = 'off' WHERE NOT wanted;
{lower}
""".format(
    lift="".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in TABLES),
    lower="SET CONSTRAINTS ALL IMMEDIATE;"
    + "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in TABLES),
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_channels")]
    operations = [migrations.RunSQL(CARRY, migrations.RunSQL.noop)]
