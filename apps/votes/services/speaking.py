"""What is said and laid beside a motion: statements for the record, and papers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.files.models import File
from apps.files.services import facts_of, store_file
from apps.kernel.texts import required
from apps.votes import acts
from apps.votes.models import SUBJECT, Statement
from apps.votes.rules import verbs
from apps.votes.selectors.finding import motion_for
from apps.votes.services.telling import tell


def make_statement(*, actor: Viewer, now: datetime, ref: str, text: str) -> Statement:
    """Say something on a motion, for the record. Raises Http404, Refused or Invalid."""
    motion = motion_for(actor, ref)
    verbs.may_speak(actor, motion).require()
    text = required(text, "text", "Write your statement.")
    statement = Statement.objects.create(motion=motion, seat_id=actor.seat_id, text=text, at=now)
    tell(acts.STATED, motion, actor=actor, now=now, facts={"statement": str(statement.uid)})
    return statement


def add_papers(*, actor: Viewer, now: datetime, ref: str, uploads: Sequence[Any]) -> list[File]:
    """Add papers to a motion on which voting has not opened. Raises Http404, Refused or Invalid."""
    motion = motion_for(actor, ref, lock=True)
    verbs.may_add_paper(actor, motion).require()
    files = []
    for upload in uploads:
        file = store_file(actor=actor, now=now, subject=(SUBJECT, motion.pk, motion.ref), upload=upload)
        files.append(file)
        if motion.proposed_at is not None:
            tell(acts.PAPER_ADDED, motion, actor=actor, now=now, facts=facts_of(file))
    return files
