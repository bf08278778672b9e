"""Who may open alerts and threads: an alert of Borealis to Cygnus, and threads of Borealis and the European authority."""

from typing import Any

from apps.incidents.services.threads import ask_for_party
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.incidents.alerting import alerted, spoken
from tests.incidents.factory import filed

BOREALIS = frozenset(name for name in FRONTIER if name.startswith("borealis."))
CYGNUS = frozenset(name for name in FRONTIER if name.startswith("cygnus."))
CHAIRS_OFFICE = frozenset({"aster.representative", "aster.alternate"})
CLERK = frozenset({"clerk"})
AUTHORITY = frozenset({"observer.eu"})
SEE_ALERT = BOREALIS | CYGNUS | CHAIRS_OFFICE | CLERK | COUNSEL
SEE_REPORT = BOREALIS | CHAIRS_OFFICE | CLERK | COUNSEL | AUTHORITY | {"auditor"}
PARTIES = BOREALIS | AUTHORITY | COUNSEL
WRITE = PARTIES - COUNSEL


def prepare(cast: Cast, stage: Stage) -> None:
    """A report for which counsel sits, an alert from it, and a thread in which the secretariat is asked for."""
    incident = filed(cast, recipients=["eu-office"])
    cast.retain(incident.ref)
    stage["alerting"] = incident.ref
    stage["alert"] = alerted(cast, incident, recipients=["cygnus"]).ref
    thread = spoken(cast, incident, "eu-office")
    stage["thread"] = thread.ref
    ask_for_party(actor=cast.viewer("borealis.liaison"), now=NOW, ref=thread.ref, organisation="secretariat")


def _report(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["alerting"]}


def _alert(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["alert"]}


def _thread(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["thread"]}


def _party(stage: Stage) -> dict[str, Any]:
    return _thread(stage) | {"key": "secretariat"}


def _post(opens: frozenset[str], sees: frozenset[str], kwargs: Any, status: int = 302, **data: Any) -> Row:
    return Row(opens, status, method="post", kwargs=kwargs, data=data, refused=sees - opens)


ROWS: dict[str, Row] = {
    "incidents:alerts": Row(),
    "incidents:alerts_export": Row(),
    "incidents:alert": Row(SEE_ALERT, kwargs=_alert),
    "incidents:alert_board": Row(SEE_ALERT, kwargs=_alert),
    "incidents:alert_compose": Row(BOREALIS | CLERK, kwargs=_report, refused=SEE_REPORT - BOREALIS - CLERK),
    "incidents:alert_acknowledge": _post(CYGNUS, SEE_ALERT, _alert),
    "incidents:alert_answer": _post(CYGNUS, SEE_ALERT, _alert, answer="looking"),
    "incidents:alert_update": _post(BOREALIS, SEE_ALERT, _alert, text="Another host."),
    "incidents:alert_end": _post(BOREALIS, SEE_ALERT, _alert, words="Over."),
    "incidents:threads": Row(),
    "incidents:thread": Row(PARTIES, kwargs=_thread),
    "incidents:thread_csv": Row(PARTIES, kwargs=_thread),
    "incidents:thread_json": Row(PARTIES, kwargs=_thread),
    "incidents:thread_open": Row(
        BOREALIS | AUTHORITY | CLERK | {"aster.representative"},
        kwargs=_report,
        refused=COUNSEL | {"auditor", "aster.alternate"},
    ),
    "incidents:thread_write": _post(WRITE, PARTIES, _thread, text="And now?"),
    "incidents:thread_ask_party": _post(WRITE, PARTIES, _thread, organisation="veritas"),
    "incidents:thread_agree": _post(AUTHORITY, PARTIES, _party),
    "incidents:thread_refuse": _post(WRITE, PARTIES, _party),
    "incidents:thread_leave": _post(WRITE, PARTIES, _thread),
    "api-incidents:alerts": Row(),
    "api-incidents:alert": Row(SEE_ALERT, kwargs=_alert),
    "api-incidents:alert-acknowledge": _post(CYGNUS, SEE_ALERT, _alert, status=200),
    "api-incidents:alert-answer": _post(CYGNUS, SEE_ALERT, _alert, status=200, json='{"answer": "looking"}'),
}
