"""Confirming that one has read what an act asks to confirm."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Organisation
from apps.kernel.decisions import Refused
from apps.notices.models import Notice
from apps.notices.selectors import receipts, receipts_of
from apps.notices.services import confirm_receipt, expand
from apps.record.models import Act
from apps.record.services import record
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.notices.conftest import AT
from tests.notices.probe import KIND, RED, tell

pytestmark = pytest.mark.django_db
INBOX = "/c/frontier/inbox/"
ASKS = "Confirm that you have read this"


@pytest.fixture
def asked(frontier: Cast) -> Act:
    """An act of Aster's liaison that asks its readers to confirm: the clerk, representative and alternate."""
    actor = frontier.viewer("aster.liaison")
    act = tell(frontier["aster.liaison"].organisation, kind="probe.signed", actor=actor)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    return act


def _notice(cast: Cast, name: str) -> Notice:
    return Notice.objects.get(seat=cast[name])


def _in(cast: Cast, client: Client, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def test_the_inbox_asks_for_it_until_it_is_given(frontier: Cast, client: Client, asked: Act) -> None:
    assert ASKS in _in(frontier, client, "clerk").get(INBOX).content.decode()
    uid = _notice(frontier, "clerk").uid
    answer = client.post(f"{INBOX}{uid}/receipt/", {"show": "unread"}, follow=True)
    assert answer.redirect_chain == [(f"{INBOX}?show=unread", 302)]
    page = client.get(INBOX).content.decode()
    assert ASKS not in page
    assert "You confirmed having read it" in page
    assert _notice(frontier, "clerk").read_at is not None


def test_it_enters_the_record_once(frontier: Cast, asked: Act) -> None:
    viewer = frontier.viewer("clerk")
    for at in (NOW, AT):
        confirm_receipt(actor=viewer, now=at, uid=_notice(frontier, "clerk").uid)
    given = Act.objects.get(kind="notice.receipt_given")
    assert (given.subject_kind, given.subject_id, given.seat) == (KIND, asked.subject_id, frontier["clerk"])
    assert given.facts == {"act": str(asked.uid), "what": "decided on the probe"}
    assert (given.at, given.told) == (NOW, [])
    assert _notice(frontier, "clerk").receipt_at == NOW


def test_what_asks_for_none_cannot_be_confirmed(frontier: Cast, client: Client) -> None:
    tell(frontier["aster.liaison"].organisation)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    notice = _notice(frontier, "clerk")
    with pytest.raises(Refused, match="Nobody asks"):
        confirm_receipt(actor=frontier.viewer("clerk"), now=NOW, uid=notice.uid)
    _in(frontier, client, "clerk")
    assert ASKS not in client.get(INBOX).content.decode()
    assert client.post(f"{INBOX}{notice.uid}/receipt/").status_code == 409
    assert not Act.objects.filter(kind="notice.receipt_given").exists()


def test_anothers_cannot_be_confirmed_nor_what_is_no_longer_open(frontier: Cast, client: Client, asked: Act) -> None:
    uid = _notice(frontier, "clerk").uid
    assert _in(frontier, client, "aster.representative").post(f"{INBOX}{uid}/receipt/").status_code == 404
    assert _in(frontier, client, "eve").post(f"{INBOX}{uid}/receipt/").status_code == 404
    Organisation.objects.filter(key="aster").update(tier=RED)
    assert _in(frontier, client, "clerk").post(f"{INBOX}{uid}/receipt/").status_code == 404
    assert ASKS not in client.get(INBOX).content.decode()
    assert not Notice.objects.exclude(receipt_at=None).exists()


def test_from_the_subjects_page_one_comes_back_to_it(frontier: Cast, client: Client, asked: Act) -> None:
    uid = _notice(frontier, "clerk").uid
    answer = _in(frontier, client, "clerk").post(f"{INBOX}{uid}/receipt/", {"from-subject": "1"})
    assert answer["Location"] == "/c/frontier/probes/PRB-aster/"


def test_who_has_and_who_has_not_is_known(frontier: Cast, asked: Act) -> None:
    confirm_receipt(actor=frontier.viewer("clerk"), now=NOW, uid=_notice(frontier, "clerk").uid)
    found = receipts([asked.pk])[asked.pk]
    assert [(receipt.seat, receipt.at) for receipt in found.given] == [(frontier["clerk"], NOW)]
    assert set(found.missing) == {frontier["aster.representative"], frontier["aster.alternate"]}


@pytest.mark.parametrize(
    ("name", "mine", "readers"),
    [("clerk", True, True), ("aster.liaison", False, True), ("aster.alternate", True, False)],
)
def test_readers_are_named_to_the_clerks_and_to_whoever_asked(
    frontier: Cast, asked: Act, name: str, mine: bool, readers: bool
) -> None:
    [found] = receipts_of(frontier.viewer(name), KIND, asked.subject_id)
    assert (found.mine is not None, found.readers is not None) == (mine, readers)
    assert found.label == "decided on the probe"


def test_a_rival_is_told_nothing(frontier: Cast, asked: Act) -> None:
    assert receipts_of(frontier.viewer("borealis.liaison"), KIND, asked.subject_id) == []


def test_it_takes_as_many_queries_for_one_act_as_for_many(frontier: Cast, asked: Act) -> None:
    counts = []
    for times in (0, 9):
        for _ in range(times):
            tell(frontier["aster.liaison"].organisation, kind="probe.signed")
        expand(frontier.frontier.pk, now=NOW, at=AT)
        with CaptureQueriesContext(connection) as queries:
            receipts_of(frontier.viewer("clerk"), KIND, asked.subject_id)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_subjects_page_asks_for_it_and_shows_the_clerk_who_has_not(frontier: Cast, client: Client) -> None:
    incident = filed(frontier)
    subject = "incident", incident.pk, incident.ref
    record("probe.signed", actor=frontier.viewer("borealis.liaison"), now=NOW, subject=subject, told=["clerks"])
    expand(frontier.frontier.pk, now=NOW, at=AT)
    page = f"/c/frontier/incidents/{incident.ref}/"
    shown = _in(frontier, client, "clerk").get(page).content.decode()
    assert ASKS in shown
    assert ">Not yet<" in shown
    uid = Notice.objects.get(seat=frontier["clerk"], receipt_due=True).uid
    after = client.post(f"{INBOX}{uid}/receipt/", {"from-subject": "1"}, follow=True)
    assert after.redirect_chain == [(page, 302)]
    assert ASKS not in after.content.decode()
    assert "confirmed having read a notice" in after.content.decode()
    assert ">Not yet<" not in client.get(page).content.decode()
    other = _in(frontier, client, "borealis.representative").get(page).content.decode()
    assert 'id="receipts"' not in other
