"""What the record is read by: timelines and sightings, and who hears of an object."""

from apps.record.selectors.hearing import Hearing
from apps.record.selectors.reading import (
    Entry,
    may_see,
    recent,
    seen_by,
    timeline,
    titles_of,
    visible_subjects,
)

__all__ = ["Entry", "Hearing", "may_see", "recent", "seen_by", "timeline", "titles_of", "visible_subjects"]
