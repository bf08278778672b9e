"""The feed of acts: a page of it behind a hundred acts and behind a hundred thousand."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.incidents.services.filing import file_at_once
from apps.kernel.tenancy.context import tenant
from apps.membership.services import make_token
from apps.record.models import Act, Position
from apps.record.services import place
from bench.notices_crowd import copied, vacuum
from bench.stage import Row, alternate, cast, queries
from tests.incidents.factory import CONTENT

FEW, MANY, PAGE = 100, 100_000, 100


def measure() -> list[Row]:
    """Rows of the table."""
    slug_of = {"frontier": MANY, "pacific": FEW}
    asked = {slug: _acts(slug, number) for slug, number in slug_of.items()}
    [many, few] = [_page(slug, asked[slug]) for slug in slug_of]
    number = queries(many)
    ours, floor = alternate(many, few, rounds=15)
    return [
        Row("page of events, queries", str(number), "", "", "at most 12", number <= 12),
        Row(
            "page of 100 events behind 100 000 acts / behind 100",
            f"{ours:.1f} ms",
            f"{floor:.1f} ms",
            f"{ours / floor:.2f}",
            "at most 1.5",
            ours / floor <= 1.5,
        ),
    ]


def _acts(slug: str, number: int) -> UUID:
    """Give the committee so many acts on a report that everybody sees; the id after which the last page begins."""
    people = cast()
    who = {"frontier": "borealis.liaison", "pacific": "eve"}[slug]
    now = timezone.now()
    with tenant(people[who].committee_id):
        content = CONTENT | {"tlp": "TLP:GREEN"}
        report = file_at_once(actor=people.viewer(who, now), now=now - timedelta(hours=1), changes=content)
        while place():
            pass
        act = Act.objects.about("incident", report.pk).get()
        into, values = copied(Act, uid="gen_random_uuid()")
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO record_act {into} SELECT {values} FROM record_act p, generate_series(1, %s) n WHERE p.id = %s",
                [number + PAGE, act.pk],
            )
        while place():
            pass
    vacuum("record_act", "record_position", "record_unplaced")
    with tenant(people[who].committee_id):
        return Position.objects.select_related("act").order_by("-number")[PAGE].act.uid


def _page(slug: str, after: UUID) -> Callable[[], object]:
    people = cast()
    who = {"frontier": "borealis.representative", "pacific": "eve"}[slug]
    now = timezone.now()
    with tenant(people[who].committee_id):
        made = make_token(
            actor=people.viewer(who, now), now=now, seat=people[who], name="bench", scopes=["read"], days=1
        )
    client = Client(headers={"Authorization": f"Bearer {made.secret}"})

    def ask() -> object:
        answer = client.get(f"/api/v1/committees/{slug}/events/?after={after}&limit={PAGE}")
        assert answer.status_code == 200, answer.content[:300]
        assert len(answer.json()["results"]) == PAGE
        return answer

    return ask
