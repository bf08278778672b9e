"""How the desk names what a line is about."""

from apps.deadlines.models import Deadline
from apps.notices.models import Notice
from apps.record.models import Act
from apps.record.rules import SUBJECTS


def about(thing: Deadline | Notice | Act, title: str) -> str:
    """The kind, the reference and the title, where it has one."""
    named = f"{SUBJECTS[thing.subject_kind].label} {shown_ref(thing.subject_ref)}".strip()
    return f"{named} · {title}" if title else named


def shown_ref(reference: str) -> str:
    """A reference as people read it: nothing where it is a machine's long one."""
    return "" if len(reference) == 36 and reference.count("-") == 4 else reference
