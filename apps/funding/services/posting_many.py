"""Posting many journals at once, with as many statements as for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from apps.committees.models import Seat
from apps.committees.rules.references import counted_reference
from apps.committees.rules.viewer import Actor, Viewer
from apps.funding.models import Account, Entry, Journal, Period
from apps.funding.rules import ledger
from apps.funding.rules.charter import RULE, refuse
from apps.funding.services.posting import Post
from apps.funding.states import Books
from apps.kernel.tenancy.turns import wait_for_turn


@dataclass(frozen=True, slots=True)
class Planned:
    """A journal to be posted; `about` is the reference number of what it books."""

    on: date
    memo: str
    about: str
    lines: tuple[Post, ...]


class OpenBooks:
    """The periods whose books are open, read once."""

    def __init__(self) -> None:
        self.rows = list(Period.objects.filter(state=Books.OPEN))

    def at(self, on: date) -> Period | None:
        """The open period that has the day."""
        return next((row for row in self.rows if row.first <= on <= row.last), None)

    def day_for(self, on: date, today: date) -> date:
        """On which day something is booked: on its own where its books are open, else today; raises Refused."""
        for day in (on, today):
            if self.at(day):
                return day
        refuse(RULE, f"No period with open books has the {on:%d %B %Y} or today. Open one first.").require()
        raise AssertionError


def seat_of(actor: Actor) -> Seat | None:
    """The actor's seat; None for the portal."""
    return Seat.objects.get(pk=actor.seat_id) if isinstance(actor, Viewer) and actor.seat_id else None


def put_next_numbers(rows: Sequence[Any], prefix: str, years: Sequence[int]) -> None:
    """Give rows, not yet saved, their year, number and reference, in their order; whoever asks meanwhile waits."""
    if not rows:
        return
    wait_for_turn(f"funding.{prefix}")
    taken = (
        type(rows[0]).objects.filter(year__in=set(years)).values_list("year").annotate(most=Max("number")).order_by()
    )
    last = dict(taken)
    for row, year in zip(rows, years, strict=True):
        last[year] = last.get(year, 0) + 1
        row.year, row.number, row.ref = year, last[year], counted_reference(prefix, year, last[year])


def post_all(planned: Sequence[Planned], *, actor: Actor, now: datetime) -> list[Journal]:
    """Post journals; entries of nothing are left out.

    The caller records the acts of which they are a part. Raises Refused where no open period has a day, ValueError for
    entries that do not balance.
    """
    if not planned:
        return []
    books, by = OpenBooks(), seat_of(actor)
    kept = [tuple(line for line in one.lines if line.amount) for one in planned]
    rows = []
    for one, lines in zip(planned, kept, strict=True):
        ledger.Journal(one.on, tuple(ledger.Line(line.account, line.amount) for line in lines))
        period = books.at(one.on)
        if period is None:
            refuse(RULE, f"No period with open books has the {one.on:%d %B %Y}. Open one first.").require()
        rows.append(
            Journal(period=period, on=one.on, memo=one.memo[:300], about=one.about, posted_by=by, posted_at=now)
        )
    put_next_numbers(rows, "JRN", [one.on.year for one in planned])
    Journal.objects.bulk_create(rows)
    numbers = {line.account for lines in kept for line in lines}
    accounts = dict(Account.objects.filter(number__in=numbers).values_list("number", "pk"))
    Entry.objects.bulk_create(
        Entry(journal=row, account_id=accounts[line.account], organisation_id=line.organisation_id, amount=line.amount)
        for row, lines in zip(rows, kept, strict=True)
        for line in lines
    )
    return rows
