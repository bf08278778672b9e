"""The minutes of a vote: all that was moved, cast, reckoned and decided, as one viewer may read it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.kernel import times
from apps.kernel.decisions import YES, Decision, no
from apps.votes.models import Motion, Recusal
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.said import recusals_of, statements_of
from apps.votes.selectors.shown import Line, standings_for
from apps.votes.selectors.standing import rule_of
from apps.votes.states import CHOICE_LABELS, STANDING_LABELS, Choice, Standing, State


@dataclass(frozen=True, slots=True)
class Said:
    """Something with its heading and who it is from, such as a statement."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """A line of the roll call in words."""

    member: str
    standing: str
    weight: str
    choice: str
    cast: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes in words, times in UTC; every form of them (page, PDF, CSV) is made of this."""

    ref: str
    title: str
    text: str
    facts: list[tuple[str, str]]
    rule: list[str]
    roll: list[Called]
    recusals: list[Said]
    steps: list[str]
    statements: list[Said]
    effect: str


def may_have_roll(motion: Motion) -> Decision:
    """The roll is there once voting has opened."""
    return YES if motion.opened_at else no("The roll is frozen when voting opens.")


def may_have_minutes(motion: Motion) -> Decision:
    """Minutes are there once voting has closed."""
    if motion.state in {State.CLOSED, State.CERTIFIED}:
        return YES
    return no("The minutes are written when voting has closed.")


def minutes_of(viewer: Viewer, motion: Motion, now: datetime) -> Minutes:
    """The minutes of a motion on which voting has closed (a constant number of queries)."""
    standing = standings_for(viewer, motion, now)
    return Minutes(
        ref=motion.ref,
        title=motion.title,
        text=motion.text,
        facts=_facts(motion),
        rule=rule_of(motion).in_words(),
        roll=[called(line) for line in standing.lines],
        recusals=[_recusal(row) for row in recusals_of(motion)],
        steps=[str(step) for step in motion.outcome["steps"]],
        statements=[Said(_named(row.seat), utc(row.at), row.text) for row in statements_of(motion)],
        effect=motion.effect_note,
    )


def called(line: Line) -> Called:
    """A line of the roll call in words; a hidden choice is “voted”."""
    elector, ballot = line.elector, line.ballot
    standing = STANDING_LABELS[Standing(elector.standing)]
    said = " ".join(text for text in (elector.because, line.mark) if text)
    cast = f"{ballot.by}, {ballot.get_capacity_display()}, {seconds(ballot.at)}" if ballot else ""
    return Called(
        member=elector.name,
        standing=f"{standing}. {said}" if said else standing,
        weight=elector.weight,
        choice=choice_said(line),
        cast=cast,
        explanation=line.explanation,
    )


def choice_said(line: Line) -> str:
    """How a member voted, as the viewer may know it."""
    if line.choice:
        return CHOICE_LABELS[Choice(line.choice)]
    if line.has_voted:
        return _("voted")
    return _("not voted") if line.elector.standing == Standing.VOTING else ""


def utc(instant: datetime | None) -> str:
    """An instant in UTC, such as “21 Nov 2026, 12:00 UTC”."""
    return times.written(instant, zone=UTC) if instant else ""


def seconds(instant: datetime) -> str:
    """An instant in UTC to the second, for ballots."""
    return f"{times.written(instant, zone=UTC, named=False)}:{instant.astimezone(UTC):%S} UTC"


def _facts(motion: Motion) -> list[tuple[str, str]]:
    kind = KINDS[motion.kind]
    asks = kind.says(motion.payload)
    facts = [
        (_("Kind"), kind.label),
        (_("Asks"), asks),
        (_("Moved by"), f"{motion.mover.holder}, {motion.organisation.name}"),
        (_("Seconded by"), motion.seconded_by.organisation.name if motion.seconded_by else ""),
        (_("Procedure"), motion.get_procedure_display()),
        (_("Charter"), _("version %(number)s") % {"number": motion.charter}),
        (_("Proposed"), utc(motion.proposed_at)),
        (_("Voting opened"), utc(motion.opened_at)),
        (_("Kept open for the quorum"), utc(motion.extended_at)),
        (_("Voting closed"), utc(motion.closed_at)),
        (_("Result"), _("Carried") if motion.carried else _("Lost")),
        (_("What followed"), motion.effect_note),
        (_("Certified"), _certified(motion)),
        (_("Review by"), utc(motion.review_at)),
    ]
    return [(label, text) for label, text in facts if text]


def _certified(motion: Motion) -> str:
    if motion.certified_at is None:
        return _("Not yet certified")
    if motion.certified_by_id is None:
        return _("%(when)s, by the portal: the charter's time for it had passed") % {"when": utc(motion.certified_at)}
    by = Seat.objects.select_related("person", "organisation").get(pk=motion.certified_by_id)
    return f"{utc(motion.certified_at)}, {_named(by)}"


def _recusal(row: Recusal) -> Said:
    said = [f"{row.get_state_display().capitalize()}: {row.because}"]
    if row.contested_by:
        said.append(
            _("Contested by %(who)s: %(why)s") % {"who": _named(row.contested_by), "why": row.contested_because}
        )
    if row.decided_by:
        said.append(_("Decided by %(who)s: %(why)s") % {"who": _named(row.decided_by), "why": row.decided_because})
    return Said(row.organisation.name, utc(row.decided_at or row.proposed_at), "\n".join(said))


def _named(seat: Seat) -> str:
    return f"{seat.holder}, {seat.organisation.name}"
