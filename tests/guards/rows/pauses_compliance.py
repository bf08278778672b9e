"""Who may open what is between a pause and its labs: one order for Borealis and Cygnus, over which Aster presides."""

from typing import Any

from apps.committees.rules.viewer import Portal
from apps.pauses.models import Binding
from apps.pauses.services import cases
from apps.pauses.services.challenging import challenge
from apps.pauses.states import Ground
from tests.cast import NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage
from tests.pauses.attesting import attested, ordered

READERS = FRONTIER - COUNSEL
BOREALIS = frozenset(name for name in FRONTIER if name.startswith("borealis."))
CYGNUS = frozenset(name for name in FRONTIER if name.startswith("cygnus."))
CHAIR = frozenset({"aster.representative"})
CHALLENGERS = frozenset({"aster.alternate", "cygnus.representative", "cygnus.alternate", "independent", "auditor"})


def prepare(cast: Cast, stage: Stage) -> None:
    """Borealis has attested, is challenged, and has two cases: one that waits for its answer, one that is answered."""
    order = ordered(cast)
    attested(cast, order, NOW)
    given = {"now": NOW, "ref": order.ref, "lab": "borealis"}
    stage["challenge"] = challenge(actor=cast.viewer("auditor"), number=1, because="It runs.", **given).uid
    binding = Binding.objects.select_related("organisation").get(order=order, organisation__key="borealis")
    opened = {"because": "It is late.", "actor": Portal("a test"), "now": NOW}
    stage["pause bound"] = order.ref
    stage["case open"] = cases.open_case(order, binding, Ground.LATE, **opened).ref
    stage["case answered"] = cases.open_case(order, binding, Ground.SERVICE, **opened).ref
    cases.answer(actor=cast.viewer("borealis.liaison"), now=NOW, ref=stage["case answered"], text="We were not.")


def _on(*, lab: str = "", number: int | None = None, challenge: bool = False) -> Any:
    def kwargs(stage: Stage) -> dict[str, Any]:
        more = {"lab": lab} if lab else {}
        more |= {"number": number} if number else {}
        return {"ref": stage["pause bound"]} | more | ({"uid": stage["challenge"]} if challenge else {})

    return kwargs


def _case(name: str, opens: frozenset[str], **data: str) -> Row:
    return Row(
        opens, 302, method="post", kwargs=lambda stage: {"case": stage[name]}, data=data, refused=READERS - opens
    )


def _post(opens: frozenset[str], kwargs: Any, **data: str) -> Row:
    return Row(opens, 302, method="post", kwargs=kwargs, data=data, refused=READERS - opens)


ROWS: dict[str, Row] = {
    "pauses:lab": Row(READERS, kwargs=_on(lab="borealis")),
    "pauses:attest": Row(BOREALIS, kwargs=_on(lab="borealis"), refused=READERS - BOREALIS),
    "pauses:acknowledge": _post(CYGNUS, _on(lab="cygnus")),
    "pauses:challenge": _post(CHALLENGERS, _on(lab="borealis", number=1), because="It runs."),
    "pauses:decide_challenge": Row(
        CHAIR,
        302,
        method="post",
        kwargs=_on(lab="borealis", challenge=True),
        data={"verb": "uphold", "because": "It runs."},
        refused=READERS - CHAIR,
    ),
    "pauses:compliance_export": Row(READERS, kwargs=_on()),
    "pauses:cases": Row(READERS, kwargs=_on()),
    "pauses:case": Row(READERS, kwargs=lambda stage: {"case": stage["case open"]}),
    "pauses:answer_case": _case("case open", BOREALIS, text="We did."),
    "pauses:find_case": _case("case answered", CHAIR, because="It is so."),
    "pauses:clear_case": _case("case open", CHAIR, because="It is not so."),
    "pauses:remedy_case": _case("case open", CHAIR, because="It is done."),
}
