"""The pages of members, seats, offices and the rest ask the database as often for thirty rows as for three."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.services import create_person
from apps.committees.models import (
    Access,
    Administrator,
    Cover,
    Invitation,
    Jurisdiction,
    MembershipChange,
    Office,
    Organisation,
    Seat,
    Tie,
)
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from tests.cast import BEGINNING, NOW, Cast
from tests.membership.test_pages import HOME, text

DAY = timedelta(days=1)
PAGES = (
    "members/",
    "members/aster/",
    "members/aster/?on=2026-05-03",
    "members/aster/seats/new/",
    "members/aster/ties/",
    "members/eu-office/",
    "members/eu-office/access/",
    "seats/{aster}/",
    "seats/{observer}/",
    "offices/",
    "offices/new/",
    "jurisdictions/",
    "invitations/",
    "invitations/new/",
)


def grow(cast: Cast, number: int) -> None:
    """One more of everything, each in a time of its own."""
    aster, office = (cast[name].organisation for name in ("aster.liaison", "observer.eu"))
    spokesman, alternate, liaison = (cast[f"aster.{role}"] for role in ("representative", "alternate", "liaison"))
    past = {"starts_at": BEGINNING + number * DAY, "ends_at": BEGINNING + number * DAY + DAY / 2}
    lab = Organisation.objects.create(key=f"lab-{number}", name=f"Lab {number}", kind="lab", admitted_at=BEGINNING)
    person = create_person(email=f"r{number}@lab.example", name=f"R {number}", password="x")
    Seat.objects.create(organisation=lab, person=person, role="representative", starts_at=BEGINNING)
    for more in ({"starts_at": BEGINNING}, past, {"starts_at": NOW.replace(year=2090) + number * DAY}):
        Seat.objects.create(organisation=aster, role="service", name=f"ci-{number}-{len(more)}", **more)
        person = create_person(
            email=f"l{number}-{more['starts_at']:%Y%j}-{len(more)}@x.example", name="L", password="x"
        )
        Seat.objects.create(organisation=aster, person=person, role="liaison", **more)
        Seat.objects.create(organisation=office, person=person, role="observer", **more)
    Access.objects.create(organisation=office, scope="community", **past)
    Administrator.objects.create(organisation=aster, seat=liaison, **past)
    Office.objects.create(kind="treasurer", seat=spokesman, deputy=alternate, **past)
    coming = NOW.replace(year=2090) + number * DAY
    Cover.objects.create(
        seat=alternate, absent=spokesman, because=f"Away {number}", starts_at=coming, ends_at=coming + DAY / 2
    )
    Tie.objects.create(organisation=aster, other=lab, kind="owner", because=f"x{number}", starts_at=BEGINNING)
    MembershipChange.objects.create(organisation=lab, state="suspended", since=NOW)
    MembershipChange.objects.create(organisation=aster, state="admitted", since=NOW)
    Jurisdiction.objects.create(code=f"X{number}", name=f"Land {number}", instrument="Act", starts_at=BEGINNING)
    Jurisdiction.objects.create(code=f"Y{number}", name=f"Old land {number}", instrument="Act", **past)
    services.invite(
        actor=cast.viewer("clerk"), now=NOW, organisation=aster, role="liaison", email=f"i{number}@x.example", name="I"
    )


@pytest.fixture
def numbers() -> Iterator[int]:
    """Numbers that are given out once."""
    return count(1)


@pytest.mark.parametrize("who", ["clerk", "observer.california"])
def test_thirty_of_each_take_no_more_queries_than_three(
    cast: Cast, client: Client, numbers: Iterator[int], who: str
) -> None:
    client.force_login(cast[who].person)
    parts = {"aster": cast["aster.representative"].uid, "observer": cast["observer.eu"].uid}
    paths = [path.format(**parts) for path in PAGES]
    if who != "clerk":
        paths = [path for path in paths if client.get(HOME + path).status_code == 200]
        assert len(paths) > len(PAGES) / 3

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            text(client.get(HOME + path))
        return len(captured)

    def more(some: int) -> dict[str, int]:
        with tenant(cast.frontier.pk):
            for _time in range(some):
                grow(cast, next(numbers))
        return {path: queries(path) for path in paths}

    more(3)
    few = more(0)
    assert more(27) == few
    with tenant(cast.frontier.pk):
        assert Invitation.objects.count() == 30
