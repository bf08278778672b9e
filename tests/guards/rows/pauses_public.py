"""Who may open what labs declare, the report of a drill, and what the public reads of pauses."""

from datetime import timedelta
from typing import Any

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.pauses.factory import imposed

LAB_PEOPLE = frozenset(name for name in FRONTIER if name.startswith(("aster.", "borealis.", "cygnus.")))
READERS = FRONTIER - COUNSEL
CUSTODIAN = frozenset({"auditor"})


def prepare(cast: Cast, stage: Stage) -> None:
    """The auditor is the custodian, and the chair's office has ordered a drill."""
    Office.objects.create(kind=OfficeKind.CUSTODIAN, seat=cast["auditor"], starts_at=NOW - timedelta(days=1))
    stage["drill"] = imposed(cast, is_drill=True).ref


def of_drill(stage: Stage) -> dict[str, Any]:
    """The address of the drill."""
    return {"ref": stage["drill"]}


ROWS: dict[str, Row] = {
    "pauses:compute": Row(LAB_PEOPLE | CUSTODIAN),
    "pauses:drill": Row(READERS, kwargs=of_drill),
    "pauses:drill_pdf": Row(READERS, kwargs=of_drill),
    "pauses:drill_csv": Row(READERS, kwargs=of_drill),
    "public-pauses:pauses": Row(public=True),
    "public-pauses:pauses-json": Row(public=True),
    "pauses:declare_compute": Row(CUSTODIAN, kwargs=lambda _stage: {"lab": "aster"}),
}
