"""What a draft would be if it were proposed now: what is missing, and what it would name."""

from dataclasses import dataclass
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import Invalid
from apps.votes.models import Motion
from apps.votes.rules.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Check:
    """What keeps a draft from being proposed, by field ("" for the whole), and whether what it names could be read."""

    missing: dict[str, str]
    is_settled: bool


def checked(motion: Motion, viewer: Viewer, now: datetime) -> Check:
    """Judge a draft as proposing would. The motion in hand then names what it would be frozen with; nothing is saved."""
    missing = {}
    if not motion.title.strip():
        missing["title"] = "Give the motion a title."
    if not motion.text.strip():
        missing["text"] = "Write what the committee is to decide."
    kind = KINDS[motion.kind]
    try:
        motion.payload = kind.settle(motion.payload, viewer, now)
    except Invalid as error:
        return Check(missing | error.errors, is_settled=False)
    if reason := kind.impossible(motion.payload, now):
        missing[""] = reason
    return Check(missing, is_settled=True)
