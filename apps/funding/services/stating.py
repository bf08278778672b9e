"""Statements are published: by whoever keeps the books, at the end of each month, and when books are closed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404

from apps.committees.models import Committee
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.funding.acts import books as acts
from apps.funding.models import PERIOD, Period
from apps.funding.rules.charter import RULE, refuse
from apps.funding.rules.treasury import may_keep_the_books
from apps.kernel.tenancy.context import active_committee
from apps.kernel.tenancy.turns import wait_for_turn
from apps.record.models import Act
from apps.record.services import record

MONTHS = Portal("the end of the month")


def publish_statement(*, actor: Viewer, now: datetime, period: str, until: date) -> Act:
    """Publish what the accounts say at the end of a day that has passed; raises Http404 or Refused."""
    row = Period.objects.visible_to(actor).filter(name=period).first()
    if row is None:
        raise Http404(period)
    may_keep_the_books(actor).require()
    if not row.first <= until <= row.last:
        refuse(RULE, f"{until:%d %B %Y} is not a day of {row.name}.").require()
    if until >= _today(now):
        refuse(RULE, "A statement is published of a day that has passed.").require()
    return _publish(row, until, actor, now)


def publish_month_end(now: datetime) -> Act | None:
    """The portal publishes the statement of the month that has passed, once; None where that is done or no period has it.

    Safe to run at any hour and as often as one likes.
    """
    until = _today(now).replace(day=1) - timedelta(1)
    wait_for_turn("funding.statement")
    row = Period.objects.filter(first__lte=until, last__gte=until).first()
    if row is None or _is_published(row, until):
        return None
    return _publish(row, until, MONTHS, now)


def _publish(period: Period, until: date, actor: Actor, now: datetime) -> Act:
    facts = {"until": until.isoformat()}
    return record(acts.STATED, actor=actor, now=now, subject=(PERIOD, period.pk, period.name), facts=facts)


def _is_published(period: Period, until: date) -> bool:
    stated = Act.objects.filter(subject_kind=PERIOD, subject_id=period.pk, kind__in=[acts.STATED, acts.CLOSED])
    return any(facts.get("until") == until.isoformat() for facts in stated.values_list("facts", flat=True))


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(Committee.objects.get(pk=active_committee() or 0).zone)).date()
