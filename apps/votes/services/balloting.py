"""Casting a ballot: a new row each time, with a commitment in the record and an opening for the voter to keep."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.kernel.canonical import commitment, instant, new_salt
from apps.kernel.decisions import Invalid, Refused
from apps.votes import acts
from apps.votes.models import Ballot
from apps.votes.rules import Opening, commit
from apps.votes.rules.roll import choice_error
from apps.votes.rules.verbs import may_vote_now
from apps.votes.selectors.boxes import Box, held_box
from apps.votes.selectors.dossier import opening_of
from apps.votes.selectors.standing import newest_of
from apps.votes.selectors.voices import Voice, voice_for
from apps.votes.services.telling import tell
from apps.votes.states import Capacity, Choice

NO_VOICE = (
    "You have no vote on this motion. A member's representative, its alternate, or whoever holds its proxy votes."
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter keeps: the opening of the commitment that entered the record, and which ballot gave way to it."""

    ballot: Ballot
    opening: Opening
    replaced: int | None

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        return {
            "opening": self.opening.as_data(),
            "commitment": self.ballot.commitment,
            "explanation": self.ballot.explanation,
            "salt": self.ballot.salt,
            "at": instant(self.ballot.at),
        }


def hold_box(*, actor: Viewer, ref: str, voter: str = "") -> Box:
    """Lock the motion against closing, and the member's line against another ballot in the same instant.

    `voter` is the key of the line, empty for the actor's own member. A face calls this first and reads the clock then:
    the instant that decides is the database's, after the wait. Raises Http404.
    """
    return held_box(actor, ref, voter)


def cast(*, actor: Viewer, now: datetime, box: Box, choice: str, explanation: str = "", public: bool = True) -> Receipt:
    """Cast a ballot into a held box; a later one takes the place of an earlier. Raises Refused or Invalid by field."""
    motion, line = box.motion, box.line
    may_vote_now(motion, now).require()
    if line is None:
        raise Refused(NO_VOICE)
    counting = newest_of(line)
    voice = voice_for(actor, motion, line, now, counting[1] if counting else None)
    if voice is None:
        raise Refused(NO_VOICE)
    voice.may.require()
    explanation = explanation.replace("\0", "").strip()
    if errors := choice_error(choice, motion.procedure, explanation):
        raise Invalid(errors)
    salt = new_salt()
    opening = Opening(
        motion=motion.ref,
        voter=line.key,
        choice=Choice(choice).value,
        seq=counting[0] + 1 if counting else 1,
        by=actor.label,
        capacity=voice.capacity.value,
        explanation=commitment(salt, explanation),
        nonce=new_salt(),
    )
    ballot = _put(box, opening, (explanation, salt), public, actor, now)
    facts = {"voter": line.key, "number": opening.seq, "capacity": opening.capacity, "commitment": ballot.commitment}
    tell(acts.CAST, motion, actor=actor, now=now, facts=facts, told=_told(voice))
    return Receipt(ballot, opening, counting[0] if counting else None)


def receipt_of(ballot: Ballot) -> Receipt:
    """The receipt of a ballot that was cast, for whoever may see it."""
    return Receipt(ballot, opening_of(ballot, ballot.motion.ref), None)


def _put(box: Box, opening: Opening, explained: tuple[str, str], public: bool, actor: Viewer, now: datetime) -> Ballot:
    return Ballot.objects.create(
        motion=box.motion,
        elector=box.line,
        seat_id=actor.seat_id,
        by=opening.by,
        capacity=opening.capacity,
        choice=opening.choice,
        explanation=explained[0],
        salt=explained[1],
        public=public,
        seq=opening.seq,
        nonce=opening.nonce,
        commitment=commit(opening),
        at=now,
    )


def _told(voice: Voice) -> list[str]:
    """Whoever did not cast it but whose member it binds is told that somebody else has voted for it."""
    if voice.capacity == Capacity.REPRESENTATIVE:
        return []
    if voice.elector.personal:
        return [f"seat:{voice.elector.seat_id}"]
    return [f"representatives:{voice.elector.organisation_id}"]
