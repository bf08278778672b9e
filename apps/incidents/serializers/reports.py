"""What the incident API takes and gives; explicit fields only."""

from typing import Any

from rest_framework import serializers

from apps.deadlines.selectors import of_subject
from apps.files.models import File
from apps.files.states import Scan, Seal
from apps.incidents import acts
from apps.incidents.models import Incident, IncidentWidening
from apps.incidents.rules.report import OWN_REFERENCE_LENGTH, TITLE_LENGTH, TRAINING_RUN_LENGTH
from apps.incidents.selectors.reports import recipients_of
from apps.incidents.states import Kind, Severity, State
from apps.kernel.api.fields import InstantField
from apps.kernel.tlp import TLP
from apps.record.selectors import seen_by


class IncidentBody(serializers.Serializer):
    """What others send: types only; what is still missing is the domain's to say."""

    title = serializers.CharField(max_length=TITLE_LENGTH, required=False)
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind], required=False)
    severity = serializers.ChoiceField(choices=[int(step) for step in Severity], required=False)
    tlp = serializers.ChoiceField(choices=[label.value for label in TLP], required=False)
    narrative = serializers.CharField(required=False)
    started_at = InstantField(required=False, allow_null=True)
    ended_at = InstantField(required=False, allow_null=True)
    aware_at = InstantField(required=False, allow_null=True)
    involved_at = InstantField(required=False, allow_null=True)
    determined_at = InstantField(required=False, allow_null=True)
    resolved_at = InstantField(required=False, allow_null=True)
    zone = serializers.CharField(max_length=64, required=False)
    jurisdictions = serializers.ListField(child=serializers.CharField(max_length=12), required=False, max_length=50)
    facts = serializers.DictField(child=serializers.BooleanField(allow_null=True), required=False)
    harms = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=5, allow_null=True), required=False, allow_null=True
    )
    harmed = serializers.CharField(required=False, allow_blank=True)
    model = serializers.CharField(required=False, allow_blank=True)
    training_run = serializers.CharField(max_length=TRAINING_RUN_LENGTH, required=False, allow_blank=True)
    evidence_of_involvement = serializers.CharField(required=False, allow_blank=True)
    response_done = serializers.CharField(required=False, allow_blank=True)
    response_planned = serializers.CharField(required=False, allow_blank=True)
    recommendation = serializers.CharField(required=False, allow_blank=True)
    root_cause = serializers.CharField(required=False, allow_blank=True)
    patterns = serializers.CharField(required=False, allow_blank=True)
    own_reference = serializers.CharField(max_length=OWN_REFERENCE_LENGTH, required=False, allow_blank=True)
    evidence_in_disputes = serializers.BooleanField(required=False, allow_null=True)
    recipients = serializers.ListField(child=serializers.SlugField(), required=False, max_length=100)
    draft = serializers.BooleanField(required=False, default=False)


class RunningClock(serializers.Serializer):
    """A clock that runs or ran on the report."""

    name = serializers.CharField()
    due_at = serializers.DateTimeField()
    state = serializers.CharField()
    because = serializers.CharField()


class SightingRow(serializers.Serializer):
    """Who has opened the report, and when first."""

    seat = serializers.CharField(source="seat.holder")
    organisation = serializers.CharField(source="seat.organisation.key")
    at = serializers.DateTimeField()


class IncidentLine(serializers.Serializer):
    """A report in a list."""

    ref = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    kind = serializers.CharField()
    severity = serializers.IntegerField(allow_null=True)
    reviewed_severity = serializers.IntegerField(allow_null=True, help_text="How grave the committee holds it to be.")
    tlp = serializers.CharField()
    organisation = serializers.CharField(source="organisation.key")
    listed_at = serializers.DateTimeField()


