"""Who may learn what of a report's evidence was downloaded: its own people, counsel for it too."""

from typing import Any

from tests.guards.rows import COUNSEL, Row, Stage
from tests.guards.rows.incidents import BOREALIS, SEE_IT

OWN = BOREALIS | COUNSEL


def _report(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["report"]}


ROWS = {
    "incidents:downloads": Row(opens=OWN, kwargs=_report, refused=SEE_IT - OWN),
    "incidents:downloads_csv": Row(opens=OWN, kwargs=_report, refused=SEE_IT - OWN),
    "incidents:downloads_xlsx": Row(opens=OWN, kwargs=_report, refused=SEE_IT - OWN),
}
