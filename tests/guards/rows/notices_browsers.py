"""Who may open the routes by which browsers are rung."""

import uuid

from apps.kernel.tenancy.context import tenant
from apps.notices.models import Endpoint
from apps.notices.states import EndpointKind
from tests.cast import NOW, Cast
from tests.guards.rows import FRONTIER, Row, Stage

CLERK = frozenset({"clerk"})


def _own(stage: Stage) -> dict[str, uuid.UUID]:
    return {"uid": stage["browser"].uid}


ROWS = {
    "notices:ring_browser": Row(opens=FRONTIER, method="post", status=302),
    "notices:remove_browser": Row(opens=CLERK, method="post", status=302, kwargs=_own),
    "notices:try_browser": Row(opens=CLERK, method="post", status=302, kwargs=_own),
    "push:worker": Row(public=True),
    "push:web_app": Row(public=True),
}


def prepare(cast: Cast, stage: Stage) -> None:
    """A browser of the clerk's."""
    with tenant(cast.frontier.pk):
        clerk = cast["clerk"]
        stage["browser"] = Endpoint.objects.create(
            kind=EndpointKind.PUSH,
            seat=clerk,
            label="Firefox on Linux",
            host="push.example",
            made_at=NOW,
            made_by=clerk,
        )
