"""Labs are asked to declare when a period opens or they become members, and let go when they are members no more."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.committees.selectors import charter_value, members_at
from apps.committees.states import OrganisationKind
from apps.deadlines.selectors.holding import hold_clocks
from apps.funding.acts import declarations as acts
from apps.funding.acts.books import OPENED
from apps.funding.models import DECLARATION, Declarant, Declaration, Period
from apps.funding.rules.charter import DECLARE_DAYS
from apps.funding.selectors.declared import today_in
from apps.funding.states import Books
from apps.membership import acts as of_members
from apps.record.models import Act
from apps.record.services import Entry, record_all

PERIODS, MEMBERS = Portal("the opening of a period"), Portal("the list of members")


def follow(found: Sequence[Act]) -> None:
    """Ask every lab when a period opens, a lab that comes for every open period, and let go one that leaves."""
    for act in found:
        if act.kind == OPENED:
            labs = members_at(act.at).filter(kind=OrganisationKind.LAB).order_by("pk")
            ask([Period.objects.get(pk=act.subject_id)], labs, by=PERIODS, now=act.at)
        elif act.kind in of_members.COMES:
            _admit(Organisation.objects.get(pk=act.subject_id), act.at)
        elif act.kind in of_members.GOES:
            _let_go(act.subject_id, act.at)


def ask(periods: Sequence[Period], labs: Iterable[Organisation], *, by: Portal, now: datetime) -> None:
    """Ask labs to declare for periods, within the charter's days from now; those that have declared are not asked."""
    labs = list(labs)
    if not periods or not labs:
        return
    days = timedelta(charter_value(DECLARE_DAYS, now))
    until = today_in(periods[0].committee, now) + days
    rows = [
        Declarant(period=period, organisation=lab, asked_at=now, declare_by=until) for period in periods for lab in labs
    ]
    Declarant.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["committee", "period", "organisation"],
        update_fields=["asked_at", "declare_by", "let_go_at"],
    )
    asked = Declarant.objects.filter(period__in=periods, organisation__in=labs).select_related("period", "organisation")
    known = Declaration.objects.filter(period__in=periods, organisation__in=labs).order_by()
    done = set(known.values_list("period", "organisation"))
    entries = [
        Entry(acts.ASKED, by, (DECLARATION, one.pk, one.ref), facts={"until": one.declare_by.isoformat()})
        for one in asked.order_by("pk")
        if (one.period_id, one.organisation_id) not in done
    ]
    record_all(entries, now=now)


def _admit(organisation: Organisation, now: datetime) -> None:
    if organisation.kind == OrganisationKind.LAB:
        running = Period.objects.filter(state=Books.OPEN, last__gte=now.date()).order_by("first")
        ask(list(running), [organisation], by=MEMBERS, now=now)


def _let_go(organisation_id: int, now: datetime) -> None:
    rows = Declarant.objects.filter(organisation=organisation_id, let_go_at=None, period__last__gte=now.date())
    hold_clocks({DECLARATION: list(rows.values_list("pk", flat=True))})
    gone = list(rows.order_by("pk").select_for_update(of=("self",)).select_related("period", "organisation"))
    Declarant.objects.filter(pk__in=[one.pk for one in gone]).update(let_go_at=now)
    record_all([Entry(acts.LET_GO, MEMBERS, (DECLARATION, one.pk, one.ref)) for one in gone], now=now)
