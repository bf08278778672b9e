"""The hand-over checklist: what is open when the chair passes on; both chairs tick it off."""

from datetime import datetime, timedelta
from typing import cast

from apps.chairs import acts
from apps.chairs.models import HandoverItem, Rotation, Term
from apps.chairs.rules.who import may_speak_for
from apps.chairs.selectors import Board
from apps.chairs.services.cycles import subject_of
from apps.committees.models import Committee, Office
from apps.committees.rules.matters import OPEN_MATTERS
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewer_of
from apps.committees.states import OfficeKind
from apps.kernel.tenancy.context import active_committee
from apps.record.rules import SUBJECTS
from apps.record.selectors import visible_subjects
from apps.record.services import record

JUST_BEFORE = timedelta(microseconds=1)


def lay_checklist(found: Board, term: Term) -> None:
    """Write down what is open when the term begins, of what both chairs see: the last one until then, the new one now."""
    slug = Committee.objects.values_list("slug", flat=True).get(pk=cast(int, active_committee()))
    matters = [(key, matter) for key, kind in OPEN_MATTERS for matter in kind.find(found.at)]
    seen = {(matter.subject_kind, matter.subject_id) for _key, matter in matters}
    for viewer in _both(term):
        seen &= visible_subjects(viewer, seen)
    HandoverItem.objects.bulk_create(
        HandoverItem(
            term=term,
            kind=key,
            label=matter.label[:300],
            path=SUBJECTS[matter.subject_kind].address(slug, matter.subject_ref)[:300],
            subject_kind=matter.subject_kind,
            subject_id=matter.subject_id,
        )
        for key, matter in matters
        if (matter.subject_kind, matter.subject_id) in seen
    )


def _both(term: Term) -> list[Viewer]:
    """The new chair now, and the last one as it was."""
    offices = Office.objects.filter(kind=OfficeKind.CHAIR).select_related("seat__person", "seat__organisation")
    new = offices.filter(starts_at=term.starts_at).first()
    old = offices.filter(ends_at=term.starts_at).first()
    viewers = [viewer_of(new.seat, term.starts_at)] if new else []
    return [*viewers, *([viewer_of(old.seat, term.starts_at - JUST_BEFORE)] if old else [])]


def tick(*, actor: Viewer, now: datetime, pk: int) -> HandoverItem | None:
    """Tick an open matter off: whoever handed over says that it is given, whoever took over that it is taken.

    The last chair knew the matter in office, and may still say that it is given. None where there is no such matter
    or the actor may not see it. Raises Refused.
    """
    item = HandoverItem.objects.select_for_update(of=("self",)).select_related("term").filter(pk=pk).first()
    if item is None:
        return None
    before = Term.objects.filter(starts_at__lt=item.term.starts_at).order_by("-starts_at").first()
    handed = may_speak_for(actor, before.organisation_id if before else 0)
    subject = (item.subject_kind, item.subject_id)
    if not handed and subject not in visible_subjects(actor, {subject}):
        return None
    rotation = Rotation.objects.get()
    if may_speak_for(actor, item.term.organisation_id):
        kind, side = acts.TAKEN, "taken"
    else:
        handed.require()
        kind, side = acts.GIVEN, "given"
    if getattr(item, f"{side}_at") is None:
        setattr(item, f"{side}_by_id", actor.seat_id)
        setattr(item, f"{side}_at", now)
        item.save(update_fields=[f"{side}_by", f"{side}_at"])
        facts = {"term": str(item.term.uid), "kind": item.kind}
        record(kind, actor=actor, now=now, subject=subject_of(rotation), facts=facts)
    return item
