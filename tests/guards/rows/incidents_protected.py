"""Protected reporters: Cygnus' alternate wrote to the secretariat, the auditor is custodian, the clerk asked for the name."""

from typing import Any

from apps.incidents.services.protecting import ask_identity, release_identity
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.guards.rows.incidents import FILERS
from tests.incidents.protecting import REPORTER, protected

SEE_IT = frozenset({"clerk", "auditor"})
NEUTRAL = frozenset({"clerk", "auditor", "independent"})
MINE = frozenset({REPORTER})


def prepare(cast: Cast, stage: Stage) -> None:
    """Three reports: about one nobody has asked, about one the clerk has, one name is released."""
    quiet, open_, released = (protected(cast, narrative=f"The {word} one.") for word in ("first", "second", "third"))
    stage["letter"], stage["protected"] = quiet.uid, quiet.incident.ref
    asked = [
        ask_identity(actor=cast.viewer("clerk"), now=NOW, ref=one.incident.ref, reason="A court asks.")
        for one in (open_, released)
    ]
    stage["name asked"], stage["name released"] = (one.uid for one in asked)
    release_identity(actor=cast.viewer("independent"), now=NOW, uid=asked[1].uid, because="It is right.")


def _letter(stage: Stage) -> dict[str, Any]:
    return {"uid": stage["letter"]}


def _report(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["protected"]}


def _request(name: str) -> Any:
    return lambda stage: {"uid": stage[name]}


WHY = {"because": "It is right."}

ROWS: dict[str, Row] = {
    "incidents:protected": Row(opens=FILERS, otherwise=409),
    "incidents:letters": Row(),
    "incidents:letter": Row(opens=MINE, kwargs=_letter),
    "incidents:letter_add": Row(opens=MINE, kwargs=_letter, method="post", status=302, data={"text": "More."}),
    "incidents:ask_identity": Row(opens=frozenset({"clerk"}), kwargs=_report, refused=SEE_IT - {"clerk"}),
    "incidents:open_identity": Row(
        opens=frozenset({"auditor"}), kwargs=_report, method="post", refused=SEE_IT - {"auditor"}
    ),
    "incidents:identity_requests": Row(opens=FRONTIER | COUNSEL),
    "incidents:identity_request": Row(opens=NEUTRAL, kwargs=_request("name asked")),
    "incidents:agree_identity": Row(
        opens=frozenset({"independent"}),
        kwargs=_request("name asked"),
        method="post",
        status=302,
        data=WHY,
        refused=NEUTRAL - {"independent"},
    ),
    "incidents:refuse_identity": Row(
        opens=frozenset({"independent", "auditor"}),
        kwargs=_request("name asked"),
        method="post",
        status=302,
        data=WHY,
        refused=frozenset({"clerk"}),
    ),
    "incidents:read_identity": Row(
        opens=frozenset({"clerk", "independent"}),
        kwargs=_request("name released"),
        method="post",
        refused=frozenset({"auditor"}),
    ),
}
