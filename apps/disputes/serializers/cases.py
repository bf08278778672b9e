"""Cases as machines write and read them."""

from rest_framework import serializers

from apps.disputes.rules.complaints import LONGEST_TEXT, LONGEST_TITLE, MOST_ABOUT
from apps.disputes.rules.rulings import Verdict
from apps.disputes.states import Capacity, Stage

SEALING = (
    "[[ and ]] round what only the parties may read, [[counsel: … ]] round what only outside counsel and the panel may."
)


class ListQuery(serializers.Serializer):
    """How the list is narrowed; drafts of the own organisation come only with `stage=draft`."""

    stage = serializers.ChoiceField(
        choices=[stage.value for stage in Stage if stage != Stage.DISCARDED], required=False, default=""
    )
    open = serializers.BooleanField(required=False, allow_null=True, default=None)
    party = serializers.SlugField(max_length=40, required=False, default="", help_text="An organisation's key.")
    q = serializers.CharField(max_length=200, required=False, default="", help_text="Words of the title or reference.")


class ComplaintBody(serializers.Serializer):
    """A whole complaint. It is filed and served at once, unless it is a draft."""

    title = serializers.CharField(max_length=LONGEST_TITLE, required=False, allow_blank=True, default="")
    respondent = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default="", help_text="The key of a member."
    )
    about = serializers.ListField(
        child=serializers.CharField(max_length=24), required=False, default=list, max_length=MOST_ABOUT,
        help_text="References that it hangs on, such as PAU-2026-0003.",
    )  # fmt: skip
    text = serializers.CharField(
        max_length=LONGEST_TEXT, required=False, allow_blank=True, default="", help_text=SEALING
    )
    urgent = serializers.BooleanField(required=False, default=False)
    draft = serializers.BooleanField(required=False, default=False)


class CaseLine(serializers.Serializer):
    """A case in a list. Where `reads` is false the seat learns only that there is one, and its stage."""

    ref = serializers.CharField(source="case.ref")
    reads = serializers.BooleanField()
    stage = serializers.CharField(source="case.stage")
    filed_at = serializers.DateTimeField(source="case.filed_at", allow_null=True)
    title = serializers.SerializerMethodField()
    complainants = serializers.ListField(child=serializers.CharField(), help_text="Their names.")
    respondents = serializers.ListField(child=serializers.CharField(), help_text="Their names.")
    own = serializers.BooleanField(source="is_own", help_text="Whether your organisation takes part in it.")
    unopened = serializers.IntegerField(help_text="Papers served on your organisation that nobody has opened yet.")
    next_due_at = serializers.DateTimeField(source="next_due.due_at", allow_null=True, default=None)

    def get_title(self, line: object) -> str:
        """What it is about, for those who read it."""
        return line.case.title if line.reads else ""  # type: ignore[attr-defined]


class PartyRow(serializers.Serializer):
    """Who takes part; `agent` is the agent of record that opens what is served on it."""

    organisation = serializers.CharField(source="organisation.key")
    name = serializers.CharField(source="organisation.name")
    capacity = serializers.ChoiceField(choices=[one.value for one in Capacity])
    agent = serializers.CharField(source="agent.holder", allow_null=True, default=None)


class MemberRow(serializers.Serializer):
    """Who sits on the panel."""

    name = serializers.CharField(source="seat.holder")
    presides = serializers.BooleanField()


class PanelRow(serializers.Serializer):
    """The panel of the latest stage that has one: 1 the first, 2 on appeal, 3 on compliance."""

    number = serializers.IntegerField()
    state = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    members = MemberRow(many=True)


class ClaimRow(serializers.Serializer):
    """A claim, and what the report finds of it where the seat reads the report."""

    number = serializers.IntegerField()
    claim = serializers.CharField()
    finding = serializers.ChoiceField(choices=[one.value for one in Verdict], allow_null=True)


class DueRow(serializers.Serializer):
    """A clock of the case; `owed_by` is an organisation's key, or the names of audiences."""

    id = serializers.UUIDField(source="deadline.uid")
    name = serializers.CharField(source="deadline.name")
    owed_by = serializers.ListField(child=serializers.CharField())
    due_at = serializers.DateTimeField(source="deadline.due_at")
    state = serializers.CharField(source="deadline.state")
    because = serializers.CharField(source="deadline.because")
    citation = serializers.CharField(source="deadline.citation")


class AskedRow(serializers.Serializer):
    """What the seat can do next: papers to open, kinds of papers that its people may write now, clocks that it owes."""

    open = serializers.ListField(child=serializers.CharField(), help_text="Names of papers, as in the docket.")
    write = serializers.ListField(child=serializers.CharField())
    due = serializers.ListField(child=serializers.UUIDField(), help_text="Ids of deadlines.")


class CaseAnswer(serializers.Serializer):
    """A case as the seat may read it."""

    ref = serializers.CharField(source="case.ref")
    title = serializers.CharField(source="case.title", allow_blank=True)
    stage = serializers.ChoiceField(source="case.stage", choices=[one.value for one in Stage])
    open = serializers.BooleanField(source="is_open")
    urgent = serializers.BooleanField()
    about = serializers.ListField(source="case.about", child=serializers.CharField())
    charter = serializers.IntegerField(source="case.charter", allow_null=True, help_text="The version it runs under.")
    filed_at = serializers.DateTimeField(source="case.filed_at", allow_null=True)
    adopted_at = serializers.DateTimeField(source="case.adopted_at", allow_null=True)
    comply_by = serializers.DateTimeField(source="case.comply_by", allow_null=True)
    ended_at = serializers.DateTimeField(source="case.ended_at", allow_null=True)
    parties = PartyRow(many=True)
    panel = PanelRow(allow_null=True)
    claims = ClaimRow(many=True)
    report = serializers.CharField(allow_null=True, help_text="The name of the report in the docket.")
    deadlines = DueRow(many=True)
    asked = AskedRow()


class ComplaintRehearsal(serializers.Serializer):
    """What a complaint would start, were it filed now; nothing is stored."""

    parties = PartyRow(many=True)
    deadlines = DueRow(many=True)
