"""A browser rings for whoever registered it last, in every committee."""

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction

# Whoever gives the address holds the browser, for it is a capability. Two who register it at once take turns, so that
# the second one finds what the first one has written.
BROWSER_IS_OF = """
SELECT pg_advisory_xact_lock(hashtext('notices.browser'), hashtext(digest));
UPDATE public.notices_endpoint e SET removed_at = at
FROM public.committees_seat s
WHERE e.kind = 'push' AND e.address_digest = digest AND e.removed_at IS NULL
  AND s.committee_id = e.committee_id AND s.id = e.seat_id AND s.person_id IS DISTINCT FROM person
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_stand_ins")]
    operations = [
        DefinerFunction(
            "browser_is_of(digest text, person bigint, at timestamptz)",
            returns="void",
            body=BROWSER_IS_OF,
            grants=("SELECT, UPDATE (removed_at) ON notices_endpoint", "SELECT ON committees_seat"),
        ),
    ]
