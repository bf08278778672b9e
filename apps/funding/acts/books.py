"""What can happen to the books: a period is opened or closed, a journal is undone."""

from collections.abc import Collection

from apps.funding.acts.public import of_statement
from apps.funding.acts.told import EVERYBODY, open_subject
from apps.funding.models import PERIOD, Period
from apps.record.rules import SUBJECTS, ActKind, declare

OPENED = "period.opened"
CLOSED = "period.closed"
REVERSED = "period.journal_reversed"
STATED = "period.stated"
OPENING_BALANCES = "period.opening_balances"


def _titles(ids: Collection[int]) -> dict[int, str]:
    return {pk: f"Period {name}" for pk, name in Period.objects.filter(pk__in=ids).values_list("pk", "name")}


def register() -> None:
    """Fill the subject and the catalogue."""
    SUBJECTS.register(PERIOD, open_subject(PERIOD, "period", Period, "period", _titles))
    declare(
        ActKind(OPENED, "opened the period", told=EVERYBODY, icon="calendar-plus"),
        ActKind(OPENING_BALANCES, "entered the opening balances", told=EVERYBODY, icon="scale"),
        ActKind(CLOSED, "closed the books of the period", told=EVERYBODY, icon="lock", publishes=of_statement),
        ActKind(
            STATED, "published the statement", told=("clerks",), icon="report-money", quiet=True, publishes=of_statement
        ),
        ActKind(REVERSED, "undid a journal by its reversal", told=EVERYBODY, icon="arrow-back-up"),
    )
