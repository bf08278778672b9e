"""How the desk names what a line is about."""

from apps.deadlines.models import Deadline
from apps.notices.models import Notice
from apps.record.models import Act
from apps.record.rules import SUBJECTS, shown_ref


def about(thing: Deadline | Notice | Act, title: str) -> str:
    """The kind, the reference and the title, where it has one; the title alone of what there is one of (the chair)."""
    if title and thing.subject_ref == thing.subject_kind:
        return title
    named = f"{SUBJECTS[thing.subject_kind].label} {shown_ref(thing.subject_ref)}".strip()
    return f"{named} · {title}" if title else named
