"""How an order comes into the docket: what the panel, or before there is one whoever presides, has decided, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.disputes.models import Case, Paper
from apps.disputes.rules.who import FIRST, SITTING
from apps.disputes.services.entering import enter, serve
from apps.disputes.states import BEFORE_PANEL, DocumentKind, DocumentState, Stage


def order(case: Case, *, actor: Viewer, now: datetime, title: str, text: str, terms: Mapping[str, Any] | None = None) -> Paper:  # fmt: skip
    """Enter an order and serve it on all who take part; the case is held, and the caller has asked whether the actor may order.

    It is the panel's, or where there is none yet nobody's but whose seat it names: a chair's organisation orders nothing.
    `terms` says in plain values what it decides. Raises Invalid({"text": …}) where the marks of passages do not go together.
    """
    stage = Stage(case.stage)
    paper = Paper(
        case=case,
        kind=DocumentKind.ORDER,
        state=DocumentState.DRAFT,
        panel=0 if stage in BEFORE_PANEL else SITTING.get(stage, FIRST),
        author_id=actor.seat_id,
        title=title,
        text=text,
        terms=dict(terms or {}),
        created_at=now,
    )
    enter(case, paper, actor=actor, now=now)
    serve(case, paper, actor=actor, now=now)
    return paper
