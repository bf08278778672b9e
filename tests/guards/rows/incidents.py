"""Who may open the routes of incidents; the report on stage is Borealis' own TLP:AMBER one naming the EU authority."""

import json
from typing import Any

from apps.incidents.services.drafting import save_draft, start_draft
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.incidents.factory import CONTENT, filed

BOREALIS = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison"})
FILERS = frozenset(name for name in FRONTIER if name.split(".")[0] in {"aster", "borealis", "cygnus"})
CHAIRS_OFFICE = frozenset({"aster.representative", "aster.alternate"})
SEE_IT = BOREALIS | CHAIRS_OFFICE | {"clerk", "auditor", "observer.eu", "counsel"}


def prepare(cast: Cast, stage: Stage) -> None:
    """A filed report, for which counsel sits, and a draft, both of Borealis."""
    stage["report"] = filed(cast, recipients=["eu-office"]).ref
    cast.retain(stage["report"])
    actor = cast.viewer("borealis.liaison")
    draft = start_draft(actor=actor, now=NOW)
    stage["draft"] = save_draft(actor=actor, now=NOW, ref=draft.ref, changes=CONTENT).ref


def _report(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["report"]}


def _draft(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["draft"]}


def _step(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["draft"], "step": "what"}


def _joined(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["draft"], "into": stage["report"]}


def _correction(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["report"], "step": "what"}


BODY = CONTENT | {"aware_at": None}

ROWS = {
    "incidents:listing": Row(),
    "incidents:export": Row(),
    "incidents:start": Row(opens=FILERS, otherwise=409),
    "incidents:history": Row(opens=frozenset({"clerk"})),
    "incidents:bring_in": Row(opens=frozenset(), method="post", refused=frozenset({"clerk"})),
    "incidents:detail": Row(opens=SEE_IT, kwargs=_report),
    "incidents:filed": Row(opens=BOREALIS | COUNSEL, kwargs=_report),
    "incidents:check": Row(opens=BOREALIS, kwargs=_draft),
    "incidents:step": Row(opens=BOREALIS, kwargs=_step),
    "incidents:evidence": Row(opens=BOREALIS, kwargs=_draft),
    "incidents:autosave": Row(opens=BOREALIS, kwargs=_step, method="post"),
    "incidents:urgent": Row(opens=FILERS, otherwise=409),
    "incidents:join": Row(opens=BOREALIS, kwargs=_joined, method="post", status=302),
    "incidents:correct": Row(opens=BOREALIS, kwargs=_report, refused=SEE_IT - BOREALIS),
    "incidents:correct_step": Row(opens=BOREALIS, kwargs=_correction, refused=SEE_IT - BOREALIS),
    "incidents:discard": Row(opens=BOREALIS, kwargs=_draft, method="post", status=302),
    "incidents:acknowledge": Row(
        opens=frozenset({"aster.representative", "clerk"}),
        kwargs=_report,
        method="post",
        status=302,
        refused=SEE_IT - {"aster.representative", "clerk"},
    ),
    "incidents:assess": Row(opens=frozenset(), kwargs=_report, method="post", refused=SEE_IT),
    "incidents:close": Row(
        opens=frozenset(), kwargs=_report, method="post", data={"outcome": "Mended."}, refused=SEE_IT
    ),
    "incidents:publish": Row(opens=frozenset(), kwargs=_report, method="post", refused=SEE_IT),
    "incidents:withdraw": Row(
        opens=BOREALIS, kwargs=_report, method="post", status=302, data={"reason": "Twice."}, refused=SEE_IT - BOREALIS
    ),
    "incidents:update": Row(
        opens=BOREALIS | {"aster.representative", "clerk"},
        kwargs=_report,
        method="post",
        status=302,
        data={"text": "News."},
        refused=COUNSEL | {"aster.alternate", "auditor", "observer.eu"},
    ),
    "incidents:add_evidence": Row(opens=BOREALIS, kwargs=_report, method="post", status=422, refused=SEE_IT - BOREALIS),
    "api-incidents:list": Row(),
    "api-incidents:detail": Row(opens=SEE_IT, kwargs=_report),
    "api-incidents:acknowledge": Row(
        opens=frozenset({"aster.representative", "clerk"}),
        kwargs=_report,
        method="post",
        refused=SEE_IT - {"aster.representative", "clerk"},
    ),
    "api-incidents:updates": Row(opens=SEE_IT, kwargs=_report),
    "api-incidents:evidence": Row(opens=SEE_IT, kwargs=_report),
    "api-incidents:by-reference": Row(
        opens=FILERS,
        otherwise=409,
        method="put",
        status=201,
        kwargs=lambda _stage: {"own_reference": "MATRIX-1"},
        data={"json": json.dumps(BODY)},
    ),
}
