"""Papers of a docket as machines write and read them."""

from rest_framework import serializers

from apps.disputes.rules.complaints import LONGEST_TEXT
from apps.disputes.rules.rulings import LONGEST_CLAIM, LONGEST_DISSENT, MOST_CLAIMS, REVIEW_LABELS, Verdict
from apps.disputes.serializers.cases import SEALING
from apps.disputes.services.filing import FOLLOWS, LONGEST_TITLE

SIGHTS = ["marker", "redacted", "full"]


class TermsBody(serializers.Serializer):
    """What hangs on the kind: claims of a request for a panel; findings by claim, a dissent, a review's finding."""

    claims = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CLAIM), required=False, max_length=MOST_CLAIMS
    )
    findings = serializers.DictField(
        child=serializers.ChoiceField(choices=[one.value for one in Verdict]), required=False,
        help_text="By the number of the claim, from 1.",
    )  # fmt: skip
    finds = serializers.ChoiceField(choices=list(REVIEW_LABELS), required=False)
    dissenter = serializers.CharField(max_length=200, required=False, allow_blank=True)
    dissent = serializers.CharField(max_length=LONGEST_DISSENT, required=False, allow_blank=True)


class FilingBody(serializers.Serializer):
    """A whole paper. It is filed and served at once, unless it is a draft."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in FOLLOWS])
    title = serializers.CharField(max_length=LONGEST_TITLE, required=False, allow_blank=True, default="")
    text = serializers.CharField(
        max_length=LONGEST_TEXT, required=False, allow_blank=True, default="", help_text=SEALING
    )
    terms = TermsBody(required=False)
    draft = serializers.BooleanField(required=False, default=False)


class DraftRow(serializers.Serializer):
    """A paper that the seat's own people write."""

    name = serializers.CharField(source="uid")
    kind = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ServiceRow(serializers.Serializer):
    """That it was served on a party, and when its agent of record opened it."""

    organisation = serializers.CharField(source="party.organisation.key")
    sent_at = serializers.DateTimeField()
    sent_again_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)


class DocketLine(serializers.Serializer):
    """A paper in the docket. Of one that is a `marker` for the seat nothing is told but that it stands there."""

    name = serializers.CharField(help_text="As it is cited within the case, such as 7 or S2; a draft's id.")
    sight = serializers.ChoiceField(choices=SIGHTS)
    kind = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_blank=True)
    author = serializers.CharField(allow_null=True, help_text="An organisation's key; null for the panel, the portal.")
    panel = serializers.IntegerField(help_text="The number of the panel that filed it; 0 where none did.")
    filed_at = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField()
    sealed = serializers.BooleanField(help_text="Whether a seal lies on it or on a passage of it.")
    to_open = serializers.BooleanField(help_text="Served on your organisation, and nobody has opened it yet.")
    services = ServiceRow(many=True)


class PaperAnswer(DocketLine):
    """A paper as the seat reads it. While `to_open` is true its text is not given: to open it is the receipt.

    The digest is given to those who read the whole text only: a short sealed passage could be guessed by it.
    """

    ref = serializers.CharField()
    state = serializers.CharField()
    cut = serializers.BooleanField(help_text="Whether parts are sealed from you; [sealed] stands in their place.")
    paragraphs = serializers.ListField(child=serializers.CharField(), help_text="Cited by their number from 1.")
    sha256 = serializers.CharField(allow_null=True)
