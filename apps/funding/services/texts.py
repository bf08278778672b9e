"""What scales and budgets have in common: drafts, and their way through the committee."""

from datetime import datetime
from typing import Any, TypeVar

from django.http import Http404

from apps.committees.rules.viewer import Actor, Viewer
from apps.funding.acts import shares as acts
from apps.funding.models import BUDGET, SCALE, Budget, Laid, Period, Scale
from apps.funding.rules.charter import RULE, under
from apps.funding.rules.drafting import may_write_for
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.shares import text_for
from apps.funding.services.numbering import put_next_number
from apps.funding.states import TEXTS, Text
from apps.record.services import record
from apps.votes.models import Motion

Row = TypeVar("Row", bound=Laid)
PREFIX: dict[type, str] = {Scale: "SCL", Budget: "BUD"}
SUBJECT: dict[type, str] = {Scale: SCALE, Budget: BUDGET}
ACTS: dict[type, tuple[str, ...]] = {
    Scale: (acts.SCALE_LAID, acts.SCALE_ADOPTED, acts.SCALE_REJECTED, acts.SCALE_REDRAWN, acts.SCALE_DISCARDED),
    Budget: (acts.BUDGET_LAID, acts.BUDGET_ADOPTED, acts.BUDGET_REJECTED, acts.BUDGET_CHANGED, acts.BUDGET_DISCARDED),
}


def open_period_for(actor: Viewer, name: str) -> Period:
    """The period for which a text may be drafted; raises Http404, or Refused where its books are closed."""
    row = Period.objects.visible_to(actor).filter(name=name).first()
    if row is None:
        raise Http404(name)
    may_write_for(row.name, row.state).require()
    return row


def fetch_draft(actor: Viewer, model: type[Row], ref: str) -> Row:
    """A draft, locked, that the actor may change; raises Http404 or Refused."""
    row = _fetch(actor, model, ref)
    may_write_for(row.period.name, row.period.state).require()
    return row


def _fetch(actor: Viewer, model: type[Row], ref: str) -> Row:
    row = text_for(actor, model, ref, lock=True)
    may_keep_the_books(actor).require()
    under(RULE, TEXTS.may("propose", row.state)).require()
    return row


def changed(row: Row, *, actor: Viewer, now: datetime) -> None:
    """Keep a locked draft as its next version; what it says stays with those who read drafts."""
    row.version += 1
    row.save()
    _tell(3, row, actor, now, {"period": row.period.name, "version": row.version})


def discard(model: type[Row], *, actor: Viewer, now: datetime, ref: str) -> Row:
    """Throw a draft away, also where the books of its period are closed; raises Http404 or Refused."""
    row = _fetch(actor, model, ref)
    row.state = TEXTS["discard"].target
    row.ended_at = now
    row.save(update_fields=["state", "ended_at"])
    _tell(4, row, actor, now, {"period": row.period.name, "version": row.version})
    return row


def lay(row: Row, motion: Motion, *, actor: Actor, now: datetime) -> None:
    """A locked draft gets its number with the motion that names it, and does not change any more."""
    row.state = TEXTS["propose"].target
    row.motion, row.laid_at = motion, now
    put_next_number(row, PREFIX[type(row)], now.year)
    row.save()
    _tell(0, row, actor, now, {"motion": motion.ref, "period": row.period.name})


def adopt(row: Row, *, actor: Actor, now: datetime) -> Row:
    """The motion is certified as carried: the text is in force for its period, and what was before is replaced."""
    under(RULE, TEXTS.may("adopt", row.state)).require()
    model = type(row)
    earlier: Any = (
        model.objects.select_for_update(of=("self",)).filter(period=row.period_id, state=Text.ADOPTED).first()
    )
    if earlier is not None:
        earlier.state, earlier.ended_at = TEXTS["supersede"].target, now
        earlier.save(update_fields=["state", "ended_at"])
    row.state = TEXTS["adopt"].target
    row.adopted_at = now
    row.save(update_fields=["state", "adopted_at"])
    _tell(1, row, actor, now, {"period": row.period.name, "replaces": earlier.ref if earlier else ""})
    return row


def reject(row: Row, *, actor: Actor, now: datetime, because: str) -> None:
    """The motion that named a locked text came to nothing."""
    row.state = TEXTS["reject"].target
    row.ended_at, row.because = now, because
    row.save(update_fields=["state", "ended_at", "because"])
    _tell(2, row, actor, now, {"because": because})


def of_motion(motion: Motion, model: type[Row]) -> Row:
    """The text that a motion names, locked; raises Http404 where it is gone."""
    row = model.objects.select_for_update(of=("self",)).filter(draft_ref=motion.payload["name"]).first()
    if row is None:
        raise Http404(motion.ref)
    return row


def _tell(which: int, row: Any, actor: Actor, now: datetime, facts: dict[str, Any]) -> None:
    subject = (SUBJECT[type(row)], row.pk, row.ref)
    record(ACTS[type(row)][which], actor=actor, now=now, subject=subject, facts=facts)
