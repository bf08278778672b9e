"""The docket: what was filed, by whom, on whom it was served and when they opened it, what of it is sealed."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Organisation, Seat, choices
from apps.committees.rules.viewer import Viewer
from apps.disputes.models.cases import Case
from apps.disputes.models.reading import PAPERS, Kept, seats_reading, seen
from apps.disputes.models.taking_part import CaseParty
from apps.disputes.rules.numbers import Series, reference
from apps.disputes.rules.sight import NOBODY_SEES, Sight
from apps.disputes.rules.who import PANEL_LABELS
from apps.disputes.states import (
    DOCUMENT_LABELS,
    SEAL_LABELS,
    DocumentKind,
    DocumentState,
    Seal,
    SealState,
    ServiceState,
)
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

PAPER = "dispute_paper"
"""What papers are called as subjects of acts and files."""
ON_PASSAGES = [Seal.PASSAGE.value, Seal.PASSAGE_COUNSEL.value]
UNNUMBERED = [DocumentState.DRAFT.value, DocumentState.DISCARDED.value]


class PaperQuerySet(models.QuerySet):
    """Papers of dockets; who sees which is kept beside each (models.reading)."""

    def visible_to(self, viewer: Viewer) -> "PaperQuerySet":
        """Those of which the viewer sees at least that they are there."""
        return self.filter(seen(PAPERS, viewer, Sight.MARKER))

    def read_by(self, viewer: Viewer, least: Sight = Sight.FULL) -> "PaperQuerySet":
        """Those that the viewer reads, whole or at least so much of them."""
        return self.filter(seen(PAPERS, viewer, least))


class Paper(TenantModel):
    """What somebody filed, or writes, in a case; once filed it never changes.

    It is filed by an organisation, by a panel of the case (`panel`, by its number), or by the portal. It is numbered when
    it is filed, in its series (rules.numbers). `twin` is the redacted text that is read by those from whom the whole paper is
    sealed; passages are cut out of `text` without one. `sha256` is of the text, as it was filed. `due_at` is when it was due,
    where it came late. `terms` says in plain values what hangs on it: the claims of a request for a panel, the findings of a
    report (rules.rulings). `sights` is what each reader sees of it (rules.sight.letters).
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    case = TenantForeignKey(Case, related_name="papers")
    series = models.CharField(max_length=3, blank=True, choices=choices(Series))
    number = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, DOCUMENT_LABELS[kind]) for kind in DocumentKind])
    state = models.CharField(max_length=12, choices=choices(DocumentState))
    version = models.PositiveIntegerField(default=1)
    organisation = TenantForeignKey(Organisation, related_name="+", null=True, blank=True)
    panel = models.PositiveSmallIntegerField(default=0)
    author = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    part_of = TenantForeignKey("self", related_name="exhibits", null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    twin = models.TextField(blank=True)
    terms = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sights = models.CharField(max_length=11, default=NOBODY_SEES)
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    served_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(PaperQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="paper_uid_once"),
            models.UniqueConstraint(fields=["committee", "case", "series", "number"], name="paper_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=UNNUMBERED, number=None, filed_at=None)
                | (~Q(state__in=UNNUMBERED) & Q(number__isnull=False, filed_at__isnull=False) & ~Q(sha256="")),
                name="paper_filed_is_whole",
            ),
            models.CheckConstraint(condition=Q(organisation=None) | Q(panel=0), name="paper_is_of_one_author"),
            models.CheckConstraint(condition=Q(due_at=None) | Q(filed_at__gt=F("due_at")), name="paper_late_is_late"),
        ]
        indexes = [
            models.Index(fields=["committee", "case", "kind"], name="paper_by_kind"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def filed_by(self) -> str:
        """Whose paper it is, in words: an organisation's, a panel's, of whoever presided, or the portal's."""
        if self.organisation is not None:
            return self.organisation.name
        if self.panel:
            return PANEL_LABELS[self.panel]
        return str(self.author) if self.author is not None else "The portal"

    @property
    def name(self) -> str:
        """How it is cited within its case, such as “7” or “S2”; a draft by its own long name."""
        return str(self.uid) if self.number is None else f"{self.series}{self.number}"

    @property
    def ref(self) -> str:
        """How it is cited, such as DSP-2026-3XQ9/7; a draft by its own long name."""
        if self.number is None:
            return f"{self.case.ref}/{self.uid}"
        return reference(self.case.ref, Series(self.series), self.number)


class Service(TenantModel):
    """That a paper was sent to a party, again where nobody opened it, and opened by the party's agent of record."""

    paper = TenantForeignKey(Paper, related_name="services")
    party = TenantForeignKey(CaseParty, related_name="services")
    state = models.CharField(max_length=12, choices=choices(ServiceState), default=ServiceState.SENT.value)
    sent_at = models.DateTimeField()
    sent_again_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "paper", "party"], name="service_once"),
            models.CheckConstraint(
                condition=Q(state=ServiceState.OPENED.value, opened_at__isnull=False, opened_by__isnull=False)
                | (~Q(state=ServiceState.OPENED.value) & Q(opened_at=None, opened_by=None)),
                name="service_opened_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(sent_again_at=None) | Q(sent_again_at__gt=F("sent_at")), name="service_again_is_later"
            ),
        ]
        indexes = [models.Index(fields=["committee", "party", "state"], name="service_by_party")]


