"""Who may open what labs declare: Aster has declared, Borealis is estimated and has appealed, Cygnus has said nothing."""

from typing import Any

from apps.funding.services.opening import agree_to_open
from tests.cast import NOW, Cast
from tests.funding.declared import appealed, asked, declared, estimated, late
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage

READERS = FRONTIER - COUNSEL
OF = {
    lab: frozenset(name for name in FRONTIER if name.startswith(f"{lab}.")) for lab in ("aster", "borealis", "cygnus")
}
CUSTODIAN, SECOND = frozenset({"auditor"}), frozenset({"independent"})
TWO = SECOND | {"clerk"}


def prepare(cast: Cast, stage: Stage) -> None:
    """Two requests for Aster's figure, by the clerk: one waits, and one for the period before is agreed to."""
    late(cast, "borealis", "cygnus")
    declared(cast)
    declared(cast, period="2026")
    estimated(cast, at=NOW)
    estimated(cast, at=NOW, period="2026")
    appealed(cast, at=NOW)
    stage["opening"] = asked(cast).uid
    opened = asked(cast, period="2026")
    agree_to_open(actor=cast.viewer("independent"), now=NOW, uid=opened.uid, because="It is needed.")
    stage["opening opened"] = opened.uid


def _lab(lab: str, period: str = "2027", **more: Any) -> Any:
    return lambda _stage: {"period": period, "lab": lab} | more


def _opening(name: str = "opening") -> Any:
    return lambda stage: {"uid": stage[name]}


def _answer(opens: frozenset[str]) -> Row:
    return Row(opens, 302, method="post", kwargs=_opening(), data={"because": "It is so."}, refused=READERS - opens)


def _of_custodian(lab: str, **how: Any) -> Row:
    return Row(CUSTODIAN, kwargs=_lab(lab), refused=OF[lab], **how)


ROWS: dict[str, Row] = {
    "funding:declarations": Row(),
    "funding:declarations_of": Row(READERS, kwargs=lambda _stage: {"period": "2027"}),
    "funding:declarations_csv": Row(READERS, kwargs=lambda _stage: {"period": "2027"}),
    "funding:declarations_xlsx": Row(READERS, kwargs=lambda _stage: {"period": "2027"}),
    "funding:declaration": Row(OF["aster"] | CUSTODIAN, kwargs=_lab("aster")),
    "funding:declare": Row(OF["aster"], kwargs=_lab("aster"), refused=CUSTODIAN),
    "funding:estimate": _of_custodian("cygnus"),
    "funding:appeal": Row(OF["borealis"], kwargs=_lab("borealis", "2026"), refused=CUSTODIAN),
    "funding:uphold_appeal": _of_custodian("borealis"),
    "funding:dismiss_appeal": _of_custodian("borealis", status=302, method="post", data={"because": "It stands."}),
    "funding:declaration_document": Row(OF["aster"] | CUSTODIAN, kwargs=_lab("aster", version=1)),
    "funding:ask_to_open": Row(TWO, kwargs=_lab("aster"), refused=READERS - TWO),
    "funding:openings": Row(),
    "funding:opening": Row(READERS, kwargs=_opening()),
    "funding:agree_to_open": _answer(SECOND),
    "funding:refuse_to_open": _answer(SECOND | CUSTODIAN),
    "funding:read_opened": Row(TWO, method="post", kwargs=_opening("opening opened"), refused=READERS - TWO),
    "api-funding:declarations": Row(),
    # Without a file it is incomplete, for whoever asks.
    "api-funding:declaration_evidence": Row(FRONTIER, 400, method="post"),
}
