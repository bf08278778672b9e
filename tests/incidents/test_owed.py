"""What an organisation owes and has sent, over all its reports: its own alone, and what is due first on top."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import Duty
from apps.incidents.services.answering import ask, require_revision
from apps.incidents.services.packages import mark_sent, send
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import png
from tests.incidents.owing import CODE, breach, duty_of, load_all
from tests.shared import shared

pytestmark = pytest.mark.django_db

OWED = reverse("incidents:owed", args=["frontier"])
KEY = f"{CODE}.initial"
Open = Callable[[str], Client]


@pytest.fixture
def opened(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The browser of somebody; the portal's clock stands at NOW."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)

    def sign_in(name: str) -> Client:
        client.force_login(cast[name].person)
        return client

    return sign_in


def _duties(cast: Cast) -> dict[str, Duty]:
    """First reports of Borealis to the European authority: one in each standing."""
    lab, authority, by = cast.viewer("borealis.liaison"), cast.viewer("observer.eu"), NOW + timedelta(days=2)
    with tenant(cast.frontier.pk):
        load_all(cast)
        made = {name: duty_of(breach(cast)) for name in ("due", "late", "sent", "asked", "revision_required", "met")}
        made["possible"] = duty_of(breach(cast, facts={}))
        Duty.objects.filter(pk=made["late"].pk).update(due_at=NOW - timedelta(hours=1))
        Duty.objects.filter(pk=made["possible"].pk).update(earliest_at=NOW - timedelta(minutes=1))
        for name in ("sent", "asked", "revision_required"):
            send(actor=lab, now=NOW, ref=made[name].ref)
        ask(actor=authority, now=NOW, ref=made["asked"].ref, text="Which weights?", answer_by=by)
        revised = made["revision_required"].ref
        require_revision(actor=authority, now=NOW, ref=revised, words="Name the model.", revise_by=by)
        mark_sent(actor=lab, now=NOW, ref=made["met"].ref, sent_at=NOW, proof=png("receipt.png"))
        return {name: Duty.objects.select_related("incident").get(pk=duty.pk) for name, duty in made.items()}


stage = shared(_duties)


@pytest.fixture
def cast(stage: tuple[Cast, dict[str, Duty]]) -> Cast:
    """The cast that these reports are of."""
    return stage[0]


@pytest.fixture
def duties(stage: tuple[Cast, dict[str, Duty]]) -> dict[str, Duty]:
    """What Borealis owes, made once for the module."""
    return stage[1]


def _page(client: Client, **query: str) -> str:
    answer = client.get(OWED, query)
    assert answer.status_code == 200
    return answer.content.decode()


def _there(duties: dict[str, Duty], page: str) -> set[str]:
    return {
        name
        for name, duty in duties.items()
        if reverse("incidents:duty", args=["frontier", *duty.ref.split("/")]) in page
    }


def test_what_is_still_to_be_done_stands_there_what_is_due_first_on_top(
    cast: Cast, duties: dict[str, Duty], opened: Open
) -> None:
    client = opened("borealis.liaison")
    page = _page(client)
    assert _there(duties, page) == set(duties) - {"met"}
    # What could have been due already stands above what is due later, though nobody knows yet whether it is owed.
    assert page.index(duties["late"].incident.ref) < page.index(duties["possible"].incident.ref)
    assert page.index(duties["possible"].incident.ref) < page.index(duties["due"].incident.ref)
    for words in (
        "Late",
        "Sent here, proof awaited",
        "Revision required",
        "at the earliest",
        duties["due"].incident.title,
    ):
        assert words in page
    assert page.count("in 2 days") == 2
    assert OWED in client.get(reverse("incidents:listing", args=["frontier"])).content.decode()


@pytest.mark.parametrize(
    ("standing", "there"),
    [
        ("late", {"late"}),
        ("due", {"due", "late"}),
        ("possible", {"possible"}),
        ("sent", {"sent", "asked", "revision_required"}),
        ("asked", {"asked"}),
        ("revision_required", {"revision_required"}),
        ("met", {"met"}),
    ],
)
def test_the_list_is_narrowed(duties: dict[str, Duty], opened: Open, standing: str, there: set[str]) -> None:
    assert _there(duties, _page(opened("borealis.liaison"), standing=standing)) == there


def test_another_lab_owes_nothing_of_it_and_others_have_no_such_list(
    duties: dict[str, Duty], opened: Open, cast: Cast
) -> None:
    assert "Nothing is owed" in _page(opened("cygnus.liaison"))
    assert "Nothing fits" not in _page(opened("cygnus.liaison"))
    assert "Nothing fits" in _page(opened("cygnus.liaison"), standing="late")
    for name in ("clerk", "observer.eu", "auditor", "independent", "counsel"):
        client = opened(name)
        assert client.get(OWED).status_code == 404
        assert OWED not in client.get(reverse("incidents:listing", args=["frontier"])).content.decode()


def test_pages_follow_each_other_and_take_the_same_queries(
    duties: dict[str, Duty], opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.incidents.views.desk.PAGE", 4)
    client = opened("borealis.liaison")
    page, seen, counts = _page(client), set(), set()
    address = OWED
    while True:
        seen |= _there(duties, page)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.add(len(captured))
        if 'rel="next"' not in page:
            break
        address = OWED + page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        page = client.get(address).content.decode()
    assert seen == set(duties) - {"met"}
    assert len(counts) == 1
