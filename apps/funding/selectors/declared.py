"""What labs declared, for those who may read it; and of everybody only whether it declared, and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from apps.committees.models import Committee
from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.selectors.holding import hold_clocks
from apps.files.models import File
from apps.files.services import facts_of
from apps.funding.acts.declarations import TO_APPEAL
from apps.funding.models import (
    DECLARATION,
    Accelerators,
    Declarant,
    Declaration,
    DeclaredFile,
    EstimateAppeal,
    Period,
    ScaleShare,
)
from apps.funding.rules import commitments
from apps.funding.rules.declaring import Before, Figures, Pieces
from apps.funding.rules.figures import may_change
from apps.funding.rules.keeping import may_keep_figures
from apps.funding.states import Books, Figure, Text
from apps.kernel.decisions import Decision

OF_DECLARANT = ("period", "organisation")


@dataclass(frozen=True, slots=True)
class LabLine:
    """A lab in the list of a period: since when it has declared, which everybody reads, and what only a few read.

    `declaration` is the current figure, for its lab and the custodian; `commitment` is for everybody once a scale that
    counts the figure is adopted.
    """

    declarant: Declarant
    declared_at: datetime | None
    declaration: Declaration | None
    commitment: str

    @property
    def key(self) -> str:
        """The lab's short name."""
        return self.declarant.organisation.key


def periods(viewer: Viewer) -> QuerySet[Period]:
    """The periods that the viewer sees, the latest first."""
    return Period.objects.visible_to(viewer).order_by("-first")


def period_for(viewer: Viewer, name: str) -> Period:
    """A period by its name; raises Http404."""
    found = Period.objects.visible_to(viewer).filter(name=name).first()
    if found is None:
        raise Http404(name)
    return found


def lines_of(viewer: Viewer, period: Period) -> list[LabLine]:
    """Every lab of a period by name, with what the viewer may know of it (four queries)."""
    asked = Declarant.objects.filter(period=period).select_related(*OF_DECLARANT)
    labs = asked.filter(Q(let_go_at=None) | Q(Exists(_of(OuterRef("organisation"), period)))).order_by(
        "organisation__name"
    )
    own = Declaration.objects.filter(period=period, figure=Figure.DECLARED).order_by()
    since = dict(own.values_list("organisation").annotate(since=Min("at")))
    readable = Declaration.objects.visible_to(viewer).filter(period=period).current()
    known = {row.organisation_id: row for row in readable}
    adopted = ScaleShare.objects.filter(scale__period=period, scale__state=Text.ADOPTED)
    published = dict(adopted.values_list("organisation", "declaration__commitment"))
    return [
        LabLine(
            one,
            since.get(one.organisation_id),
            known.get(one.organisation_id),
            published.get(one.organisation_id, ""),
        )
        for one in labs
    ]


def _of(organisation: Any, period: Period) -> QuerySet[Declaration]:
    return Declaration.objects.filter(organisation=organisation, period=period).order_by()


def declarant_for(viewer: Viewer, period: str, lab: str, *, lock: bool = False) -> Declarant:
    """A lab's place in a period, for the lab and the custodian; raises Http404 for everybody else.

    `lock` holds its clocks and then the row itself, for a change.
    """
    rows = Declarant.objects.visible_to(viewer).filter(period__name=period, organisation__key=lab)
    if lock:
        hold_clocks({DECLARATION: list(rows.values_list("pk", flat=True))})
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related(*OF_DECLARANT).first()
    if found is None:
        raise Http404(lab)
    return found


def own_declarant(viewer: Viewer, period: str, *, lock: bool = False) -> Declarant:
    """The viewer's own lab in a period; raises Http404 where it is not asked to declare for it."""
    rows = Declarant.objects.visible_to(viewer).filter(organisation=viewer.organisation_id, period__name=period)
    key = rows.values_list("organisation__key", flat=True).first()
    if key is None:
        raise Http404(period)
    return declarant_for(viewer, period, key, lock=lock)


def current_of(declarant: Declarant) -> Declaration | None:
    """The figure that counts for a lab in a period now; None where there is none yet."""
    rows = Declaration.objects.filter(period=declarant.period_id, organisation=declarant.organisation_id)
    return rows.order_by("-version").first()


def history_of(declarant: Declarant) -> list[Declaration]:
    """All figures of a lab for a period, the newest first, whole and with their appeals."""
    rows = Declaration.objects.filter(period=declarant.period_id, organisation=declarant.organisation_id)
    appeals = Prefetch("appeals", EstimateAppeal.objects.select_related("by__person", "decided_by__person"))
    return list(whole(rows).order_by("-version").prefetch_related(appeals))


