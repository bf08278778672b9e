"""The pages of duties and of what authorities are sent, as people use them."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import Duty, Package, PackageQuestion, PackageVersion
from apps.incidents.services.adding import amend
from apps.incidents.services.answering import ask
from apps.incidents.services.handling import withdraw
from apps.incidents.services.packages import prepare, send
from apps.incidents.states import DutyState, PackageState
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import png
from tests.incidents.owing import CODE, owe
from tests.shared import own, shared

pytestmark = pytest.mark.django_db

KEY = f"{CODE}.initial"
Open = Callable[[str], Client]


stage = shared(owe)


@pytest.fixture
def cast(stage: tuple[Cast, int]) -> Cast:
    """The cast of the report, filed once for the module."""
    return own(stage[0])


@pytest.fixture
def owed(cast: Cast, stage: tuple[Cast, int], monkeypatch: pytest.MonkeyPatch) -> Duty:
    """The European first report that Borealis owes; the portal's clock stands at NOW."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    with tenant(cast.frontier.pk):
        return Duty.objects.select_related("incident").get(pk=stage[1])


@pytest.fixture
def sent(cast: Cast, owed: Duty) -> Duty:
    """The same, sent to the authority."""
    with tenant(cast.frontier.pk):
        send(actor=cast.viewer("borealis.liaison"), now=NOW, ref=owed.ref)
    return owed


@pytest.fixture
def opened(cast: Cast, client: Client) -> Open:
    """The browser of somebody."""

    def sign_in(name: str) -> Client:
        client.force_login(cast[name].person)
        return client

    return sign_in


