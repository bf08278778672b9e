"""Who may open the pages of webhooks and pagers, and the feed of acts."""

import uuid
from typing import Any

from apps.notices.services.endpoints import add_webhook
from tests.cast import NOW, Cast
from tests.guards.rows import FRONTIER, NOBODY, Row, Stage

KEEPERS = frozenset(
    {
        *(f"{lab}.representative" for lab in ("aster", "borealis", "cygnus")),
        "clerk",
        "independent",
        "auditor",
        "observer.eu",
        "observer.california",
    }
)
ASTER = frozenset({"aster.representative"})


def _own(stage: Stage) -> dict[str, uuid.UUID]:
    return {"uid": stage["endpoint"].uid}


def _message(stage: Stage) -> dict[str, uuid.UUID]:
    return _own(stage) | {"delivery": stage["message"].uid}


def _verb(**more: Any) -> Row:
    return Row(opens=ASTER, status=302, method="post", **{"kwargs": _own} | more)


ROWS = {
    "notices:endpoints": Row(opens=KEEPERS),
    # To be told the secret one proves again who one is.
    "notices:add_webhook": Row(opens=KEEPERS, status=302),
    "notices:add_pager": Row(opens=KEEPERS, status=302),
    "notices:rotate_endpoint": Row(opens=ASTER, status=302, kwargs=_own),
    "notices:endpoint": Row(opens=ASTER, kwargs=_own),
    "notices:test_endpoint": _verb(),
    "notices:pause_endpoint": _verb(),
    "notices:resume_endpoint": Row(opens=NOBODY, refused=ASTER, method="post", kwargs=_own),
    "notices:remove_endpoint": _verb(),
    "notices:replay_endpoint": _verb(data={"since": "day"}),
    "notices:send_again": _verb(kwargs=_message),
    "api-notices:events": Row(opens=FRONTIER),
}


def prepare(cast: Cast, stage: Stage) -> None:
    """A webhook of Aster's with one message that failed."""
    actor = cast.viewer("aster.representative")
    stage["endpoint"] = add_webhook(actor=actor, now=NOW, label="desk", url="http://127.0.0.1:9/hook").endpoint
    stage["message"] = stage["endpoint"].deliveries.create(
        channel="webhook", purpose="test", state="failed", next_attempt_at=NOW, message_id="test"
    )
