"""An incident travels from a lab to everyone who must know, and to nobody else."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils.html import strip_tags

from apps.committees.rules.viewer import Portal
from apps.files.models import File
from apps.incidents.models import Incident
from apps.incidents.states import State
from apps.kernel.tenancy.context import tenant
from apps.membership.services import make_token
from apps.notices.models import Notice
from tests.cast import NOW, Cast
from tests.incidents.factory import png
from tests.journeys.conftest import Move

pytestmark = pytest.mark.django_db(transaction=True)

Session = Callable[[str], Client]

HOME = "/c/frontier/"
TITLE = "Checkpoint left on an open share"
SECRET = "vault-door-nine"
OUTSIDERS = ("aster.representative", "aster.alternate", "cygnus.liaison", "auditor", "observer.california", "eve")
"""The rival in the chair, another rival, the wrong observer, somebody of another committee."""


def _file_through_the_pages(client: Client, *, tlp: str, recipients: list[str]) -> str:
    """Answer every page, add a file, check, file; gives the reference."""
    begun = client.post(f"{HOME}incidents/new/")
    assert begun.status_code == 302, begun.content.decode()
    draft = f"{HOME}incidents/{begun.url.split('/')[4]}/draft/"
    answers = {
        "what": {"title": TITLE, "narrative": f"It lay open. {SECRET}", "kind": "hazard"},
        "when": {"zone": "Europe/Stockholm"},
        "where": {"jurisdictions": ["EU"]},
        "harm": {"harms": "no", "severity": "3", "fact_death": "no"},
        "detail": {"response_done": "The share is closed."},
        "who": {"tlp": tlp, "recipients": recipients},
    }
    for step, data in answers.items():
        assert client.post(f"{draft}{step}/", data).status_code == 302
    assert client.post(f"{draft}evidence/", {"evidence": [png("share.png")]}).status_code == 302
    assert "share.png" in client.get(f"{draft}check/").content.decode()
    filed = client.post(f"{draft}check/")
    assert filed.status_code == 302, filed.content.decode()
    return filed.url.split("/")[4]


def _page(client: Client, path: str = "") -> str:
    answer = client.get(f"{HOME}{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def _card(page: str, name: str) -> str:
    """The text of a card of the report's page."""
    return " ".join(strip_tags(re.split(r"</section>", page.split(f'id="{name}"')[1])[0]).split())


def _mails_to(cast: Cast, name: str) -> list[str]:
    """Subjects and bodies of somebody's mails so far."""
    address = cast[name].person.email
    return [f"{message.subject}\n{message.body}" for message in mail.outbox if message.to == [address]]


def _told(cast: Cast, ref: str) -> set[str]:
    """Whose inboxes hold anything about the report."""
    seats = set()
    for committee in (cast.frontier, cast.pacific):
        with tenant(committee.pk):
            seats |= set(Notice.objects.filter(subject_ref=ref).values_list("seat", flat=True))
    return {name for name, seat in cast.seats.items() if seat.pk in seats}


def _api(cast: Cast, name: str) -> Callable[[str], tuple[int, str]]:
    """Asks the API with a token of somebody's own seat."""
    seat = cast[name]
    with tenant(seat.committee_id):
        scopes = ["read", "write"]
        secret = make_token(actor=Portal("a test"), now=NOW, seat=seat, name="journey", scopes=scopes).secret

    def ask(path: str) -> tuple[int, str]:
        answer = Client().get(f"/api/v1/committees/frontier/{path}", headers={"Authorization": f"Bearer {secret}"})
        return answer.status_code, answer.content.decode()

    return ask


