"""Two people who answer at the same moment, through the whole portal, on the real database."""

from uuid import UUID

import pytest
from django.urls import reverse

from apps.incidents.models import Incident, IncidentWidening, PublicVersion
from apps.incidents.selectors.audience import change_of
from apps.incidents.selectors.widening import asked_for, mark_of
from apps.incidents.services.adding import amend
from apps.incidents.services.public import agree_to_publish, write_public
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.test_at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]

SECONDS = ["borealis.representative", "borealis.alternate"]


def _asked(cast: Cast) -> tuple[str, UUID, str]:
    with tenant(cast.frontier.pk):
        incident = filed(cast)
        amend(actor=cast.viewer("borealis.liaison"), now=NOW, ref=incident.ref, changes={"tlp": "TLP:GREEN"})
        row = IncidentWidening.objects.get()
        label, named = asked_for(row, incident)
        return incident.ref, row.uid, mark_of(change_of(incident, NOW, label=label, named=named))


@pytest.mark.parametrize("_round", range(3))
def test_two_who_agree_to_a_widening_widen_once(cast: Cast, _round: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    ref, uid, seen = _asked(cast)
    address = reverse("incidents:agree_to_widen", args=["frontier", ref, uid])
    answers = at_once(cast, SECONDS, lambda client: client.post(address, {"seen": seen}))
    assert [answer.status_code for answer in answers] == [302, 409]
    with tenant(cast.frontier.pk):
        assert Act.objects.filter(kind="widening.agreed").count() == 1
        assert Act.objects.filter(kind="incident.widened").count() == 1
        assert Incident.objects.get(ref=ref).tlp == "TLP:GREEN"


@pytest.mark.parametrize("_round", range(3))
def test_one_who_agrees_and_one_who_takes_back_are_one_answer(
    cast: Cast, _round: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    ref, uid, seen = _asked(cast)

    def send(client: object) -> object:
        is_asker = client.session["_auth_user_id"] == str(cast["borealis.liaison"].person_id)  # type: ignore[attr-defined]
        verb = "take_back_widening" if is_asker else "agree_to_widen"
        return client.post(reverse(f"incidents:{verb}", args=["frontier", ref, uid]), {"seen": seen})  # type: ignore[attr-defined]

    answers = at_once(cast, ["borealis.liaison", "borealis.alternate"], send)
    assert [answer.status_code for answer in answers] == [302, 409]
    with tenant(cast.frontier.pk):
        row = IncidentWidening.objects.get()
        assert (row.state == "agreed") is (Incident.objects.get(ref=ref).tlp == "TLP:GREEN")


@pytest.mark.parametrize("_round", range(3))
def test_two_askings_at_once_leave_one_request(cast: Cast, _round: int) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    address = f"/api/v1/committees/frontier/incidents/{ref}/"
    answers = at_once(
        cast, SECONDS, lambda client: client.patch(address, '{"tlp": "TLP:GREEN"}', content_type="application/json")
    )
    assert [answer.status_code for answer in answers] == [202, 409]
    with tenant(cast.frontier.pk):
        assert IncidentWidening.objects.count() == 1


def test_a_text_changed_while_a_clerk_publishes_it_is_not_published_unread(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
        lab = cast.viewer("borealis.liaison")
        row = write_public(actor=lab, now=NOW, ref=ref, title="A test", text="A test went wrong.")
        speaker = cast.viewer("borealis.representative")
        agree_to_publish(actor=speaker, now=NOW, ref=ref, uid=row.uid, edited=1)

    def send(client: object) -> object:
        if client.session["_auth_user_id"] == str(cast["clerk"].person_id):  # type: ignore[attr-defined]
            address = reverse("incidents:publish_public", args=["frontier", ref, row.uid])
            return client.post(address, {"edited": 1})  # type: ignore[attr-defined]
        address = reverse("incidents:write_public", args=["frontier", ref])
        return client.post(address, {"title": "Another", "text": "Not agreed to.", "edited": 1})  # type: ignore[attr-defined]

    at_once(cast, ["clerk", "borealis.alternate"], send)
    with tenant(cast.frontier.pk):
        for one in PublicVersion.objects.filter(state="published"):
            assert one.text == "A test went wrong."