class Sealing(TenantModel):
    """A seal on a case, a paper or a passage of it (from–to in characters, the end excluded); it is lifted, never removed.

    `opened_by` are the names of those who had opened the paper before, where it was served first.
    """

    case = TenantForeignKey(Case, related_name="sealings")
    paper = TenantForeignKey(Paper, related_name="sealings", null=True, blank=True)
    seal = models.CharField(max_length=20, choices=[(seal.value, SEAL_LABELS[seal]) for seal in Seal])
    state = models.CharField(max_length=12, choices=choices(SealState), default=SealState.PROVISIONAL.value)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    because = models.CharField(max_length=1000, blank=True)
    organisation = TenantForeignKey(Organisation, related_name="+")
    author = TenantForeignKey(Seat, related_name="+")
    sealed_at = models.DateTimeField()
    after_service = models.BooleanField(default=False)
    opened_by = models.JSONField(default=list, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seal=Seal.CASE.value, paper=None) | (~Q(seal=Seal.CASE.value) & Q(paper__isnull=False)),
                name="sealing_is_of_a_paper_or_the_case",
            ),
            models.CheckConstraint(
                condition=Q(seal__in=ON_PASSAGES, start__isnull=False, end__gt=F("start"))
                | (~Q(seal__in=ON_PASSAGES) & Q(start=None, end=None)),
                name="sealing_of_a_passage_says_where",
            ),
            models.UniqueConstraint(
                fields=["committee", "case"],
                condition=Q(paper=None) & ~Q(state=SealState.LIFTED.value),
                name="sealing_of_a_case_once",
            ),
            models.UniqueConstraint(
                fields=["committee", "paper", "seal"],
                condition=Q(start=None, paper__isnull=False) & ~Q(state=SealState.LIFTED.value),
                name="sealing_of_a_paper_once",
            ),
        ]
        indexes = [models.Index(fields=["committee", "case", "paper"], name="sealing_by_paper")]


def seats_that_read_paper(paper_id: int, at: datetime, least: Sight = Sight.FULL) -> models.QuerySet[Seat]:
    """The inverse of `read_by`: the seats that read the paper, whole or at least so much of it, at the instant."""
    paper = Paper.objects.select_related("case").get(pk=paper_id)
    kept = Kept(paper.case_id, paper.case.ref, paper.sights, paper.organisation_id, paper.panel)
    return seats_reading(kept, at, least)
