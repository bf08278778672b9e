"""Choosing what comes, how and when not. It is nobody else's business, so nothing of it enters the record."""

from collections.abc import Mapping
from datetime import time

from django.utils.translation import gettext as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import Invalid
from apps.notices.channels import CHANNELS
from apps.notices.models import Delivery, DigestLine, NoticePreference, QuietHours
from apps.notices.rules import may_keep_an_inbox
from apps.notices.states import Mode
from apps.record.rules import SUBJECTS

EMAIL = "email"


def set_preferences(*, actor: Viewer, modes: Mapping[tuple[str, str], Mode | None]) -> None:
    """Choose how what is not urgent comes, by channel and kind of subject ("": all others; None: as all others).

    Raises Invalid for a channel that nobody chooses, an unknown kind, or a daily letter over another channel than mail.
    """
    may_keep_an_inbox(actor).require()
    chosen = {key: channel for key, channel in CHANNELS if channel.is_chosen}
    errors = {}
    for (channel, kind), mode in modes.items():
        if channel not in chosen or (kind and kind not in SUBJECTS):
            errors[channel] = _("There is no such choice.")
        elif mode == Mode.DAILY and not chosen[channel].has_digest:
            errors[channel] = _("A daily letter comes by email only.")
    if errors:
        raise Invalid(errors)
    for (channel, kind), mode in modes.items():
        _choose(actor.seat_id, channel, kind, mode)


def _choose(seat_id: int, channel: str, kind: str, mode: Mode | None) -> None:
    if mode is None:
        NoticePreference.objects.filter(seat_id=seat_id, channel=channel, subject_kind=kind).delete()
        return
    NoticePreference.objects.update_or_create(
        seat_id=seat_id, channel=channel, subject_kind=kind, defaults={"mode": mode}
    )


def set_quiet_hours(*, actor: Viewer, starts: time | None, ends: time | None, digest_hour: int) -> None:
    """Choose when what may wait is held back, and at which full hour the day's letter comes; the person's own zone.

    From the later to the earlier hour runs over midnight; both None holds nothing back. Raises Invalid for half a
    span, an empty one, or an hour that no day has.
    """
    may_keep_an_inbox(actor).require()
    errors = {}
    if (starts is None) != (ends is None):
        errors["ends" if ends is None else "starts"] = _("Give both hours, or neither.")
    elif starts is not None and starts == ends:
        errors["ends"] = _("Quiet hours must end at another time than they begin.")
    if not 0 <= digest_hour < 24:
        errors["digest_hour"] = _("Choose an hour of the day.")
    if errors:
        raise Invalid(errors)
    QuietHours.objects.update_or_create(
        seat_id=actor.seat_id, defaults={"starts": starts, "ends": ends, "digest_hour": digest_hour}
    )


def end_letters(*, seat_id: int, subject_kind: str) -> None:
    """End a seat's emails about a kind of subject, or ("") its daily letters; again is no error.

    The signed address that they carry speaks for the seat, so there is no actor. A daily letter that is being
    gathered is not sent any more; its notices are in the inbox.
    """
    if subject_kind:
        _choose(seat_id, EMAIL, subject_kind, Mode.OFF)
        return
    NoticePreference.objects.filter(seat_id=seat_id, channel=EMAIL, mode=Mode.DAILY).update(mode=Mode.OFF)
    gathering = Delivery.objects.filter(seat_id=seat_id, channel=EMAIL, is_collecting=True).select_for_update()
    for digest in gathering:
        DigestLine.objects.filter(delivery=digest).delete()
        digest.delete()
