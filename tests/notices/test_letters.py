"""What an email says, and what it keeps to itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from django.core import mail

from apps.accounts.models import User
from apps.deadlines.selectors import due_times
from apps.notices.channels.email.letters import compose
from apps.notices.models import Delivery, Notice
from apps.notices.rules import DUES
from apps.notices.services import expand
from tests.cast import NOW, Cast
from tests.notices.probe import CANARY, CONFIDENTIAL, OPEN, tell

pytestmark = pytest.mark.django_db
Work = Callable[..., int]
DUE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def to_clerk(frontier: Cast, work: Work) -> Callable[..., EmailMessage]:
    """The email that the clerk gets of an act about Aster."""

    def send(**facts: object) -> EmailMessage:
        tell(frontier["aster.liaison"].organisation, **facts)
        work()
        address = frontier["clerk"].person.email
        return next(message for message in reversed(mail.outbox) if message.to == [address]).parsed

    return send


def _parts(message: EmailMessage) -> tuple[str, str]:
    return tuple(message.get_body(preferencelist=(kind,)).get_content() for kind in ("plain", "html"))


def test_it_says_what_happened_what_to_do_by_when_why_and_gives_one_link(
    frontier: Cast, to_clerk: Callable[..., EmailMessage]
) -> None:
    User.objects.filter(pk=frontier["clerk"].person_id).update(zone="Asia/Tokyo")
    message = to_clerk(actor=frontier.viewer("aster.liaison"), facts={"due_at": "2026-11-22T12:00:00Z"})
    notice = Notice.objects.get(seat=frontier["clerk"])
    link = f"http://testserver/c/frontier/inbox/{notice.uid}/open/"
    assert message["Subject"] == "[Frontier] PRB-aster: Liaison, Liaison of Aster filed the probe"
    for part in _parts(message):
        assert "Liaison, Liaison of Aster filed the probe" in part
        assert CANARY in part
        assert "Acknowledge the probe." in part
        assert "22 Nov 2026, 21:00 Asia/Tokyo (22 Nov 2026, 12:00 UTC)" in part
        assert "It goes to the clerks and every seat, as far as they may see it." in part
        assert part.count(link) == 1


def test_it_says_how_long_what_was_done_holds(frontier: Cast, to_clerk: Callable[..., EmailMessage]) -> None:
    User.objects.filter(pk=frontier["clerk"].person_id).update(zone="Asia/Tokyo")
    for part in _parts(to_clerk(facts={"until": "2026-11-22T12:00:00Z"})):
        assert "Until:" in part
        assert "22 Nov 2026, 21:00 Asia/Tokyo (22 Nov 2026, 12:00 UTC)" in part


def test_an_email_about_something_confidential_has_only_the_task_its_time_and_the_link(
    frontier: Cast, to_clerk: Callable[..., EmailMessage]
) -> None:
    message = to_clerk(
        actor=frontier.viewer("aster.liaison"), tier=CONFIDENTIAL, facts={"due_at": "2026-11-22T12:00:00Z"}
    )
    assert message["Subject"] == "[Frontier] PRB-aster: Acknowledge the probe."
    for part in (*_parts(message), message.as_string()):
        assert CANARY not in part
        assert "filed" not in part
        assert "Liaison" not in part
    for part in _parts(message):
        assert "Acknowledge the probe." in part
        assert "22 Nov 2026, 12:00 UTC" in part
        assert "/open/" in part


def test_a_step_of_a_ladder_names_the_duty_even_where_the_matter_is_confidential(
    to_clerk: Callable[..., EmailMessage],
) -> None:
    message = to_clerk(tier=CONFIDENTIAL, facts={"deadline": "Answer the probe", "due_at": "2026-11-22T12:00:00Z"})
    assert message["Subject"] == "[Frontier] PRB-aster: Answer the probe"
    assert all("Answer the probe" in part for part in _parts(message))


def test_a_persons_words_never_pass_for_a_duty(frontier: Cast, to_clerk: Callable[..., EmailMessage]) -> None:
    message = to_clerk(actor=frontier.viewer("aster.liaison"), tier=CONFIDENTIAL, facts={"deadline": CANARY})
    assert CANARY not in message.as_string()
    assert all(CANARY not in part for part in _parts(message))


def test_every_delivery_has_its_own_message_id_and_one_subject_makes_one_thread(
    frontier: Cast, to_clerk: Callable[..., EmailMessage]
) -> None:
    first, second = to_clerk(), to_clerk()
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Message-ID"].endswith("@testserver>")
    assert first["References"] == second["References"] == first["In-Reply-To"]


def test_another_subject_makes_another_thread(frontier: Cast, work: Work) -> None:
    tell(frontier["aster.liaison"].organisation)
    tell(frontier["borealis.liaison"].organisation)
    work()
    assert len({message["References"] for message in mail.outbox}) == 2


def test_a_name_with_line_breaks_adds_neither_header_nor_line(
    frontier: Cast, to_clerk: Callable[..., EmailMessage]
) -> None:
    User.objects.filter(pk=frontier["aster.liaison"].person_id).update(name="Mal\r\nBcc: eve@pacific.example\r\n\r\nHi")
    frontier["aster.liaison"].refresh_from_db()
    message = to_clerk(actor=frontier.viewer("aster.liaison"))
    assert message["Bcc"] is None
    assert message["From"] == "Concord <concord@localhost>"
    assert "Mal Bcc: eve@pacific.example Hi, Liaison of Aster filed the probe" in _parts(message)[0].splitlines()


def test_what_is_urgent_cannot_be_unsubscribed_from(frontier: Cast, to_clerk: Callable[..., EmailMessage]) -> None:
    ordinary, urgent = to_clerk(), to_clerk(kind="probe.urgent", told=("clerks",))
    assert ordinary["List-Unsubscribe"].startswith("<http://testserver/unsubscribe/")
    assert ordinary["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert urgent["List-Unsubscribe"] is None
    assert urgent["List-Unsubscribe-Post"] is None
    assert "inbox/settings" not in urgent.as_string()


def test_who_got_it_instead_is_told_so(frontier: Cast, work: Work) -> None:
    tell(frontier["borealis.liaison"].organisation, kind="probe.urgent")
    work()
    assert "none of them may see it and act, so it comes to you" in mail.outbox[0].body


def test_html_is_escaped_and_plain_text_is_not(frontier: Cast, to_clerk: Callable[..., EmailMessage]) -> None:
    User.objects.filter(pk=frontier["aster.liaison"].person_id).update(name="<b>Ann</b> & Co")
    frontier["aster.liaison"].refresh_from_db()
    text, html = _parts(to_clerk(actor=frontier.viewer("aster.liaison")))
    assert "<b>Ann</b> & Co" in text
    assert "&lt;b&gt;Ann&lt;/b&gt; &amp; Co" in html


def test_a_letter_that_cannot_be_written_holds_back_no_other(frontier: Cast, work: Work) -> None:
    User.objects.filter(pk=frontier["clerk"].person_id).update(zone="Nowhere/At-all")
    tell(frontier["aster.liaison"].organisation)
    work()
    assert len(mail.outbox) == 3


def test_a_higher_app_says_until_when(
    frontier: Cast, to_clerk: Callable[..., EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(DUES._items, "probe", lambda acts: {act.pk: DUE for act in acts})
    assert "22 Nov 2026, 12:00 UTC" in _parts(to_clerk())[0]


def test_deadlines_tell_notices_until_when() -> None:
    assert DUES["deadlines"] is due_times


def test_composing_for_many_readers_of_one_subject_takes_as_many_queries_as_for_one(
    frontier: Cast, django_assert_num_queries: Callable
) -> None:
    tell(frontier["aster.liaison"].organisation, tier=OPEN)
    expand(frontier.frontier.pk, now=NOW, at=NOW)
    # The committee; the due times; the subject's readers, with the probe's own look at its organisation, and whether it is secret.
    for count in (1, 4):
        some = list(Delivery.objects.select_related("notice__act", "seat__person")[:count])
        with django_assert_num_queries(5):
            letter_of = compose(some, NOW)
            assert len({letter_of(delivery)["Message-ID"] for delivery in some}) == count
