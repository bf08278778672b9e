"""The belts around the tenant's tables, and the two functions by which a request finds its committee."""

from django.db import migrations

from apps.kernel.tenancy.operations import DefinerFunction, TenantTable

SEATS_OF = """
SELECT s.committee_id, c.slug, c.name, s.id, o.name, s.role
FROM public.committees_seat s
JOIN public.committees_committee c ON c.id = s.committee_id
JOIN public.committees_organisation o ON o.id = s.organisation_id AND o.committee_id = s.committee_id
WHERE s.person_id = person AND s.starts_at <= at AND (s.ends_at IS NULL OR s.ends_at > at)
ORDER BY c.name, s.id
"""

TOKEN_OWNER = """
SELECT t.committee_id, c.slug, t.id, s.id, t.scopes, t.last_used_at
FROM public.committees_apitoken t
JOIN public.committees_committee c ON c.id = t.committee_id
JOIN public.committees_seat s ON s.id = t.seat_id AND s.committee_id = t.committee_id
LEFT JOIN public.accounts_user u ON u.id = s.person_id
WHERE t.digest = secret AND t.revoked_at IS NULL AND t.expires_at > at
  AND s.starts_at <= at AND (s.ends_at IS NULL OR s.ends_at > at)
  AND coalesce(u.is_active, true)
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
            returns="TABLE(committee_id bigint, slug varchar, committee varchar, seat_id bigint, "
            "organisation varchar, role varchar)",
            body=SEATS_OF,
            grants=(
                "SELECT ON committees_seat",
                "SELECT ON committees_committee",
                "SELECT ON committees_organisation",
            ),
        ),
        DefinerFunction(
            "token_owner(secret varchar, at timestamptz)",
            returns="TABLE(committee_id bigint, slug varchar, token_id bigint, seat_id bigint, scopes jsonb, "
            "last_used_at timestamptz)",
            body=TOKEN_OWNER,
            grants=(
                "SELECT ON committees_apitoken",
                "SELECT ON accounts_user",
            ),
        ),
    ]
