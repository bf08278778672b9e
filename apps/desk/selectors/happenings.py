"""What has happened lately."""

from dataclasses import dataclass

from apps.committees.rules.viewer import Viewer
from apps.desk.selectors.naming import about
from apps.record.rules import SUBJECTS
from apps.record.selectors import Entry, recent, titles_of

MOST = 8


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of what has happened lately, with the page of the object it is about."""

    entry: Entry
    about: str
    address: str


def happenings(viewer: Viewer, slug: str) -> list[Happening]:
    """The newest acts that the viewer may see."""
    entries = recent(viewer, MOST)
    titles = titles_of((entry.act.subject_kind, entry.act.subject_id) for entry in entries)
    return [
        Happening(
            entry,
            about(entry.act, titles.get((entry.act.subject_kind, entry.act.subject_id), "")),
            SUBJECTS[entry.act.subject_kind].address(slug, entry.act.subject_ref),
        )
        for entry in entries
    ]
