"""The portal was gone for five days: what the charter's time decided is so from its hour, and nothing happens twice."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q, QuerySet

from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from apps.verify.dossier import verify
from apps.votes.models import Ballot, Motion
from apps.votes.selectors.dossier import dossier_of
from apps.votes.selectors.finding import motion_for
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import change_draft, start_amendment
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import CHARTER, propose, second, withdraw
from tests.at_once import at_once, somebody_waits
from tests.cast import NOW, Cast, assemble
from tests.votes.factory import HOUR, charter, draft, vote
from tests.votes.pages import API, HOME, come, set_clock

DAY = timedelta(days=1)
GONE = NOW + 100 * DAY
"""When the portal was last there."""
BACK = GONE + 5 * DAY
ZONE = ZoneInfo("Europe/Brussels")


def day_end(day: datetime) -> datetime:
    """The end of that day where the committee is."""
    return datetime.combine(day.astimezone(ZONE).date(), datetime.max.time().replace(microsecond=0), ZONE)


def proposed_at(people: Cast, title: str, at: datetime) -> Motion:
    """A motion of Aster's that waits for a second since then."""
    row = draft(people, title=title, text=f"{title}.")
    return propose(actor=people.viewer("aster.representative", at), now=at, ref=row.ref)


def tabled_at(people: Cast, title: str, at: datetime, **content: Any) -> Motion:
    """A motion of the secretariat's, under discussion since then."""
    row = draft(people, "clerk", title=title, text=f"{title}.", **content)
    return propose(actor=people.viewer("clerk", at), now=at, ref=row.ref)


def opened_at(people: Cast, title: str, at: datetime, *yes: str, **content: Any) -> Motion:
    """A vote that opened then, with these in favour an hour later."""
    motion = tabled_at(people, title, at - 3 * DAY, **content)
    motion = open_voting(actor=people.viewer("aster.representative", at), now=at, ref=motion.ref)
    for who in yes:
        vote(people, motion, who, "yes", at=at + HOUR)
    return motion


def lay_out(people: Cast) -> dict[str, Motion]:
    """Motions of which each would have gone on by itself on a day of its own while the portal was gone."""
    enough = ("aster.representative", "borealis.representative")
    return {
        "unseconded": proposed_at(people, "Unseconded", GONE - 14 * DAY),
        "left lying": tabled_at(people, "Left lying", GONE - 59 * DAY),
        "quorate": opened_at(people, "Quorate", GONE - 3 * DAY, *enough),
        "without quorum": opened_at(people, "Without quorum", GONE - 2 * DAY, enough[0]),
        "uncertified": _uncertified(people, enough),
    }


def _uncertified(people: Cast, enough: tuple[str, ...]) -> Motion:
    """One that was closed in time, and that nobody has certified yet."""
    opens = GONE - 3.5 * DAY
    motion = opened_at(people, "Uncertified", opens, *enough)
    return close_due(ref=motion.ref, now=opens + 5 * DAY)


def amendment_at(people: Cast, motion: Motion, at: datetime) -> Motion:
    """An amendment of Borealis' that waits for a second since then."""
    actor = people.viewer("borealis.representative", at)
    row = start_amendment(actor=actor, now=at, ref=motion.ref)
    change_draft(actor=actor, now=at, ref=row.ref, changes={"text": "A better text."})
    return propose(actor=actor, now=at, ref=row.ref)


def fresh(motion: Motion) -> Motion:
    return Motion.objects.get(pk=motion.pk)


def in_order() -> list[tuple[str, str]]:
    """What the portal did at BACK, in the order of the record: the motion's act and its title."""
    titles = dict(Motion.objects.values_list("pk", "title"))
    rows = Act.objects.filter(at=BACK, kind__startswith="motion.").order_by("pk")
    return [(kind.removeprefix("motion."), titles[pk]) for kind, pk in rows.values_list("kind", "subject_id")]


def _ended() -> QuerySet[Deadline]:
    """What the sweep that came back met or let fall away."""
    return Deadline.objects.filter(Q(met_by__at=BACK) | Q(closed_by__at=BACK))