def test_a_liaison_files_the_clerk_acknowledges_and_both_sides_tell_the_same_story(
    committed: Cast, session: Session, wait: Move
) -> None:
    lab, clerk = session("borealis.liaison"), session("clerk")
    ref = _file_through_the_pages(lab, tlp="TLP:AMBER", recipients=["eu-office"])

    # Everyone entitled hears at once, by inbox and by mail, and nobody else.
    entitled = {"aster.representative", "aster.alternate", "clerk", "auditor", "observer.eu"}
    colleagues = {"borealis.representative", "borealis.alternate"}
    assert _told(committed, ref) == entitled | colleagues
    assert {name for name in committed.seats if _mails_to(committed, name)} == entitled | colleagues
    [letter] = _mails_to(committed, "clerk")
    assert ref in letter
    assert TITLE not in letter
    assert SECRET not in letter

    # The clerk finds it on the dashboard and in the inbox, and follows the mail's link.
    assert ref in _card(_page(clerk), "waiting")
    assert ref in _page(clerk, "inbox/")
    link = re.search(r"http://testserver(/c/frontier/inbox/\S+/open/)", letter)
    assert link is not None
    opened = clerk.get(link.group(1))
    assert opened.url == f"{HOME}incidents/{ref}/"
    assert SECRET in _page(clerk, f"incidents/{ref}/")

    # It is acknowledged, in the clerk's own session.
    wait(1)
    mail.outbox.clear()
    assert clerk.post(f"{HOME}incidents/{ref}/acknowledge/").status_code == 302
    for name in ("borealis.liaison", "borealis.representative"):
        assert [ref in letter for letter in _mails_to(committed, name)] == [True], name
    assert "acknowledged the report" in _page(lab, "inbox/")
    assert ref not in _card(_page(clerk), "waiting")

    # Both sides read the same.
    theirs, ours = _page(lab, f"incidents/{ref}/"), _page(clerk, f"incidents/{ref}/")
    for card in ("timeline", "seen"):
        assert _card(theirs, card) == _card(ours, card)
    for line in ("filed the report", "added evidence", "acknowledged the report"):
        assert line in _card(ours, "timeline")
    assert "Clerk, Secretariat" in _card(theirs, "seen")

    # The clock has been met: nothing comes of it later.
    mail.outbox.clear()
    wait(60)
    assert not mail.outbox


def test_a_red_report_does_not_exist_for_those_it_does_not_name(committed: Cast, session: Session, wait: Move) -> None:
    ref = _file_through_the_pages(session("borealis.liaison"), tlp="TLP:RED", recipients=["secretariat"])
    with tenant(committed.frontier.pk):
        file = File.objects.get()
    wait(60)
    pages = [f"incidents/{ref}/", f"incidents/{ref}/filed/", f"incidents/{ref}/draft/check/", f"files/{file.uid}/"]
    lists = ["", "incidents/", f"incidents/?q={SECRET}", "incidents/export.csv", "deadlines/", "inbox/"]
    for name in OUTSIDERS:
        client, ask = session(name), _api(committed, name)
        for path in pages:
            assert client.get(f"{HOME}{path}").status_code == 404, (name, path)
        assert client.post(f"{HOME}incidents/{ref}/acknowledge/").status_code == 404
        for path in lists:
            answer = client.get(f"{HOME}{path}")
            assert answer.status_code == (404 if name == "eve" else 200), (name, path)
            text = b"".join(answer) if answer.streaming else answer.content
            assert not any(word in text.decode() for word in (ref, TITLE)), (name, path)
        assert ask(f"incidents/{ref}/")[0] == 404
        assert ask(f"files/{file.uid}/")[0] == 404
        for path in ("incidents/", "deadlines/", "notices/"):
            assert ref not in ask(path)[1], (name, path)
        assert not any(ref in letter for letter in _mails_to(committed, name))
    assert _told(committed, ref).isdisjoint(OUTSIDERS)
    for path in ("", "index.json", "feed.atom"):
        assert ref not in Client().get(f"/public/frontier/{path}").content.decode()


@pytest.mark.parametrize(("named", "neutral"), [("secretariat", "clerk"), ("independent", "independent")])
def test_a_red_report_that_nobody_acknowledges_reaches_whom_it_names_and_never_the_rival_chair(
    committed: Cast, session: Session, wait: Move, named: str, neutral: str
) -> None:
    lab = session("borealis.liaison")
    ref = _file_through_the_pages(lab, tlp="TLP:RED", recipients=[named])
    letters = len(_mails_to(committed, neutral))
    assert letters == 1
    for hours in (20, 24, 28, 40, 52):
        wait(hours)
        letters += 1
        assert len(_mails_to(committed, neutral)) == letters, hours
    wait(53)
    assert len(_mails_to(committed, neutral)) == letters
    colleagues = {"borealis.representative", "borealis.alternate"}
    assert {name for name in committed.seats if _mails_to(committed, name)} - colleagues == {neutral}
    assert _told(committed, ref) - colleagues == {neutral}
    assert "escalated what was not done in time" in _card(_page(lab, f"incidents/{ref}/"), "timeline")


def test_acknowledging_a_red_report_ends_its_escalation(committed: Cast, session: Session, wait: Move) -> None:
    ref = _file_through_the_pages(session("borealis.liaison"), tlp="TLP:RED", recipients=["secretariat"])
    wait(30)
    clerk = session("clerk")
    assert clerk.post(f"{HOME}incidents/{ref}/acknowledge/").status_code == 302
    before = len(_mails_to(committed, "clerk"))
    wait(100)
    assert len(_mails_to(committed, "clerk")) == before
    with tenant(committed.frontier.pk):
        assert Incident.objects.get(ref=ref).state == State.ACKNOWLEDGED
