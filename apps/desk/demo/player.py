"""Plays a story through the portal's own services, each act at its own time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from django.db.models import Min

from apps.chairs.services import settle
from apps.deadlines.models import Deadline
from apps.deadlines.services import take_steps
from apps.desk.demo import charter, funding, members, pauses, regimes, rotation, seats, votes, working
from apps.desk.demo.people import NAMES
from apps.desk.demo.reports import moments_of
from apps.desk.demo.story.parts import (
    Admitted,
    AmendmentDrafted,
    Chaired,
    EndpointsAdded,
    Event,
    InboxRead,
    Invited,
    MachineAdded,
    QuietNights,
    RotationStarted,
    SetUp,
    Story,
)
from apps.desk.demo.story.parts_of_funding import OfFunding
from apps.desk.demo.story.parts_of_members import OfMembers
from apps.desk.demo.story.parts_of_pauses import OfPauses
from apps.desk.demo.story.parts_of_regimes import OfRegimes
from apps.desk.demo.story.parts_of_votes import Weighed
from apps.kernel.tenancy.context import active_committee
from apps.notices.services import expand

Does = Callable[[datetime], object]

HISTORY = timedelta(days=1)
"""What is older than this was told long ago: it fills inboxes, and nobody is mailed about it now."""

MINUTE = timedelta(minutes=1)
APART = timedelta(minutes=20)
ANSWER = timedelta(minutes=5)
"""On the day of the founding: between two bodies, and until the first of a body's people answers."""


def play(story: Story, now: datetime) -> None:
    """Play all of a story whose committee has just been founded, up to `now`, inside its tenant context.

    Between the moments deadlines are climbed, and inboxes are filled before they are read, as the workers would have
    done it. What happened within the last day is left for them: they mail it once they run.
    """
    moments = sorted(_moments(story, now), key=lambda moment: moment[0])
    history = now - HISTORY
    for at, does in moments:
        if at <= history:
            _climb_until(at)
            does(at)
    _climb_until(history)
    _fill_inboxes(history)
    for at, does in moments:
        if at > history:
            _climb_until(at)
            does(at)
    _climb_until(now)
    settle(now)


def _foundation(story: Story) -> Iterator[Event]:
    """The first day: bodies are admitted one after the other, and their people answer their invitations."""
    for place, body in enumerate(story.founding.bodies, start=1):
        ago = story.founded - place * APART
        yield Admitted(ago, body)
        for turn, (email, role) in enumerate(body.seats, start=1):
            yield Invited(ago - MINUTE, body.key, role, email, NAMES[email], accepted_after=turn * ANSWER)


def _moments(story: Story, now: datetime) -> Iterator[tuple[datetime, Does]]:
    for event in (*_foundation(story), *story.events):
        at = now - event.ago
        if isinstance(event, OfMembers):
            yield from members.moments_of(event, story.founding.clerk, at)
            continue
        if isinstance(event, OfFunding):
            yield from funding.moments_of(event, at, now)
            continue
        if isinstance(event, OfPauses):
            yield from pauses.moments_of(event, at)
            continue
        if isinstance(event, OfRegimes):
            yield at, partial(regimes.play, event, story.founding.clerk)
            continue
        if isinstance(event, RotationStarted):
            at = rotation.starts_at(event, now, story.founding.zone)
        yield at, _doing(event, story.founding.clerk)
        if isinstance(event, Invited) and event.accepted_after is not None:
            yield now - event.ago + event.accepted_after, partial(seats.accept, event)
        if isinstance(event, AmendmentDrafted) and event.adopted_after is not None:
            yield now - event.ago + event.adopted_after, partial(charter.adopt, event, story.founding.clerk)
    for report in story.reports:
        yield from moments_of(report, now - report.ago)
    for letter in story.letters:
        yield from working.protected_moments(letter, now - letter.ago)
    for motion in story.motions:
        yield from votes.moments_of(motion, now - motion.ago)


def _doing(event: Event, clerk: str) -> Does:
    match event:
        case Admitted():
            return partial(seats.admit, event, clerk)
        case Chaired():
            return partial(seats.appoint, event, clerk)
        case Invited():
            return partial(seats.offer, event, clerk)
        case MachineAdded():
            return partial(seats.add_machine, event)
        case EndpointsAdded():
            return partial(seats.add_endpoints, event)
        case QuietNights():
            return partial(seats.keep_nights_quiet, event)
        case InboxRead():
            return partial(_read_inbox, event)
        case AmendmentDrafted():
            return partial(charter.draft, event)
        case SetUp():
            return partial(charter.close_setup, clerk)
        case RotationStarted():
            return partial(rotation.start, event, clerk)
        case Weighed():
            return partial(votes.weigh, event, clerk)


def _read_inbox(event: InboxRead, at: datetime) -> None:
    _fill_inboxes(at)
    seats.read_inbox(event, at)


def _climb_until(at: datetime) -> None:
    """Pass the chair on, and take the steps of deadlines at the full minutes at which the sweep would have found them."""
    rotation.pass_on_until(at)
    while wake := Deadline.objects.filter(next_step_at__lte=at).aggregate(first=Min("next_step_at"))["first"]:
        sweep_at = _full_minute(wake)
        if sweep_at > at:
            return
        take_steps(Deadline.objects.filter(next_step_at__lte=sweep_at).values_list("pk", flat=True), sweep_at)


def _full_minute(moment: datetime) -> datetime:
    """The first full minute that is not before the moment."""
    whole = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return whole if whole == moment else whole + MINUTE


def _fill_inboxes(at: datetime) -> None:
    while expand(active_committee(), now=at, at=at, inboxes_only=True):
        """Goes on while there are more than it takes in one go."""
