"""Who may open the committee's work on a report: Borealis' TLP:AMBER one, acknowledged, which the chair has."""

from typing import Any

from apps.incidents.services.actions import add_action
from apps.incidents.services.handling import acknowledge
from apps.incidents.services.linking import link
from apps.incidents.services.working import assign
from tests.cast import NOW, Cast
from tests.guards.rows import FRONTIER, Row, Stage
from tests.incidents.factory import filed

BOREALIS = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison"})
COMMITTEE = frozenset({"aster.representative", "clerk"})
SEE_IT = BOREALIS | COMMITTEE | {"aster.alternate", "auditor", "observer.eu"}
LOOK_THROUGH = COMMITTEE | {"aster.alternate", "independent"}


def prepare(cast: Cast, stage: Stage) -> None:
    """A report that waits, and one that is worked on, with an action and a link."""
    stage["waits"] = filed(cast, recipients=["eu-office"]).ref
    worked = filed(cast, recipients=["eu-office"])
    clerk = {"actor": cast.viewer("clerk"), "now": NOW, "ref": worked.ref}
    acknowledge(**clerk)
    assign(**clerk, to=str(cast["aster.representative"].uid))
    stage["link"] = link(**clerk, kind="run", target="run 7").uid
    given = {"text": "Close the port.", "owner": "borealis", "due_on": NOW.date()}
    add_action(actor=cast.viewer("borealis.liaison"), now=NOW, ref=worked.ref, **given)
    stage["worked"] = worked.ref


def _waits(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["waits"]}


def _worked(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["worked"]}


def _post(opens: frozenset[str] = COMMITTEE, status: int = 302, kwargs: Any = _worked, **data: str) -> Row:
    return Row(opens, status, method="post", kwargs=kwargs, data=data, refused=SEE_IT - opens)


ROWS: dict[str, Row] = {
    "incidents:triage": Row(LOOK_THROUGH, refused=FRONTIER - LOOK_THROUGH),
    "incidents:triage_acknowledge": _post(kwargs=_waits),
    "incidents:triage_assign": _post(status=422, kwargs=_waits, to=""),
    "incidents:work": Row(SEE_IT, kwargs=_worked),
    "incidents:assign": _post(status=422, to=""),
    "incidents:take_back": _post(),
    "incidents:review_severity": _post(severity="5", reason="It spread."),
    "incidents:add_finding": _post(text="The port was open.", basis="Log 7."),
    "incidents:note_cause": _post(text="Nobody watched.", seen="0"),
    "incidents:link": _post(
        COMMITTEE | BOREALIS, kwargs=lambda stage: _worked(stage) | {"kind": "named"}, kind="run", target="run 8"
    ),
    "incidents:unlink": _post(kwargs=lambda stage: _worked(stage) | {"uid": stage["link"]}, reason="Not so."),
    "incidents:export_actions": Row(SEE_IT, kwargs=_worked),
}
