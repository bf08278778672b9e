"""Threads beside a report: who opens them with whom, who reads what, how another party joins, and that nobody else sees."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.acts import threads as acts
from apps.incidents.models import (
    IncidentThread,
    ThreadMessage,
    ThreadParty,
    seats_that_may_see_message,
    seats_that_may_see_thread,
)
from apps.incidents.selectors.threads import messages_of, newest_of, seen_until, thread_for, threads_for
from apps.incidents.services.adding import amend
from apps.incidents.services.handling import withdraw
from apps.incidents.services.threads import (
    agree_to_party,
    ask_for_party,
    leave_thread,
    note_visit,
    refuse_party,
    write_message,
)
from apps.incidents.states import PartyState
from apps.kernel.decisions import Invalid, Refused
from apps.notices.models import FanOut
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.alerting import spoken
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

BOREALIS = {"borealis.representative", "borealis.alternate", "borealis.liaison"}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def thread(frontier: Cast) -> IncidentThread:
    """Of Borealis and the European authority, on a report that the clerk, the chair and the auditor see, too."""
    return spoken(frontier, filed(frontier, recipients=["eu-office"]), "eu-office")


def _who(cast: Cast, rows: Any, pk: int) -> set[str]:
    return {name for name in cast.in_frontier if rows.visible_to(cast.viewer(name)).filter(pk=pk).exists()}


def _seats(cast: Cast, seats: Any) -> set[str]:
    ids = set(seats.values_list("pk", flat=True))
    return {name for name in cast.in_frontier if cast[name].pk in ids}


def _texts(cast: Cast, name: str, thread: IncidentThread) -> list[str]:
    return [one.text for one in messages_of(cast.viewer(name), thread).order_by("pk")]


def _write(cast: Cast, name: str, thread: IncidentThread, text: str = "And now?") -> ThreadMessage:
    return write_message(actor=cast.viewer(name), now=LATER, ref=thread.ref, text=text)


def _ask(cast: Cast, thread: IncidentThread, key: str, by: str = "borealis.liaison") -> ThreadParty:
    return ask_for_party(actor=cast.viewer(by), now=LATER, ref=thread.ref, organisation=key)


def _agree(cast: Cast, thread: IncidentThread, key: str, by: str) -> ThreadParty:
    return agree_to_party(actor=cast.viewer(by), now=LATER, ref=thread.ref, key=key)


def _told(cast: Cast, kind: str) -> set[str]:
    names = {seat.pk: name for name, seat in cast.seats.items()}
    rows = FanOut.objects.filter(act_id__in=Act.objects.filter(kind=kind).values("pk"))
    return {names[pk] for row in rows for pk in row.seat_ids}


def test_only_the_parties_see_it_and_both_directions_agree(frontier: Cast, thread: IncidentThread) -> None:
    parties = BOREALIS | {"observer.eu"}
    [message] = ThreadMessage.objects.filter(thread=thread)
    assert _who(frontier, IncidentThread.objects, thread.pk) == parties
    assert _seats(frontier, seats_that_may_see_thread(thread.pk, NOW)) == parties
    assert _who(frontier, ThreadMessage.objects, message.pk) == parties
    assert _seats(frontier, seats_that_may_see_message(message.pk, NOW)) == parties
    assert _told(frontier, acts.WRITTEN) == parties - {"borealis.liaison"}
    assert _told(frontier, acts.OPENED) == set()


def test_neither_a_clerk_nor_an_operator_sees_it(frontier: Cast, thread: IncidentThread) -> None:
    looking_in = Viewer(frontier.frontier.pk, 0, 0, Role.AUDITOR, operator_session=1)
    for viewer in (frontier.viewer("clerk"), frontier.viewer("aster.representative"), looking_in):
        assert not IncidentThread.objects.visible_to(viewer).exists()
        assert not ThreadMessage.objects.visible_to(viewer).exists()
        with pytest.raises(Http404):
            thread_for(viewer, thread.ref)


def test_its_words_stand_nowhere_in_the_facts_of_acts(frontier: Cast, thread: IncidentThread) -> None:
    said = str(list(Act.objects.values_list("facts", flat=True)))
    assert thread.subject not in said
    assert "Which host" not in said


@pytest.mark.parametrize("name", ["borealis.representative", "clerk", "aster.representative", "observer.eu"])
def test_those_who_may_add_to_the_report_and_its_authorities_open_one(frontier: Cast, name: str) -> None:
    incident = filed(frontier, recipients=["eu-office"])
    thread = spoken(frontier, incident, "veritas", by=name)
    assert _who(frontier, IncidentThread.objects, thread.pk) >= {name, "auditor"}


@pytest.mark.parametrize("name", ["auditor", "aster.alternate", "counsel"])
def test_others_who_see_the_report_do_not(frontier: Cast, name: str) -> None:
    incident = filed(frontier)
    frontier.retain(incident.ref)
    with pytest.raises(Refused):
        spoken(frontier, incident, "secretariat", by=name)
    assert not IncidentThread.objects.exists()


def test_a_party_that_may_not_see_the_report_is_named(frontier: Cast) -> None:
    incident = filed(frontier)
    with pytest.raises(Invalid) as refusal:
        spoken(frontier, incident, "secretariat", "cygnus", "california")
    assert refusal.value.errors == {
        "parties": "These may not see the report, and so no thread of it: California, Cygnus."
    }
    assert not IncidentThread.objects.exists()


@pytest.mark.parametrize(
    ("parties", "changes", "field"),
    [
        ((), {}, "parties"),
        (("borealis",), {}, "parties"),
        (("nobody",), {}, "parties"),
        (("secretariat",), {"subject": " "}, "subject"),
        (("secretariat",), {"subject": "x" * 121}, "subject"),
        (("secretariat",), {"text": " "}, "text"),
        (("secretariat",), {"text": "x" * 10_001}, "text"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    frontier: Cast, parties: tuple[str, ...], changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        spoken(frontier, filed(frontier), *parties, **changes)
    assert set(refusal.value.errors) == {field}
    assert not IncidentThread.objects.exists()


def test_the_same_page_sent_twice_is_one_thread(frontier: Cast) -> None:
    incident, key = filed(frontier), uuid4()
    assert spoken(frontier, incident, "secretariat", key=key) == spoken(frontier, incident, "secretariat", key=key)
    assert ThreadMessage.objects.count() == 1


def test_parties_write_and_their_words_stay(frontier: Cast, thread: IncidentThread) -> None:
    message = _write(frontier, "observer.eu", thread, " The one in Lyon. ")
    assert _texts(frontier, "borealis.alternate", thread) == ["Which host was it?", "The one in Lyon."]
    for text in (" ", "x" * 10_001):
        with pytest.raises(Invalid):
            _write(frontier, "observer.eu", thread, text)
    with pytest.raises(DatabaseError), transaction.atomic():
        ThreadMessage.objects.filter(pk=message.pk).update(text="Another.")
    with pytest.raises(DatabaseError), transaction.atomic():
        ThreadMessage.objects.filter(pk=message.pk).delete()
    with pytest.raises(Http404):
        _write(frontier, "clerk", thread)


def test_it_closes_with_the_report(frontier: Cast, thread: IncidentThread) -> None:
    _ask(frontier, thread, "secretariat")
    lab = frontier.viewer("borealis.liaison")
    withdraw(actor=lab, now=LATER, ref=thread.incident.ref, reason="Twice.")
    for step in (
        lambda: _write(frontier, "observer.eu", thread),
        lambda: _ask(frontier, thread, "veritas"),
        lambda: _agree(frontier, thread, "secretariat", "observer.eu"),
        lambda: refuse_party(actor=frontier.viewer("observer.eu"), now=LATER, ref=thread.ref, key="secretariat"),
        lambda: spoken(frontier, thread.incident, "eu-office"),
    ):
        with pytest.raises(Refused, match="closed or withdrawn"):
            step()
    assert _texts(frontier, "observer.eu", thread) == ["Which host was it?"]


def test_another_party_joins_when_all_others_agree_and_reads_from_then_on(
    frontier: Cast, thread: IncidentThread
) -> None:
    party = _ask(frontier, thread, "secretariat")
    assert party.state == PartyState.ASKED_FOR
    assert "clerk" not in _who(frontier, IncidentThread.objects, thread.pk)
    with pytest.raises(Refused, match="has asked for it"):
        _agree(frontier, thread, "secretariat", "borealis.alternate")
    joined = _agree(frontier, thread, "secretariat", "observer.eu")
    assert (joined.state, joined.joined_at) == (PartyState.IN, LATER)
    with pytest.raises(Refused):
        _agree(frontier, thread, "secretariat", "observer.eu")
    assert _texts(frontier, "clerk", thread) == []
    message = _write(frontier, "observer.eu", thread, "Welcome.")
    assert _texts(frontier, "clerk", thread) == ["Welcome."]
    assert _texts(frontier, "borealis.liaison", thread) == ["Which host was it?", "Welcome."]
    for one in ThreadMessage.objects.filter(thread=thread):
        expected = BOREALIS | {"observer.eu"} | ({"clerk"} if one.pk == message.pk else set())
        assert _who(frontier, ThreadMessage.objects, one.pk) == expected
        assert _seats(frontier, seats_that_may_see_message(one.pk, LATER)) == expected
    assert "clerk" in _told(frontier, acts.PARTY_JOINED)
    assert "clerk" not in _told(frontier, acts.PARTY_ASKED)


def test_with_three_parties_both_others_agree(frontier: Cast) -> None:
    thread = spoken(frontier, filed(frontier, recipients=["eu-office"]), "eu-office", "secretariat")
    _ask(frontier, thread, "veritas")
    assert _agree(frontier, thread, "veritas", "clerk").state == PartyState.ASKED_FOR
    with pytest.raises(Refused, match="has agreed already"):
        _agree(frontier, thread, "veritas", "clerk")
    assert _agree(frontier, thread, "veritas", "observer.eu").state == PartyState.IN


def test_a_party_that_waits_joins_when_the_last_one_who_had_not_agreed_leaves(frontier: Cast) -> None:
    thread = spoken(frontier, filed(frontier, recipients=["eu-office"]), "eu-office", "secretariat")
    _ask(frontier, thread, "veritas")
    _agree(frontier, thread, "veritas", "clerk")
    leave_thread(actor=frontier.viewer("observer.eu"), now=LATER, ref=thread.ref)
    assert ThreadParty.objects.get(thread=thread, organisation__key="veritas").state == PartyState.IN


def test_what_somebody_asked_for_falls_when_they_leave_and_another_can_ask(frontier: Cast) -> None:
    thread = spoken(frontier, filed(frontier, recipients=["eu-office"]), "eu-office", "secretariat")
    _ask(frontier, thread, "veritas", by="observer.eu")
    _agree(frontier, thread, "veritas", "clerk")
    leave_thread(actor=frontier.viewer("observer.eu"), now=LATER, ref=thread.ref)
    party = ThreadParty.objects.get(thread=thread, organisation__key="veritas")
    assert (party.state, party.ended_at) == (PartyState.REFUSED, LATER)
    assert _told(frontier, acts.REQUEST_FELL) == BOREALIS | {"clerk"}
    assert _ask(frontier, thread, "veritas").state == PartyState.ASKED_FOR


def test_nobody_joins_a_thread_that_everybody_has_left(frontier: Cast, thread: IncidentThread) -> None:
    _ask(frontier, thread, "secretariat")
    for name in ("borealis.liaison", "observer.eu"):
        leave_thread(actor=frontier.viewer(name), now=LATER, ref=thread.ref)
    assert not ThreadParty.objects.filter(thread=thread, state__in=[PartyState.IN, PartyState.ASKED_FOR]).exists()
    assert _who(frontier, IncidentThread.objects, thread.pk) == set()


def test_one_refusal_is_enough_and_it_can_be_asked_for_again(frontier: Cast, thread: IncidentThread) -> None:
    _ask(frontier, thread, "secretariat")
    with pytest.raises(Invalid, match="is asked for"):
        _ask(frontier, thread, "secretariat", by="observer.eu")
    refused = refuse_party(actor=frontier.viewer("observer.eu"), now=LATER, ref=thread.ref, key="secretariat")
    assert (refused.state, refused.ended_at) == (PartyState.REFUSED, LATER)
    for step in (_agree, lambda cast, one, key, by: refuse_party(actor=cast.viewer(by), now=NOW, ref=one.ref, key=key)):
        with pytest.raises(Http404):
            step(frontier, thread, "secretariat", "observer.eu")
    assert "clerk" not in _who(frontier, IncidentThread.objects, thread.pk)
    assert _ask(frontier, thread, "secretariat").state == PartyState.ASKED_FOR


def test_only_who_may_see_the_report_is_asked_for(frontier: Cast, thread: IncidentThread) -> None:
    for key in ("cygnus", "california", "nobody"):
        with pytest.raises(Invalid, match="may not see the report"):
            _ask(frontier, thread, key)
    with pytest.raises(Invalid, match="takes part already"):
        _ask(frontier, thread, "eu-office")
    with pytest.raises(Refused):
        refuse_party(actor=frontier.viewer("observer.eu"), now=NOW, ref=thread.ref, key="borealis")


def test_whoever_leaves_sees_nothing_of_it_any_more(frontier: Cast, thread: IncidentThread) -> None:
    leave_thread(actor=frontier.viewer("observer.eu"), now=LATER, ref=thread.ref)
    assert _who(frontier, IncidentThread.objects, thread.pk) == BOREALIS
    assert _seats(frontier, seats_that_may_see_thread(thread.pk, LATER)) == BOREALIS
    assert _texts(frontier, "observer.eu", thread) == []
    assert _told(frontier, acts.PARTY_LEFT) == BOREALIS
    # Nobody else is there to agree, so it comes back at once, and reads from then on.
    assert _ask(frontier, thread, "eu-office").state == PartyState.IN
    assert _texts(frontier, "observer.eu", thread) == []


def test_whoever_may_not_see_the_report_any_more_sees_no_thread_of_it(frontier: Cast, thread: IncidentThread) -> None:
    lab = frontier.viewer("borealis.liaison")
    amend(actor=lab, now=LATER, ref=thread.incident.ref, changes={"recipients": ["secretariat"], "tlp": "TLP:RED"})
    assert _who(frontier, IncidentThread.objects, thread.pk) == BOREALIS
    assert _seats(frontier, seats_that_may_see_thread(thread.pk, LATER)) == BOREALIS
    # An authority that is blind cannot hold up the others either.
    assert _ask(frontier, thread, "secretariat").state == PartyState.IN


def test_counsel_reads_with_its_lab_and_does_not_write(frontier: Cast, thread: IncidentThread) -> None:
    frontier.retain(thread.incident.ref)
    assert "counsel" in _who(frontier, IncidentThread.objects, thread.pk)
    assert "counsel" in _seats(frontier, seats_that_may_see_thread(thread.pk, NOW))
    for step in (
        lambda: _write(frontier, "counsel", thread),
        lambda: leave_thread(actor=frontier.viewer("counsel"), now=LATER, ref=thread.ref),
        lambda: _ask(frontier, thread, "secretariat", by="counsel"),
    ):
        with pytest.raises(Refused, match="reads and does not write"):
            step()


def test_what_is_unread_is_marked_until_the_visit(frontier: Cast, thread: IncidentThread) -> None:
    lab, authority = frontier.viewer("borealis.liaison"), frontier.viewer("observer.eu")
    assert [one.newer for one in threads_for(authority)] == [True]
    assert [one.newer for one in threads_for(lab)] == [False]
    note_visit(viewer=authority, thread=thread)
    assert [one.newer for one in threads_for(authority)] == [False]
    _write(frontier, "borealis.liaison", thread)
    assert [one.newer for one in threads_for(authority)] == [True]
    note_visit(viewer=authority, thread=thread)
    note_visit(viewer=authority, thread=thread)
    assert [one.newer for one in threads_for(authority, thread.incident.ref)] == [False]
    assert not threads_for(authority, "INC-2026-NONE").exists()


def test_an_older_window_takes_no_visit_back(frontier: Cast, thread: IncidentThread) -> None:
    authority = frontier.viewer("observer.eu")
    older = newest_of(authority, thread)
    newest = _write(frontier, "borealis.liaison", thread, "More.").pk
    note_visit(viewer=authority, thread=thread)
    with pytest.MonkeyPatch.context() as patched:
        # The other window looked before the message came, and before this visit was noted.
        patched.setattr("apps.incidents.services.threads.newest_of", lambda *_args: older)
        patched.setattr("apps.incidents.services.threads.seen_until", lambda *_args: 0)
        note_visit(viewer=authority, thread=thread)
    assert seen_until(authority, thread) == newest


def test_the_database_holds_a_thread_to_its_shape(frontier: Cast, thread: IncidentThread) -> None:
    party = ThreadParty.objects.filter(thread=thread).first()
    assert party is not None
    broken: list[Any] = [
        lambda: ThreadParty.objects.filter(pk=party.pk).update(joined_at=None),
        lambda: ThreadParty.objects.filter(pk=party.pk).update(ended_at=NOW),
        lambda: IncidentThread.objects.filter(pk=thread.pk).update(subject=""),
        lambda: ThreadMessage.objects.create(thread=thread, seat=frontier["clerk"], text="", at=NOW),
        lambda: ThreadParty.objects.create(
            thread=thread,
            organisation=party.organisation,
            state=PartyState.ASKED_FOR,
            asked_by=frontier["clerk"],
            asked_at=NOW,
        ),
    ]
    for change in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
