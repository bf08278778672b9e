"""A deadline as pages and the API show it at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.deadlines.models import Deadline
from apps.deadlines.models.deadline import LABELS
from apps.deadlines.rules.ladder import Rung
from apps.deadlines.rules.owners import WORDS
from apps.deadlines.rules.reckoning import state_at
from apps.deadlines.states import CLIMBING, State
from apps.kernel.marks import due_tone
from apps.record.rules import SUBJECTS, audience_named


def in_words(audiences: Iterable[str]) -> str:
    """Audiences as a sentence holds them; one that is no longer registered keeps its name."""
    words = [_word(name) for name in audiences]
    return _(" and ").join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _word(name: str) -> str:
    audience = audience_named(name)
    return audience.label if audience else WORDS.get(name, name)


@dataclass(frozen=True, slots=True)
class Shown:
    """A deadline at `now`, with the title of what it is about."""

    deadline: Deadline
    now: datetime
    title: str = ""

    @property
    def state(self) -> State:
        """Its state, also where the sweep has not come by since the due time."""
        return state_at(State(self.deadline.state), self.deadline.due_at, self.now)

    @property
    def is_open(self) -> bool:
        """Whether the sweep still climbs its ladder."""
        return self.state in CLIMBING

    @property
    def was_met_late(self) -> bool:
        """Whether it was met, but after its due time."""
        return self.deadline.met_at is not None and self.deadline.met_at > self.deadline.due_at

    @property
    def label(self) -> str:
        """Its state in a word or two."""
        return _("Met late") if self.was_met_late else str(LABELS[self.state])

    @property
    def tone(self) -> str:
        """The tone of that label."""
        if self.state == State.MET:
            return "warn" if self.was_met_late else "ok"
        return due_tone(self.deadline.due_at, self.now) if self.is_open else "neutral"

    @property
    def owed_by(self) -> str:
        """Who owes it, in words."""
        organisation = self.deadline.owed_by_organisation
        named = [str(organisation)] if organisation else []
        if self.deadline.owed_by:
            named.append(in_words(self.deadline.owed_by))
        seat = self.deadline.owed_by_seat
        if seat is None:
            return ", ".join(named)
        return _("%(owing)s (%(person)s)") % {"owing": ", ".join(named), "person": seat.holder} if named else str(seat)

    @property
    def is_on_it(self) -> bool:
        """Whether somebody has said to be on it, until a time that is still to come."""
        until = self.deadline.taken_on_until
        return self.is_open and until is not None and until > self.now

    @property
    def on_it_by(self) -> str:
        """Who said so."""
        return str(self.deadline.taken_on_by or _("A pager’s holder"))

    @property
    def next_step(self) -> Rung | None:
        """What its ladder does next, if anything."""
        return self.deadline.ladder.next if self.is_open else None

    @property
    def about(self) -> str:
        """What kind of object it is about."""
        return SUBJECTS[self.deadline.subject_kind].label

    def address(self, slug: str) -> str:
        """The page of the object it is about, in the committee with this slug."""
        return SUBJECTS[self.deadline.subject_kind].address(slug, self.deadline.subject_ref)
