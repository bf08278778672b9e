"""Plays a motion: drafted, proposed, and how it went on; and what members weigh. Each inside the tenant."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apps.committees.models import CharterDraft
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import presiding, viewer_of
from apps.desk.demo import funding
from apps.desk.demo.seats import seat_of, viewer
from apps.desk.demo.story.parts_of_votes import (
    Briefed,
    Certified,
    Contested,
    Motion,
    OfTheChair,
    ProxyGiven,
    Ruled,
    Seconded,
    Stated,
    TakenBack,
    Turn,
    Voted,
    VotingOpened,
    Weighed,
)
from apps.funding.models import Budget, Scale
from apps.funding.rules.moved import ADOPT_BUDGET, ADOPT_SCALE
from apps.funding.states import Text
from apps.pauses.models import PauseOrder
from apps.votes import models
from apps.votes.rules.charter import TABLE
from apps.votes.services import (
    balloting,
    briefing,
    certifying,
    drafting,
    opening,
    proposing,
    proxying,
    recusing,
    speaking,
    weighing,
)

WRITING = timedelta(minutes=50)
"""How long somebody writes a motion before they propose it."""

TEXTS: dict[str, tuple[str, Any]] = {ADOPT_SCALE: ("scale", Scale), ADOPT_BUDGET: ("budget", Budget)}
"""What is adopted for a period, which the story names by its place."""

Moment = tuple[datetime, Callable[[datetime], object]]


def moments_of(motion: Motion, at: datetime) -> Iterator[Moment]:
    """Everything that happens to a motion that is proposed at the instant, with its time."""
    played = _Played(motion)
    yield at - WRITING, played.begin
    yield at, played.propose
    for step in motion.steps:
        yield at + step.after, partial(played.take, step)
        if isinstance(step, ProxyGiven):
            yield at + step.accepts, partial(played.accept_proxy, step)


def weigh(event: Weighed, clerk: str, at: datetime) -> None:
    """Record what members weigh."""
    weighing.set_weights(actor=viewer(clerk, at), now=at, scale=TABLE, values=event.weights, decision=event.decision)


class _Played:
    """A motion while it is played; its reference is known once it has begun."""

    def __init__(self, motion: Motion) -> None:
        self._motion = motion
        self._ref = ""

    def begin(self, at: datetime) -> None:
        """Write the draft with its papers."""
        told = self._motion
        by: dict[str, Any] = {"actor": viewer(told.by, at), "now": at}
        if told.amends:
            self._ref = drafting.start_amendment(**by, ref=_ref_of(told.amends)).ref
        else:
            self._ref = drafting.start_draft(**by, kind=told.kind, payload=_payload(told)).ref
        changes = {"title": told.title, "text": told.text, "procedure": told.procedure}
        drafting.change_draft(**by, ref=self._ref, changes=changes)
        if told.papers:
            speaking.add_papers(**by, ref=self._ref, uploads=[paper.upload() for paper in told.papers])

    def propose(self, at: datetime) -> None:
        """Lay it before the committee."""
        self._ref = proposing.propose(actor=viewer(self._motion.by, at), now=at, ref=self._ref).ref

    def accept_proxy(self, step: ProxyGiven, at: datetime) -> None:
        """The other member accepts the proxy."""
        proxy = models.Proxy.objects.get(motion__ref=self._ref, giver=seat_of(step.who, at))
        proxying.answer(actor=viewer(step.to, at), now=at, uid=proxy.uid, verb="accept")

    def take(self, step: Turn | OfTheChair, at: datetime) -> None:
        """Somebody takes it a step further."""
        actor = self._presider(at) if isinstance(step, OfTheChair) else viewer(step.who, at)
        by: dict[str, Any] = {"actor": actor, "now": at}
        match step:
            case Voted():
                box = balloting.hold_box(actor=actor, ref=self._ref)
                balloting.cast(**by, box=box, choice=step.choice, explanation=step.explanation, public=step.public)
            case ProxyGiven(to=to):
                proxying.offer(**by, motion=self._ref, holder=seat_of(to, at).uid)
            case _:
                _go_on(step, by | {"ref": self._ref})

    def _presider(self, at: datetime) -> Viewer:
        seat = presiding(at, models.SUBJECT, models.Motion.objects.get(ref=self._ref).pk).seat
        assert seat is not None, "somebody presides in every story"  # noqa: S101 - a story is checked by loading it
        return viewer_of(seat, at)


def _go_on(step: Turn | OfTheChair, by: dict[str, Any]) -> None:
    match step:
        case Seconded():
            proposing.second(**by)
        case Stated(text=text):
            speaking.make_statement(**by, text=text)
        case Contested(organisation=organisation, because=because):
            recusing.contest(**by, organisation=organisation, because=because)
        case Ruled(organisation=organisation, verb=verb, because=because):
            recusing.decide(**by, organisation=organisation, verb=verb, because=because)
        case Briefed(text=text, choice=choice, explanation=explanation):
            briefing.write_brief(**by, text=text, choice=choice, explanation=explanation)
        case VotingOpened():
            opening.open_voting(**by)
        case Certified():
            certifying.certify(**by)
        case TakenBack(because=because):
            proposing.withdraw(**by, because=because)


def _ref_of(title: str) -> str:
    return models.Motion.objects.get(title=title).ref


def _payload(motion: Motion) -> dict[str, str]:
    """What the motion names: a charter's draft by its uid, a pause's, a scale and a budget by the name of the draft."""
    if "order" in motion.names:
        return {"order": PauseOrder.objects.get(title=motion.names["order"]).draft_ref}
    if motion.kind in TEXTS:
        named, text = TEXTS[motion.kind]
        period = funding.name_of(int(motion.names[named]))
        return {named: text.objects.get(period__name=period, state=Text.DRAFT).draft_ref}
    if "draft" not in motion.names:
        return dict(motion.names)
    return {"draft": str(CharterDraft.objects.get(title=motion.names["draft"]).uid)}
