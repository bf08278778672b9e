"""Whoever has the application's password and speaks to PostgreSQL past the portal bends no book either."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal

import psycopg
import pytest
from django.db import connection

from apps.funding.rules.chart import BANK, CONTRIBUTIONS
from apps.funding.services.periods import close_books
from apps.funding.services.posting import Post, post
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.funding.factory import IN_2027, periods, treasurer

JOURNAL = """
    INSERT INTO funding_journal (committee_id, ref, year, number, period_id, "on", memo, about, posted_at, transaction)
    SELECT committee_id, 'BY-HAND', 2027, 9, id, '{on}', 'By hand', '', now(), 0 FROM funding_period WHERE name = '{period}'
"""
ENTRY = """
    INSERT INTO funding_entry (committee_id, journal_id, account_id, amount)
    SELECT j.committee_id, j.id, a.id, {amount} FROM funding_journal j, funding_account a
    WHERE j.ref = '{journal}' AND a.number = '{account}'
"""
IN_OPEN_BOOKS = JOURNAL.format(period="2027", on="2027-03-01")
IN_CLOSED_BOOKS = JOURNAL.format(period="2026", on="2026-03-01")
REOPENED = "UPDATE funding_period SET state = 'open', closed_at = NULL, closed_by_id = NULL WHERE name = '2026'"


def _entry(amount: int, account: str, journal: str = "BY-HAND") -> str:
    return ENTRY.format(amount=amount, account=account, journal=journal)


REFUSED = {
    "an unbalanced journal, at the commit": (
        [IN_OPEN_BOOKS, _entry(100, BANK), _entry(-99, CONTRIBUTIONS)],
        "debits and credits differ by 1.00",
    ),
    "a journal without entries, at the commit": ([IN_OPEN_BOOKS], "has 0 entries"),
    "entries in a journal of an earlier transaction": (
        [_entry(5, BANK, "JRN-2026-0001"), _entry(-5, CONTRIBUTIONS, "JRN-2026-0001")],
        "takes entries only while it is made",
    ),
    "another amount": (["UPDATE funding_entry SET amount = amount * 2"], "permission denied"),
    "a journal less": (["DELETE FROM funding_journal"], "permission denied"),
    "a journal in closed books": ([IN_CLOSED_BOOKS], "the books of 2026 are closed"),
    "a journal on a day of another period": ([JOURNAL.format(period="2027", on="2026-03-01")], "does not have the day"),
    "closed books opened again": ([REOPENED], "the books of 2026 are closed"),
    "closed books removed": (["DELETE FROM funding_period WHERE name = '2026'"], "the books of 2026 are closed"),
    "other days of a period": (
        ["UPDATE funding_period SET last = last + 1 WHERE name = '2027'"],
        "the days and the currency of a period never change",
    ),
    "the triggers switched off": (["ALTER TABLE funding_entry DISABLE TRIGGER ALL"], "must be owner"),
    "the triggers passed by": (["SET LOCAL session_replication_role = replica"], "permission denied"),
    "a journal of another committee": (
        [IN_OPEN_BOOKS.replace("SELECT committee_id", "SELECT committee_id + 1")],
        "row-level security",
    ),
}


@contextmanager
def as_the_application(committee: int) -> Iterator[psycopg.Cursor]:
    """A transaction of a plain connection with the application's role, as psql would open it; commits at the end."""
    given = connection.get_connection_params()
    wanted = {name: given[name] for name in ("host", "port", "user", "password", "dbname") if given.get(name)}
    assert wanted["user"] == "concord_app"
    with closing(psycopg.connect(**wanted)) as plain, plain.transaction(), plain.cursor() as cursor:
        cursor.execute("SELECT set_config('app.committee', %s, true)", [str(committee)])
        yield cursor


def _run(committee: int, *statements: str) -> None:
    with as_the_application(committee) as cursor:
        for statement in statements:
            cursor.execute(statement)


def _stage(people: Cast) -> None:
    """A journal in 2026, whose books are closed; those of 2027 are open."""
    with tenant(people.frontier.pk):
        periods(people)
        lines = [Post(BANK, Decimal(100)), Post(CONTRIBUTIONS, Decimal(-100))]
        post(lines, actor=treasurer(people), now=NOW, on=NOW.date(), memo="A gift")
        close_books(actor=treasurer(people, IN_2027), now=IN_2027, name="2026")


@pytest.mark.django_db(transaction=True)
def test_the_ledger_keeps_its_rules_against_plain_sql_of_the_application_s_role(cast: Cast) -> None:
    _stage(cast)
    answers = {}
    for what, (statements, _says) in REFUSED.items():
        with pytest.raises(psycopg.Error) as refused:
            _run(cast.frontier.pk, *statements)
        answers[what] = str(refused.value)
    assert {what: says for what, (_sql, says) in REFUSED.items() if says not in answers[what]} == {}, answers
    _run(cast.frontier.pk, IN_OPEN_BOOKS, _entry(100, BANK), _entry(-100, CONTRIBUTIONS))
    with as_the_application(cast.frontier.pk) as cursor:
        cursor.execute("SELECT count(*), sum(amount) FROM funding_entry")
        assert cursor.fetchone() == (4, 0)
