"""Who may open the report of a drill, and what the public reads of pauses."""

from typing import Any

from tests.cast import Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.pauses.factory import imposed

READERS = FRONTIER - COUNSEL


def prepare(cast: Cast, stage: Stage) -> None:
    """The chair's office has ordered a drill."""
    stage["drill"] = imposed(cast, is_drill=True).ref


def of_drill(stage: Stage) -> dict[str, Any]:
    """The address of the drill."""
    return {"ref": stage["drill"]}


ROWS: dict[str, Row] = {
    "pauses:drill": Row(READERS, kwargs=of_drill),
    "pauses:drill_pdf": Row(READERS, kwargs=of_drill),
    "pauses:drill_csv": Row(READERS, kwargs=of_drill),
    "public-pauses:pauses": Row(public=True),
    "public-pauses:pauses-json": Row(public=True),
}
