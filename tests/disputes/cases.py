"""A case in plain values, and who is who around it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.disputes.states import Capacity, Stage

ASTER, BOREALIS, CYGNUS, DIONE, CIVIL, SECRETARIAT, AUTHORITY, AUDITORS = 1, 2, 3, 4, 6, 8, 10, 11
REF = "DSP-2026-3XQ9"


@dataclass
class Case:
    """Aster against Borealis, Cygnus being a third party; seats 71 and 72 on the first panel, 71 presiding there."""

    stage: str = Stage.WRITTEN
    ref: str = REF
    pk: int = 5
    drafted_by: int = ASTER
    parties: Mapping[int, Capacity] = field(
        default_factory=lambda: {
            ASTER: Capacity.COMPLAINANT,
            BOREALIS: Capacity.RESPONDENT,
            CYGNUS: Capacity.THIRD_PARTY,
        }
    )
    panel_seats: Mapping[int, Collection[int]] = field(default_factory=lambda: {71: {1}, 72: {1}, 81: {2}, 91: {3}})
    presiding_seats: Collection[int] = (71, 81, 91)
    is_suspended: bool = False
    clerks_take_part: bool = False


def viewer(role: Role, organisation: int, seat: int = 7, **more: object) -> Viewer:
    return Viewer(1, seat, organisation, role, **more)  # type: ignore[arg-type]
