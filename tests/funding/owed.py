"""Labs that owe: contributions of past periods, assessed and booked by the house's own verbs, for tests."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.committees.models import CharterVersion, Organisation
from apps.committees.rules.charter import preset_values
from apps.files.services import Checked, check_upload
from apps.funding.models import Period, ProofOfPayment
from apps.funding.selectors.rights import Right, right_of
from apps.funding.services.issuing import issue_contributions
from apps.funding.services.judging import judge
from apps.funding.services.paying import book_payment
from apps.funding.services.periods import open_period
from apps.funding.services.proving import show_proof
from tests.cast import NOW, Cast
from tests.funding.contributed import SHARES, adopted
from tests.funding.factory import treasurer

DAY = timedelta(1)
FIRST = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)
"""When the contributions for 2027 are asked: 500, 300 and 200 of Aster, Borealis and Cygnus, in two instalments."""
OVERDUE = datetime(2028, 1, 5, 9, 0, tzinfo=UTC)
"""2027 is over, and all that was asked for it is past its date."""


def years(people: Cast) -> list[Period]:
    """2027, 2028 and 2029, in euros."""
    actor = treasurer(people)
    found = [
        open_period(actor=actor, now=NOW, name="2027", first=date(2027, 1, 1), last=date(2027, 12, 31), currency="EUR")
    ]
    for year in (2028, 2029):
        days = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
        found.append(open_period(actor=actor, now=NOW, name=str(year), **days))
    return found


def asked(people: Cast, period: Period, at: datetime, shares: dict[str, str] = SHARES, whole: str = "1000.00") -> None:
    """Contributions for a period, asked at an instant."""
    adopted(people, period, whole, shares)
    issue_contributions(actor=treasurer(people, at), now=at, period=period.name, without_details=True)


def pay(people: Cast, lab: str, amount: str, at: datetime) -> None:
    """A payment that the treasurer books on its day."""
    given = {"organisation": lab, "amount": Decimal(amount), "on": at.date(), "sure": True}
    book_payment(actor=treasurer(people, at), now=at, **given)


def owing_2027(people: Cast) -> list[Period]:
    """Borealis and Cygnus owe all of 2027; Aster has paid."""
    found = years(people)
    asked(people, found[0], FIRST)
    pay(people, "aster", "500.00", FIRST + DAY)
    return found


def lost(people: Cast) -> datetime:
    """Borealis and Cygnus have lost their votes for 2027; says when."""
    owing_2027(people)
    judge(now=OVERDUE)
    at = OVERDUE + 15 * DAY
    judge(now=at)
    return at


def right(lab: str, at: datetime) -> Right:
    """How the lab stands."""
    found = right_of(Organisation.objects.get(key=lab).pk, at)
    assert found is not None
    return found


def paper(name: str = "transfer.txt", text: str = "Sent by our bank.") -> Checked:
    """A file that says that money was sent."""
    return check_upload(SimpleUploadedFile(name, text.encode()))


def shown(people: Cast, lab: str, at: datetime, amount: str = "300.00") -> ProofOfPayment:
    """A proof of payment by the lab's liaison."""
    actor = people.viewer(f"{lab}.liaison", at)
    return show_proof(actor=actor, now=at, amount=Decimal(amount), on=at.date(), upload=paper())


def chartered(**values: int) -> CharterVersion:
    """A charter in force from the beginning, with these articles of funding."""
    altered = {f"funding.{name}": value for name, value in values.items()}
    number = 1 + CharterVersion.objects.count()
    latest = CharterVersion.objects.order_by("-number").first()
    base = latest.values if latest else preset_values("standard")
    return CharterVersion.objects.create(
        number=number,
        preset="standard",
        values={**base, **altered},
        in_force_at=NOW - timedelta(hours=1),
        adopted_by="A test",
    )
