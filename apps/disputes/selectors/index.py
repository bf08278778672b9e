"""The index of rulings: the reports that were adopted or rejected, as far as the viewer reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.committees.rules.viewer import Viewer
from apps.disputes.models import Case, CaseParty, Paper, Service
from apps.disputes.rules.rulings import VERDICT_LABELS, Verdict
from apps.disputes.rules.sight import Sight
from apps.disputes.rules.who import ON_REVIEW
from apps.disputes.states import PARTIES, DocumentKind, DocumentState, ServiceState, Stage

DECIDED = Q(case__adopted_at__isnull=False) | Q(case__stage=Stage.REJECTED)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A report in the index; `findings` are told to those who read the whole report and, being served, have opened it."""

    paper: Paper
    parties: str
    findings: Sequence[tuple[str, str]]

    @property
    def name(self) -> str:
        """How it is cited within the case."""
        return f"{self.paper.series}{self.paper.number}"

    @property
    def is_rejected(self) -> bool:
        """Whether the committee rejected it."""
        return self.paper.case.stage == Stage.REJECTED


def rulings_for(viewer: Viewer, *, words: str = "", year: int | None = None) -> list[Ruling]:
    """The last report of each case that was decided, the newest first (three queries).

    Words are looked for in a report's text only where the viewer reads all of it, elsewhere in the title of its case.
    """
    rows = _reports(viewer)
    if year is not None:
        rows = rows.filter(filed_at__year=year)
    if words:
        rows = _with_words(rows, viewer, words)
    last: dict[int, Paper] = {}
    for paper in rows.select_related("case").defer("text", "twin").order_by("-filed_at", "-pk"):
        last.setdefault(paper.case_id, paper)
    whole = set(_opened(viewer).filter(pk__in=[one.pk for one in last.values()]).values_list("pk", flat=True))
    sides = _sides(list(last))
    return [Ruling(one, sides[one.case_id], _findings(one) if one.pk in whole else ()) for one in last.values()]


def report_for(viewer: Viewer, ref: str) -> Paper | None:
    """The report of this case in the index; None for absent and hidden ones."""
    return _reports(viewer).filter(case__ref=ref).select_related("case").order_by("-filed_at", "-pk").first()


def _reports(viewer: Viewer) -> QuerySet[Paper]:
    reports = Paper.objects.read_by(viewer, Sight.REDACTED).filter(DECIDED, kind=DocumentKind.REPORT)
    read = Case.objects.read_by(viewer).values("pk")
    return reports.filter(state=DocumentState.SERVED, case__in=read).exclude(panel=ON_REVIEW)


def _opened(viewer: Viewer) -> QuerySet[Paper]:
    served = Service.objects.filter(
        paper=OuterRef("pk"), party__organisation=viewer.organisation_id, party__left_at=None
    )
    waits = served.exclude(state=ServiceState.OPENED)
    return Paper.objects.read_by(viewer).filter(~Exists(waits))


def _with_words(rows: QuerySet[Paper], viewer: Viewer, words: str) -> QuerySet[Paper]:
    asked = SearchQuery(words, search_type="websearch", config="english")
    whole = Q(pk__in=_opened(viewer).values("pk"))
    told = rows.annotate(
        named=SearchVector("case__title", config="english"),
        said=SearchVector("case__title", "title", "text", config="english"),
    )
    return told.filter(Q(named=asked) | (whole & Q(said=asked)))


def _sides(cases: Sequence[int]) -> Mapping[int, str]:
    rows = CaseParty.objects.filter(case__in=cases, capacity__in=PARTIES).select_related("organisation").order_by("pk")
    sides: dict[int, dict[str, list[str]]] = {case: {"complainant": [], "respondent": []} for case in cases}
    for party in rows:
        sides[party.case_id][party.capacity].append(party.organisation.name)
    return {
        case: f"{', '.join(found['complainant'])} against {', '.join(found['respondent'])}"
        for case, found in sides.items()
    }


def _findings(paper: Paper) -> Sequence[tuple[str, str]]:
    found = sorted(paper.terms.get("findings", {}).items(), key=lambda one: int(one[0]))
    return [(number, VERDICT_LABELS[Verdict(verdict)]) for number, verdict in found]
