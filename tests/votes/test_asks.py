"""From the page of a thing that a motion can name to a draft that names it already."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.kernel.tenancy.context import tenant
from apps.membership.services import draft_amendment, withdraw_amendment
from apps.membership.services.membership import take_step
from apps.votes.models import Motion
from tests.cast import NOW, Cast
from tests.votes.test_effects import application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


def amendment(cast: Cast) -> Any:
    return draft_amendment(
        actor=cast.viewer("borealis.representative"),
        now=NOW,
        title="A longer discussion",
        because="Time.",
        based_on=1,
        values={"votes.discussion_hours": 96},
    )


def links(client: Client, cast: Cast, who: str, page: str, *args: Any) -> dict[str, str]:
    """The words and addresses by which the page leads to a new motion."""
    client.force_login(cast[who].person)
    answer = client.get(reverse(f"membership:{page}", args=["frontier", *args]))
    if answer.status_code == 404:
        return {}
    link = r'href="(/c/frontier/motions/new/[^"]+)">(?:<svg.*?</svg>)?([^<]+)</a>'
    found = re.findall(link, answer.content.decode(), re.DOTALL)
    return {words: address.replace("&amp;", "&") for address, words in found}


def begun(client: Client, cast: Cast, address: str) -> Motion:
    page = client.get(address)
    assert page.status_code == 200
    form = page.context["form"]
    client.post(address.split("?")[0], {"kind": form["kind"].value(), "about": form["about"].value()})
    with tenant(cast.frontier.pk):
        return Motion.objects.get()


def test_a_charters_draft_leads_to_a_motion_that_names_it(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        row = amendment(cast)
    for who in ("clerk", "borealis.liaison", "cygnus.alternate", "independent"):
        assert list(links(client, cast, who, "charter_draft", row.uid)) == ["Move: amend the charter"]
    assert links(client, cast, "observer.eu", "charter_draft", row.uid) == {}
    found = links(client, cast, "cygnus.liaison", "charter_draft", row.uid)
    address = found["Move: amend the charter"]
    page = client.get(address).content.decode()
    assert "Adopt the draft “A longer discussion”." in page
    assert re.search(r'value="charter.amendment"[^>]* checked', page)
    motion = begun(client, cast, address)
    assert (motion.kind, motion.payload) == ("charter.amendment", {"draft": str(row.uid)})
    edit = client.get(reverse("votes:edit", args=["frontier", motion.ref])).content.decode()
    assert f'value="{row.uid}" selected' in edit


def test_a_withdrawn_draft_is_not_moved(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        row = amendment(cast)
        withdraw_amendment(actor=cast.viewer("clerk"), now=NOW, draft=row.uid)
    assert links(client, cast, "clerk", "charter_draft", row.uid) == {}


def test_an_application_leads_a_clerk_to_its_admission(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        ref = application().ref
    [(words, address)] = links(client, cast, "clerk", "application", ref).items()
    assert words == "Move: admit an applicant"
    assert begun(client, cast, address).payload == {"application": ref}
    assert links(client, cast, "borealis.representative", "application", ref) == {}


def test_a_members_page_leads_others_to_what_its_standing_allows(cast: Cast, client: Client) -> None:
    def offered(who: str) -> list[str]:
        return list(links(client, cast, who, "organisation", "cygnus"))

    assert offered("borealis.representative") == ["Move: suspend a member", "Move: expel a member"]
    assert offered("cygnus.representative") == offered("auditor") == []
    with tenant(cast.frontier.pk):
        row = cast["cygnus.representative"].organisation
        row.refresh_from_db()
        given = {"decision": "Decision 9", "because": "It did not pay."}
        take_step(actor=cast.viewer("clerk"), now=NOW, organisation=row, step="suspend", **given)
    assert offered("borealis.liaison") == ["Move: reinstate a member", "Move: expel a member"]
    client.force_login(cast["clerk"].person)
    address = links(client, cast, "clerk", "organisation", "cygnus")["Move: expel a member"]
    assert begun(client, cast, address).payload == {"organisation": "cygnus"}
    assert links(client, cast, "clerk", "organisation", "secretariat") == {}


@pytest.mark.parametrize("about", ["", "nobody", "a\0b", "secretariat"])
def test_what_cannot_be_named_is_left_out_and_another_kind_names_nothing(
    cast: Cast, client: Client, about: str
) -> None:
    client.force_login(cast["borealis.representative"].person)
    new = reverse("votes:new", args=["frontier"])
    for kind in ("membership.expel", "general", "no such kind"):
        assert client.get(new, {"kind": kind, "about": about}).status_code == 200
    client.post(new, {"kind": "membership.expel", "about": about})
    client.post(new, {"kind": "general", "about": "cygnus"})
    with tenant(cast.frontier.pk):
        assert all(motion.payload == {} for motion in Motion.objects.all())
