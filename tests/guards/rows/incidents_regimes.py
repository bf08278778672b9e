"""Who may open the pages of regimes: the clerk has proposed a version of the Code, which the independent decides."""

from typing import Any

from apps.incidents.services.regimes import load, propose, shipped
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.incidents.owing import CODE, LOADER

OTHER = "us-ca-sb53"
KEEPERS = frozenset({"clerk", "independent"})
FILERS = frozenset(name for name in FRONTIER if name.split(".")[0] in {"aster", "borealis", "cygnus"})


def prepare(cast: Cast, stage: Stage) -> None:
    """Every regime that ships, and a proposed second version of the Code."""
    shipping = {one["key"]: one for one in shipped()}
    for one in shipping.values():
        load(actor=LOADER, now=NOW, data=one)
    data = shipping[CODE] | {"name": "The Code as of June"}
    stage["proposed"] = propose(actor=cast.viewer("clerk"), now=NOW, key=CODE, data=data, reason="May's text.").number


def _key(key: str) -> Any:
    return lambda _stage: {"key": key}


def _proposed(stage: Stage) -> dict[str, Any]:
    return {"key": CODE, "number": stage["proposed"]}


SECOND = FRONTIER - COUNSEL - {"independent"}

ROWS = {
    "incidents:regimes": Row(),
    "incidents:regime": Row(kwargs=_key(CODE)),
    "incidents:regime_file": Row(opens=FRONTIER - COUNSEL, kwargs=_proposed),
    "incidents:regime_new": Row(opens=KEEPERS, otherwise=409),
    "incidents:regime_propose": Row(opens=KEEPERS, otherwise=409, kwargs=_key(OTHER)),
    "incidents:regime_desk": Row(
        opens=frozenset({"clerk"}), otherwise=409, method="post", status=302, kwargs=_key(CODE)
    ),
    "incidents:regime_adopt": Row(
        opens=frozenset({"independent"}), method="post", status=302, kwargs=_proposed, refused=SECOND
    ),
    "incidents:regime_refuse": Row(
        opens=frozenset({"independent"}),
        method="post",
        status=302,
        kwargs=_proposed,
        data={"why": "The source says otherwise."},
        refused=SECOND,
    ),
    "incidents:regime_withdraw": Row(
        opens=frozenset({"clerk"}), method="post", status=302, kwargs=_proposed, refused=FRONTIER - COUNSEL - {"clerk"}
    ),
    "incidents:reach": Row(opens=FILERS, otherwise=409),
}