def whole(rows: QuerySet[Declaration]) -> QuerySet[Declaration]:
    """Declarations with period, lab, committee, who entered them, accelerators and files."""
    pieces = Prefetch("accelerators", Accelerators.objects.order_by("pk"))
    files = Prefetch("files", DeclaredFile.objects.select_related("file").order_by("pk"))
    return rows.select_related("committee", "by__person", *OF_DECLARANT).prefetch_related(pieces, files)


def open_appeal(declaration: Declaration) -> EstimateAppeal | None:
    """The appeal against an estimate, decided or not; None where there is none."""
    return EstimateAppeal.objects.filter(declaration=declaration).first()


def is_settled(declarant: Declarant) -> bool:
    """Whether an adopted scale of the period counts the lab, so that its figure is not changed any more."""
    shares = ScaleShare.objects.filter(organisation=declarant.organisation_id)
    return shares.filter(scale__period=declarant.period_id, scale__state=Text.ADOPTED).exists()


def open_still(declarant: Declarant) -> Decision:
    """Whether the lab's figure can still be declared, corrected or estimated."""
    period = declarant.period
    return may_change(period=period.name, is_settled=is_settled(declarant), is_closed=period.state == Books.CLOSED)


def appeal_until(declarant: Declarant) -> datetime | None:
    """Until when the lab may appeal; None where no clock for it runs."""
    clocks = Deadline.objects.open().about(DECLARATION, declarant.pk).filter(clock=TO_APPEAL)
    return clocks.values_list("due_at", flat=True).first()


def before(declarant: Declarant) -> Before | None:
    """What the lab declared for the last period for which it did."""
    rows = Declaration.objects.filter(organisation=declarant.organisation_id)
    last = rows.filter(period__first__lt=declarant.period.first).order_by("-period__first", "-version")
    found = last.select_related("period").first()
    if found is None:
        return None
    return Before(found.period.name, int(found.training_flop), int(found.installed_flops))


def days_of(period: Period) -> int:
    """How many days a period has."""
    return (period.last - period.first).days + 1


def today_in(committee: Committee, now: datetime) -> Any:
    """The day in the committee's zone, by which days of the charter are counted."""
    return now.astimezone(ZoneInfo(committee.zone)).date()


def current_figures(period: Period) -> dict[int, Declaration]:
    """The figure that counts for each lab of a period, by organisation: for whoever makes a scale (one query)."""
    rows = Declaration.objects.filter(period=period).current()
    return {row.organisation_id: row for row in rows.select_related("organisation")}


def latest_figures(now: datetime) -> dict[int, Decimal]:
    """The training FLOP of each lab as it declared or the custodian estimated it last, by organisation (one query)."""
    rows = Declaration.objects.filter(at__lte=now).order_by("organisation_id", "-period__first", "-version")
    return dict(rows.distinct("organisation_id").values_list("organisation", "training_flop"))


def keeps(viewer: Viewer) -> bool:
    """Whether the viewer is the custodian, where that is nobody's rival."""
    return bool(may_keep_figures(viewer))


def figures_of(declaration: Declaration) -> Figures:
    """A declaration as its rules know it; its accelerators are to be loaded in their order."""
    pieces = (Pieces(one.type, one.number, int(one.flops_each)) for one in declaration.accelerators.all())
    return Figures(
        int(declaration.training_flop),
        tuple(pieces),
        declaration.method,
        declaration.confidence,
        declaration.explanation,
        declaration.unusual_because,
    )


def document_of(declaration: Declaration) -> dict[str, Any]:
    """The document to which the declaration's commitment binds; comes from `history_of`, all loaded."""
    files = [facts_of(one.file) for one in declaration.files.all()]
    return written(declaration, figures_of(declaration), files)


def written(declaration: Declaration, figures: Figures, files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The document of a declaration of these figures and files, stored or not yet."""
    of = commitments.Of(
        committee=declaration.committee.slug,
        period=declaration.period.name,
        lab=declaration.organisation.key,
        version=declaration.version,
        figure=str(declaration.figure),
        at=declaration.at,
    )
    return commitments.document(of, figures, counts=int(declaration.counts), files=files)


def evidence_of(declarant: Declarant) -> QuerySet[File]:
    """The files that the lab sent for its declarations of a period, the oldest first."""
    return File.objects.about(DECLARATION, declarant.pk).order_by("pk")
