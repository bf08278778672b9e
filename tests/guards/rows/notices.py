"""Who may open the routes of notices."""

import uuid

from apps.kernel.tenancy.context import tenant
from apps.notices.models import Delivery, Notice
from apps.notices.states import DeliveryState
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.guards.rows import FRONTIER, NOBODY, Row, Stage

CLERK = frozenset({"clerk"})


def _own(stage: Stage) -> dict[str, uuid.UUID]:
    return {"uid": stage["notice"].uid}


def _undelivered(stage: Stage) -> dict[str, uuid.UUID]:
    return {"uid": stage["delivery"].uid}


ROWS = {
    "notices:inbox": Row(),
    "notices:change": Row(method="post", status=302, data={"do": "archive"}),
    "notices:mark_all_read": Row(method="post", status=302),
    "notices:unread": Row(),
    "notices:settings": Row(),
    "notices:receipt": Row(opens=NOBODY, method="post", kwargs=_own),
    "notices:open": Row(opens=CLERK, status=302, kwargs=_own),
    "notices:deliveries": Row(opens=CLERK),
    "notices:try_again": Row(opens=CLERK, status=302, method="post", kwargs=_undelivered),
    "notices:try_all_again": Row(opens=CLERK, status=302, method="post"),
    "unsubscribing:unsubscribe": Row(public=True, status=404, kwargs=lambda _stage: {"token": "guess"}),
    "api-notices:notices": Row(opens=FRONTIER),
    "api-notices:read": Row(opens=CLERK, method="post", kwargs=_own),
    "api-notices:archive": Row(opens=CLERK, method="post", kwargs=_own),
    "api-notices:receipt": Row(opens=NOBODY, method="post", kwargs=_own),
}


def prepare(cast: Cast, stage: Stage) -> None:
    """A notice of the clerk's own about something long gone, and its failed email."""
    with tenant(cast.frontier.pk):
        about = {"subject_kind": "gone", "subject_id": 1, "subject_ref": "GONE-1"}
        act = Act.objects.create(kind="gone.happened", actor="The portal", at=NOW, **about)
        stage["notice"] = Notice.objects.create(seat=cast["clerk"], act=act, created_at=NOW, **about)
        stage["delivery"] = Delivery.objects.create(
            act=act,
            notice=stage["notice"],
            seat=cast["clerk"],
            channel="email",
            state=DeliveryState.FAILED,
            next_attempt_at=NOW,
            message_id="<gone@concord.example>",
        )
