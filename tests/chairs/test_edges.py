"""What goes wrong around a term, each with the sentence that says what happened."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from apps.chairs import services
from apps.chairs.models import Term
from apps.committees.models import Office
from apps.committees.selectors import chair_at
from apps.committees.states import OfficeKind
from apps.kernel.tenancy.context import tenant
from apps.membership.services import end_seat
from apps.membership.services.membership import take_step
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.chairs.factory import members, next_end, rotate
from tests.chairs.test_pages import HOME, signed_in, text

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DECIDED = {"decision": "Minutes 7", "because": "It filed nothing"}


def chair(at: datetime) -> str:
    office = chair_at(at)
    return str(office.seat.person.email) if office else ""


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        # 2.30 does not exist on 28 March 2027 in Brussels: the term ends where the clocks jump.
        ("2026-09-28T02:30:00+02:00", "2027-03-28T01:00:00+00:00"),
        # 2.30 comes twice on 25 October 2026: it ends at the first of the two.
        ("2026-04-25T02:30:00+02:00", "2026-10-25T00:30:00+00:00"),
    ],
)
def test_a_term_that_ends_while_the_clocks_change_ends_once_at_its_instant(
    cast: Cast, begins: str, ends: str, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    start, end = datetime.fromisoformat(begins), datetime.fromisoformat(ends)
    with tenant(cast.frontier.pk):
        services.start_rotation(actor=cast.viewer("clerk", start), now=start, members=members())
        assert next_end() == end
    for late in (-SECOND, timedelta(), HOUR, HOUR):
        services.sweep(end + late)
    with tenant(cast.frontier.pk):
        assert Term.objects.count() == 2
        assert (chair(end - SECOND), chair(end)) == ("representative@aster.example", "representative@borealis.example")
        assert Act.objects.filter(kind="chair.handed_over", facts__organisation="borealis").count() == 1
    monkeypatch.setattr("apps.kernel.clock.now", lambda: end + HOUR)
    assert "of Borealis presides" in text(signed_in(cast, client, "observer.eu").get(HOME))


@pytest.mark.parametrize(
    ("step", "said"), [("expel", "Aster is not a member any more."), ("suspend", "Aster is suspended.")]
)
def test_a_lab_that_is_put_out_while_in_the_chair_hands_over_at_once_and_all_hear_why(
    cast: Cast, step: str, said: str, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    then = NOW + 3 * HOUR
    with tenant(cast.frontier.pk):
        rotate(cast)
        aster = cast["aster.representative"].organisation
        take_step(actor=cast.viewer("clerk", then), now=then, organisation=aster, step=step, **DECIDED)
        assert (chair(then - SECOND), chair(then)) == (
            "representative@aster.example",
            "representative@borealis.example",
        )
        ended = Term.objects.get(state="ended")
        assert (ended.ends_at, ended.because) == (then, said)
        handed = Act.objects.get(kind="chair.handed_over", facts__organisation="borealis")
        assert handed.told == ["everyone"]
        assert handed.facts["because"] == said
        assert not Office.objects.filter(kind=OfficeKind.CHAIR, seat__organisation=aster, ends_at__gt=then).exists()
    monkeypatch.setattr("apps.kernel.clock.now", lambda: then)
    assert said in text(signed_in(cast, client, "cygnus.liaison").get(HOME))


def test_a_seat_that_ends_on_a_set_day_in_the_term_leaves_the_chair_to_the_alternate_in_that_minute(cast: Cast) -> None:
    over = NOW + timedelta(days=20)
    with tenant(cast.frontier.pk):
        rotate(cast)
        seat = cast["aster.representative"]
        end_seat(actor=cast.viewer("clerk"), now=NOW + HOUR, seat=seat, reason="Retires", ends_at=over)
        services.settle(over - timedelta(minutes=1))
        assert chair(over - SECOND) == "representative@aster.example"
    assert services.sweep(over) == 1
    with tenant(cast.frontier.pk):
        assert chair(over) == "alternate@aster.example"
        assert Term.objects.count() == 1
        act = Act.objects.filter(kind="chair.holder_changed").latest("pk")
        assert "Alternate" in act.facts["holder"]
        assert act.told == ["everyone"]


def test_where_nobody_may_preside_the_page_says_so_and_who_was_passed_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    with tenant(cast.frontier.pk):
        rotate(cast)
        for minute, one in enumerate(members(), start=1):
            at = NOW + timedelta(minutes=minute)
            take_step(actor=cast.viewer("clerk", at), now=at, organisation=one, step="suspend", **DECIDED)
        assert chair(at) == "clerk@secretariat.example"
    monkeypatch.setattr("apps.kernel.clock.now", lambda: at)
    page = text(signed_in(cast, client, "observer.eu").get(HOME))
    assert "Clerk of Secretariat presides" in page
    assert "Nobody may preside." in page
    assert "Passed over: Cygnus is not in good standing (suspended)." in page
