"""Who may open the pages of deadlines; the one deadline is about a secret of Borealis."""

from apps.deadlines.selectors import Whose
from apps.deadlines.services import make_feed
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.deadlines import probe
from tests.guards.rows import Row, Stage

SEES = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison", "clerk"})

ROWS: dict[str, Row] = {
    "deadlines:index": Row(),
    "deadlines:export": Row(),
    "deadlines:calendar": Row(),
    "deadlines:deadline": Row(opens=SEES, kwargs=lambda stage: {"uid": stage["deadline"]}),
    "deadlines:single": Row(opens=SEES, kwargs=lambda stage: {"uid": stage["deadline"]}),
    "deadlines:feeds": Row(),
    "deadlines:make_feed": Row(status=302),
    "deadlines:revoke_feed": Row(
        opens=frozenset({"clerk"}), method="post", status=302, kwargs=lambda stage: {"uid": stage["feed"].feed.uid}
    ),
    "calendars:feed": Row(public=True, kwargs=lambda stage: {"secret": stage["feed"].secret}),
    "api-deadlines:deadlines": Row(),
}


def prepare(cast: Cast, stage: Stage) -> None:
    """Start a deadline on Borealis' own subject, and a calendar of the clerk's."""
    with tenant(cast.frontier.pk):
        stage["deadline"] = probe.deadline(cast).uid
        stage["feed"] = make_feed(actor=cast.viewer("clerk"), now=NOW, whose=Whose.COMMITTEE)
