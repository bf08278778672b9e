"""Who may learn what of a report's evidence was downloaded: its own people, counsel for it too."""

from typing import Any

from tests.cast import Cast
from tests.guards.rows import COUNSEL, Row, Stage
from tests.guards.rows.incidents import BOREALIS, SEE_IT
from tests.incidents.factory import filed

OWN = BOREALIS | COUNSEL


def prepare(cast: Cast, stage: Stage) -> None:
    """A filed report of Borealis that names the European authority, for which counsel sits."""
    stage["report"] = filed(cast, recipients=["eu-office"]).ref
    cast.retain(stage["report"])


def _report(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["report"]}


ROWS = {
    "incidents:downloads": Row(opens=OWN, kwargs=_report, refused=SEE_IT - OWN),
    "incidents:downloads_csv": Row(opens=OWN, kwargs=_report, refused=SEE_IT - OWN),
    "incidents:downloads_xlsx": Row(opens=OWN, kwargs=_report, refused=SEE_IT - OWN),
}
