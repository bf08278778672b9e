"""The panel's own steps between the papers: it opens the written rounds, calls a hearing, and calls one off."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.disputes.acts import panels as acts
from apps.disputes.models import Case, CaseParty, Hearing
from apps.disputes.rules import hearings as rules
from apps.disputes.rules import verbs
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.panels import panel_of
from apps.disputes.services.moving import move
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell
from apps.disputes.states import Stage
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid


def begin_writing(*, actor: Viewer, now: datetime, ref: str) -> Case:
    """The panel opens the written rounds. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    verbs.may_conduct(actor, known(case), "begin_writing").require()
    move(case, "begin_writing", now)
    look_again(case)
    tell(acts.WRITING, case, actor=actor, now=now)
    return case


def want_hearing(*, actor: Viewer, now: datetime, ref: str) -> CaseParty:
    """A party asks to be heard: then the panel issues no interim report without a hearing. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    rules.may_want_hearing(actor, known(case)).require()
    party = CaseParty.objects.select_related("organisation").get(
        case=case, organisation=actor.organisation_id, left_at=None
    )
    if not party.wants_hearing:
        party.wants_hearing = True
        party.save(update_fields=["wants_hearing"])
        tell(acts.WANTS_HEARING, case, actor=actor, now=now, facts={"party": party.organisation.key})
    return party


def call_hearing(
    *, actor: Viewer, now: datetime, ref: str, starts_at: datetime | None, ends_at: datetime | None, where: str
) -> Hearing:
    """The panel calls a hearing, and the case goes on to it; one that was called before is called off.

    Raises Http404, Refused, or Invalid by field.
    """
    case = case_for(actor, ref, lock=True)
    rules.may_call_hearing(actor, known(case)).require()
    if errors := rules.errors(starts_at, ends_at, where, now):
        raise Invalid(errors)
    panel = panel_of(case)
    Hearing.objects.filter(panel=panel, called_off_at=None, starts_at__gt=now).update(called_off_at=now)
    hearing = Hearing.objects.create(
        panel=panel, starts_at=starts_at, ends_at=ends_at, where=" ".join(where.split()), called_at=now
    )
    if case.stage == Stage.WRITTEN:
        move(case, "hear", now)
        look_again(case)
    # Where it is, or how one joins, is for those who are heard; everybody who reads the case reads these facts.
    facts = {"from": instant(hearing.starts_at), "until": instant(hearing.ends_at)}
    tell(acts.HEARING_CALLED, case, actor=actor, now=now, facts=facts)
    return hearing


def call_off(*, actor: Viewer, now: datetime, ref: str) -> Hearing:
    """The panel calls off the hearing that is still to come. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    rules.may_call_hearing(actor, known(case)).require()
    hearing = Hearing.objects.filter(panel=panel_of(case), called_off_at=None, starts_at__gt=now).first()
    rules.must_come(hearing is not None).require()
    hearing.called_off_at = now  # type: ignore[union-attr]
    hearing.save(update_fields=["called_off_at"])  # type: ignore[union-attr]
    tell(acts.HEARING_OFF, case, actor=actor, now=now)
    return hearing  # type: ignore[return-value]
