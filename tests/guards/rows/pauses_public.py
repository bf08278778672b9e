"""Who may open what labs declare, the report of a drill, and what the public reads of pauses."""

from datetime import timedelta

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from tests.cast import NOW, Cast
from tests.guards.rows import FRONTIER, Row, Stage

LAB_PEOPLE = frozenset(name for name in FRONTIER if name.startswith(("aster.", "borealis.", "cygnus.")))
CUSTODIAN = frozenset({"auditor"})


def prepare(cast: Cast, stage: Stage) -> None:
    """The auditor is the custodian."""
    Office.objects.create(kind=OfficeKind.CUSTODIAN, seat=cast["auditor"], starts_at=NOW - timedelta(days=1))


ROWS: dict[str, Row] = {
    "pauses:compute": Row(LAB_PEOPLE | CUSTODIAN),
    "pauses:declare_compute": Row(CUSTODIAN, kwargs=lambda _stage: {"lab": "aster"}),
}
