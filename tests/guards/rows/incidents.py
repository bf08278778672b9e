"""Who may open the routes of incidents; the report on stage is Borealis' own TLP:AMBER one naming the EU authority."""

import json
from datetime import timedelta
from typing import Any

from apps.incidents.services.actions import add_action
from apps.incidents.services.answering import ask
from apps.incidents.services.drafting import save_draft, start_draft
from apps.incidents.services.packages import send
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.incidents.factory import CONTENT, filed
from tests.incidents.owing import CODE, breach, duty_of, load_all

BOREALIS = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison"})
FILERS = frozenset(name for name in FRONTIER if name.split(".")[0] in {"aster", "borealis", "cygnus"})
CHAIRS_OFFICE = frozenset({"aster.representative", "aster.alternate"})
AUTHORITY = frozenset({"observer.eu"})
SEE_DUTIES = BOREALIS | CHAIRS_OFFICE | AUTHORITY | {"clerk"}
SEE_IT = BOREALIS | CHAIRS_OFFICE | {"clerk", "auditor", "observer.eu", "counsel"}


def prepare(cast: Cast, stage: Stage) -> None:
    """A filed report, for which counsel sits, and a draft, both of Borealis."""
    stage["report"] = filed(cast, recipients=["eu-office"]).ref
    given = {"text": "Close the port.", "owner": "borealis", "due_on": NOW.date()}
    add_action(actor=cast.viewer("borealis.liaison"), now=NOW, ref=stage["report"], **given)
    cast.retain(stage["report"])
    actor = cast.viewer("borealis.liaison")
    draft = start_draft(actor=actor, now=NOW)
    stage["draft"] = save_draft(actor=actor, now=NOW, ref=draft.ref, changes=CONTENT).ref
    _owe(cast, stage)


def _owe(cast: Cast, stage: Stage) -> None:
    """Another report of Borealis, owed and sent to the European authority, which does not see the report and asks."""
    load_all(cast)
    duty = duty_of(breach(cast))
    stage["owed"] = duty.incident.ref
    send(actor=cast.viewer("borealis.liaison"), now=NOW, ref=duty.ref)
    by = NOW + timedelta(days=2)
    stage["asked"] = ask(actor=cast.viewer("observer.eu"), now=NOW, ref=duty.ref, text="Which?", answer_by=by).uid


def _report(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["report"]}


def _action(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["report"], "number": 1}


def _draft(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["draft"]}


def _step(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["draft"], "step": "what"}


def _joined(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["draft"], "into": stage["report"]}


def _correction(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["report"], "step": "what"}


def _duty(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["owed"], "key": f"{CODE}.initial"}


def _asked(stage: Stage) -> dict[str, Any]:
    return _duty(stage) | {"uid": stage["asked"]}


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
    "incidents:duties": Row(opens=SEE_DUTIES | {"auditor"}, kwargs=lambda stage: {"ref": stage["owed"]}),
    "incidents:duty": Row(opens=SEE_DUTIES, kwargs=_duty),
    "incidents:prepare_package": Row(
        opens=BOREALIS, kwargs=_duty, method="post", status=302, refused=SEE_DUTIES - BOREALIS
    ),
    "incidents:send_package": Row(opens=BOREALIS, kwargs=_duty, refused=SEE_DUTIES - BOREALIS),
    "incidents:mark_sent": Row(opens=BOREALIS, kwargs=_duty, method="post", status=422, refused=SEE_DUTIES - BOREALIS),
    "incidents:receive_package": Row(opens=AUTHORITY, kwargs=_duty, method="post", status=302, refused=BOREALIS),
    "incidents:ask": Row(opens=AUTHORITY, kwargs=_duty, method="post", status=422, refused=BOREALIS),
    "incidents:answer": Row(opens=BOREALIS, kwargs=_asked, method="post", status=422, refused=AUTHORITY),
    "incidents:accept_package": Row(opens=AUTHORITY, kwargs=_duty, method="post", status=302, refused=BOREALIS),
    "incidents:require_revision": Row(opens=AUTHORITY, kwargs=_duty, method="post", status=422, refused=BOREALIS),
    "incidents:add_action": Row(opens=BOREALIS | {"clerk"}, kwargs=_report, refused=SEE_IT - BOREALIS - {"clerk"}),
    "incidents:action": Row(opens=SEE_IT, kwargs=_action),
    "incidents:do_action": Row(
        opens=BOREALIS, kwargs=_action, method="post", status=302, data={"note": "Done."}, refused=SEE_IT - BOREALIS
    ),
    "incidents:drop_action": Row(
        opens=BOREALIS | {"clerk"},
        kwargs=_action,
        method="post",
        status=302,
        data={"reason": "Twice."},
        refused=SEE_IT - BOREALIS - {"clerk"},
    ),
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