def _url(name: str, duty: Duty, *more: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", duty.incident.ref, KEY, *more])


def _listing(duty: Duty) -> str:
    return reverse("incidents:duties", args=["frontier", duty.incident.ref])


def _again(cast: Cast, duty: Duty) -> Duty:
    with tenant(cast.frontier.pk):
        return Duty.objects.get(pk=duty.pk)


def _package(cast: Cast) -> Package:
    with tenant(cast.frontier.pk):
        return Package.objects.get()


def _hidden(client: Client, name: str, address: str) -> str:
    """What a page carries in a hidden field."""
    page = client.get(address).content.decode()
    return unescape(page.split(f'name="{name}" value="')[1].split('"')[0])


def _send_from_page(client: Client, duty: Duty, **words: str) -> Any:
    """Read over what is sent, and press the button."""
    address = _url("send_package", duty)
    return client.post(address, words | {"read": _hidden(client, "read", address)})


SOON = {"0": "2026-11-25T10:00", "1": "Europe/Brussels"}


def _by(field: str) -> dict[str, str]:
    return {f"{field}_{part}": value for part, value in SOON.items()}


def test_the_list_names_authority_state_hour_reason_and_rule(owed: Duty, opened: Open) -> None:
    client = opened("borealis.liaison")
    report = client.get(reverse("incidents:detail", args=["frontier", owed.incident.ref])).content.decode()
    assert _listing(owed) in report
    assert "1 is due" in report
    assert "hang on what is not yet known" in report
    page = client.get(_listing(owed)).content.decode()
    for words in (
        "European AI Office",
        "Initial report",
        "Due",
        "Europe/Brussels",
        owed.because[:20],
        f"{CODE}/?version=1",
    ):
        assert words in page
    assert _url("duty", owed) in page
    assert "do not apply" in page


def test_a_lab_prepares_reads_over_sends_and_marks(cast: Cast, owed: Duty, opened: Open) -> None:
    client = opened("borealis.liaison")
    page = client.get(_url("duty", owed)).content.decode()
    assert "required answers are there" in page
    assert "Nothing has been sent yet" not in page
    assert (
        client.post(_url("prepare_package", owed), {"submitter": "Lena", "left_out": ["malicious"]}).status_code == 302
    )
    package = _package(cast)
    assert (package.texts, package.left_out) == ({"submitter": "Lena"}, ["malicious"])
    reading = client.get(_url("send_package", owed)).content.decode()
    for words in ("Who will get it", cast["observer.eu"].holder, "Lena", "This alone does not meet the duty"):
        assert words in reading
    assert _send_from_page(client, owed).url == _url("duty", owed)
    assert _again(cast, owed).state == DutyState.SENT
    marked = {"proof": [png("receipt.png")], "sent_at_0": "2026-11-21T11:30", "sent_at_1": "UTC"}
    assert client.post(_url("mark_sent", owed), marked).status_code == 302
    assert _again(cast, owed).state == DutyState.MET
    page = client.get(_url("duty", owed)).content.decode()
    for words in ("Met on", "receipt.png", "by the official channel", "Version 2", "Send an amended version"):
        assert words in page
    assert _url("mark_sent", owed) not in page


def test_what_is_wrong_comes_back_with_what_was_typed(cast: Cast, owed: Duty, opened: Open) -> None:
    client = opened("borealis.liaison")
    answered = client.post(_url("mark_sent", owed), {"late_reason": "The line was down."})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "There is a problem" in page
    assert "The line was down." in page
    assert "#id_mark_proof" in page
    too_long = client.post(_url("prepare_package", owed), {"submitter": "x" * 20_001})
    assert too_long.status_code == 422
    with tenant(cast.frontier.pk):
        assert not Package.objects.exists()


def test_an_amended_version_shows_what_changes_and_wants_its_reason(cast: Cast, sent: Duty, opened: Open) -> None:
    client = opened("borealis.liaison")
    with tenant(cast.frontier.pk):
        changes = {"model": "Heron 4"}
        amend(actor=cast.viewer("borealis.liaison"), now=NOW, ref=sent.incident.ref, changes=changes)
    reading = client.get(_url("send_package", sent)).content.decode()
    assert "Send version 2" in reading
    assert "Heron 4" in reading
    assert _send_from_page(client, sent).status_code == 422
    assert _send_from_page(client, sent, reason="The model is known.").status_code == 302
    page = opened("observer.eu").get(_url("duty", sent)).content.decode()
    for words in ("Version 2", "The model is known.", '<ins class="c-becomes">Heron 4</ins>'):
        assert words in page


def test_what_is_late_is_asked_why(cast: Cast, owed: Duty, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW + timedelta(days=30))
    client = opened("borealis.liaison")
    assert "Why is it late?" in client.get(_url("send_package", owed)).content.decode()
    assert _send_from_page(client, owed).status_code == 422
    assert _send_from_page(client, owed, late_reason="Nobody was there.").status_code == 302
    assert "Nobody was there." in opened("observer.eu").get(_url("duty", owed)).content.decode()


def test_the_authority_reads_receives_asks_and_decides_without_the_report(cast: Cast, sent: Duty, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        lab = cast.viewer("borealis.liaison")
        prepare(actor=lab, now=NOW, ref=sent.ref, texts={"submitter": "Somebody new"})
    client = opened("observer.eu")
    assert client.get(reverse("incidents:detail", args=["frontier", sent.incident.ref])).status_code == 404
    page = client.get(_url("duty", sent)).content.decode()
    assert sent.incident.title not in page
    for words in ("Somebody new", "What the package holds now", "prepared the package", "Who has opened it"):
        assert words not in page
    for words in ("Confirm receipt", "Require a revision", "During a test the agent reached the network."):
        assert words in page
    assert client.get(_listing(sent)).content.decode().count("/duties/eu-gpai") == 1
    assert client.post(_url("receive_package", sent)).status_code == 302
    assert client.post(_url("ask", sent), {"text": "Which weights?"}).status_code == 422
    assert client.post(_url("ask", sent), {"text": "Which weights?"} | _by("answer_by")).status_code == 302
    needed = {"words": "Name the model."} | _by("revise_by")
    assert client.post(_url("require_revision", sent), needed).status_code == 302
    assert _package(cast).state == PackageState.REVISION
    assert client.post(_url("accept_package", sent), {"words": "Thank you."}).status_code == 302
    assert _package(cast).state == PackageState.ACCEPTED
    page = opened("borealis.liaison").get(_url("duty", sent)).content.decode()
    for words in ("Which weights?", "Thank you.", "Who has opened it", cast["observer.eu"].holder):
        assert words in page


def test_the_lab_answers_on_the_page_and_under_no_other_duty(cast: Cast, sent: Duty, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        authority = cast.viewer("observer.eu")
        for text in ("Which weights?", "Since when?"):
            ask(actor=authority, now=NOW, ref=sent.ref, text=text, answer_by=NOW + timedelta(days=2))
        question = PackageQuestion.objects.get(text="Which weights?")
    client = opened("borealis.liaison")
    empty = client.post(_url("answer", sent, question.uid), {"text": ""})
    assert (empty.status_code, f"#id_answer_{question.pk}_text" in empty.content.decode()) == (422, True)
    wrong = reverse("incidents:answer", args=["frontier", sent.incident.ref, "another", question.uid])
    assert client.post(wrong, {"text": "Here."}).status_code == 404
    assert client.post(_url("answer", sent, question.uid), {"text": "Those of the planner."}).status_code == 302
    page = opened("observer.eu").get(_url("duty", sent)).content.decode()
    assert "Those of the planner." in page
    assert "Not answered yet." in page


def test_nothing_goes_out_that_nobody_has_read(cast: Cast, owed: Duty, opened: Open) -> None:
    client, address = opened("borealis.liaison"), _url("send_package", owed)
    assert client.post(address, {}).status_code == 422
    read = _hidden(client, "read", address)
    with tenant(cast.frontier.pk):
        changes = {"narrative": "A colleague has corrected this."}
        amend(actor=cast.viewer("borealis.liaison"), now=NOW, ref=owed.incident.ref, changes=changes)
    refused = client.post(address, {"read": read})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "has changed since you read it" in page
    assert "A colleague has corrected this." in page
    marked = {"proof": [png("receipt.png")], "sent_at_0": "2026-11-21T11:30", "sent_at_1": "UTC", "read": read}
    assert client.post(_url("mark_sent", owed), marked).status_code == 422
    assert _again(cast, owed).state == DutyState.DUE
    assert _send_from_page(client, owed).status_code == 302


def test_a_second_press_sends_nothing_twice(cast: Cast, owed: Duty, opened: Open) -> None:
    client, address = opened("borealis.liaison"), _url("send_package", owed)
    read = _hidden(client, "read", address)
    assert client.post(address, {"read": read}).status_code == 302
    assert client.post(address, {"read": read, "reason": "Once more."}).status_code == 422
    with tenant(cast.frontier.pk):
        assert PackageVersion.objects.count() == 1


def test_two_colleagues_who_prepare_lose_no_words(cast: Cast, owed: Duty, opened: Open) -> None:
    client, page, address = opened("borealis.liaison"), _url("duty", owed), _url("prepare_package", owed)
    base = _hidden(client, "base", page)
    with tenant(cast.frontier.pk):
        prepare(actor=cast.viewer("borealis.alternate"), now=NOW, ref=owed.ref, texts={"why": "As the other saw it."})
    # What this writer left alone stays as the colleague wrote it.
    assert client.post(address, {"submitter": "Lena", "why": "", "base": base}).status_code == 302
    assert _package(cast).texts == {"submitter": "Lena", "why": "As the other saw it."}
    both = client.post(address, {"submitter": "Lena", "why": "As I saw it.", "base": base})
    shown = both.content.decode()
    assert both.status_code == 422
    for words in ("A colleague has changed this meanwhile", "As the other saw it.", "As I saw it."):
        assert words in shown
    assert _package(cast).texts["why"] == "As the other saw it."
    base = unescape(shown.split('name="base" value="')[1].split('"')[0])
    assert client.post(address, {"submitter": "Lena", "why": "As both saw it.", "base": base}).status_code == 302
    assert _package(cast).texts == {"submitter": "Lena", "why": "As both saw it."}


@pytest.mark.parametrize("name", ["clerk", "aster.representative"])
def test_whoever_sees_the_report_sees_the_duty_and_not_what_is_sent(sent: Duty, opened: Open, name: str) -> None:
    page = opened(name).get(_url("duty", sent)).content.decode()
    assert "read by the organisation and the authority alone" in page
    for words in ("During a test", "Version 1", "Confirm receipt", "Mark it as sent", "Why it was late"):
        assert words not in page


@pytest.mark.parametrize("name", ["auditor", "observer.california", "cygnus.liaison", "independent", "counsel"])
def test_the_duty_is_hidden_from_the_others(sent: Duty, opened: Open, name: str) -> None:
    assert opened(name).get(_url("duty", sent)).status_code == 404


def test_nobody_sends_where_the_authority_has_no_desk(cast: Cast, owed: Duty, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        Duty.objects.filter(pk=owed.pk).update(desk=None)
    client = opened("borealis.liaison")
    page = client.get(_url("duty", owed)).content.decode()
    assert _url("send_package", owed) not in page
    assert _url("mark_sent", owed) in page
    refused = client.get(_url("send_package", owed))
    assert refused.status_code == 409
    assert "official channel" in refused.content.decode()


def test_what_has_fallen_away_says_why_and_asks_for_nothing(cast: Cast, owed: Duty, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        lab = cast.viewer("borealis.liaison")
        withdraw(actor=lab, now=NOW, ref=owed.incident.ref, reason="Filed twice.")
    client = opened("borealis.liaison")
    assert "Fallen away" in client.get(_listing(owed)).content.decode()
    page = client.get(_url("duty", owed)).content.decode()
    assert "the organisation withdrew the report" in page
    for name in ("send_package", "mark_sent"):
        assert _url(name, owed) not in page


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_takes_the_same_number_of_queries_with_few_and_with_many_duties(
    cast: Cast, owed: Duty, opened: Open
) -> None:
    client = opened("borealis.liaison")
    before = _queries(client, _listing(owed))
    with tenant(cast.frontier.pk):
        for number in range(30):
            Duty.objects.bulk_create([_copy(owed, number)])
    assert _queries(client, _listing(owed)) == before


def _copy(duty: Duty, number: int) -> Duty:
    whose = ("incident_id", "organisation_id", "version_id", "desk_id")
    names = ("report", "name", "authority", "zone", "citation", "because", "state", "due_at", "created_at")
    values = {name: getattr(duty, name) for name in (*whose, *names)}
    return Duty(ref=f"{duty.ref}.{number + 2}", round=number + 2, **values)


def test_a_duty_takes_the_same_number_of_queries_with_many_versions_and_questions(
    cast: Cast, sent: Duty, opened: Open
) -> None:
    counts = []
    for rows in (1, 9):
        with tenant(cast.frontier.pk):
            for number in range(rows):
                send(actor=cast.viewer("borealis.liaison"), now=NOW, ref=sent.ref, reason=f"Reason {number}")
                hour = NOW + timedelta(days=2)
                ask(actor=cast.viewer("observer.eu"), now=NOW, ref=sent.ref, text="And?", answer_by=hour)
        counts.append([_queries(opened(name), _url("duty", sent)) for name in ("borealis.liaison", "observer.eu")])
    assert counts[0] == counts[1]
