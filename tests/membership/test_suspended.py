"""A suspended organisation keeps its duties and its sight, and loses its voice."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.committees.models import Invitation, Organisation
from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.incidents.acts import UPDATE
from apps.incidents.models import Incident
from apps.incidents.services.adding import add_update
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.membership.selectors.people import representing
from apps.membership.services.membership import take_step
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.membership.test_pages import HOME, text

HOUR = timedelta(hours=1)


def take(cast: Cast, step: str, at: Any = NOW) -> Organisation:
    borealis = Organisation.objects.get(key="borealis")
    decision = {"decision": "Decision 9", "because": "No reports since May"}
    return take_step(actor=cast.viewer("clerk"), now=at, organisation=borealis, step=step, **decision)


def propose(cast: Cast, by: str, role: Role) -> Invitation:
    borealis = Organisation.objects.get(key="borealis")
    wishes = {"organisation": borealis, "role": role, "email": "olaf@borealis.example", "name": "Olaf"}
    return services.invite(actor=cast.viewer(by), now=NOW, **wishes)


def test_it_files_updates_and_meets_its_deadlines(frontier: Cast) -> None:
    before = filed(frontier, by="cygnus.liaison", tlp="TLP:GREEN")
    take(frontier, "suspend", NOW - HOUR)
    incident = filed(frontier)
    liaison = frontier.viewer("borealis.liaison")
    first = Deadline.objects.get(clock=UPDATE, subject_id=incident.pk)
    assert first in Deadline.objects.waiting_for(liaison)
    add_update(actor=liaison, now=NOW + HOUR, ref=incident.ref, text="It was a misplaced switch.")
    first.refresh_from_db()
    assert first.met_at == NOW + HOUR
    assert set(Incident.objects.visible_to(liaison)) == {before, incident}


def test_nobody_votes_for_it_until_it_is_reinstated(frontier: Cast) -> None:
    borealis = take(frontier, "suspend").pk
    take(frontier, "reinstate", NOW + HOUR)
    spoke = [representing(borealis, at) for at in (NOW - HOUR, NOW, NOW + HOUR)]
    assert spoke == [frontier["borealis.representative"], None, frontier["borealis.representative"]]


def test_it_proposes_nobody_who_votes_but_a_clerk_may_and_others_are_invited(frontier: Cast) -> None:
    services.name_administrator(
        actor=frontier.viewer("clerk"), now=NOW - HOUR, seat=frontier["borealis.representative"]
    )
    take(frontier, "suspend", NOW - HOUR)
    with pytest.raises(Invalid, match="only a clerk fills its seats that vote"):
        propose(frontier, "borealis.representative", Role.ALTERNATE)
    assert propose(frontier, "borealis.representative", Role.LIAISON).send_at == NOW
    assert propose(frontier, "clerk", Role.ALTERNATE).send_at == NOW


def test_its_page_says_what_the_suspension_means(cast: Cast, client: Client) -> None:
    client.force_login(cast["cygnus.liaison"].person)
    assert "has no vote" not in text(client.get(f"{HOME}members/borealis/"))
    with tenant(cast.frontier.pk):
        take(cast, "suspend")
    page = text(client.get(f"{HOME}members/borealis/"))
    assert "It has no voice until the committee reinstates it: it has no vote" in page
