"""Writing a complaint, together with colleagues, until it is filed and served or thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from apps.committees.models import Organisation, Seat
from apps.committees.rules.references import free_reference
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_at, members_at
from apps.committees.states import OrganisationKind, Role
from apps.disputes.acts import cases as acts
from apps.disputes.acts.papers import SERVED_COMPLAINT
from apps.disputes.models import Case, CaseParty, Paper
from apps.disputes.rules import verbs
from apps.disputes.rules.complaints import Complaint, filing_errors, shape_errors
from apps.disputes.rules.numbers import PREFIX
from apps.disputes.rules.papers import may_save
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.services.companions import offer
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell
from apps.disputes.states import CASES, DOCUMENTS, Capacity, DocumentKind, DocumentState, Stage, Track
from apps.kernel.decisions import Invalid
from apps.kernel.texts import optional


def start_complaint(*, actor: Viewer, now: datetime) -> Case:
    """Begin a complaint; the seat's own draft that is still untouched is taken up instead of making another.

    Raises Refused for those who do not complain.
    """
    verbs.may_draft(actor).require()
    empty = Case.objects.filter(organisation=actor.organisation_id, stage=Stage.DRAFT, version=1, author=actor.seat_id)
    if (untouched := empty.order_by("-pk").first()) is not None:
        return untouched
    ref = free_reference(PREFIX, now.year, lambda taken: Case.objects.filter(ref=taken).exists())
    case = Case.objects.create(
        ref=ref, stage=Stage.DRAFT, organisation_id=actor.organisation_id, author_id=actor.seat_id, created_at=now
    )
    CaseParty.objects.create(
        case=case, organisation_id=actor.organisation_id, capacity=Capacity.COMPLAINANT, joined_at=now
    )
    Paper.objects.create(
        case=case,
        kind=DocumentKind.COMPLAINT,
        state=DocumentState.DRAFT,
        organisation_id=actor.organisation_id,
        author_id=actor.seat_id,
        created_at=now,
    )
    look_again(case)
    return case


def change_complaint(
    *, actor: Viewer, now: datetime, ref: str, changes: Mapping[str, Any], seen: int | None = None
) -> Case:
    """Change a draft: title, text (with the marks of sealed passages), respondent (a key), about (references), urgent.

    What is not given stays. `seen` is the version that was changed: another one meanwhile is Refused. Raises Http404,
    Refused, or Invalid by field, and then nothing is stored.
    """
    case = case_for(actor, ref, lock=True)
    verbs.may_edit(actor, known(case)).require()
    may_save(seen, case.version).require()
    paper = complaint_of(case)
    respondent = _named(changes["respondent"], now) if "respondent" in changes else _respondent(case)
    case.title = optional(changes.get("title", case.title), "title", 10_000)
    case.about = list(changes.get("about", case.about))
    paper.text = changes.get("text", paper.text).replace("\0", "").replace("\r\n", "\n")
    if "urgent" in changes:
        case.track = Track.URGENT if changes["urgent"] else Track.ORDINARY
    if errors := shape_errors(_plain(case, paper, respondent)):
        raise Invalid(errors)
    case.version += 1
    case.save(update_fields=["title", "about", "track", "version"])
    paper.save(update_fields=["text"])
    _name_respondent(case, respondent, now)
    return case


def discard_complaint(*, actor: Viewer, now: datetime, ref: str) -> Case:
    """Throw a draft away; nobody outside the organisation ever saw it. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    verbs.may_discard(actor, known(case)).require()
    case.stage, case.ended_at = CASES["discard"].target, now
    case.save(update_fields=["stage", "ended_at"])
    Paper.objects.filter(case=case, state=DocumentState.DRAFT).update(state=DOCUMENTS["discard"].target)
    look_again(case)
    tell(acts.DISCARDED, case, actor=actor, now=now)
    return case


def file_complaint(*, actor: Viewer, now: datetime, ref: str) -> Case:
    """File a complaint: it is served at once, and the clocks run. Raises Http404, Refused, or Invalid by field."""
    case = case_for(actor, ref, lock=True)
    verbs.may_complain(actor, known(case)).require()
    paper = complaint_of(case)
    if errors := filing_errors(plain(case, paper)):
        raise Invalid(errors)
    _respondent_is_member(case, now)
    case.stage, case.filed_at, case.charter = CASES["file"].target, now, charter_at(now).number
    case.author_id = paper.author_id = actor.seat_id
    case.version += 1
    case.save()
    paper.title = case.title
    enter(case, paper, actor=actor, now=now)
    case.refresh_from_db(fields=["sights"])
    tell(acts.FILED, case, actor=actor, now=now, facts={"urgent": case.track == Track.URGENT, "charter": case.charter})
    serve(case, paper, actor=actor, now=now, kind=SERVED_COMPLAINT)
    offer(case, now)
    return case


def complaint_of(case: Case) -> Paper:
    """The paper with which a case begins."""
    return Paper.objects.get(case=case, kind=DocumentKind.COMPLAINT)


def plain(case: Case, paper: Paper) -> Complaint:
    """A draft in plain values, for the rules."""
    return _plain(case, paper, _respondent(case))


def respondents(viewer: Viewer, now: datetime) -> Sequence[Organisation]:
    """The members about which the viewer may complain, by name."""
    return list(_answering(now).exclude(pk=viewer.organisation_id))


def _plain(case: Case, paper: Paper, respondent: int | None) -> Complaint:
    return Complaint(
        complainant=case.organisation_id,
        respondent=respondent,
        title=case.title,
        text=paper.text,
        about=tuple(case.about),
    )


def _answering(now: datetime) -> QuerySet[Organisation]:
    """The members that can answer a complaint: labs, and who sits independently; nobody binds an authority here."""
    independent = Seat.objects.at(now).filter(role=Role.INDEPENDENT).values("organisation")
    return members_at(now).filter(Q(kind=OrganisationKind.LAB) | Q(pk__in=independent))


def _respondent(case: Case) -> int | None:
    named = CaseParty.objects.filter(case=case, capacity=Capacity.RESPONDENT)
    return named.values_list("organisation", flat=True).first()


def _named(key: str, now: datetime) -> int | None:
    """The organisation with this key, None without one; raises Invalid({"respondent": …}) for who is no member."""
    if not key:
        return None
    organisation = _answering(now).filter(key=key).first()
    if organisation is None:
        raise Invalid({"respondent": "Choose a member of the committee."})
    return organisation.pk


def _name_respondent(case: Case, respondent: int | None, now: datetime) -> None:
    rows = CaseParty.objects.filter(case=case, capacity=Capacity.RESPONDENT)
    rows.exclude(organisation=respondent).delete()
    if respondent is not None:
        CaseParty.objects.get_or_create(
            case=case, organisation_id=respondent, capacity=Capacity.RESPONDENT, defaults={"joined_at": now}
        )


def _respondent_is_member(case: Case, now: datetime) -> None:
    named = CaseParty.objects.filter(case=case, capacity=Capacity.RESPONDENT).values("organisation")
    if not _answering(now).filter(pk__in=named).exists():
        raise Invalid({"respondent": "It is no longer a member. Choose another, or discard the draft."})
