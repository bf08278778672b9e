"""What a seat has chosen to get."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.notices.channels import CHANNELS, Channel
from apps.notices.models import NoticePreference, QuietHours
from apps.notices.states import Mode
from apps.record.rules import CATALOGUE, SUBJECTS, SubjectKind


@dataclass(frozen=True, slots=True)
class Letters:
    """The emails that a mail program offers to end: the committee's about a kind of subject, or ("") the daily ones."""

    committee_name: str
    slug: str
    about: str


def letters_to(seat_id: int, subject_kind: str) -> Letters | None:
    """What an unsubscribing address is about, in the active committee; None where seat or kind are not there."""
    seat = Seat.objects.filter(pk=seat_id).select_related("committee").first()
    if seat is None or (subject_kind and subject_kind not in SUBJECTS):
        return None
    about = str(SUBJECTS[subject_kind].label) if subject_kind else ""
    return Letters(seat.committee.name, seat.committee.slug, about)


def preferences(viewer: Viewer) -> dict[tuple[str, str], Mode]:
    """How the seat has chosen to get what is not urgent, by channel and kind of subject ("": all others)."""
    rows = NoticePreference.objects.filter(seat_id=viewer.seat_id).values_list("channel", "subject_kind", "mode")
    return {(channel, kind): Mode(mode) for channel, kind, mode in rows}


def quiet_hours(viewer: Viewer) -> QuietHours:
    """The seat's quiet hours and the hour of its daily letter; an unsaved row with neither span nor change."""
    return QuietHours.objects.filter(seat_id=viewer.seat_id).first() or QuietHours(seat_id=viewer.seat_id)


def chosen_channels() -> list[Channel]:
    """The channels that people choose for what is not urgent."""
    return [channel for _key, channel in CHANNELS if channel.is_chosen]


def kinds_told() -> list[SubjectKind]:
    """The kinds of subject that notices are about, by name."""
    return _kinds(key for key, kind in CATALOGUE if kind.told)


def kinds_to_choose(modes: Mapping[tuple[str, str], Mode]) -> list[SubjectKind]:
    """Those for which people choose how they come: with acts of their own that may wait, or chosen for already."""
    return _kinds((key for key, kind in CATALOGUE if kind.told and not kind.urgent), (kind for _key, kind in modes))


def _kinds(acts: Iterable[str], more: Iterable[str] = ()) -> list[SubjectKind]:
    # An act is named after what it is about: “incident.filed”.
    named = {key.partition(".")[0] for key in acts} | set(more)
    return sorted((kind for key, kind in SUBJECTS if key in named), key=lambda kind: str(kind.label))