def line(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of IncidentLine from a row of values; a serializer a row would double the time of a list."""
    names = ("ref", "title", "state", "kind", "severity", "reviewed_severity", "tlp")
    return {name: row[name] for name in names} | {
        "organisation": row["organisation__key"],
        "listed_at": row["listed_at"],
    }


class WideningRow(serializers.Serializer):
    """A request that more people see the report."""

    id = serializers.UUIDField(source="uid")
    tlp = serializers.CharField()
    recipients = serializers.ListField(child=serializers.CharField(), allow_null=True)
    asked_by = serializers.CharField(source="asked_by.holder")
    asked_at = serializers.DateTimeField()
    says = serializers.SerializerMethodField()

    def get_says(self, row: IncidentWidening) -> str:
        """What must happen before it takes effect."""
        who = "a clerk who sees the report" if row.outside else "your representative or your alternate"
        return f"More people would see this report: {who} agrees in the portal first. Until then nothing changes."


class IncidentAnswer(IncidentLine):
    """A whole report."""

    assignee = serializers.CharField(
        source="assignee.holder", default=None, allow_null=True, help_text="Who has it for the committee."
    )
    narrative = serializers.CharField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    aware_at = serializers.DateTimeField(allow_null=True)
    involved_at = serializers.DateTimeField(allow_null=True)
    determined_at = serializers.DateTimeField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    zone = serializers.CharField()
    jurisdictions = serializers.ListField(child=serializers.CharField())
    facts = serializers.DictField(child=serializers.BooleanField(allow_null=True))
    harms = serializers.DictField(child=serializers.IntegerField(allow_null=True), allow_null=True)
    harmed = serializers.CharField()
    model = serializers.CharField()
    training_run = serializers.CharField()
    evidence_of_involvement = serializers.CharField()
    response_done = serializers.CharField()
    response_planned = serializers.CharField()
    recommendation = serializers.CharField()
    root_cause = serializers.CharField()
    patterns = serializers.CharField()
    own_reference = serializers.CharField()
    evidence_in_disputes = serializers.BooleanField(allow_null=True)
    assumed = serializers.ListField(child=serializers.CharField())
    protected = serializers.BooleanField(help_text="Filed by a protected reporter; the organisation is who keeps it.")
    outcome = serializers.CharField()
    filed_at = serializers.DateTimeField(allow_null=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    recipients = serializers.SerializerMethodField()
    deadlines = serializers.SerializerMethodField()
    seen_by = serializers.SerializerMethodField()
    widening = serializers.SerializerMethodField()

    def get_widening(self, incident: Incident) -> dict[str, Any] | None:
        """The request that more people see it, which waits for a second person; told to whom it concerns."""
        rows = IncidentWidening.objects.visible_to(self.context["viewer"]).filter(incident=incident).pending()
        row = rows.select_related("asked_by__person").first()
        return None if row is None else dict(WideningRow(row).data)

    def get_recipients(self, incident: Incident) -> list[str]:
        """The organisations named, by key."""
        return [organisation.key for organisation in recipients_of(incident)]

    def get_deadlines(self, incident: Incident) -> list[dict[str, Any]]:
        """The clocks on the report."""
        return list(RunningClock(of_subject(acts.SUBJECT, incident.pk), many=True).data)

    def get_seen_by(self, incident: Incident) -> list[dict[str, Any]]:
        """Who has opened it; told to those who reported it and to the clerks."""
        viewer = self.context["viewer"]
        if viewer.organisation_id != incident.organisation_id and not viewer.is_clerk:
            return []
        return list(SightingRow(seen_by(acts.SUBJECT, incident.pk), many=True).data)


class ForeseenRow(serializers.Serializer):
    """A duty to report that would follow."""

    regime = serializers.CharField()
    authority = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    earliest_at = serializers.DateTimeField(allow_null=True)
    because = serializers.CharField()
    questions = serializers.ListField(child=serializers.CharField())
    citation = serializers.CharField()
    version = serializers.IntegerField()


class AudienceRow(serializers.Serializer):
    """A seat that would see the report."""

    seat = serializers.CharField(source="holder")
    organisation = serializers.CharField(source="organisation.key")


class ContradictionRow(serializers.Serializer):
    """Answers that do not fit together."""

    fields_ = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()

    def get_fields(self) -> Any:
        """A field called “fields” cannot be written as an attribute."""
        declared = super().get_fields()
        return {name.rstrip("_"): field for name, field in declared.items()}


class RehearsalAnswer(serializers.Serializer):
    """What filing would lead to; nothing is stored."""

    severity = serializers.IntegerField(allow_null=True)
    duties = RunningClock(many=True)
    reporting_duties = ForeseenRow(many=True)
    audience = AudienceRow(many=True)
    warnings = serializers.ListField(child=serializers.CharField())
    contradictions = ContradictionRow(many=True)
    same_as = serializers.ListField(child=serializers.CharField())


class UpdateBody(serializers.Serializer):
    """Something new."""

    text = serializers.CharField()


class UpdateAnswer(serializers.Serializer):
    """Something that was added."""

    id = serializers.UUIDField(source="uid")
    text = serializers.CharField()
    by = serializers.CharField()
    organisation = serializers.CharField(source="seat.organisation.key")
    at = serializers.DateTimeField()


class EvidenceBody(serializers.Serializer):
    """A file."""

    file = serializers.FileField()
    sealed_to = serializers.ListField(
        child=serializers.CharField(max_length=80),
        required=False,
        help_text="Public keys (`reading-keys/`): the file is kept only in the form that their holders can read.",
    )


class EvidenceAnswer(serializers.Serializer):
    """A file that is stored."""

    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
    scan = serializers.ChoiceField(
        choices=list(Scan), help_text="`waiting` until the virus scanner has looked; `unscanned` where there is none."
    )
    sealed = serializers.ChoiceField(
        choices=list(Seal),
        help_text="Sealed by the `portal` as it came, or by the `filer` before; empty where it is not.",
    )
    sealed_for = serializers.SerializerMethodField(help_text="The public keys to which the portal sealed it.")

    def get_sealed_for(self, file: File) -> list[str]:
        """The readers' keys."""
        return [reader.key.recipient for reader in file.readers.all()] if file.sealed == Seal.PORTAL else []


class ListQuery(serializers.Serializer):
    """The list's filters."""

    state = serializers.ChoiceField(choices=["open", *State], required=False)
    severity = serializers.ChoiceField(choices=[int(step) for step in Severity], required=False)
    organisation = serializers.SlugField(required=False)
    since = InstantField(required=False)
    until = InstantField(required=False)
    q = serializers.CharField(required=False, max_length=200)
