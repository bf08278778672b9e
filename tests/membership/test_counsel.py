"""Counsel: invited to one open matter of the organisation, until an end; reads that matter and does nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.committees.models import ApiToken, Invitation, Organisation, Seat
from apps.committees.selectors import seats_of, viewer_of
from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.deadlines.selectors.matter import candidates
from apps.deadlines.services import hand_over
from apps.incidents.acts import UPDATE
from apps.incidents.models import Incident
from apps.incidents.services.drafting import start_draft
from apps.incidents.services.handling import acknowledge, close
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.kernel.tlp import TLP
from apps.membership import services
from apps.membership.rules.seats import NO_SUCH_MATTER
from apps.membership.services.membership import take_step
from apps.notices.models import FanOut
from apps.record.models import Act
from tests.cast import NOW, PASSWORD, Cast
from tests.incidents.factory import filed
from tests.membership.test_pages import HOME, text

UNTIL = NOW + timedelta(days=90)
LATER = NOW + timedelta(hours=1)


def invite(cast: Cast, by: str = "clerk", **changes: Any) -> Invitation:
    wishes = {
        "organisation": Organisation.objects.get(key="borealis"),
        "role": Role.COUNSEL,
        "email": "ada@law.example",
        "name": "Ada Fox",
        "seat_ends_at": UNTIL,
    } | changes
    return services.invite(actor=cast.viewer(by), now=NOW, **wishes)


def seated(cast: Cast, incident: Incident) -> Seat:
    invitation = invite(cast, matter=incident.ref)
    return services.accept_invitation(invitation=invitation, now=NOW, name="Ada Fox", password=PASSWORD)


def errors(cast: Cast, by: str = "clerk", **changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        invite(cast, by, **changes)
    return dict(caught.value.errors)


class TestInviting:
    def test_the_seat_takes_the_matter_and_the_end(self, frontier: Cast) -> None:
        incident = filed(frontier)
        invitation = invite(frontier, matter=f" {incident.ref.lower()} ")
        assert (invitation.send_at, invitation.confirmed_at) == (NOW, None)
        seat = services.accept_invitation(invitation=invitation, now=NOW, name="Ada Fox", password=PASSWORD)
        assert (seat.role, seat.matter, seat.ends_at) == (Role.COUNSEL, incident.ref, UNTIL)
        [line] = seats_of(seat.person_id or 0, NOW)
        assert line.label == f"Counsel of Borealis, {incident.ref}"
        assert line.viewer == viewer_of(seat, NOW)
        assert seats_of(seat.person_id or 0, UNTIL) == []

    def test_the_administrator_invites_without_a_clerk_and_others_do_not(self, frontier: Cast) -> None:
        incident = filed(frontier, tlp=TLP.RED, recipients=["secretariat"])
        with pytest.raises(Refused):
            invite(frontier, "borealis.representative", matter=incident.ref)
        services.name_administrator(actor=frontier.viewer("clerk"), now=NOW, seat=frontier["borealis.liaison"])
        assert invite(frontier, "borealis.liaison", matter=incident.ref).send_at == NOW

    def test_hidden_absent_closed_and_anothers_give_one_error(self, frontier: Cast) -> None:
        hidden = filed(frontier, tlp=TLP.RED, recipients=["independent"])
        others = filed(frontier, by="aster.liaison")
        draft = start_draft(actor=frontier.viewer("borealis.liaison"), now=NOW)
        closed = filed(frontier)
        acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=closed.ref)
        close(actor=frontier.viewer("clerk"), now=NOW, ref=closed.ref, outcome="Mended.")
        for ref in (hidden.ref, others.ref, draft.ref, closed.ref, "INC-2026-0000", "", "x' OR 1=1"):
            assert errors(frontier, matter=ref) == {"matter": NO_SUCH_MATTER}

    @pytest.mark.parametrize(
        ("ends_at", "word"),
        [(None, "always has an end"), (NOW, "still to come"), (NOW + timedelta(days=732), "24 months")],
    )
    def test_it_has_an_end_in_the_next_24_months(self, frontier: Cast, ends_at: datetime | None, word: str) -> None:
        found = errors(frontier, matter=filed(frontier).ref, seat_ends_at=ends_at)
        assert set(found) == {"seat_ends_at"}
        assert word in found["seat_ends_at"]

    def test_no_other_seat_is_for_one_matter(self, frontier: Cast) -> None:
        found = errors(frontier, role=Role.LIAISON, matter=filed(frontier).ref)
        assert set(found) == {"matter", "seat_ends_at"}

    def test_a_regulator_has_no_counsel(self, frontier: Cast) -> None:
        office = Organisation.objects.get(key="eu-office")
        assert set(errors(frontier, organisation=office, matter=filed(frontier).ref)) == {"matter", "role"}

    def test_one_lawyer_may_sit_for_two_matters_but_not_twice_for_one(self, frontier: Cast) -> None:
        first = seated(frontier, filed(frontier))
        assert set(errors(frontier, matter=first.matter)) == {"email"}
        other = invite(frontier, matter=filed(frontier).ref)
        person = User.objects.get(email="ada@law.example")
        second = services.accept_invitation(invitation=other, now=NOW, person=person)
        assert second.matter != first.matter

    def test_an_offer_is_over_with_the_time_for_which_it_was_made(self, frontier: Cast) -> None:
        invitation = invite(frontier, matter=filed(frontier).ref, seat_ends_at=LATER)
        with pytest.raises(Refused, match="time for which this seat was offered is over"):
            services.accept_invitation(invitation=invitation, now=LATER, name="Ada", password=PASSWORD)

    def test_without_an_invitation_nobody_becomes_counsel(self, frontier: Cast) -> None:
        borealis, clerk = Organisation.objects.get(key="borealis"), frontier.viewer("clerk")
        person = frontier["borealis.liaison"].person
        for verb in (services.fill_seat, services.appoint_seat):
            with pytest.raises(Refused, match="invite the person with both"):
                verb(actor=clerk, now=NOW, organisation=borealis, role=Role.COUNSEL, person=person)


class TestSitting:
    def test_it_hears_of_its_matter_and_of_no_other(self, frontier: Cast) -> None:
        incident, other = filed(frontier, tlp="TLP:GREEN"), filed(frontier, tlp="TLP:GREEN")
        seat = seated(frontier, incident)
        for each in (incident, other):
            acknowledge(actor=frontier.viewer("clerk"), now=LATER, ref=each.ref)
            close(actor=frontier.viewer("clerk"), now=LATER, ref=each.ref, outcome="Mended.")
        told = FanOut.objects.filter(act__kind="incident.closed", seat_ids__contains=[seat.pk])
        assert [row.act.subject_id for row in told] == [incident.pk]
        seen = Act.objects.visible_to(viewer_of(seat, LATER)).filter(subject_kind="incident")
        assert set(seen.values_list("subject_id", flat=True)) == {incident.pk}

    def test_nothing_is_owed_by_it_or_handed_to_it(self, frontier: Cast) -> None:
        incident = filed(frontier)
        seat = seated(frontier, incident)
        duty = Deadline.objects.get(clock=UPDATE, subject_id=incident.pk)
        assert duty in Deadline.objects.visible_to(viewer_of(seat, NOW))
        assert not Deadline.objects.waiting_for(viewer_of(seat, NOW)).exists()
        assert seat not in candidates(duty, NOW)
        with pytest.raises(Invalid):
            hand_over(actor=frontier.viewer("borealis.liaison"), now=NOW, uid=duty.uid, to=seat.uid, note="")

    def test_it_neither_manages_nor_makes_tokens_nor_reads_those_of_machines(self, frontier: Cast) -> None:
        seat = seated(frontier, filed(frontier))
        clerk, borealis = frontier.viewer("clerk"), Organisation.objects.get(key="borealis")
        with pytest.raises(Refused, match="one of its own people"):
            services.name_administrator(actor=clerk, now=NOW, seat=seat)
        with pytest.raises(Invalid, match="one of the organisation's people"):
            services.appoint_seat(actor=clerk, now=NOW, organisation=borealis, role=Role.LIAISON, person=seat.person)
        machine = services.add_service_seat(actor=clerk, now=NOW, organisation=borealis, name="ci")
        for each in (seat, machine):
            with pytest.raises(Refused, match="no tokens"):
                services.make_token(actor=viewer_of(seat, NOW), now=NOW, seat=each, name="x", scopes=["read"])
        token = services.make_token(
            actor=frontier.viewer("borealis.liaison"), now=NOW, seat=machine, name="ci", scopes=["read"]
        ).token
        about = Act.objects.filter(subject_kind="token", subject_id=token.pk)
        assert about.visible_to(frontier.viewer("borealis.liaison")).exists()
        assert not about.visible_to(viewer_of(seat, NOW)).exists()
        assert ApiToken.objects.count() == 1

    def test_it_ends_when_the_organisation_is_expelled(self, frontier: Cast) -> None:
        seat = seated(frontier, filed(frontier))
        take_step(
            actor=frontier.viewer("clerk"),
            now=LATER,
            organisation=Organisation.objects.get(key="borealis"),
            step="expel",
            decision="Decision 4",
            because="Its word was broken.",
        )
        seat.refresh_from_db()
        assert seat.ends_at == LATER


class TestPages:
    def test_the_form_invites_and_says_what_is_wrong(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            ref = filed(cast).ref
        client.force_login(cast["clerk"].person)
        wishes = {"organisation": "borealis", "role": "counsel", "name": "Ada Fox", "email": "ada@law.example"}
        page = text(client.post(f"{HOME}invitations/new/", wishes | {"matter": "INC-2026-0000"}), 422)
        assert "There is a problem" in page
        assert "counsel&#x27;s always has an end" in page or "always has an end" in page
        wishes |= {"matter": ref, "seat_ends_at_0": "2027-03-01T12:00", "seat_ends_at_1": "UTC"}
        page = text(client.post(f"{HOME}invitations/new/", wishes, follow=True))
        assert "is on its way" in page
        assert f"counsel, {ref}" in page

    def test_the_administrator_comes_from_the_report_to_a_filled_form(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            incident = filed(cast)
            services.name_administrator(actor=cast.viewer("clerk"), now=NOW, seat=cast["borealis.liaison"])
        page, link = f"{HOME}incidents/{incident.ref}/", f"invitations/new/?role=counsel&amp;matter={incident.ref}"
        for name in ("borealis.representative", "aster.representative", "clerk"):
            client.force_login(cast[name].person)
            assert link not in text(client.get(page))
        client.force_login(cast["borealis.liaison"].person)
        assert link in text(client.get(page))
        form = text(client.get(HOME + link.replace("&amp;", "&")))
        assert '<option value="counsel" selected>' in form
        assert f'value="{incident.ref}"' in form
        assert "Choose one" not in form
        assert 'value="auditor"' not in form
        with tenant(cast.frontier.pk):
            acknowledge(actor=cast.viewer("clerk"), now=NOW, ref=incident.ref)
            close(actor=cast.viewer("clerk"), now=NOW, ref=incident.ref, outcome="Nothing is left to do")
        assert link not in text(client.get(page))

    def test_the_matter_is_named_only_to_those_who_may_see_it(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            ref = filed(cast, tlp="TLP:AMBER").ref
            cast.retain(ref)
        pages = (f"{HOME}members/", f"{HOME}members/borealis/", f"{HOME}seats/{cast['counsel'].uid}/")
        for name, named in (("clerk", True), ("counsel", True), ("borealis.liaison", True), ("cygnus.liaison", False)):
            client.force_login(cast[name].person)
            for address in pages:
                page = text(client.get(address))
                assert (ref in page) is named
                assert ("one matter" in page) is not named
            rows = client.get("/api/v1/committees/frontier/seats/").json()["results"]
            assert {row["role"]: row["matter"] for row in rows if row["matter"]} == ({"counsel": ref} if named else {})

    def test_counsel_finds_its_matter_and_no_door_to_anything_else(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            ref, other = filed(cast, tlp="TLP:GREEN").ref, filed(cast, tlp="TLP:GREEN").ref
            cast.retain(ref)
        client.force_login(cast["counsel"].person)
        for address in ("", "incidents/", "incidents/export.csv", "deadlines/?whose=committee", "inbox/", "chair/"):
            page = client.get(HOME + address, follow=True).content.decode()
            assert other not in page, address
        assert ref in text(client.get(f"{HOME}incidents/"))
        assert ">1 report<" in text(client.get(f"{HOME}incidents/"))
        page = text(client.get(HOME))
        assert f'You sit for one matter</p><p><a href="/c/frontier/incidents/{ref}/">{ref} · ' in page
        client.force_login(cast["borealis.liaison"].person)
        assert "You sit for one matter" not in text(client.get(HOME))
        client.force_login(cast["counsel"].person)
        assert "File an incident" not in text(client.get(HOME))
        for address in ("tokens/", "endpoints/", "invitations/", "applications/", f"incidents/{other}/"):
            assert client.get(HOME + address).status_code == 404, address

    def test_afterwards_it_is_told_when_the_seat_ended(
        self, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with tenant(cast.frontier.pk):
            seat = seated(cast, filed(cast))
        monkeypatch.setattr("apps.kernel.clock.now", lambda: UNTIL + timedelta(minutes=1))
        client.force_login(seat.person)  # type: ignore[arg-type]
        page = text(client.get(HOME), 404)
        assert "You sat there as counsel of Borealis until" in page
