"""A request learns with its seat for which one matter that is, where it is counsel's or a panellist's."""

from importlib import import_module

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction

belts = import_module("apps.committees.migrations.0007_membership_belts")
before = import_module("apps.committees.migrations.0009_acting_chairs")

SEAT_COLUMNS = belts.SEAT_COLUMNS.replace("role varchar, ", "role varchar, matter varchar, ")


def _with_matter(body):
    body = before._with_acting(body)
    changed = body.replace("o.name, s.role,", "o.name, s.role, s.matter,")
    if changed == body or SEAT_COLUMNS == belts.SEAT_COLUMNS:
        raise ValueError("the functions are not as they were")
    return changed


class Migration(migrations.Migration):
    dependencies = [("committees", "0010_drafts_count_their_changes")]
    operations = [
        migrations.RunSQL("DROP FUNCTION seats_of(bigint, timestamptz)", migrations.RunSQL.noop),
        migrations.RunSQL("DROP FUNCTION token_owner(varchar, timestamptz)", migrations.RunSQL.noop),
        DefinerFunction(
            "seats_of(person bigint, at timestamptz)",
            returns=f"TABLE({SEAT_COLUMNS})",
            body=_with_matter(belts.SEATS_OF),
        ),
        DefinerFunction(
            "token_owner(secret varchar, at timestamptz)",
            returns=f"TABLE(token_id bigint, scopes jsonb, last_used_at timestamptz, {SEAT_COLUMNS})",
            body=_with_matter(belts.TOKEN_OWNER),
        ),
    ]
