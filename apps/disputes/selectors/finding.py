"""The list of cases narrowed, as machines ask for it and page through it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.committees.rules.viewer import Viewer
from apps.disputes.models import Case, CaseParty
from apps.disputes.states import OPEN, Stage


@dataclass(frozen=True, slots=True)
class Filters:
    """How the list is narrowed: a stage, open or ended (None for both), a party's key, words of title or reference."""

    stage: str = ""
    open: bool | None = None
    party: str = ""
    words: str = ""


def found_for(viewer: Viewer, filters: Filters) -> QuerySet[Case]:
    """The cases of which the viewer sees at least that there is one; drafts of the own people come with their stage only.

    Parties and words are asked only of those that the viewer reads: of the others no answer may depend on them.
    """
    if filters.stage == Stage.DRAFT:
        drafts = Case.objects.none() if viewer.is_operator else Case.objects.read_by(viewer)
        rows = drafts.filter(stage=Stage.DRAFT, organisation=viewer.organisation_id)
    else:
        rows = Case.objects.visible_to(viewer).filter(filed_at__isnull=False)
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.open is not None:
        rows = rows.filter(stage__in=OPEN) if filters.open else rows.exclude(stage__in=OPEN)
    return _of_those_read(rows, viewer, filters)


def _of_those_read(rows: QuerySet[Case], viewer: Viewer, filters: Filters) -> QuerySet[Case]:
    read = Q(pk__in=Case.objects.read_by(viewer).values("pk"))
    if filters.party:
        party = CaseParty.objects.filter(case=OuterRef("pk"), organisation__key=filters.party, left_at=None)
        rows = rows.filter(read, Exists(party))
    if filters.words:
        rows = rows.filter((read & Q(title__icontains=filters.words)) | Q(ref__icontains=filters.words))
    return rows
