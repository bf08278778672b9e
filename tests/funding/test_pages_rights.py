"""The pages and the API of arrears: what each says to whom, what comes back with its fields marked."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.funding.models import ArrearsCase, ProofOfPayment
from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.funding.owed import lost, shown
from tests.pauses.pages import Portal as Browser
from tests.pauses.pages import plain

pytestmark = pytest.mark.django_db


class Portal(Browser):
    """A browser without script that opens pages of any app."""

    now: datetime

    def get(self, name: str, *args: Any, status: int = 200, **query: str) -> str:
        answer = self.client.get(reverse(name, args=["frontier", *args]), query)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    def words(self, name: str, *args: Any, **query: str) -> str:
        return plain(self.get(name, *args, **query))

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(reverse(name, args=["frontier", *args]), data)


@pytest.fixture
def portal(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """Borealis and Cygnus have lost their votes."""
    portal = Portal(cast, client, monkeypatch)
    with tenant(cast.frontier.pk):
        at = lost(cast)
    portal.at(at)
    portal.now = at
    return portal


def _paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("transfer.txt", b"Sent by our bank.")


def test_every_member_reads_what_each_lab_owes_and_what_it_means(portal: Portal) -> None:
    portal.sign_in("aster.representative")
    words = portal.words("funding:arrears")
    assert "300.00 EUR2027" in words
    assert "0.01 EUR" in words
    assert words.count("No vote") == 2
    assert words.count("Nothing overdue") == 1
    assert "Your lab has no vote" not in words


def test_a_lab_reads_first_that_it_has_no_vote_why_and_what_gives_it_back(portal: Portal) -> None:
    portal.sign_in("borealis.representative")
    words = portal.words("funding:arrears")
    assert "Your lab has no vote" in words
    assert "A payment of 0.01 EUR, or the committee's waiver." in words.replace("’", "'")
    assert "Show that we have paid" in words


def test_the_standing_of_a_lab_without_vote_reads_well_on_its_page(portal: Portal) -> None:
    portal.sign_in("aster.representative")
    words = portal.words("membership:organisation", "borealis")
    assert "in arrears" in words.lower()
    assert "Overdue 300.00 EUR; due for 2027: 300.00 EUR." in words


def test_a_proof_is_shown_and_the_treasurer_rejects_it(portal: Portal, cast: Cast) -> None:
    portal.sign_in("borealis.liaison")
    at = portal.now
    data = {"amount": "300.00", "on": f"{at:%Y-%m-%d}", "file": _paper()}
    assert portal.post("funding:prove", **data).status_code == 302
    assert "Your proof of payment is being looked at" in portal.words("funding:arrears")
    with tenant(cast.frontier.pk):
        uid = ProofOfPayment.objects.get().uid
    portal.sign_in("independent")
    assert "transfer.txt" in portal.words("funding:proof", uid)
    answer = portal.post("funding:reject_proof", uid, because="")
    assert answer.status_code == 422
    assert portal.post("funding:reject_proof", uid, because="Of another account.").status_code == 302
    assert "Of another account." in portal.words("funding:proof", uid)


def test_what_was_typed_comes_back_with_its_errors_marked(portal: Portal) -> None:
    portal.sign_in("borealis.liaison")
    answer = portal.post("funding:prove", amount="-3", on="2099-01-01", file=_paper())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="-3"' in page
    assert re.search("more than nothing", page)


def test_one_labs_course_tells_what_happened(portal: Portal, cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        ref = ArrearsCase.objects.get(organisation__key="borealis").ref
    portal.sign_in("cygnus.liaison")
    words = portal.words("funding:arrears_case", ref)
    assert "took the vote away for arrears" in words
    assert "Contribution for 2027300.00 EUR" in words


def test_a_rival_sees_that_a_vote_is_kept_by_a_proof_and_not_the_proof(portal: Portal, cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        proof = shown(cast, "borealis", portal.now)
    portal.sign_in("cygnus.representative")
    assert "kept by a proof of payment" in portal.words("funding:arrears")
    portal.get("funding:proof", proof.uid, status=404)


def test_the_table_to_take_away_has_a_row_for_each_lab(portal: Portal) -> None:
    portal.sign_in("aster.representative")
    rows = portal.get("funding:arrears_export").splitlines()
    assert len(rows) == 4
    assert ",300.00,300.00,300.00,2027,0.01," in rows[2]


def test_machines_read_amounts_as_text_beside_their_currency(portal: Portal) -> None:
    portal.sign_in("aster.representative")
    answer = portal.client.get("/api/v1/committees/frontier/funding/arrears/").json()
    found = next(one for one in answer["results"] if one["organisation"] == "borealis")
    assert found["overdue"] == {"amount": "300.00", "currency": "EUR"}
    assert (found["state"], found["measured_by"]) == ("lost", ["2027"])


def test_where_nothing_was_asked_yet_every_lab_keeps_its_vote(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Portal(cast, client, monkeypatch)
    portal.sign_in("aster.representative")
    words = portal.words("funding:arrears")
    assert "nothing yet – kept" in words
