"""The belts around the tenant's tables, and the two functions by which a request finds its committee."""

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction, TenantTable

# What a request needs to know of a seat, in one row: the seat, its committee, and the offices it holds or deputises.
SEAT = """
  s.committee_id, c.slug, c.name, c.zone, s.id, coalesce(u.name, s.name), s.person_id, s.organisation_id, o.name, s.role,
  (SELECT coalesce(jsonb_agg(jsonb_build_array(f.kind, f.seat_id = s.id)), '[]')
   FROM public.committees_office f
   WHERE f.committee_id = s.committee_id AND (f.seat_id = s.id OR f.deputy_id = s.id)
     AND f.starts_at <= at AND (f.ends_at IS NULL OR f.ends_at > at))
"""

SEAT_COLUMNS = (
    "committee_id bigint, slug varchar, committee varchar, zone varchar, seat_id bigint, holder varchar, "
    "person_id bigint, organisation_id bigint, organisation varchar, role varchar, offices jsonb"
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
    dependencies = [("committees", "0001_initial"), ("kernel", "0001_ground")]
    operations = [
        TenantTable("Organisation"),
        TenantTable("Seat"),
        TenantTable("Office"),
        TenantTable("CharterVersion", append_only=True),
        TenantTable("StandingFact"),
        TenantTable("Invitation"),
        TenantTable("ApiToken"),
        TenantTable("OperatorSession"),
        TenantTable("IdempotentAnswer"),
        DefinerFunction(
            "seats_of(person bigint, at timestamptz)",
            returns=f"TABLE({SEAT_COLUMNS})",
            body=SEATS_OF,
            grants=(
                "SELECT ON committees_seat",
                "SELECT ON committees_committee",
                "SELECT ON committees_organisation",
                "SELECT ON committees_office",
                "SELECT ON accounts_user",
            ),
        ),
        DefinerFunction(
            "token_owner(secret varchar, at timestamptz)",
            returns=f"TABLE(token_id bigint, scopes jsonb, last_used_at timestamptz, {SEAT_COLUMNS})",
            body=TOKEN_OWNER,
            grants=("SELECT ON committees_apitoken",),
        ),
    ]
