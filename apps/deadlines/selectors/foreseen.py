"""What an amendment of the charter means for deadlines: those that are open keep what was frozen when they began."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline


def foreseen(before: Mapping[str, Any], after: Mapping[str, Any], now: datetime, viewer: Viewer) -> Sequence[str]:
    """How many open deadlines that the viewer may see stay as they are (one query)."""
    number = Deadline.objects.open().visible_to(viewer).count()
    if not number:
        return [_("No deadline is open that you may see; those that begin from then on follow the new charter.")]
    said = ngettext(
        "%(number)s open deadline that you may see stays as it is; those that begin from then on follow the new charter.",
        "%(number)s open deadlines that you may see stay as they are; those that begin from then on follow the new "
        "charter.",
        number,
    )
    return [said % {"number": number}]
