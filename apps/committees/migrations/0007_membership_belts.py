"""The belts around membership's tables; what a request is told of a seat, with whether it manages its organisation."""

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction, TenantTable

SEAT = """
  s.committee_id, c.slug, c.name, c.zone, s.id, coalesce(u.name, s.name), s.person_id, s.organisation_id, o.name, s.role,
  EXISTS (SELECT FROM public.committees_administrator a
          WHERE a.committee_id = s.committee_id AND a.seat_id = s.id
            AND a.starts_at <= at AND (a.ends_at IS NULL OR a.ends_at > at)),
  (SELECT coalesce(jsonb_agg(jsonb_build_array(f.kind, f.seat_id = s.id)), '[]')
   FROM public.committees_office f
   WHERE f.committee_id = s.committee_id AND (f.seat_id = s.id OR f.deputy_id = s.id)
     AND f.starts_at <= at AND (f.ends_at IS NULL OR f.ends_at > at))
"""

SEAT_COLUMNS = (
    "committee_id bigint, slug varchar, committee varchar, zone varchar, seat_id bigint, holder varchar, "
    "person_id bigint, organisation_id bigint, organisation varchar, role varchar, administers boolean, offices jsonb"
)

HOLDS = "s.starts_at <= at AND (s.ends_at IS NULL OR s.ends_at > at)"

SEATS_OF = f"""
SELECT {SEAT}
FROM public.committees_seat s
JOIN public.committees_committee c ON c.id = s.committee_id
JOIN public.committees_organisation o ON o.id = s.organisation_id AND o.committee_id = s.committee_id
JOIN public.accounts_user u ON u.id = s.person_id
WHERE s.person_id = person AND {HOLDS}
ORDER BY c.name, s.id
"""

TOKEN_OWNER = f"""
SELECT t.id, t.scopes, t.last_used_at, {SEAT}
FROM public.committees_apitoken t
JOIN public.committees_committee c ON c.id = t.committee_id
JOIN public.committees_seat s ON s.id = t.seat_id AND s.committee_id = t.committee_id
JOIN public.committees_organisation o ON o.id = s.organisation_id AND o.committee_id = s.committee_id
LEFT JOIN public.accounts_user u ON u.id = s.person_id
WHERE t.digest = secret AND t.revoked_at IS NULL AND t.expires_at > at AND {HOLDS} AND coalesce(u.is_active, true)
"""


class Migration(migrations.Migration):
    dependencies = [("committees", "0006_membership")]
    operations = [
        TenantTable("MembershipChange", append_only=True),
        TenantTable("Tie"),
        TenantTable("Access"),
        TenantTable("Jurisdiction"),
        TenantTable("Cover"),
        TenantTable("Administrator"),
        TenantTable("ActingChair"),
        TenantTable("CharterDraft"),
        TenantTable("Application"),
        TenantTable("FactorReset"),
        migrations.RunSQL("DROP FUNCTION seats_of(bigint, timestamptz)", migrations.RunSQL.noop),
        migrations.RunSQL("DROP FUNCTION token_owner(varchar, timestamptz)", migrations.RunSQL.noop),
        DefinerFunction(
            "seats_of(person bigint, at timestamptz)",
            returns=f"TABLE({SEAT_COLUMNS})",
            body=SEATS_OF,
            grants=("SELECT ON committees_administrator",),
        ),
        DefinerFunction(
            "token_owner(secret varchar, at timestamptz)",
            returns=f"TABLE(token_id bigint, scopes jsonb, last_used_at timestamptz, {SEAT_COLUMNS})",
            body=TOKEN_OWNER,
        ),
    ]
