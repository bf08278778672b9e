"""Who may open permits, conditions and responses: an order for Borealis and Cygnus, over which Aster presides."""

from typing import Any

from apps.pauses.services.responding import respond
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.pauses import carveouts

READERS = FRONTIER - COUNSEL
BOREALIS = frozenset(name for name in FRONTIER if name.startswith("borealis."))
CYGNUS = frozenset(name for name in FRONTIER if name.startswith("cygnus."))
BOUND = BOREALIS | CYGNUS
CHAIR = frozenset({"aster.representative"})
VERIFIERS = frozenset({"independent", "auditor", *(name for name in FRONTIER if name.startswith("aster."))})


def prepare(cast: Cast, stage: Stage) -> None:
    """Permits asked for and granted; four conditions: open, with evidence, verified, met; Borealis has responded."""
    order = carveouts.ordered(cast, asked=carveouts.ASKED[:1] * 4)
    stage["permit asked"] = carveouts.permit(cast, order).ref
    stage["permit granted"] = carveouts.granted(cast, order).ref
    for number, steps in ((2, ("submit",)), (3, ("submit", "verify")), (4, ("submit", "verify", "accept"))):
        carveouts.shown(cast, order, number, *steps)
    respond(actor=cast.viewer("borealis.liaison"), now=NOW, ref=order.ref, text="All of it.")
    stage["pause carved"] = order.ref


def _on(**more: Any) -> Any:
    return lambda stage: {"ref": stage["pause carved"]} | more


def _permit(name: str) -> Any:
    return lambda stage: {"permit": stage[name]}


def _post(opens: frozenset[str], kwargs: Any, **data: str) -> Row:
    return Row(opens, 302, method="post", kwargs=kwargs, data=data, refused=READERS - opens)


UNTIL = {"until_0": "2026-12-01T12:00", "until_1": "UTC"}

ROWS: dict[str, Row] = {
    "pauses:permits": Row(READERS, kwargs=_on()),
    "pauses:permits_export": Row(READERS, kwargs=_on()),
    "pauses:request_permit": Row(BOUND, kwargs=_on(), refused=READERS - BOUND),
    "pauses:permit": Row(READERS, kwargs=_permit("permit asked")),
    "pauses:grant_permit": _post(CHAIR, _permit("permit asked"), **UNTIL),
    "pauses:refuse_permit": _post(CHAIR, _permit("permit asked"), because="Too large."),
    "pauses:revoke_permit": _post(CHAIR, _permit("permit granted"), because="No logs."),
    "pauses:withdraw_permit": _post(BOREALIS, _permit("permit asked")),
    "pauses:conditions": Row(READERS, kwargs=_on()),
    "pauses:condition": Row(READERS, kwargs=_on(number=1)),
    "pauses:submit_evidence": _post(BOUND, _on(number=1), text="The report."),
    "pauses:verify_condition": _post(VERIFIERS, _on(number=2), tier="2", text="We ran it."),
    "pauses:return_condition": _post(VERIFIERS, _on(number=2), because="Half is missing."),
    "pauses:accept_condition": _post(CHAIR, _on(number=3)),
    "pauses:reopen_condition": _post(CHAIR, _on(number=4), because="It broke."),
    "pauses:responses": Row(READERS, kwargs=_on(lab="borealis")),
    "pauses:respond": _post(CYGNUS, _on(lab="cygnus"), text="All of it."),
    "pauses:answer_response": _post(CHAIR, _on(lab="borealis"), accepted="no", answer="One is missing."),
}
