"""The custodian keeps what labs declare: exact, from–to, unread by rivals, and judged at once by what waits."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import DeclaredCompute, PauseOrder
from apps.pauses.services.adopting import join
from apps.pauses.services.declaring import declare
from apps.pauses.states import State
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR

pytestmark = pytest.mark.django_db
SOURCE = "Declaration of 1 November"


def _appoint(people: Cast, name: str) -> None:
    Office.objects.create(kind=OfficeKind.CUSTODIAN, seat=people[name], starts_at=NOW - DAY)


def test_a_figure_holds_from_now_and_ends_the_one_before(frontier: Cast) -> None:
    _appoint(frontier, "auditor")
    custodian = frontier.viewer("auditor")
    first = declare(actor=custodian, now=NOW, lab="aster", flop="3.1×10²⁵", source=SOURCE)
    second = declare(actor=custodian, now=NOW + HOUR, lab="aster", flop="10^26", source=SOURCE)
    first.refresh_from_db()
    assert (first.flop, first.ends_at) == (31 * 10**24, NOW + HOUR)
    assert list(DeclaredCompute.objects.at(NOW + HOUR)) == [second]
    act = Act.objects.filter(kind="pause.compute_declared").latest("pk")
    assert "10^26" not in str(act.facts)
    assert str(10**26) not in str(act.facts)
    assert SOURCE not in str(act.facts)


def test_wrong_figures_are_said_by_field(frontier: Cast) -> None:
    _appoint(frontier, "auditor")
    with pytest.raises(Invalid) as invalid:
        declare(actor=frontier.viewer("auditor"), now=NOW, lab="aster", flop="lots", source=" ")
    assert set(invalid.value.errors) == {"flop", "source"}
    assert not DeclaredCompute.objects.exists()


@pytest.mark.parametrize(("office", "who"), [("auditor", "clerk"), ("borealis.alternate", "borealis.alternate")])
def test_nobody_but_a_custodian_who_is_no_rival_enters_figures(frontier: Cast, office: str, who: str) -> None:
    _appoint(frontier, office)
    with pytest.raises(Refused, match=r"article 6\.5"):
        declare(actor=frontier.viewer(who), now=NOW, lab="aster", flop="1e26", source=SOURCE)


def test_who_reads_figures(frontier: Cast) -> None:
    _appoint(frontier, "auditor")
    for lab in ("aster", "borealis"):
        declare(actor=frontier.viewer("auditor"), now=NOW, lab=lab, flop="1e26", source=SOURCE)

    def read(name: str) -> set[str]:
        rows = DeclaredCompute.objects.readable_by(frontier.viewer(name))
        return set(rows.values_list("organisation__key", flat=True))

    assert read("auditor") == {"aster", "borealis"}
    assert read("borealis.liaison") == {"borealis"}
    assert [name for name in frontier.in_frontier if read(name) and not name.startswith(("aster", "borealis"))] == [
        "auditor"
    ]


def _waiting(people: Cast) -> PauseOrder:
    factory.declare(people, borealis=3, cygnus=1)
    order = factory.in_force(people, labs_needed=1, share_needed="1/2")
    at = order.adopted_at
    join(actor=people.viewer("aster.representative", at), now=at, ref=order.ref)
    order.refresh_from_db()
    assert order.state == State.CONDITIONAL
    return order


def test_what_waits_is_judged_at_once_and_what_was_met_is_not_judged_again(frontier: Cast) -> None:
    _appoint(frontier, "auditor")
    order = _waiting(frontier)
    at = order.adopted_at + HOUR
    declare(actor=frontier.viewer("auditor", at), now=at, lab="aster", flop="6", source=SOURCE)
    order.refresh_from_db()
    assert (order.state, order.in_force_at) == (State.IN_FORCE, at)
    declare(actor=frontier.viewer("auditor", at), now=at + HOUR, lab="aster", flop="0", source=SOURCE)
    order.refresh_from_db()
    assert order.state == State.IN_FORCE


def test_the_page_shows_what_was_understood_before_it_is_entered(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        _appoint(cast, "auditor")
    client.force_login(cast["auditor"].person)
    address = reverse("pauses:declare_compute", args=["frontier", "aster"])
    listing = reverse("pauses:compute", args=["frontier"])
    shown = client.post(address, {"flop": "3.1×10²⁵", "source": SOURCE})
    assert (shown.status_code, "3.1 × 10^25" in shown.content.decode()) == (200, True)
    assert "3.1 × 10^25" not in client.get(listing).content.decode()
    assert client.post(address, {"flop": "3.1×10²⁵", "source": SOURCE, "sure": "1"}).status_code == 302
    assert "3.1 × 10^25" in client.get(listing).content.decode()
    assert client.post(address, {"flop": "some", "source": SOURCE}).status_code == 422
