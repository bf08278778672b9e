"""The pages on which what the public is told of a report is written, read over, agreed to, published and withdrawn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import Incident, PublicVersion
from apps.incidents.services.public import agree_to_publish, publish_public, write_public
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

NARRATIVE = "During a test of the grey heron model the agent reached the outer network through an open port."
FORM = {"title": "A test went wrong", "text": "Nobody was harmed.", "shown": ["kind", "month"], "edited": 0}
Open = Callable[[str], Client]


@pytest.fixture
def opened(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The browser of somebody; the portal's clock stands at NOW."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast[name].person)
        return client

    return sign_in


@pytest.fixture
def incident(cast: Cast) -> Incident:
    with tenant(cast.frontier.pk):
        return filed(cast, narrative=NARRATIVE)


def _url(name: str, incident: Incident, *more: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", incident.ref, *more])


def _row(cast: Cast) -> PublicVersion:
    with tenant(cast.frontier.pk):
        return PublicVersion.objects.order_by("-number").first() or pytest.fail("there is none")


def _published(cast: Cast, incident: Incident, **changes: Any) -> PublicVersion:
    with tenant(cast.frontier.pk):
        given = {"title": "A test went wrong", "text": "Nobody was harmed.", "shown": ["kind"]} | changes
        row = write_public(actor=cast.viewer("borealis.liaison"), now=NOW, ref=incident.ref, **given)
        named = {"now": NOW, "ref": row.ref, "uid": row.uid, "edited": row.edited}
        agree_to_publish(actor=cast.viewer("borealis.representative"), **named)
        return publish_public(actor=cast.viewer("clerk"), **named)


def test_from_the_reports_page_to_the_public_one(cast: Cast, incident: Incident, opened: Open) -> None:
    lab, speaker, clerk = opened("borealis.liaison"), opened("borealis.representative"), opened("clerk")
    here = _url("public_versions", incident)
    assert here in lab.get(_url("detail", incident)).content.decode()
    assert "Nothing yet" in lab.get(here).content.decode()
    assert lab.post(_url("write_public", incident), FORM)["Location"] == here
    row = _row(cast)
    page = lab.get(here).content.decode()
    for text in ("exactly as everybody would read it", "A test went wrong", "Near miss", "November 2026"):
        assert text in page
    assert "Agree to this text" not in page
    assert "The representative or the alternate of the reporting organisation agrees" in page
    assert clerk.get(here).status_code == 409, "nothing for the clerk to read yet"
    assert "Agree to this text" in speaker.get(here).content.decode()
    assert speaker.post(_url("agree_public", incident, row.uid), {"edited": 1}).status_code == 302
    assert "Publish it" in clerk.get(here).content.decode()
    assert clerk.post(_url("publish_public", incident, row.uid), {"edited": 1}).status_code == 302
    public = Client().get(reverse("public:record", args=["frontier", incident.ref])).content.decode()
    assert "Nobody was harmed." in public
    assert "heron" not in public
    page = lab.get(here).content.decode()
    assert reverse("public:record", args=["frontier", incident.ref]) in page
    assert "Write a new version" in page


def test_words_of_the_report_are_shown_and_not_refused(cast: Cast, incident: Incident, opened: Open) -> None:
    lab = opened("borealis.liaison")
    text = "The agent reached the outer network through an open port, and was stopped."
    lab.post(_url("write_public", incident), FORM | {"text": text})
    page = lab.get(_url("public_versions", incident)).content.decode()
    assert "Words of the confidential report" in page
    assert "“The agent reached the outer network through an open port”" in page
    lab.post(_url("write_public", incident), FORM | {"text": "It went out by a hole.", "edited": 1})
    assert "Words of the confidential report" not in lab.get(_url("public_versions", incident)).content.decode()


def test_what_is_wrong_comes_back_with_what_was_typed(cast: Cast, incident: Incident, opened: Open) -> None:
    answer = opened("borealis.liaison").post(_url("write_public", incident), FORM | {"title": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Error:" in page
    assert "Nobody was harmed." in page


def test_a_form_that_a_colleague_overtook_is_not_kept(cast: Cast, incident: Incident, opened: Open) -> None:
    lab = opened("borealis.liaison")
    lab.post(_url("write_public", incident), FORM)
    answer = opened("borealis.alternate").post(_url("write_public", incident), FORM | {"text": "Mine."})
    assert answer.status_code == 422
    assert "has been changed since this page was made" in answer.content.decode()
    assert _row(cast).text == "Nobody was harmed."


def test_an_agreement_to_another_text_than_the_one_read_is_not_taken(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    opened("borealis.liaison").post(_url("write_public", incident), FORM)
    speaker = opened("borealis.representative")
    answer = speaker.post(_url("agree_public", incident, _row(cast).uid), {"edited": 5})
    assert answer.status_code == 422
    assert "has been changed since this page was made" in answer.content.decode()
    assert _row(cast).state == "drafted"


def test_withdrawing_needs_a_notice_which_everybody_reads(cast: Cast, incident: Incident, opened: Open) -> None:
    row = _published(cast, incident)
    clerk = opened("clerk")
    answer = clerk.post(_url("withdraw_public", incident, row.uid), {"notice": ""})
    assert answer.status_code == 422
    assert 'id="id_notice' in answer.content.decode()
    assert clerk.post(_url("withdraw_public", incident, row.uid), {"notice": "The month was wrong."}).status_code == 302
    assert "The month was wrong." in clerk.get(_url("public_versions", incident)).content.decode()
    public = Client().get(reverse("public:record", args=["frontier", incident.ref])).content.decode()
    assert "The month was wrong." in public
    assert "Withdrawn: A test went wrong" in public
    assert "Nobody was harmed." in public


def test_a_new_version_begins_with_the_words_that_are_public(cast: Cast, incident: Incident, opened: Open) -> None:
    _published(cast, incident)
    lab = opened("borealis.liaison")
    assert "Nobody was harmed." in lab.get(_url("write_public", incident)).content.decode()
    assert lab.post(_url("write_public", incident), FORM | {"text": "More."}).status_code == 302
    assert _row(cast).number == 2


def test_a_draft_is_discarded_and_the_public_one_stays(cast: Cast, incident: Incident, opened: Open) -> None:
    _published(cast, incident)
    lab = opened("borealis.liaison")
    lab.post(_url("write_public", incident), FORM | {"text": "More."})
    assert lab.post(_url("discard_public", incident, _row(cast).uid), {"edited": 1})["Location"] == _url(
        "public_versions", incident
    )
    assert "More." not in lab.get(_url("public_versions", incident)).content.decode()
    assert Client().get(reverse("public:record", args=["frontier", incident.ref])).status_code == 200


def _agreed(cast: Cast, **report: Any) -> tuple[Incident, PublicVersion]:
    with tenant(cast.frontier.pk):
        incident = filed(cast, **report)
        given = {"title": "A test", "text": "Nobody was harmed."}
        row = write_public(actor=cast.viewer("borealis.liaison"), now=NOW, ref=incident.ref, **given)
        speaker = cast.viewer("borealis.representative")
        return incident, agree_to_publish(actor=speaker, now=NOW, ref=row.ref, uid=row.uid, edited=1)


@pytest.mark.parametrize(("label", "next_page"), [("TLP:AMBER", "detail"), ("TLP:RED", "listing")])
def test_a_clerk_gives_back_and_the_lab_reads_why(cast: Cast, opened: Open, label: str, next_page: str) -> None:
    (incident, row), clerk = _agreed(cast, tlp=label, recipients=["independent"]), opened("clerk")
    wanted = clerk.post(_url("give_back_public", incident, row.uid), {"edited": 1, "because": ""})
    assert (wanted.status_code, 'id="id_because_error"' in wanted.content.decode()) == (422, True)
    given = {"edited": 1, "because": "Name the month."}
    where = clerk.post(_url("give_back_public", incident, row.uid), given)["Location"]
    assert where == (
        _url("detail", incident) if next_page == "detail" else reverse("incidents:listing", args=["frontier"])
    )
    assert clerk.get(where).status_code == 200
    page = opened("borealis.liaison").get(_url("public_versions", incident)).content.decode()
    assert "Given back by" in page
    assert "Name the month." in page


def test_a_clerk_who_does_not_see_the_report_reads_of_it_only_what_is_to_be_public(cast: Cast, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        named = {"tlp": "TLP:RED", "recipients": ["independent"], "title": "Zanzibar", "narrative": NARRATIVE}
        incident = filed(cast, **named)
        given = {"title": "A test", "text": "the agent reached the outer network through an open port"}
        row = write_public(actor=cast.viewer("borealis.liaison"), now=NOW, ref=incident.ref, **given)
        speaker = cast.viewer("borealis.representative")
        agree_to_publish(actor=speaker, now=NOW, ref=row.ref, uid=row.uid, edited=1)
    clerk = opened("clerk")
    page = clerk.get(_url("public_versions", incident)).content.decode()
    assert "Publish it" in page
    for word in ("Zanzibar", "heron", "Words of the confidential report", _url("detail", incident) + '"'):
        assert word not in page
    assert clerk.get(_url("write_public", incident)).status_code == 404


def test_the_page_takes_the_same_number_of_queries_with_few_and_with_many_versions(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    def count() -> int:
        lab.get(_url("public_versions", incident))
        with CaptureQueriesContext(connection) as captured:
            assert lab.get(_url("public_versions", incident)).status_code == 200
        return len(captured)

    lab = opened("borealis.liaison")
    _published(cast, incident)
    few = count()
    for number in range(5):
        _published(cast, incident, text=f"Words {number}.")
    assert "Words 2." in lab.get(_url("public_versions", incident)).content.decode()
    assert count() == few
