"""A pause that rests on an incident report: proposed from it in one press, and nothing of the report leaks into it."""

import pytest
from django.http import Http404
from django.test import Client

from apps.incidents.models import Incident, IncidentLink
from apps.incidents.services.drafting import start_draft as start_report
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import PauseOrder
from apps.pauses.services.drafting import NEUTRAL, start_draft
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.pauses import factory
from tests.pauses.pages import Portal, url

pytestmark = pytest.mark.django_db

SECRET = "kanarisecretword"


@pytest.fixture
def portal(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(cast, client, monkeypatch)


def _report(portal: Portal, **changes: object) -> str:
    with tenant(portal.cast.frontier.pk):
        return filed(portal.cast, **({"title": SECRET, "narrative": SECRET} | changes)).ref


def _proposed(portal: Portal, ref: str) -> PauseOrder:
    answer = portal.client.post(f"{url('new')}?basis={ref}", {"title": "Pause of training at Borealis"})
    order = portal.order()
    assert answer.url == url("step", order.ref, "labs")
    return order


def test_it_is_proposed_from_the_report_with_its_lab_and_a_link_to_it(portal: Portal) -> None:
    ref = _report(portal)
    portal.sign_in("aster.representative")
    assert f"{url('new')}?basis={ref}" in portal.client.get(f"/c/frontier/incidents/{ref}/").content.decode()
    page = portal.client.get(f"{url('new')}?basis={ref}").content.decode()
    assert 'value="Pause of training at Borealis"' in page
    assert f"It rests on {ref}" in page
    order = _proposed(portal, ref)
    with tenant(portal.cast.frontier.pk):
        assert list(order.bindings.values_list("organisation__key", "because")) == [("borealis", NEUTRAL)]
        assert (order.reasons, IncidentLink.objects.get().target_id) == ("", order.pk)
    assert f"/c/frontier/incidents/{ref}/" in portal.get("check", order.ref)
    assert order.ref in portal.client.get(f"/c/frontier/incidents/{ref}/work/").content.decode()


def test_nothing_of_the_report_reaches_colleagues_who_do_not_see_it(portal: Portal) -> None:
    ref = _report(portal)
    portal.sign_in("aster.representative")
    order = _proposed(portal, ref)
    portal.sign_in("aster.liaison")
    shown = portal.get("check", order.ref)
    assert order.title in shown
    assert ref not in shown
    assert SECRET not in shown
    portal.sign_in("borealis.liaison")
    assert order.ref not in portal.client.get(f"/c/frontier/incidents/{ref}/work/").content.decode()
    assert order.ref not in portal.client.get(f"/c/frontier/incidents/{ref}/").content.decode()


def test_once_it_is_laid_only_who_sees_the_report_sees_on_what_it_rests(portal: Portal) -> None:
    ref = _report(portal)
    with tenant(portal.cast.frontier.pk):
        order = factory.imposed(portal.cast)
        IncidentLink.objects.create(
            incident_id=_pk(ref),
            target_kind="pause",
            target_id=order.pk,
            how="basis",
            organisation=portal.cast["aster.representative"].organisation,
            seat=portal.cast["aster.representative"],
            at=NOW,
        )
    shown = {}
    for name in ("clerk", "borealis.liaison", "auditor", "cygnus.representative", "observer.eu"):
        portal.sign_in(name)
        shown[name] = ref in portal.get("detail", order.ref)
    assert {name for name, seen in shown.items() if seen} == {"clerk", "borealis.liaison", "auditor"}


def _pk(ref: str) -> int:
    return Incident.objects.get(ref=ref).pk


def test_who_does_not_see_the_report_proposes_nothing_on_it(portal: Portal) -> None:
    ref = _report(portal)
    portal.sign_in("cygnus.representative")
    assert portal.client.get(f"{url('new')}?basis={ref}").status_code == 404
    assert portal.client.post(f"{url('new')}?basis={ref}", {"title": "Stop them"}).status_code == 404
    assert portal.client.get(f"{url('new')}?basis=INC-2026-NONE").status_code == 404
    with tenant(portal.cast.frontier.pk):
        assert not PauseOrder.objects.exists()


def test_who_writes_no_pauses_has_no_button(portal: Portal) -> None:
    ref = _report(portal)
    portal.sign_in("auditor")
    assert "?basis=" not in portal.client.get(f"/c/frontier/incidents/{ref}/").content.decode()


def test_a_pause_rests_on_no_draft_and_on_nothing_hidden(frontier: Cast) -> None:
    draft = start_report(actor=frontier.viewer("aster.liaison"), now=NOW)
    given = {"actor": frontier.viewer("aster.representative"), "now": NOW, "title": "Stop"}
    with pytest.raises(Invalid, match="that was filed"):
        start_draft(**given, basis=draft.ref)
    red = filed(frontier, tlp="TLP:RED", recipients=["secretariat"])
    with pytest.raises(Http404):
        start_draft(**given, basis=red.ref)
