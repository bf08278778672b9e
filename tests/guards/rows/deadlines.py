"""Who may open the pages of deadlines; the one deadline is about a secret of Borealis, and the clerks owe it."""

import json
from typing import Any

from apps.deadlines.selectors import Whose
from apps.deadlines.services import make_feed
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.deadlines import probe
from tests.guards.rows import NOBODY, Row, Stage

SEES = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison", "clerk"})
CLERK = frozenset({"clerk"})
LATER = {"until_0": "2026-11-21T14:00", "until_1": "UTC"}
UNTIL = "2026-11-21T14:00:00Z"


def _deadline(stage: Stage) -> dict[str, Any]:
    return {"uid": stage["deadline"]}


def _verb(opens: frozenset[str] = CLERK, status: int = 302, **data: str) -> Row:
    return Row(opens=opens, status=status, method="post", kwargs=_deadline, data=data, refused=SEES - opens)


def _api(opens: frozenset[str] = CLERK, status: int = 200, **body: str) -> Row:
    data = {"json": json.dumps(body)}
    return Row(opens=opens, status=status, method="post", kwargs=_deadline, data=data, refused=SEES - opens)


ROWS: dict[str, Row] = {
    "deadlines:index": Row(),
    "deadlines:export": Row(),
    "deadlines:calendar": Row(),
    "deadlines:deadline": Row(opens=SEES, kwargs=_deadline),
    "deadlines:live": Row(opens=SEES, kwargs=_deadline),
    "deadlines:take_on": _verb(**LATER),
    "deadlines:hand_over": _verb(status=422, to="nobody"),
    "deadlines:pause": _verb(reason="Waiting."),
    "deadlines:resume": _verb(NOBODY),
    "deadlines:extend": _verb(reason="Holiday.", **LATER),
    "deadlines:waive": _verb(NOBODY, reason="Answered."),
    "deadlines:chase": _verb(),
    "deadlines:single": Row(opens=SEES, kwargs=_deadline),
    "deadlines:feeds": Row(),
    "deadlines:make_feed": Row(status=302),
    "deadlines:revoke_feed": Row(
        opens=CLERK, method="post", status=302, kwargs=lambda stage: {"uid": stage["feed"].feed.uid}
    ),
    "calendars:feed": Row(public=True, kwargs=lambda stage: {"secret": stage["feed"].secret}),
    "api-deadlines:deadlines": Row(),
    "api-deadlines:deadline": Row(opens=SEES, kwargs=_deadline),
    "api-deadlines:acknowledge": _api(until=UNTIL),
    "api-deadlines:hand_over": Row(
        opens=SEES, status=400, method="post", kwargs=_deadline, data={"json": json.dumps({"to": "nobody"})}
    ),
    "api-deadlines:pause": _api(reason="Waiting."),
    "api-deadlines:resume": _api(NOBODY),
    "api-deadlines:extend": _api(until=UNTIL, reason="Holiday."),
    "api-deadlines:waive": _api(NOBODY, reason="Answered."),
    "api-deadlines:page_acknowledgement": Row(opens=NOBODY, otherwise=401, method="post", kwargs=_deadline),
}


def prepare(cast: Cast, stage: Stage) -> None:
    """Start a deadline on Borealis' own subject, and a calendar of the clerk's."""
    with tenant(cast.frontier.pk):
        stage["deadline"] = probe.deadline(cast).uid
        stage["feed"] = make_feed(actor=cast.viewer("clerk"), now=NOW, whose=Whose.COMMITTEE)
