"""What people choose: how what may wait comes, about what, and when not."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from apps.accounts.models import User
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.notices.models import NoticePreference, QuietHours
from apps.notices.selectors import kinds_to_choose, preferences, quiet_hours
from apps.notices.services import set_preferences, set_quiet_hours
from apps.notices.states import Mode
from tests.cast import NOW, Cast
from tests.notices.probe import KIND

pytestmark = pytest.mark.django_db
SETTINGS = "/c/frontier/inbox/settings/"


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast["clerk"].person)
    return client


def _sent(client: Client, **changed: str) -> dict[str, str]:
    """What a browser sends of the page as it is, with some answers changed."""
    form = client.get(SETTINGS).context["form"]
    there = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else str(value) for name, value in there.items()} | changed


def test_everything_comes_at_once_until_one_chooses_otherwise(clerk: Client) -> None:
    form = clerk.get(SETTINGS).context["form"]
    assert form["email__"].value() == "at_once"
    assert form["email__incident"].value() == ""
    assert form["digest_hour"].value() == 8
    assert form["starts"].value() is None


def test_the_page_says_what_cannot_be_switched_off_and_in_which_zone_hours_are(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast["clerk"].person_id).update(zone="Asia/Tokyo")
    client.force_login(User.objects.get(pk=cast["clerk"].person_id))
    page = client.get(SETTINGS).content.decode()
    assert "Duties and escalations cannot be switched off" in page
    assert "Asia/Tokyo" in page


def test_all_is_saved_in_one_form_for_this_seat_alone(cast: Cast, clerk: Client) -> None:
    sent = _sent(clerk, email__="daily", email__incident="off", starts="22:00", ends="07:30", digest_hour="6")
    assert clerk.post(SETTINGS, sent).status_code == 302
    with tenant(cast.frontier.pk):
        rows = set(NoticePreference.objects.values_list("seat", "channel", "subject_kind", "mode"))
        mine = {row for row in rows if row[1] == "email"}
        assert mine == {(cast["clerk"].pk, "email", "", "daily"), (cast["clerk"].pk, "email", "incident", "off")}
        hours = QuietHours.objects.get()
    assert (hours.seat_id, hours.starts, hours.ends, hours.digest_hour) == (cast["clerk"].pk, time(22), time(7, 30), 6)
    form = clerk.get(SETTINGS).context["form"]
    assert [form[name].value() for name in ("email__", "email__incident", "digest_hour")] == ["daily", "off", 6]
    assert 'value="22:00"' in clerk.get(SETTINGS).content.decode()


def test_a_kind_can_follow_all_others_again_and_quiet_hours_can_end(cast: Cast, clerk: Client) -> None:
    clerk.post(SETTINGS, _sent(clerk, email__incident="off", starts="22:00", ends="07:00"))
    clerk.post(SETTINGS, _sent(clerk, email__incident="", starts="", ends=""))
    with tenant(cast.frontier.pk):
        assert ("email", "incident") not in preferences(cast.viewer("clerk"))
        assert quiet_hours(cast.viewer("clerk")).starts is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts": "22:00"}, "Give both hours, or neither."),
        ({"starts": "22:00", "ends": "22:00"}, "must end at another time"),
        ({"starts": "25:99", "ends": "07:00"}, "Enter a valid time."),
        ({"email__": "sometimes"}, "Select a valid choice."),
        ({"digest_hour": "24"}, "Select a valid choice."),
    ],
)
def test_an_error_keeps_what_was_typed_and_saves_nothing(
    cast: Cast, clerk: Client, changed: dict[str, str], said: str
) -> None:
    answer = clerk.post(SETTINGS, _sent(clerk, email__incident="daily") | changed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "There is a problem" in page
    form = answer.context["form"]
    assert {name: form[name].value() for name in changed} == changed
    assert form["email__incident"].value() == "daily"
    with tenant(cast.frontier.pk):
        assert not NoticePreference.objects.exists()
        assert not QuietHours.objects.exists()


def test_only_kinds_that_people_are_told_of_are_offered_and_those_chosen_already() -> None:
    offered = {kind.key for kind in kinds_to_choose({})}
    assert {"incident", "seat", "organisation"} <= offered
    assert not {"token", "committee", "calendar", KIND} & offered
    assert KIND in {kind.key for kind in kinds_to_choose({("email", KIND): Mode.OFF})}


def test_what_was_ended_from_a_mail_program_can_be_chosen_again(cast: Cast, clerk: Client) -> None:
    with tenant(cast.frontier.pk):
        set_preferences(actor=cast.viewer("clerk"), modes={("email", KIND): Mode.OFF})
    assert clerk.get(SETTINGS).context["form"][f"email__{KIND}"].value() == "off"


@pytest.mark.parametrize("modes", [{("pigeon", ""): Mode.OFF}, {("email", "nonsense"): Mode.OFF}])
def test_there_are_no_other_choices(frontier: Cast, modes: dict[tuple[str, str], Mode]) -> None:
    with pytest.raises(Invalid, match="no such choice"):
        set_preferences(actor=frontier.viewer("clerk"), modes=modes)
    assert not NoticePreference.objects.exists()


def test_what_only_machines_get_is_not_for_people_to_choose(frontier: Cast) -> None:
    with pytest.raises(Invalid):
        set_preferences(actor=frontier.viewer("clerk"), modes={("webhook", ""): Mode.OFF})


def test_the_database_holds_no_half_span(frontier: Cast) -> None:
    for starts, ends in ((time(22), None), (time(22), time(22))):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuietHours.objects.create(seat=frontier["clerk"], starts=starts, ends=ends)


def test_an_operator_who_looks_in_chooses_nothing(frontier: Cast) -> None:
    looking = frontier.viewer("clerk").__class__(
        committee_id=frontier.frontier.pk,
        seat_id=0,
        organisation_id=0,
        role=frontier["clerk"].role,
        operator_session=1,
    )
    with pytest.raises(Refused):
        set_preferences(actor=looking, modes={})
    with pytest.raises(Refused):
        set_quiet_hours(actor=looking, starts=None, ends=None, digest_hour=8)


def test_an_hour_that_no_day_has_is_refused(frontier: Cast) -> None:
    with pytest.raises(Invalid):
        set_quiet_hours(actor=frontier.viewer("clerk", NOW), starts=None, ends=None, digest_hour=24)
