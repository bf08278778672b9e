"""Who may open what arrears mean: everybody but who sits for one matter; proofs of payment few."""

from decimal import Decimal
from typing import Any

from apps.committees.models import Organisation
from apps.files.services import store_file
from apps.funding.acts.rights import PROOF
from apps.funding.models import ArrearsCase, ProofOfPayment
from tests.cast import NOW, Cast
from tests.funding.factory import treasurer
from tests.funding.owed import DAY, paper
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage

READERS = FRONTIER - COUNSEL
KEEPERS = frozenset({"independent", "clerk"})
"""The independent member is the treasurer."""
BOREALIS = frozenset(name for name in FRONTIER if name.startswith("borealis."))
CYGNUS = frozenset(name for name in FRONTIER if name.startswith("cygnus."))
ASTER = frozenset(name for name in FRONTIER if name.startswith("aster."))


def prepare(cast: Cast, stage: Stage) -> None:
    """Borealis and Cygnus have been told; Borealis has shown that it paid."""
    treasurer(cast)
    for number, key in enumerate(("borealis", "cygnus"), 9001):
        ArrearsCase.objects.create(
            ref=f"ARR-2026-{number}",
            year=2026,
            number=number,
            organisation=Organisation.objects.get(key=key),
            because="It owes.",
            noticed_at=NOW,
            loses_at=NOW + 14 * DAY,
        )
    stage["proof"] = str(proved(cast).uid)


def proved(cast: Cast, amount: str = "300.00", name: str = "transfer.txt", text: str = "Sent.") -> ProofOfPayment:
    """An open proof of Borealis."""
    row = ProofOfPayment.objects.create(
        organisation=Organisation.objects.get(key="borealis"),
        amount=Decimal(amount),
        on=NOW.date(),
        by=cast["borealis.liaison"],
        at=NOW,
        until=NOW + 10 * DAY,
    )
    subject = (PROOF, row.pk, str(row.uid))
    store_file(actor=cast.viewer("borealis.liaison"), now=NOW, subject=subject, upload=paper(name, text))
    return row


def _proof(stage: Stage) -> dict[str, Any]:
    return {"uid": stage["proof"]}


ROWS: dict[str, Row] = {
    "funding:arrears": Row(READERS),
    "funding:arrears_export": Row(READERS),
    "funding:arrears_xlsx": Row(READERS),
    "funding:arrears_case": Row(READERS, kwargs=lambda _stage: {"ref": "ARR-2026-9001"}),
    "funding:prove": Row(CYGNUS, refused=ASTER | BOREALIS),
    "funding:proof": Row(BOREALIS | KEEPERS | {"auditor"}, kwargs=_proof),
    "funding:reject_proof": Row(
        KEEPERS,
        302,
        method="post",
        kwargs=_proof,
        data={"because": "It is of another account."},
        refused=BOREALIS | {"auditor"},
    ),
    "api-funding:arrears": Row(READERS),
}
