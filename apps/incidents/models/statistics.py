"""How many reports there are of which sort: counted as they change, so that nobody counts them all again."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.models.duties import OUTSIDE, Duty, DutyQuerySet, reports_whose_duties_show
from apps.incidents.models.regimes import Regime
from apps.incidents.models.reports import KIND, Incident, IncidentQuerySet, IncidentRecipient, open_to_role
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

WAITS = (1, 4, 12, 24, 72, 168)
"""The hours after which times to acknowledge are told apart; `longer` holds what took more than the last."""

COUNTED = (
    "reports", "acknowledged", "closed", "withdrawn", "seconds", *(f"within_{hours}" for hours in WAITS), "longer",
)  # fmt: skip
"""What is counted in a tally of reports."""

STANDINGS = ("in_time", "late", "dated", "undated", "possible")
"""What is counted in a tally of duties: met in time, met late, awaited with an hour and without, perhaps owed."""


class TallyQuerySet(models.QuerySet):
    """Tallies of days and of whole months."""

    def between(self, since: date | None, until: date | None) -> "TallyQuerySet":
        """Those of reports filed from one day to another, both included: whole months, and days at the two ends."""
        first = _next_month(since) if since and since.day > 1 else since
        ends = until + timedelta(days=1) if until and until < date.max else None
        last = ends.replace(day=1) if ends else None
        if first and last and first > last:
            return self.filter(monthly=False, day__gte=since, day__lt=ends)
        within, edges = Q(monthly=True), Q(pk=None)
        if first:
            within &= Q(day__gte=first)
            edges |= Q(day__gte=since, day__lt=first)
        if last:
            within &= Q(day__lt=last)
            edges |= Q(day__gte=last, day__lt=ends)
        return self.filter(within | (Q(monthly=False) & edges))


class IncidentTallyQuerySet(TallyQuerySet):
    """Tallies of reports; which of them a viewer may add up stands here, next to the rule for the reports themselves."""

    def visible_to(self, viewer: Viewer) -> "IncidentTallyQuerySet":
        """Those that add up to the reports that the viewer sees; `seen_beside` has the few that no tally tells apart.

        Reports that are seen by being named stand in tallies of their own for each organisation named.
        """
        if viewer.is_for_one_matter:
            return self.none()
        if viewer.is_operator:
            return self.filter(named=None)
        return self.filter(_of_seen_reports(viewer))


class DutyTallyQuerySet(TallyQuerySet):
    """Tallies of duties; which of them a viewer may add up stands here, next to the rule for the duties themselves."""

    def visible_to(self, viewer: Viewer, *, by_report: bool = False) -> "DutyTallyQuerySet":
        """Those that add up to the duties that the viewer sees; `duties_seen_beside` has the few others.

        With `by_report` those alone whose report the viewer sees, too: an authority that sees a duty and not its
        report must not find out by asking for one kind after another what the report says.
        """
        if viewer.is_for_one_matter:
            return self.none()
        if viewer.is_operator:
            return self.filter(named=None)
        sent, own = Q(desk=viewer.organisation_id), Q(organisation=viewer.organisation_id)
        if viewer.role in OUTSIDE or viewer.role == Role.SERVICE:
            theirs = sent if viewer.role in OUTSIDE else sent | own
            return self.filter(theirs, _of_seen_reports(viewer) if by_report else Q(named=None))
        if by_report:
            return self.filter(_of_seen_reports(viewer))
        whole = own | open_to_role(viewer) | sent
        return self.filter(Q(whole, named=None) | Q(~whole, named=viewer.organisation_id))


def _of_seen_reports(viewer: Viewer) -> Q:
    """The tallies of the reports that the viewer sees, each report once: by itself, or else by being named."""
    whole = Q(organisation=viewer.organisation_id) | open_to_role(viewer)
    return Q(whole, named=None) | Q(~whole, named=viewer.organisation_id)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) if (day.year, day.month) < (9999, 12) else date.max


class IncidentTally(TenantModel):
    """The filed reports of one day or month, organisation, label, kind and severity (0: not rated).

    Triggers add a `fresh` row, which may hold negative numbers, whenever a report comes, changes or goes, in the same
    transaction: the sum over all rows is right at any instant. A worker folds them into one row each. With `named`
    a tally holds those of the reports that name this organisation.
    """

    fresh = models.BooleanField(default=False)
    monthly = models.BooleanField()
    day = models.DateField()
    organisation = TenantForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    named = TenantForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    tlp = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    severity = models.PositiveSmallIntegerField(default=0)
    reports = models.IntegerField(default=0)
    acknowledged = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)
    seconds = models.BigIntegerField(default=0)
    within_1 = models.IntegerField(default=0)
    within_4 = models.IntegerField(default=0)
    within_12 = models.IntegerField(default=0)
    within_24 = models.IntegerField(default=0)
    within_72 = models.IntegerField(default=0)
    within_168 = models.IntegerField(default=0)
    longer = models.IntegerField(default=0)

    objects = scoped(IncidentTallyQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("committee"), F("monthly"), F("day"), F("organisation"), Coalesce("named", Value(0)),
                F("tlp"), F("kind"), F("severity"), condition=Q(fresh=False), name="tally_folded_once",
            ),
            models.CheckConstraint(condition=Q(monthly=False) | Q(day__day=1), name="tally_of_a_month_is_its_first"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["committee"], condition=Q(fresh=True), name="tally_fresh"),
        ]


class DutyTally(TenantModel):
    """The duties of one day or month, regime, owing organisation, desk they were sent to, and sort of report.

    Kept by triggers and folded as the tallies of reports are. The day is that of the hour at which they fall due, or
    could at the earliest, were met or arose. `desk` is empty until something was sent there.
    """

    fresh = models.BooleanField(default=False)
    monthly = models.BooleanField()
    day = models.DateField()
    regime = TenantForeignKey(Regime, models.CASCADE, related_name="+", db_index=False)
    organisation = TenantForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    named = TenantForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    desk = TenantForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    tlp = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    in_time = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    dated = models.IntegerField(default=0)
    undated = models.IntegerField(default=0)
    possible = models.IntegerField(default=0)

    objects = scoped(DutyTallyQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("committee"), F("monthly"), F("day"), F("regime"), F("organisation"), Coalesce("named", Value(0)),
                Coalesce("desk", Value(0)), F("tlp"), F("kind"), condition=Q(fresh=False),
                name="duty_tally_folded_once",
            ),
            models.CheckConstraint(
                condition=Q(monthly=False) | Q(day__day=1), name="duty_tally_of_a_month_is_its_first"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["committee"], condition=Q(fresh=True), name="duty_tally_fresh")]


def seen_beside(viewer: Viewer) -> IncidentQuerySet:
    """The filed reports that the viewer sees for itself alone, which are in none of its tallies.

    That is the one matter it sits for, or what it presides over instead of the chair.
    """
    filed = Incident.objects.visible_to(viewer).filter(filed_at__isnull=False)
    if viewer.is_for_one_matter:
        return filed
    presided = [pk for kind, pk in viewer.acting_for if kind == KIND]
    if viewer.is_operator or not presided:
        return filed.none()
    named = IncidentRecipient.objects.filter(incident=OuterRef("pk"), organisation=viewer.organisation_id)
    whole = Q(organisation=viewer.organisation_id) | open_to_role(viewer) | Exists(named)
    return filed.filter(~whole, pk__in=presided)


def duties_seen_beside(viewer: Viewer) -> DutyQuerySet:
    """The duties that the viewer sees for itself alone, which are in none of its tallies."""
    shown = reports_whose_duties_show(viewer).filter(pk__in=seen_beside(viewer).order_by().values("pk"))
    rows = Duty.objects.filter(incident__in=shown.order_by().values("pk"))
    return rows if viewer.is_for_one_matter else rows.exclude(desk=viewer.organisation_id, first_sent_at__isnull=False)
