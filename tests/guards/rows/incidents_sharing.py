"""Who may open what is done about the audience of Borealis' reports, and about what the public is told of them."""

from typing import Any

from apps.incidents.models import Incident, IncidentWidening
from apps.incidents.services.adding import amend
from apps.incidents.services.public import agree_to_publish, publish_public, write_public
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, Row, Stage
from tests.incidents.factory import filed

BOREALIS = frozenset({"borealis.representative", "borealis.alternate", "borealis.liaison"})
SPEAKERS = frozenset({"borealis.representative", "borealis.alternate"})
ASKER = frozenset({"borealis.liaison"})
CLERK = frozenset({"clerk"})
CHAIRS_OFFICE = frozenset({"aster.representative", "aster.alternate"})
SEE_IT = BOREALIS | COUNSEL | CHAIRS_OFFICE | CLERK | {"auditor"}


def prepare(cast: Cast, stage: Stage) -> None:
    """A report on which a request waits; of four others the public text is drafted, agreed to, public, not begun."""
    stage["sharing"] = filed(cast).ref
    cast.retain(stage["sharing"])
    lab, named = cast.viewer("borealis.liaison"), {"now": NOW, "ref": stage["sharing"]}
    amend(actor=lab, changes={"tlp": "TLP:GREEN"}, **named)
    stage["widening"] = IncidentWidening.objects.get().uid
    for step in ("drafted", "agreed", "public"):
        _write(cast, stage, step, filed(cast))


def _write(cast: Cast, stage: Stage, step: str, incident: Incident) -> None:
    of = {"now": NOW, "ref": incident.ref}
    row = write_public(actor=cast.viewer("borealis.liaison"), title="A test", text="Nobody was harmed.", **of)
    if step != "drafted":
        agree_to_publish(actor=cast.viewer("borealis.representative"), uid=row.uid, edited=1, **of)
    if step == "public":
        publish_public(actor=cast.viewer("clerk"), uid=row.uid, edited=1, **of)
    stage[step] = {"ref": incident.ref, "uid": row.uid}


def _report(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["sharing"]}


def _waiting(stage: Stage) -> dict[str, Any]:
    return _report(stage) | {"uid": stage["widening"]}


def _version(step: str) -> Any:
    return lambda stage: stage[step]


def _answers(opens: frozenset[str], kwargs: Any, data: dict[str, Any], refused: frozenset[str], status: int) -> Row:
    return Row(opens, status, method="post", kwargs=kwargs, data=data, refused=refused)


ROWS: dict[str, Row] = {
    "incidents:audience": Row(
        BOREALIS | COUNSEL | CLERK, kwargs=_report, refused=SEE_IT - (BOREALIS | COUNSEL | CLERK)
    ),
    "incidents:agree_to_widen": _answers(SPEAKERS, _waiting, {"seen": "another"}, ASKER, 422),
    "incidents:refuse_to_widen": _answers(SPEAKERS, _waiting, {"because": "Not yet."}, ASKER, 302),
    "incidents:take_back_widening": _answers(ASKER, _waiting, {}, SPEAKERS, 302),
    "incidents:public_versions": Row(BOREALIS | CLERK, kwargs=_report, refused=SEE_IT - (BOREALIS | CLERK)),
    "incidents:write_public": Row(BOREALIS | CLERK, kwargs=_report, refused=SEE_IT - (BOREALIS | CLERK)),
    "incidents:agree_public": _answers(SPEAKERS, _version("drafted"), {"edited": 1}, ASKER, 302),
    "incidents:publish_public": _answers(CLERK, _version("agreed"), {"edited": 1}, BOREALIS, 302),
    "incidents:give_back_public": _answers(
        CLERK, _version("agreed"), {"edited": 1, "because": "Say whose."}, BOREALIS, 302
    ),
    "incidents:withdraw_public": _answers(SPEAKERS | CLERK, _version("public"), {"notice": "Wrong."}, ASKER, 302),
    "incidents:discard_public": _answers(BOREALIS, _version("drafted"), {"edited": 1}, frozenset(), 302),
}
