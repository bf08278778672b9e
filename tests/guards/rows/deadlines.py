"""Who may open the pages of deadlines; the one deadline is about a secret of Borealis."""

from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.deadlines import probe
from tests.guards.rows import Row, Stage

SEES = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison", "clerk"})

ROWS: dict[str, Row] = {
    "deadlines:index": Row(),
    "deadlines:deadline": Row(opens=SEES, kwargs=lambda stage: {"uid": stage["deadline"]}),
    "api-deadlines:deadlines": Row(),
}


def prepare(cast: Cast, stage: Stage) -> None:
    """Start a deadline on Borealis' own subject."""
    with tenant(cast.frontier.pk):
        stage["deadline"] = probe.deadline(cast).uid
