"""Nobody may take a rehearsal for the real thing: whatever leaves the portal about a drill says DRILL first."""

import pytest
from django.core import mail
from django.test import Client

from apps.committees.models import Committee
from apps.deadlines.ics import feed
from apps.deadlines.models import Deadline
from apps.deadlines.selectors import Whose
from apps.deadlines.services.sweeping import sweep
from apps.kernel.tenancy.context import tenant
from apps.notices.channels.about import about_one
from apps.notices.channels.acts import data_of
from apps.notices.channels.pager.events import trigger
from apps.notices.channels.push.words import of_notice
from apps.notices.models import Delivery, Notice
from apps.notices.services import deliver_batch, expand
from apps.pauses.models import PauseOrder
from apps.pauses.services.adopting import join
from apps.pauses.services.serving import acknowledge
from apps.record.models import Act
from apps.record.rules import DRILL, SUBJECTS
from apps.transparency.models import PublishedRecord
from apps.votes.rules.kinds import KINDS
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR

pytestmark = [pytest.mark.django_db, pytest.mark.walks]
OF_MEMBERS = ("organisation.", "seat.")


def _rehearse(people: Cast, is_drill: bool = True) -> PauseOrder:
    """A drill from its motion by its participation into force, acknowledged by one lab, and a month later."""
    factory.declare(people, aster=6, borealis=3, cygnus=1)
    order = factory.draft(people, is_drill=is_drill, labs_needed=2, share_needed="1/2")
    at = factory.decided(people, factory.moved(people, order))
    for lab in ("aster", "borealis"):
        join(actor=people.viewer(f"{lab}.representative", at), now=at, ref=order.draft_ref)
    order.refresh_from_db()
    acknowledge(actor=people.viewer("aster.liaison", at), now=at + HOUR, ref=order.ref)
    for days in (2, 10, 30):
        sweep(at + days * DAY)
    return order


def _marked(text: str) -> bool:
    return text.startswith(DRILL) and not text.removeprefix(DRILL).startswith(DRILL)


@pytest.mark.parametrize("is_drill", [True, False])
def test_every_act_says_whether_it_belongs_to_a_drill(frontier: Cast, is_drill: bool) -> None:
    _rehearse(frontier, is_drill)
    acts = [act for act in Act.objects.order_by("pk") if not act.kind.startswith(OF_MEMBERS)]
    assert len(acts) > 20
    before = {"motion.drafted", "motion.discarded"}
    assert {act.kind for act in acts if (act.facts.get("drill") is True) != is_drill} - before == set()


def test_every_deadline_and_every_title_says_so(frontier: Cast) -> None:
    _rehearse(frontier)
    rows = list(Deadline.objects.all())
    assert len(rows) > 5
    assert [row.name for row in rows if not _marked(row.name)] == []
    subjects = {(row.subject_kind, row.subject_id) for row in rows}
    titles = {kind: SUBJECTS[kind].titles([pk])[pk] for kind, pk in subjects}
    assert {kind: title for kind, title in titles.items() if not _marked(title)} == {}


def test_machines_and_browsers_read_it_first(frontier: Cast) -> None:
    _rehearse(frontier)
    committee = Committee.objects.get(pk=frontier.frontier.pk)
    expand(committee.pk, now=NOW, at=NOW)
    for act in Act.objects.filter(facts__drill=True):
        for confidential in (True, False):
            data = data_of(act, committee, None, confidential)
            assert (data["drill"], _marked(data["what"])) == (True, True)
            assert _marked(trigger(act, committee, "m", None, "", confidential)["payload"]["summary"])
    notices = Notice.objects.filter(act__facts__drill=True).select_related("act", "seat__person")
    assert notices
    for notice in notices:
        of = about_one(notice.subject_kind, notice.subject_id, [notice.seat_id], NOW)
        delivery = Delivery(notice=notice, seat=notice.seat, committee=committee)
        assert _marked(of_notice(delivery, committee, of, {})["body"])


def test_every_letter_says_so_in_its_subject_and_its_words(frontier: Cast) -> None:
    order = _rehearse(frontier)
    expand(frontier.frontier.pk, now=NOW, at=NOW)
    while deliver_batch(frontier.frontier.pk, "email", now=NOW + 60 * DAY, watch=lambda: NOW + 60 * DAY):
        pass
    about = [letter for letter in mail.outbox if order.ref in str(letter.body) or order.ref in str(letter.subject)]
    assert len(about) > 20
    at_once = [letter for letter in about if "of the day" not in letter.subject]
    assert [letter.subject for letter in at_once if f": {DRILL}" not in letter.subject] == []
    assert [letter.subject for letter in about if DRILL not in letter.body] == []


def test_calendars_say_so(frontier: Cast) -> None:
    _rehearse(frontier)
    committee = Committee.objects.get(pk=frontier.frontier.pk)
    viewer = frontier.viewer("clerk")
    for whose in Whose:
        lines = feed(committee, "Calendar", viewer, NOW + 30 * DAY, whose=whose).decode().replace("\r\n ", "")
        said = [line for line in lines.splitlines() if line.startswith("SUMMARY")]
        assert [line for line in said if not line.startswith("SUMMARY:DRILL")] == []


def test_the_public_reads_it_first(frontier: Cast) -> None:
    order = _rehearse(frontier)
    rows = PublishedRecord.objects.filter(ref=order.ref)
    assert rows
    assert [row.title for row in rows if not _marked(row.title)] == []


def test_a_motion_about_a_drill_is_marked_once_proposed(frontier: Cast) -> None:
    order = factory.draft(frontier, is_drill=True)
    ref = factory.moved(frontier, order)
    order.refresh_from_db()
    assert _marked(order.motion.title)
    assert "“DRILL: " in KINDS[order.motion.kind].says(order.motion.payload)
    assert order.motion.ref == ref


PAGES = ("inbox/", "deadlines/", "", "motions/", "pauses/")
MACHINES = ("inbox/", "events/", "deadlines/", "pauses/", "motions/")


@pytest.mark.parametrize("name", ["borealis.representative", "clerk", "observer.eu"])
def test_every_page_and_answer_that_names_it_says_so(cast: Cast, client: Client, name: str) -> None:
    with tenant(cast.frontier.pk):
        order = _rehearse(cast)
        expand(cast.frontier.pk, now=NOW, at=NOW)
    client.force_login(cast[name].person)
    named = [f"/c/frontier/{page}" for page in PAGES]
    named += [f"/api/v1/committees/frontier/{page}" for page in MACHINES]
    named += [f"/c/frontier/pauses/{order.ref}/", f"/api/v1/committees/frontier/pauses/{order.ref}/"]
    found = 0
    for address in named:
        answer = client.get(address)
        text = answer.content.decode()
        if order.ref in text:
            found += 1
            assert "DRILL" in text or '"drill":true' in text.replace(" ", ""), address
    assert found >= 6
