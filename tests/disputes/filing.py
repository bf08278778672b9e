"""Complaints and papers made through the services as people make them; the committee's context must be open."""

from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.disputes.models import Case, Paper, Service
from apps.disputes.services import complaining, filing, serving
from apps.disputes.states import DocumentKind
from apps.record.models import Act
from tests.cast import NOW, Cast

TEXT = "Borealis trained on chips that it did not declare.\n\nIt used [[4 128 of them]]. This breaks article 3.2."
REPLY, CONSULTATION, SETTLEMENT = DocumentKind.REPLY, DocumentKind.CONSULTATION, DocumentKind.SETTLEMENT


def operator(cast: Cast) -> Viewer:
    """An operator's recorded look-in."""
    return Viewer(cast.frontier.pk, 0, 0, Role.OBSERVER, operator_session=1)


def draft(cast: Cast, who: str = "aster.liaison", **changes: object) -> str:
    """A complaint of Aster about Borealis, ready to be filed."""
    actor = cast.viewer(who)
    case = complaining.start_complaint(actor=actor, now=NOW)
    told = {"title": "Chips that were not declared", "respondent": "borealis", "text": TEXT} | changes
    complaining.change_complaint(actor=actor, now=NOW, ref=case.ref, changes=told)
    return case.ref


def filed(cast: Cast, who: str = "aster.representative", at: datetime = NOW, **changes: object) -> Case:
    """The same, filed and served."""
    return complaining.file_complaint(actor=cast.viewer(who, at), now=at, ref=draft(cast, who, **changes))


def begun(cast: Cast, case: Case, kind: DocumentKind, who: str, text: str = "So it is.", at: datetime = NOW) -> Paper:
    """A paper that somebody writes in the case."""
    given: dict[str, Any] = {"actor": cast.viewer(who, at), "now": at, "ref": case.ref}
    paper = filing.start_paper(**given, kind=kind)
    return filing.change_paper(**given, name=str(paper.uid), changes={"text": text})


def entered(cast: Cast, case: Case, kind: DocumentKind, who: str, text: str = "So it is.", at: datetime = NOW) -> Paper:
    """A paper that somebody filed in the case; the case is read again."""
    name = str(begun(cast, case, kind, who, text, at).uid)
    paper = filing.file_paper(actor=cast.viewer(who, at), now=at, ref=case.ref, name=name)
    case.refresh_from_db()
    return Paper.objects.select_related("case").get(pk=paper.pk)


def complaint_in(case: Case) -> Paper:
    """The complaint."""
    return Paper.objects.select_related("case").get(case=case, kind=DocumentKind.COMPLAINT)


def service_in(case: Case) -> Service:
    """The service of the complaint on the one respondent."""
    return Service.objects.select_related("party__organisation").get(paper__case=case, paper__kind="complaint")


def opened(
    cast: Cast, case: Case, who: str = "borealis.representative", at: datetime = NOW, name: str = "1"
) -> Service:
    """What was served, opened by whom it concerns."""
    return serving.open_paper(actor=cast.viewer(who, at), now=at, ref=case.ref, name=name)


def acts_in(case: Case) -> list[str]:
    """What happened in the case and to its papers, in order; not what the sweep said of its deadlines."""
    rows = Act.objects.filter(subject_ref__startswith=case.ref, kind__startswith="dispute").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def clocks_in(case: Case) -> dict[str, str]:
    """How the last of each of its clocks stands."""
    rows = Deadline.objects.filter(subject_ref__startswith=case.ref, second_to=None).order_by("pk")
    return dict(rows.values_list("clock", "state"))
