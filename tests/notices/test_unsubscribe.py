"""Ending letters from the mail program, without signing in."""

import pytest
from django.core import mail
from django.test import Client

from apps.kernel.tenancy.context import tenant
from apps.notices.channels.email.unsubscribing import unsubscribe_url
from apps.notices.models import Delivery, DigestLine, NoticePreference
from apps.notices.services import deliver_batch, expand, set_preferences
from apps.notices.states import Mode
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import KIND, tell

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def program() -> Client:
    """A mail program: no session, and as strict about forgery as a browser would be."""
    return Client(enforce_csrf_checks=True)


def _path(cast: Cast, kind: str, name: str = "clerk") -> str:
    return unsubscribe_url(cast.frontier.pk, cast[name].pk, kind).removeprefix("http://testserver")


def _choices(cast: Cast) -> list[tuple]:
    with tenant(cast.frontier.pk):
        return list(NoticePreference.objects.values_list("seat_id", "channel", "subject_kind", "mode"))


def test_the_address_in_a_letter_ends_letters_about_that_kind_with_one_press(cast: Cast, program: Client) -> None:
    with tenant(cast.frontier.pk):
        tell(cast["aster.liaison"].organisation)
    expand(cast.frontier.pk, now=NOW, at=AT)
    deliver_batch(cast.frontier.pk, "email", now=NOW, watch=lambda: AT)
    letter = next(each for each in mail.outbox if each.to == [cast["clerk"].person.email]).message()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    answer = program.post(path, ONE_CLICK)
    assert answer.status_code == 200
    assert "These emails have ended" in answer.content.decode()
    assert _choices(cast) == [(cast["clerk"].pk, "email", KIND, "off")]
    with tenant(cast.frontier.pk):
        tell(cast["aster.liaison"].organisation)
        expand(cast.frontier.pk, now=NOW, at=AT)
        assert Delivery.objects.filter(seat=cast["clerk"]).count() == 1
        assert Delivery.objects.filter(seat=cast["aster.liaison"]).count() == 2


def test_what_is_urgent_comes_all_the_same(cast: Cast, program: Client) -> None:
    program.post(_path(cast, KIND), ONE_CLICK)
    with tenant(cast.frontier.pk):
        tell(cast["aster.liaison"].organisation, kind="probe.urgent", told=("clerks",))
        expand(cast.frontier.pk, now=NOW, at=AT)
        assert Delivery.objects.filter(seat=cast["clerk"]).count() == 1


def test_looking_says_what_will_end_and_changes_nothing(cast: Cast, program: Client) -> None:
    page = program.get(_path(cast, KIND))
    assert page.status_code == 200
    assert "<b>Probe</b>" in page.content.decode()
    assert "Frontier" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    program.head(_path(cast, KIND))
    assert _choices(cast) == []


def test_the_page_names_neither_the_seat_nor_its_person(cast: Cast, program: Client) -> None:
    for answer in (program.get(_path(cast, KIND)), program.post(_path(cast, KIND), ONE_CLICK)):
        page = answer.content.decode()
        assert cast["clerk"].person.name not in page
        assert cast["clerk"].person.email not in page


def test_a_second_press_is_no_error(cast: Cast, program: Client) -> None:
    answers = [program.post(_path(cast, KIND), ONE_CLICK) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(_choices(cast)) == 1


def test_an_address_that_was_tampered_with_is_404_and_ends_nothing(cast: Cast, program: Client) -> None:
    path = _path(cast, KIND)
    changed = path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:]
    others = _path(cast, KIND, "aster.liaison").split(":")
    mixed = ":".join([others[0], *path.split(":")[1:]])
    for wrong in (changed, mixed, "/unsubscribe/guess/", "/unsubscribe/WzEsMl0:1:x/"):
        assert program.get(wrong).status_code == 404
        assert program.post(wrong, ONE_CLICK).status_code == 404
    assert _choices(cast) == []


def test_a_seat_of_another_committee_is_not_reached(cast: Cast, program: Client) -> None:
    path = unsubscribe_url(cast.pacific.pk, cast["clerk"].pk, KIND).removeprefix("http://testserver")
    assert program.post(path, ONE_CLICK).status_code == 404
    assert _choices(cast) == []


def test_the_daily_letters_end_with_the_one_that_is_being_gathered(cast: Cast, program: Client) -> None:
    with tenant(cast.frontier.pk):
        viewer = cast.viewer("clerk")
        set_preferences(
            actor=viewer,
            modes={("email", KIND): Mode.DAILY, ("email", ""): Mode.AT_ONCE, ("email", "incident"): Mode.OFF},
        )
        tell(cast["aster.liaison"].organisation)
        expand(cast.frontier.pk, now=NOW, at=AT)
        assert DigestLine.objects.count() == 1
    page = program.get(_path(cast, "")).content.decode()
    assert "daily emails" in page
    program.post(_path(cast, ""), ONE_CLICK)
    modes = {kind: mode for _seat, _channel, kind, mode in _choices(cast)}
    assert modes == {KIND: "off", "": "at_once", "incident": "off"}
    with tenant(cast.frontier.pk):
        assert DigestLine.objects.count() == 0
        assert not Delivery.objects.filter(seat=cast["clerk"]).exists()


def test_the_letters_of_others_go_on(cast: Cast, program: Client) -> None:
    with tenant(cast.frontier.pk):
        for name in ("clerk", "aster.liaison"):
            set_preferences(actor=cast.viewer(name), modes={("email", ""): Mode.DAILY})
        tell(cast["aster.liaison"].organisation)
        expand(cast.frontier.pk, now=NOW, at=AT)
    program.post(_path(cast, ""), ONE_CLICK)
    with tenant(cast.frontier.pk):
        assert [line.delivery.seat for line in DigestLine.objects.all()] == [cast["aster.liaison"]]
