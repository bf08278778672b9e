"""A request learns with its seat over which matters that presides, and from which the chair stands back."""

from importlib import import_module

from django.db import migrations, models

from apps.kernel.tenancy.operations import DefinerFunction

before = import_module("apps.committees.migrations.0007_membership_belts")

OFFICES = """
   FROM public.committees_office f
   WHERE f.committee_id = s.committee_id AND (f.seat_id = s.id OR f.deputy_id = s.id)
     AND f.starts_at <= at AND (f.ends_at IS NULL OR f.ends_at > at))
"""

WITH_ACTING = """
   FROM (
     SELECT o.kind, o.seat_id, o.deputy_id FROM public.committees_office o
     WHERE o.committee_id = s.committee_id AND (o.seat_id = s.id OR o.deputy_id = s.id)
       AND o.starts_at <= at AND (o.ends_at IS NULL OR o.ends_at > at)
     UNION ALL
     SELECT 'acting:' || a.subject_kind || ':' || a.subject_id, a.seat_id, a.instead_of_id
     FROM public.committees_actingchair a
     WHERE a.committee_id = s.committee_id AND (a.seat_id = s.id OR a.instead_of_id = s.id)
       AND a.starts_at <= at AND a.ends_at IS NULL
   ) f)
"""


def _with_acting(body):
    changed = body.replace(OFFICES.strip("\n"), WITH_ACTING.strip("\n")).replace(
        "f.seat_id = s.id)), '[]')", "coalesce(f.seat_id = s.id, false))), '[]')"
    )
    if changed == body:
        raise ValueError("the functions are not as they were")
    return changed


class Migration(migrations.Migration):
    dependencies = [("committees", "0008_drafts_know_their_version")]
    operations = [
        migrations.AddIndex(
            model_name="actingchair",
            index=models.Index(
                fields=["committee", "subject_kind", "subject_id"],
                condition=models.Q(ends_at=None),
                name="acting_chair_open",
            ),
        ),
        DefinerFunction(
            "seats_of(person bigint, at timestamptz)",
            returns=f"TABLE({before.SEAT_COLUMNS})",
            body=_with_acting(before.SEATS_OF),
            grants=("SELECT ON committees_actingchair",),
        ),
        DefinerFunction(
            "token_owner(secret varchar, at timestamptz)",
            returns=f"TABLE(token_id bigint, scopes jsonb, last_used_at timestamptz, {before.SEAT_COLUMNS})",
            body=_with_acting(before.TOKEN_OWNER),
        ),
    ]
