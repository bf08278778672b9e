"""The committee complains: the portal opens a case where another has come to the end of its course, its facts filled in."""

from collections.abc import Sequence
from datetime import datetime

from apps.committees.models import Organisation
from apps.committees.rules.references import free_reference
from apps.committees.rules.viewer import Portal
from apps.committees.selectors import charter_at, charter_value
from apps.committees.states import OrganisationKind
from apps.disputes.acts import cases as acts
from apps.disputes.acts.papers import SERVED_COMPLAINT
from apps.disputes.models import Case, CaseParty, Paper
from apps.disputes.rules.charter import PORTAL
from apps.disputes.rules.numbers import PREFIX
from apps.disputes.services.companions import offer
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.telling import tell
from apps.disputes.states import CASES, OPEN, Capacity, DocumentKind, DocumentState

BY_CHARTER = Portal("the charter's complaints of the committee")


def open_for_committee(
    *, now: datetime, respondent: Organisation, title: str, text: str, about: Sequence[str]
) -> Case | None:
    """Complain about a member for the committee, through its secretariat; filed and served at once.

    None where the charter does not let the committee complain, where there is no secretariat, or where a case about the
    same is open already.
    """
    secretariat = Organisation.objects.filter(kind=OrganisationKind.SECRETARIAT).order_by("pk").first()
    if secretariat is None or not charter_value(PORTAL, now) or _is_open(respondent, about):
        return None
    ref = free_reference(PREFIX, now.year, lambda taken: Case.objects.filter(ref=taken).exists())
    case = Case.objects.create(
        ref=ref,
        stage=CASES["file"].target,
        title=title,
        about=list(about),
        organisation=secretariat,
        charter=charter_at(now).number,
        created_at=now,
        filed_at=now,
    )
    for body, capacity in ((secretariat, Capacity.COMPLAINANT), (respondent, Capacity.RESPONDENT)):
        CaseParty.objects.create(case=case, organisation=body, capacity=capacity, joined_at=now)
    paper = Paper.objects.create(
        case=case,
        kind=DocumentKind.COMPLAINT,
        state=DocumentState.DRAFT,
        organisation=secretariat,
        title=title,
        text=text,
        created_at=now,
    )
    enter(case, paper, actor=BY_CHARTER, now=now)
    case.refresh_from_db(fields=["sights"])
    tell(acts.FILED, case, actor=BY_CHARTER, now=now, facts={"urgent": False, "charter": case.charter})
    serve(case, paper, actor=BY_CHARTER, now=now, kind=SERVED_COMPLAINT)
    offer(case, now)
    return case


def _is_open(respondent: Organisation, about: Sequence[str]) -> bool:
    rows = CaseParty.objects.filter(organisation=respondent, capacity=Capacity.RESPONDENT, case__stage__in=OPEN)
    return any(set(about) & set(known) for known in rows.values_list("case__about", flat=True))
