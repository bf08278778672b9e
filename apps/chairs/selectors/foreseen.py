"""What an amendment of the charter means for the chair: which terms to come would change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice, zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.chairs.selectors.board import Board, board
from apps.committees.models import CharterVersion
from apps.committees.rules.viewer import Viewer
from apps.kernel.times import written

SHOWN = 4
LOOKED_AT = 24
"""So many terms to come are compared: another order shows only when the cycle that is fixed has run out."""


def foreseen(before: Mapping[str, Any], after: Mapping[str, Any], now: datetime, _viewer: Viewer) -> Sequence[str]:
    """The next terms as they are planned and as they would be, where they differ; the running one stays as it is."""
    if all(before[key] == after[key] for key in before if key.startswith("chairs.")):
        return []
    found = board(now)
    if found is None:
        return [_("The chair does not rotate yet, so no term changes.")]
    planned, wanted = _plan(found, before), _plan(found, after)
    same = next((n for n, (one, other) in enumerate(zip_longest(planned, wanted)) if one != other), None)
    if same is None:
        return [_("The next chairs stay as they are planned.")]
    if same < SHOWN:
        return [
            _("The running term of the chair ends when it would have ended."),
            _("Planned now: %(terms)s.") % {"terms": _said(planned[:SHOWN])},
            _("Planned then: %(terms)s.") % {"terms": _said(wanted[:SHOWN])},
        ]
    return [
        _("The next %(number)s terms of the chair stay as they are planned.") % {"number": same},
        _("Planned now after them: %(terms)s.") % {"terms": _said(planned[same : same + SHOWN])},
        _("Planned then after them: %(terms)s.") % {"terms": _said(wanted[same : same + SHOWN])},
    ]


def _plan(found: Board, values: Mapping[str, Any]) -> list[str]:
    """The terms to come under these values, each with when it begins."""
    version = CharterVersion(number=found.version.number, preset=found.version.preset, values=dict(values))
    there, scene = ZoneInfo(found.scene.zone), found.scene
    return [
        _("%(name)s from %(start)s")
        % {
            "name": scene.organisations[scene.id_of(slot.key)].name,
            "start": written(slot.starts_at, zone=there, named=False),
        }
        for slot in islice(replace(found, version=version).slots(), LOOKED_AT)
    ]


def _said(terms: Sequence[str]) -> str:
    if not terms:
        return _("nobody until the lot is drawn")
    return ", ".join(terms if len(terms) == SHOWN else [*terms, _("then nobody until the lot is drawn")])