@pytest.mark.django_db
class TestFiveDays:
    @pytest.fixture
    def motions(self, cast: Cast) -> dict[str, Motion]:
        with tenant(cast.frontier.pk):
            return lay_out(cast)

    def test_everything_happens_in_the_order_of_its_time(self, cast: Cast, motions: dict[str, Motion]) -> None:
        sweep(BACK)
        with tenant(cast.frontier.pk):
            dues = dict(_ended().values_list("subject_id", "due_at"))
            assert in_order() == [
                ("lapsed", "Unseconded"),
                ("opened", "Left lying"),
                ("closed", "Quorate"),
                ("extended", "Without quorum"),
                ("certified", "Uncertified"),
            ]
            titles = {row.pk: row.title for row in motions.values()}
            assert [titles[pk] for pk in sorted(dues, key=dues.__getitem__)] == [title for _kind, title in in_order()]
            assert not Act.objects.filter(kind="deadline.overdue").exists()

    def test_what_time_decided_is_dated_by_its_hour(self, cast: Cast, motions: dict[str, Motion]) -> None:
        sweep(BACK)
        with tenant(cast.frontier.pk):
            lapsed, closed = fresh(motions["unseconded"]), fresh(motions["quorate"])
            assert (lapsed.state, lapsed.ended_at) == ("lapsed", day_end(GONE))
            assert (closed.state, closed.closed_at, closed.carried) == ("closed", GONE + 2 * DAY, True)
            assert {(row.met_at or row.closed_at) - row.due_at for row in _ended()} == {timedelta()}
            assert Deadline.objects.get(clock="motion.second", state="moot").subject_id == lapsed.pk

    def test_what_gives_time_to_members_begins_when_they_are_told(self, cast: Cast, motions: dict[str, Motion]) -> None:
        """A window, its extension and the time for certifying would otherwise have run while nobody could act."""
        sweep(BACK)
        with tenant(cast.frontier.pk):
            opened, extended = fresh(motions["left lying"]), fresh(motions["without quorum"])
            assert (opened.state, opened.opened_at, opened.closes_at) == ("voting", BACK, BACK + 5 * DAY)
            assert (extended.state, extended.extended_at, extended.closes_at) == ("voting", BACK, BACK + 2 * DAY)
            dues = dict(
                Deadline.objects.filter(state="running", clock="motion.vote").values_list("subject_id", "due_at")
            )
            assert dues == {opened.pk: opened.closes_at, extended.pk: extended.closes_at}
            certifying = Deadline.objects.get(state="running", clock="motion.certify")
            assert (certifying.subject_id, certifying.due_at) == (motions["quorate"].pk, BACK + 2 * DAY)
            done = fresh(motions["uncertified"])
            assert (done.state, done.certified_at, done.certified_by_id) == ("certified", BACK, None)

    def test_a_second_sweep_finds_nothing_left(self, cast: Cast, motions: dict[str, Motion]) -> None:
        sweep(BACK)
        with tenant(cast.frontier.pk):
            acts = Act.objects.count()
        assert sweep(BACK).acts == 0
        with tenant(cast.frontier.pk):
            assert Act.objects.count() == acts

    def test_what_follows_comes_in_its_time(self, cast: Cast, motions: dict[str, Motion]) -> None:
        """And the last of it five days late again."""
        sweep(BACK)
        sweep(BACK + 2 * DAY)
        with tenant(cast.frontier.pk):
            assert {name: fresh(row).state for name, row in motions.items()} == {
                "unseconded": "lapsed",
                "left lying": "voting",
                "quorate": "certified",
                "without quorum": "closed",
                "uncertified": "certified",
            }
            lost = fresh(motions["without quorum"])
            assert (lost.closed_at, lost.outcome["quorate"]) == (BACK + 2 * DAY, False)
        sweep(BACK + 10 * DAY)
        with tenant(cast.frontier.pk):
            again = fresh(motions["left lying"])
            assert (again.state, again.closes_at) == ("voting", BACK + 12 * DAY)
        sweep(BACK + 17 * DAY)
        with tenant(cast.frontier.pk):
            again = fresh(motions["left lying"])
            assert (again.state, again.closed_at, again.carried) == ("closed", BACK + 12 * DAY, False)

    def test_every_dossier_of_it_holds(self, cast: Cast, motions: dict[str, Motion]) -> None:
        sweep(BACK)
        sweep(BACK + 2 * DAY)
        with tenant(cast.frontier.pk):
            counted = [row for row in map(fresh, motions.values()) if row.closed_at is not None]
            assert len(counted) == 3
            for row in counted:
                report = verify(dossier_of(row))
                assert report.ends == 0, report.lines()


