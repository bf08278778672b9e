"""Keeps beside each paper, and beside the case, what every reader sees of it: after each change of stage, paper or seal."""

from collections import defaultdict

from apps.disputes.models import Case, Paper, Sealing
from apps.disputes.rules.numbers import Series
from apps.disputes.rules.sight import Paper as Standing
from apps.disputes.rules.sight import letters, most
from apps.disputes.states import DocumentKind, DocumentState, Seal, SealState, Stage


def look_again(case: Case) -> None:
    """Write anew what each reader sees of the case and of every paper in it; the case is to be held.

    Papers whose letters change alike are written together, so that it costs as much for many as for few.
    """
    seals: dict[int | None, set[Seal]] = defaultdict(set)
    holding = Sealing.objects.filter(case=case).exclude(state=SealState.LIFTED)
    for paper_id, seal in holding.values_list("paper", "seal"):
        seals[paper_id].add(Seal(seal))
    stage = Stage(case.stage)
    changed: dict[str, list[int]] = defaultdict(list)
    rows: set[str] = set()
    names = ("series", "kind", "state", "twin", "sights", "part_of__kind")
    papers = Paper.objects.filter(case=case).select_related("part_of").only(*names)
    for paper in papers:
        found = letters(stage, _standing(paper, frozenset(seals[paper.pk] | seals[None])))
        if paper.series == Series.DOCKET:
            rows.add(found)
        if found != paper.sights:
            changed[found].append(paper.pk)
    for found, ids in changed.items():
        Paper.objects.filter(pk__in=ids).update(sights=found)
    if case.sights != (seen := most(rows)):
        case.sights = seen
        case.save(update_fields=["sights"])


def _standing(paper: Paper, seals: frozenset[Seal]) -> Standing:
    """The paper as its sight needs it; what is sealed of a whole paper has a twin only where somebody wrote one."""
    whole = seals & {Seal.DOCUMENT, Seal.DOCUMENT_COUNSEL}
    part_of = DocumentKind(paper.part_of.kind) if paper.part_of else None
    return Standing(
        DocumentKind(paper.kind), DocumentState(paper.state), seals, part_of, has_twin=bool(paper.twin) or not whole
    )
