"""Treasurer and custodian: by decision, for a term, with a deputy; they end with the seat."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.committees.models import Office
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.membership.test_pages import HOME, text

LATER = NOW + timedelta(hours=1)


def fill(cast: Cast, who: str = "independent", **changes: object) -> Office:
    wishes = {"kind": "treasurer", "decision": "Minutes 3", "now": NOW, "actor": cast.viewer("clerk")} | changes
    return services.fill_office(seat=cast[who], **wishes)  # type: ignore[arg-type]


def test_the_next_term_begins_where_the_running_one_ends(frontier: Cast) -> None:
    first = fill(frontier, deputy=frontier["auditor"])
    second = fill(frontier, "borealis.representative", now=LATER)
    first.refresh_from_db()
    assert first.ends_at == second.starts_at == LATER
    assert first.deputy == frontier["auditor"]
    act = Act.objects.filter(kind="office.filled").latest("id")
    assert (act.told, act.facts["reason"]) == (["everyone"], "Minutes 3")


def test_the_two_offices_and_the_chair_stand_side_by_side(frontier: Cast) -> None:
    fill(frontier)
    fill(frontier, kind="custodian")
    assert Office.objects.at(LATER).count() == 3


def test_it_ends_with_the_seat_and_never_after_it(frontier: Cast) -> None:
    clerk = frontier.viewer("clerk")
    boss = frontier["borealis.representative"]
    services.end_seat(actor=clerk, now=NOW, seat=boss, reason="Retires", ends_at=LATER)
    office = fill(frontier, "borealis.representative", ends_at=NOW + timedelta(days=9))
    assert office.ends_at == LATER
    other = fill(frontier, kind="custodian", deputy=frontier["auditor"])
    services.end_seat(actor=clerk, now=LATER, seat=frontier["auditor"], reason="Gone")
    other.refresh_from_db()
    assert other.deputy is None
    services.end_seat(actor=clerk, now=LATER, seat=frontier["independent"], reason="Gone")
    other.refresh_from_db()
    assert other.ends_at == LATER


@pytest.mark.parametrize("who", ["observer.eu", "aster.liaison"])
def test_who_only_watches_or_helps_holds_none(frontier: Cast, who: str) -> None:
    with pytest.raises(Refused, match="held by"):
        fill(frontier, who)


def test_only_a_clerk_records_it(frontier: Cast) -> None:
    with pytest.raises(Refused):
        fill(frontier, actor=frontier.viewer("aster.representative"))
    office = fill(frontier)
    with pytest.raises(Refused):
        services.end_office(actor=frontier.viewer("independent"), now=LATER, office=office, decision="x")


def test_the_chair_is_neither_filled_nor_ended_here(frontier: Cast) -> None:
    with pytest.raises(Invalid, match="rotates"):
        fill(frontier, kind="chair")
    chair = Office.objects.get(kind="chair")
    with pytest.raises(Refused, match="rotates"):
        services.end_office(actor=frontier.viewer("clerk"), now=NOW, office=chair, decision="x")


def test_mistakes_are_named(frontier: Cast) -> None:
    with pytest.raises(Invalid) as invalid:
        fill(frontier, deputy=frontier["independent"], decision=" ", ends_at=NOW)
    assert set(invalid.value.errors) == {"deputy", "decision", "ends_at"}
    fill(frontier)
    with pytest.raises(Refused, match="already"):
        fill(frontier, now=LATER)


def test_the_pages_fill_show_and_end(cast: Cast, client: Client) -> None:
    client.force_login(cast["auditor"].person)
    page = text(client.get(f"{HOME}offices/"))
    assert page.count("This office is vacant.") == 2
    assert "Representative of Aster" in page
    assert "Fill an office" not in page
    client.force_login(cast["clerk"].person)
    wishes = {"kind": "treasurer", "seat": cast["independent"].uid, "decision": "Minutes 3"}
    assert "There is a problem" in text(client.post(f"{HOME}offices/new/", wishes | {"decision": ""}), 422)
    assert "holds the office now" in text(client.post(f"{HOME}offices/new/", wishes, follow=True))
    assert "There is a problem" in text(client.post(f"{HOME}offices/treasurer/end/", {}), 422)
    page = text(client.post(f"{HOME}offices/treasurer/end/", {"decision": "Minutes 4"}, follow=True))
    assert "Who held it before" in page
    assert client.post(f"{HOME}offices/chair/end/", {"decision": "x"}).status_code == 404
    with tenant(cast.frontier.pk):
        assert Office.objects.get(kind="treasurer").ends_at is not None
