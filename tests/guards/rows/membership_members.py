"""Who may open the routes of memberships, ties and jurisdictions."""

from datetime import timedelta

from apps.committees.models import Organisation, Tie
from apps.committees.states import TieKind
from apps.kernel.tenancy.context import tenant
from apps.membership.services.jurisdictions import recognise
from apps.membership.services.membership import give_notice
from apps.membership.services.ties import declare_tie
from tests.cast import NOW, Cast
from tests.guards.rows import Row, Stage

CLERK = frozenset({"clerk"})
BOREALIS = CLERK | {"borealis.representative"}
CYGNUS = CLERK | {"cygnus.representative"}
LAW = {"code": "US-NY", "name": "New York", "instrument": "Act 12", "since": "2026-01-05"}
DECISION = {"decision": "Decision 7", "because": "No reports"}


def prepare(cast: Cast, stage: Stage) -> None:
    """A tie of Borealis, a notice of Cygnus, a government."""
    clerk = cast.viewer("clerk")
    before = NOW - timedelta(days=1)
    with tenant(cast.frontier.pk):
        borealis, cygnus = (Organisation.objects.get(key=key) for key in ("borealis", "cygnus"))
        tie: Tie = declare_tie(
            actor=clerk, now=before, organisation=borealis, kind=TieKind.SUPPLIER, because="Chips", other=cygnus
        )
        stage["tie"] = tie.uid
        give_notice(actor=clerk, now=NOW, organisation=cygnus, because="Stops training")
        recognise(
            actor=clerk, now=NOW, code="EU", name="European Union", instrument="Regulation 1", since=before.date()
        )


ROWS: dict[str, Row] = {
    "membership:membership_step": Row(
        CLERK, 302, method="post", kwargs=lambda _stage: {"key": "borealis", "verb": "suspend"}, data=DECISION
    ),
    "membership:give_notice": Row(
        BOREALIS, 302, method="post", kwargs=lambda _stage: {"key": "borealis"}, data={"because": "We stop"}
    ),
    "membership:take_back_notice": Row(CYGNUS, 302, method="post", kwargs=lambda _stage: {"key": "cygnus"}),
    "membership:declare_compute": Row(
        BOREALIS, 302, method="post", kwargs=lambda _stage: {"key": "borealis"}, data={"flop": "1e26"}
    ),
    "membership:declare_tie": Row(
        BOREALIS,
        302,
        method="post",
        kwargs=lambda _stage: {"key": "borealis"},
        data={"other_name": "Elsewhere", "kind": "owner", "because": "Shares"},
    ),
    "membership:end_tie": Row(BOREALIS, 302, method="post", kwargs=lambda stage: {"uid": stage["tie"]}),
    "membership:jurisdictions": Row(),
    "membership:recognise": Row(CLERK, 302, method="post", data=LAW),
    "membership:end_recognition": Row(CLERK, 302, method="post", kwargs=lambda _stage: {"code": "EU"}),
}
