"""What an authority was sent, taken away as PDF and JSON by the lab and the authority alone."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pikepdf import Pdf

from apps.incidents.models import PACKAGE, Duty, Package
from apps.incidents.selectors.papers import printed, version_for
from apps.incidents.services.adding import amend
from apps.incidents.services.packages import mark_sent, prepare, send
from apps.kernel.canonical import dumps, sha256
from apps.kernel.tenancy.context import tenant
from apps.record.models import Sighting
from tests.cast import NOW, Cast
from tests.incidents.factory import png
from tests.incidents.owing import breach, duty_of, load_all
from tests.shared import own, shared

pytestmark = pytest.mark.django_db

LONG = "\n\n".join(f"Paragraph {number}. " + ("The agent reached the network. " * 200).strip() for number in range(3))


def _twice(cast: Cast) -> Duty:
    with tenant(cast.frontier.pk):
        duty = duty_of(breach(load_all(cast), narrative=LONG))
        lab = cast.viewer("borealis.liaison")
        send(actor=lab, now=NOW, ref=duty.ref)
        amend(actor=lab, now=NOW, ref=duty.incident.ref, changes={"model": "Heron 4 #[x]"})
        send(actor=lab, now=NOW, ref=duty.ref, reason="The model is known.")
        prepare(actor=lab, now=NOW, ref=duty.ref, texts={"submitter": "Not sent yet"})
        return duty


stage = shared(_twice)


@pytest.fixture
def cast(stage: tuple[Cast, Duty]) -> Cast:
    """The cast of the report, filed once for the module."""
    return own(stage[0])


@pytest.fixture
def sent(stage: tuple[Cast, Duty], monkeypatch: pytest.MonkeyPatch) -> Duty:
    """The European first report in two versions: the second names the model."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    return stage[1]


def _url(duty: Duty, number: int, kind: str) -> str:
    return reverse(f"incidents:package_{kind}", args=["frontier", *duty.ref.split("/"), number])


def _open(cast: Cast, name: str, address: str) -> Any:
    client = Client()
    client.force_login(cast[name].person)
    return client.get(address)


@pytest.mark.parametrize("name", ["borealis.liaison", "observer.eu"])
def test_the_json_holds_what_was_sent_and_its_digest_can_be_checked(cast: Cast, sent: Duty, name: str) -> None:
    answer = _open(cast, name, _url(sent, 1, "json"))
    paper = json.loads(answer.content)
    assert sha256(dumps(paper["content"])) == paper["sha256"]
    assert answer.content == dumps(paper)
    said = {line["field"]: line["text"] for line in paper["content"]}
    assert (said["narrative"], said["model"]) == (LONG, "")
    assert "title" not in said
    assert (paper["version"], paper["authority"], paper["what_changed"]) == (1, "European AI Office", "")
    assert f"{sent.ref.replace('/', '-')}-v1.json" in answer["Content-Disposition"]
    second = json.loads(_open(cast, name, _url(sent, 2, "json")).content)
    assert {line["field"]: line["text"] for line in second["content"]}["model"] == "Heron 4 #[x]"
    assert second["what_changed"] == "The model is known."
    assert "Not sent yet" not in json.dumps(second)


def test_the_fields_stand_in_the_authoritys_order(cast: Cast, sent: Duty) -> None:
    with tenant(cast.frontier.pk):
        report = sent.version.profile().report(sent.report)
        found = version_for(cast.viewer("observer.eu"), sent.ref)
        assert [line["field"] for line in found.content] == list(report.fields)
        assert [label for label, _text in printed(found)["lines"]] == [line["label"] for line in found.content]


@pytest.mark.parametrize("name", ["borealis.alternate", "observer.eu"])
def test_the_pdf_is_tagged_and_holds_long_texts_and_no_markup_of_theirs(cast: Cast, sent: Duty, name: str) -> None:
    answer = _open(cast, name, _url(sent, 2, "pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    with Pdf.open(BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == f"Initial report, Borealis · {sent.ref}"
        assert len(pdf.pages) > 3


def test_what_went_by_the_official_channel_says_so(cast: Cast, sent: Duty) -> None:
    with tenant(cast.frontier.pk):
        mark_sent(
            actor=cast.viewer("borealis.liaison"), now=NOW, ref=sent.ref, sent_at=NOW, proof=png("receipt.png")
        )  # fmt: skip
        found = version_for(cast.viewer("observer.eu"), sent.ref)
        assert found.elsewhere
        said = dict(printed(found)["facts"])["Sent"]
    assert said == "2026-11-21 13:00 Europe/Brussels (2026-11-21 12:00 UTC), by the authority’s own channel"
    assert json.loads(_open(cast, "observer.eu", _url(sent, 3, "json")).content)["counts_in_law"] is True


@pytest.mark.parametrize("kind", ["json", "pdf"])
@pytest.mark.parametrize("name", ["clerk", "aster.representative", "auditor", "observer.california", "counsel", "eve"])
def test_nobody_else_takes_it_away(cast: Cast, sent: Duty, name: str, kind: str) -> None:
    assert _open(cast, name, _url(sent, 1, kind)).status_code == 404


def test_a_version_that_was_not_sent_is_not_there(cast: Cast, sent: Duty) -> None:
    for number in (0, 3):
        assert _open(cast, "observer.eu", _url(sent, number, "json")).status_code == 404


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_taking_it_away_is_reading_it_and_the_lab_is_shown_who_did(cast: Cast, sent: Duty, kind: str) -> None:
    page = reverse("incidents:duty", args=["frontier", *sent.ref.split("/")])
    assert cast["observer.eu"].holder not in _open(cast, "borealis.liaison", page).content.decode()
    assert _open(cast, "observer.eu", _url(sent, 1, kind)).status_code == 200
    with tenant(cast.frontier.pk):
        seen = Sighting.objects.filter(subject_kind=PACKAGE, subject_id=Package.objects.get().pk)
        assert seen.filter(seat=cast["observer.eu"]).exists()
    assert cast["observer.eu"].holder in _open(cast, "borealis.liaison", page).content.decode()


def test_the_page_of_the_duty_leads_to_both(cast: Cast, sent: Duty) -> None:
    page = reverse("incidents:duty", args=["frontier", *sent.ref.split("/")])
    for name in ("borealis.liaison", "observer.eu"):
        shown = _open(cast, name, page).content.decode()
        assert all(_url(sent, number, kind) in shown for number in (1, 2) for kind in ("json", "pdf"))
