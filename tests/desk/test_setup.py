"""Setting a committee up: the clerks' checklist, the test notice with its arrivals, the preset, the end of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.chairs.models import Rotation
from apps.committees.models import Access, Administrator, Invitation, Organisation, Seat
from apps.committees.selectors import charter_at
from apps.committees.states import Role
from apps.desk import selectors
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.notices.models import Delivery, Notice
from apps.notices.services import mark_all_read
from apps.record.models import Act
from tests.cast import BEGINNING, NOW, Cast
from tests.desk.pages import client_of, deliver, opened, page, set_clock


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW)


def step(key: str) -> selectors.Step:
    return next(one for one in selectors.checklist("frontier", NOW).steps if one.key == key)


def post(cast: Cast, who: str, path: str, **data: Any) -> int:
    return client_of(cast, who).post(f"/c/frontier/setup/{path}", data).status_code


def name_administrators() -> None:
    for organisation in Organisation.objects.exclude(kind="secretariat"):
        seat = Seat.objects.filter(organisation=organisation).first()
        Administrator.objects.create(organisation=organisation, seat=seat, starts_at=BEGINNING)


class TestLines:
    def test_only_clerks_have_it(self, cast: Cast) -> None:
        assert "Setting the committee up" in page(cast, "clerk", "setup/")
        assert opened(cast, "aster.representative", "setup/").status_code == 404

    def test_an_organisation_without_people_is_named(self, frontier: Cast) -> None:
        assert step("invitations").done
        Organisation.objects.create(key="delos", name="Delos", kind="lab", admitted_at=BEGINNING)
        assert not step("invitations").done
        assert "Nobody sits yet for Delos." in step("invitations").says

    def test_invitations_are_counted(self, frontier: Cast) -> None:
        delos = Organisation.objects.create(key="delos", name="Delos", kind="lab", admitted_at=BEGINNING)
        services.invite(
            actor=frontier.viewer("clerk"),
            now=NOW,
            organisation=delos,
            role=Role.REPRESENTATIVE,
            email="nora@delos.example",
            name="Nora",
        )
        assert step("invitations").says.startswith("0 accepted, 1 waiting, 0 expired.")
        Invitation.objects.update(expires_at=NOW)
        assert step("invitations").says.startswith("0 accepted, 0 waiting, 1 expired.")

    def test_a_lab_is_needed(self, frontier: Cast) -> None:
        assert step("organisations").done
        Organisation.objects.filter(kind="lab").update(left_at=NOW)
        assert not step("organisations").done
        assert step("organisations").says == "No lab yet, 4 other organisations."

    def test_further_organisations_are_offered_and_what_is_finished_is_not(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            assert (step("organisations").done, step("organisations").has_next) == (True, True)
            name_administrators()
            assert (step("administrators").done, step("administrators").has_next) == (True, False)
        shown = page(cast, "clerk", "setup/")
        assert "Add an organisation" in shown
        assert "Name the administrator" not in shown

    def test_nobody_is_named_where_nobody_sits(self, frontier: Cast) -> None:
        name_administrators()
        Organisation.objects.create(key="delos", name="Delos", kind="lab", admitted_at=BEGINNING)
        line = step("administrators")
        assert line.says.startswith("Nobody manages the people of Delos. Where nobody sits yet")
        assert (line.done, line.has_next) == (False, False)
        Organisation.objects.exclude(kind="secretariat").update(left_at=NOW)
        assert "Every organisation has one" not in step("administrators").says

    def test_every_organisation_needs_its_administrator(self, frontier: Cast) -> None:
        assert step("administrators").next_label == "Name the administrator of Aster"
        name_administrators()
        assert step("administrators").done

    def test_an_authority_whose_access_has_ended_needs_nobody(self, frontier: Cast) -> None:
        seat = frontier["observer.eu"]
        later = NOW + timedelta(days=40)
        Seat.objects.filter(pk=seat.pk).update(ends_at=NOW)
        assert "Nobody sits yet for" in step("invitations").says
        access = {"organisation": seat.organisation, "scope": "addressed"}
        Access.objects.create(**access, starts_at=BEGINNING, ends_at=NOW)
        assert "Nobody sits yet for" not in step("invitations").says
        Access.objects.create(**access, starts_at=NOW, ends_at=later)
        assert "Nobody sits yet for" in step("invitations").says

    def test_history_is_not_needed(self, frontier: Cast) -> None:
        assert step("history").optional
        assert "history" not in {one.key for one in selectors.checklist("frontier", NOW).needed}

    def test_more_organisations_take_no_more_queries(self, frontier: Cast) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                selectors.checklist("frontier", NOW)
            return len(captured)

        services.send_test_notice(actor=frontier.viewer("clerk"), now=NOW)
        few = queries()
        Organisation.objects.bulk_create(
            Organisation(key=f"lab-{number}", name=f"Lab {number}", kind="lab", admitted_at=BEGINNING)
            for number in range(30)
        )
        assert queries() == few


class TestTheTestNotice:
    def test_one_press_reaches_every_seat_and_the_page_says_how_far(self, cast: Cast) -> None:
        assert post(cast, "clerk", "test-notice/") == 302
        assert page(cast, "clerk", "setup/").count("On its way") == len(cast.in_frontier) - 1
        deliver(cast)
        with tenant(cast.frontier.pk):
            act = Act.objects.get(kind="committee.test_notice")
            assert Notice.objects.filter(act=act).count() == len(cast.in_frontier) - 1
            Delivery.objects.filter(seat=cast["aster.liaison"]).update(state="sent", sent_at=NOW)
            Delivery.objects.filter(seat=cast["cygnus.liaison"]).update(state="given_up", error="No such mailbox")
            mark_all_read(actor=cast.viewer("independent"), now=NOW)
            stages = {one.seat.pk: one.stage for one in selectors.checklist("frontier", NOW).arrivals}
        assert stages[cast["aster.liaison"].pk] == "delivered"
        assert stages[cast["cygnus.liaison"].pk] == "lost"
        assert stages[cast["independent"].pk] == "opened"
        assert stages[cast["auditor"].pk] == "underway"
        assert "No such mailbox" in page(cast, "clerk", "setup/")

    def test_it_is_done_when_it_has_reached_everybody(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            services.send_test_notice(actor=cast.viewer("clerk"), now=NOW)
        deliver(cast)
        with tenant(cast.frontier.pk):
            assert not step("notice").done
            Delivery.objects.update(state="sent", sent_at=NOW)
            assert step("notice").done

    def test_it_asks_to_be_opened(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            services.send_test_notice(actor=cast.viewer("clerk"), now=NOW)
        deliver(cast)
        assert "Open this notice" in page(cast, "auditor", "inbox/")

    def test_not_twice_within_ten_minutes(self, frontier: Cast) -> None:
        clerk = frontier.viewer("clerk")
        services.send_test_notice(actor=clerk, now=NOW)
        with pytest.raises(Refused, match="ten minutes"):
            services.send_test_notice(actor=clerk, now=NOW + timedelta(minutes=9))
        services.send_test_notice(actor=clerk, now=NOW + timedelta(minutes=10))

    def test_only_a_clerk_sends_it(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="Only a clerk"):
            services.send_test_notice(actor=frontier.viewer("aster.representative"), now=NOW)


class TestThePreset:
    def test_it_is_chosen_on_the_page(self, cast: Cast) -> None:
        assert "Choose another preset" in page(cast, "clerk", "setup/")
        assert post(cast, "clerk", "preset/", preset="small") == 302
        with tenant(cast.frontier.pk):
            assert charter_at(NOW).preset == "small"

    @pytest.mark.parametrize("preset", ["", "large", "\x00"])
    def test_an_unknown_one_is_missing(self, cast: Cast, preset: str) -> None:
        assert post(cast, "clerk", "preset/", preset=preset) == 404


class TestTheDashboard:
    def test_it_leads_the_clerk_there_until_it_is_closed(self, cast: Cast) -> None:
        assert "Next: Test notice." in " ".join(page(cast, "clerk", "").split())
        assert "Open the checklist" not in page(cast, "aster.representative", "")
        assert post(cast, "clerk", "close/") == 302
        assert "Open the checklist" not in page(cast, "clerk", "")
        with tenant(cast.frontier.pk):
            assert Act.objects.get(kind="committee.setup_closed").facts["left"] == [
                "administrators",
                "notice",
                "rotation",
            ]
        assert post(cast, "clerk", "close/") == 409

    def test_it_goes_away_by_itself_when_all_is_done(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            left = [one.key for one in selectors.checklist("frontier", NOW).needed if not one.done]
            assert left == ["notice", "rotation", "administrators"]
            services.send_test_notice(actor=cast.viewer("clerk"), now=NOW)
        deliver(cast)
        with tenant(cast.frontier.pk):
            Delivery.objects.update(state="sent", sent_at=NOW)
            Rotation.objects.create(first_at=BEGINNING, wake_at=NOW)
            name_administrators()
            assert selectors.checklist("frontier", NOW).is_done
        assert "Open the checklist" not in page(cast, "clerk", "")
        assert "Everything is done." in page(cast, "clerk", "setup/")
