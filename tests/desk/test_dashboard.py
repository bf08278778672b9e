"""The dashboard: what waits for whom, in which order, and nothing that is not theirs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.states import AccessScope
from apps.deadlines.services import sweep
from apps.incidents.services.drafting import save_draft, start_draft
from apps.incidents.services.filing import file_at_once
from apps.incidents.services.handling import acknowledge
from apps.kernel.tenancy.context import tenant
from apps.membership.services import close_setup, grant_access
from apps.notices.services import expand
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT, filed

pytestmark = pytest.mark.django_db

HOME = "/c/frontier/"
# Transactions, the tenant's setting and the session, which every page has.
PLUMBING = re.compile(r"SAVEPOINT|app\.committee|django_session|usersessions")


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the portal's clock to some hours after NOW."""

    def set_clock(hours: float = 0) -> None:
        monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW + timedelta(hours=hours))

    set_clock()
    return set_clock


def _page(cast: Cast, name: str) -> str:
    client = Client()
    client.force_login(cast[name].person)
    answer = client.get(HOME)
    assert answer.status_code == 200
    return answer.content.decode()


def _file(cast: Cast, **changes: Any) -> str:
    with tenant(cast.frontier.pk):
        ref = filed(cast, **changes).ref
    _deliver(cast)
    return ref


def _deliver(cast: Cast) -> None:
    expand(cast.frontier.pk, now=NOW, at=NOW)


def _waiting(page: str) -> str:
    return page.split('id="waiting"')[1].split("</section>")[0]


def test_the_clerk_sees_what_must_be_acknowledged_with_its_due_time_and_a_link(cast: Cast) -> None:
    ref = _file(cast)
    waiting = _waiting(_page(cast, "clerk"))
    assert "Acknowledge the report" in waiting
    assert f'href="/c/frontier/incidents/{ref}/"' in waiting
    assert "in 1 day" in waiting


def test_what_waits_for_me_stands_before_any_figure(cast: Cast) -> None:
    page = _page(cast, "clerk")
    assert page.index('id="waiting"') < page.index("c-figures")


def test_a_duty_of_others_does_not_wait_for_those_who_were_only_told(cast: Cast) -> None:
    ref = _file(cast, tlp="TLP:GREEN")
    page = _page(cast, "observer.eu")
    assert "Nothing waits for you" in _waiting(page)
    assert ref in page


def test_a_rival_sees_nothing_of_a_confidential_report(cast: Cast) -> None:
    ref = _file(cast, tlp="TLP:RED", recipients=["secretariat"], title="Quokka")
    rival = _page(cast, "cygnus.representative")
    assert ref not in rival
    assert "Quokka" not in rival
    assert ref in _page(cast, "borealis.liaison")


def test_an_overdue_duty_of_mine_is_said_on_top(cast: Cast, at: Any) -> None:
    _file(cast)
    at(25)
    assert "Overdue:" in _page(cast, "clerk")
    assert "Overdue:" not in _page(cast, "borealis.liaison")


def test_a_draft_waits_for_the_seat_that_writes_it_and_not_for_others(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        actor = cast.viewer("aster.liaison")
        draft = start_draft(actor=actor, now=NOW)
        save_draft(actor=actor, now=NOW, ref=draft.ref, changes={"title": "Half a story"})
    assert "Half a story" in _waiting(_page(cast, "aster.liaison"))
    assert "Half a story" not in _waiting(_page(cast, "aster.representative"))
    assert "Half a story" not in _page(cast, "borealis.liaison")


def test_the_nearest_due_time_comes_first_and_what_is_done_is_gone(cast: Cast) -> None:
    late = _file(cast)
    with tenant(cast.frontier.pk):
        before = NOW - timedelta(hours=5)
        early = file_at_once(
            actor=cast.viewer("aster.liaison"), now=before, changes=CONTENT | {"aware_at": before, "tlp": "TLP:GREEN"}
        ).ref
        done = filed(cast).ref
        acknowledge(actor=cast.viewer("clerk"), now=NOW, ref=done)
    waiting = _waiting(_page(cast, "clerk"))
    assert done not in waiting
    assert waiting.index(early) < waiting.index(late)


@pytest.mark.parametrize(("days", "waits"), [(30, True), (400, False)])
def test_what_is_due_in_a_year_does_not_wait_yet(cast: Cast, days: int, waits: bool) -> None:
    with tenant(cast.frontier.pk):
        grant_access(
            actor=cast.viewer("clerk"),
            now=NOW,
            organisation=cast["observer.eu"].organisation,
            scope=AccessScope.COMMUNITY,
            days=days,
        )
    assert ("Renew the authority" in _waiting(_page(cast, "clerk"))) is waits


def test_an_escalation_asks_its_readers_until_somebody_has_answered(cast: Cast, at: Any) -> None:
    ref = _file(cast, tlp="TLP:GREEN")
    after = NOW + timedelta(hours=29)
    at(29)
    sweep(after)
    _deliver(cast)
    assert f"Incident {ref}" in _waiting(_page(cast, "independent"))
    with tenant(cast.frontier.pk):
        acknowledge(actor=cast.viewer("clerk", after), now=after, ref=ref)
    assert "Nothing waits for you" in _waiting(_page(cast, "independent"))


def test_the_big_button_is_there_for_those_who_file(cast: Cast) -> None:
    assert "File an incident" in _page(cast, "aster.liaison")
    assert "File an incident" not in _page(cast, "observer.eu")


def test_who_chairs_is_said(cast: Cast) -> None:
    assert "Representative, Aster" in _page(cast, "auditor")


def test_the_greeting_knows_the_name_and_the_hour_where_the_reader_is(cast: Cast) -> None:
    person = cast["clerk"].person
    person.zone, person.name = "Pacific/Auckland", "Ana"
    person.save()
    page = _page(cast, "clerk")
    assert "Good evening, Ana" in page
    assert "Sunday 22 November 2026" in page


def _queries(cast: Cast) -> list[str]:
    client = Client()
    client.force_login(cast["clerk"].person)
    client.get(HOME)
    with CaptureQueriesContext(connection) as captured:
        client.get(HOME)
    return [query["sql"] for query in captured if not PLUMBING.search(query["sql"])]


def test_ten_times_as_much_takes_no_more_queries(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        close_setup(actor=cast.viewer("clerk"), now=NOW)
    _file(cast)
    few = _queries(cast)
    for _number in range(10):
        _file(cast)
    many = _queries(cast)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 27, "\n".join(many)