@pytest.mark.django_db
class TestMeanwhile:
    """Between the hour and the sweep that comes late, the hour counts."""

    def test_a_ballot_does_not_count_and_page_and_api_say_so(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        with tenant(cast.frontier.pk):
            motion = opened_at(cast, "Quorate", GONE - 3 * DAY, "aster.representative", "borealis.representative")
        late = GONE + 4 * DAY
        set_clock(monkeypatch, late)
        client = come(cast, "cygnus.representative")
        page = client.get(f"{HOME}{motion.ref}/ballot/")
        assert "Voting is closed." in page.content.decode()
        assert 'name="choice"' not in page.content.decode()
        shown = client.get(f"{HOME}{motion.ref}/").content.decode()
        assert ("Voting is closed." in shown, "Voting is open" in shown, "Your ballot came" in shown) == (
            True,
            False,
            False,
        )
        by_api = client.post(f"{API}{motion.ref}/ballots/", {"choice": "no"}, content_type="application/json")
        assert by_api.status_code == 409
        assert "Your ballot came after the hour and does not count" in by_api.json()["detail"]
        sweep(BACK)
        with tenant(cast.frontier.pk):
            done = fresh(motion)
            assert (done.outcome["yes"], done.outcome["no"], done.outcome["absent"]) == (2, 0, 2)
            assert Ballot.objects.count() == 2

    def test_it_does_not_count_either_where_the_quorum_comes_late_until_that_is_said(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = opened_at(cast, "Without quorum", GONE - 2 * DAY, "aster.representative")
            with pytest.raises(Refused, match="came after the hour"):
                vote(cast, motion, "cygnus.representative", "no", at=GONE + 4 * DAY)
        sweep(BACK)
        with tenant(cast.frontier.pk):
            vote(cast, motion, "cygnus.representative", "no", at=BACK + HOUR)
        sweep(BACK + 2 * DAY)
        with tenant(cast.frontier.pk):
            done = fresh(motion)
            assert (done.state, done.outcome["quorate"], done.outcome["no"]) == ("closed", True, 1)
            assert verify(dossier_of(done)).ends == 0

    def test_nobody_seconds_it_after_its_time(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        with tenant(cast.frontier.pk):
            motion = proposed_at(cast, "Unseconded", GONE - 14 * DAY)
        set_clock(monkeypatch, GONE + 2 * DAY)
        client = come(cast, "borealis.representative")
        said = "Nobody seconded it in time. It lapses."
        by_api = client.post(f"{API}{motion.ref}/second/")
        assert (by_api.status_code, by_api.json()["detail"]) == (409, said)
        by_page = client.post(f"{HOME}{motion.ref}/second/")
        assert (by_page.status_code, said in by_page.content.decode()) == (409, True)
        sweep(BACK)
        with tenant(cast.frontier.pk):
            assert fresh(motion).state == "lapsed"

    def test_until_its_time_it_is_seconded_however_late_the_sweep(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            motion = proposed_at(cast, "Seconded", GONE - 14 * DAY)
            last = day_end(GONE) - timedelta(microseconds=1)
            second(actor=cast.viewer("borealis.representative", last), now=last, ref=motion.ref)
        sweep(BACK)
        with tenant(cast.frontier.pk):
            assert fresh(motion).state == "discussion"

    def test_the_chair_may_still_certify(self, cast: Cast) -> None:
        """Who certifies changes nothing of the result."""
        with tenant(cast.frontier.pk):
            motion = _uncertified(cast, ("aster.representative", "borealis.representative"))
            late = GONE + 4 * DAY
            certify(actor=cast.viewer("aster.representative", late), now=late, ref=motion.ref)
        sweep(BACK)
        with tenant(cast.frontier.pk):
            assert Act.objects.filter(kind="motion.certified").count() == 1


def test_an_amendment_and_its_motion_come_due_in_the_same_sweep(cast: Cast) -> None:
    """The amendment's vote has closed first, so that the motion waits for its certification, and has the new text."""
    with tenant(cast.frontier.pk):
        charter(lapse_days=20)
        begun = GONE - 18 * DAY
        motion = tabled_at(cast, "Two texts", begun)
        row = amendment_at(cast, motion, begun)
        second(actor=cast.viewer("cygnus.representative", begun), now=begun, ref=row.ref)
        opens = GONE - 4 * DAY
        amendment = open_voting(actor=cast.viewer("aster.representative", opens), now=opens, ref=row.ref)
        for who in ("aster.representative", "borealis.representative"):
            vote(cast, amendment, who, "yes", at=opens + HOUR)
    sweep(BACK)
    with tenant(cast.frontier.pk):
        assert (fresh(amendment).closed_at, fresh(motion).state) == (GONE + DAY, "discussion")
    sweep(BACK + 2 * DAY)
    with tenant(cast.frontier.pk):
        done = fresh(motion)
        assert (done.state, done.text, done.opened_at) == ("voting", "A better text.", BACK + 2 * DAY)
        assert Act.objects.filter(kind="motion.opened", subject_id=motion.pk).count() == 1


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_sweeps_do_everything_once(self) -> None:
        cast = assemble()
        with tenant(cast.frontier.pk):
            motions = lay_out(cast)
        assert at_once(*[lambda: sweep(BACK, batch=2)] * 3) == []
        with tenant(cast.frontier.pk):
            done = Counter(in_order())
            assert set(done.values()) == {1}
            assert len(done) == len(motions)
            steps = Act.objects.filter(kind__startswith="deadline.").values_list("subject_id", "kind", "facts__step")
            assert set(Counter(steps).values()) <= {1}

    @pytest.mark.parametrize("name", ["unseconded", "left lying", "uncertified", "an amendment"])
    def test_a_verb_and_the_end_of_its_clock_do_not_wait_for_each_other(self, name: str) -> None:
        """The sweep holds the clock and wants the motion; the verb wants both."""
        cast = assemble()
        with tenant(cast.frontier.pk):
            laid = lay_out(cast)
            lying = laid["left lying"]
            motion = amendment_at(cast, lying, GONE) if name == "an amendment" else laid[name]
            clock = Deadline.objects.open().get(subject_id=motion.pk)
        at = clock.due_at - timedelta(seconds=1)
        with tenant(cast.frontier.pk):
            chair, mover = cast.viewer("aster.representative", at), cast.viewer("clerk", at)
        verbs: dict[str, Callable[[], Any]] = {
            "unseconded": lambda: withdraw(actor=chair, now=at, ref=motion.ref, because="Late."),
            "left lying": lambda: withdraw(actor=mover, now=at, ref=lying.ref, because="Late."),
            "an amendment": lambda: withdraw(actor=mover, now=at, ref=lying.ref, because="Late."),
            "uncertified": lambda: certify(actor=chair, now=at, ref=motion.ref),
        }
        held = Event()

        def sweeping() -> None:
            with tenant(cast.frontier.pk):
                Deadline.objects.select_for_update(of=("self",)).get(pk=clock.pk)
                held.set()
                somebody_waits()
                motion_for(CHARTER, motion.ref, lock=True)

        def acting() -> None:
            assert held.wait(10)
            with tenant(cast.frontier.pk):
                verbs[name]()

        assert at_once(sweeping, acting) == []
        with tenant(cast.frontier.pk):
            assert not Deadline.objects.open().filter(pk=clock.pk).exists()
