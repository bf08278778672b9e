"""Words in the bank's papers: names, accounts and words of other people, read by the treasurer, the clerks and the auditors."""

from apps.funding.models import BankLine, BankStatement
from apps.funding.services.importing import import_statement, set_aside
from tests.cast import NOW, Cast
from tests.funding.contributed import camt, entry, issued
from tests.funding.factory import treasurer
from tests.guards.canaries import Planted

PLACES = ("name", "account", "reference", "text", "file", "because")


def plant_bank_papers(cast: Cast) -> list[Planted]:
    """A line that is booked, one to do and one set aside; Frontier's context must be open."""
    rows, actor = issued(cast, NOW), treasurer(cast)
    words = {place: f"kanaribank{place}x" for place in PLACES}
    booked = {place: f"kanaribooked{place}x" for place in ("name", "account")}
    file = camt(
        entry("5.00", words["reference"], ref="1", on="2026-11-19", name=words["name"], account=words["account"], text=words["text"]),
        entry("6.00", rows["borealis"].reference, ref="2", on="2026-11-19", name=booked["name"], account=booked["account"]),
        entry("7.00", ref="3", on="2026-11-19"),
    )  # fmt: skip
    import_statement(actor=actor, now=NOW, content=file, name=f"{words['file']}.xml")
    set_aside(actor=actor, now=NOW, uid=BankLine.objects.get(amount=7).uid, because=words["because"])
    statement = BankStatement.objects.get()
    readers = frozenset({"independent", "clerk", "auditor"})
    page = f"/c/frontier/funding/bank/statements/{statement.uid}/"
    pages = (page, f"{page}reconcile/", f"{page}reconcile.csv", "/c/frontier/funding/bank/lines/")
    return [
        Planted(str(statement.uid), "the bank", readers, words, "auditor", pages),
        Planted(
            "PAY-2026-0001", "the bank", readers, booked, "clerk", ("/c/frontier/funding/payments/PAY-2026-0001/",)
        ),
    ]
