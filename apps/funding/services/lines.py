"""A line of the bank's statement: fetched for a verb, moved, and told of."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.funding.acts.contributions import STATEMENT, TAKEN_UP
from apps.funding.models import BankLine
from apps.funding.rules.paying import may_move_line
from apps.funding.services.settling import hold_the_money
from apps.funding.states import LineState
from apps.record.services import record


def locked_line(actor: Viewer, uid: UUID, verb: str) -> BankLine:
    """The line, locked behind the money, if the verb (of states.LINES) is open to it; raises Http404 or Refused."""
    hold_the_money()
    line = (
        BankLine.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("statement")
        .filter(uid=uid)
        .first()
    )
    if line is None:
        raise Http404(str(uid))
    may_move_line(actor, verb, line.state).require()
    return line


def move_line(line: BankLine, to: LineState, because: str = "") -> None:
    """Write where a line stands, and why."""
    line.state, line.because = to, because
    line.save(update_fields=["state", "because"])


def tell_line(kind: str, line: BankLine, actor: Viewer, now: datetime, **facts: str) -> None:
    """Record what became of a line; its reason only for those who read the bank's papers."""
    subject = (STATEMENT, line.statement_id, str(line.statement.uid))
    sealed = {"because": line.because} if not facts else {}
    record(kind, actor=actor, now=now, subject=subject, facts={"line": str(line.number)} | facts, sealed=sealed)


def open_line(line_id: int, actor: Viewer, now: datetime, **what: str) -> None:
    """Open the line of what was reversed, which `what` names by its kind and reference."""
    line = BankLine.objects.select_for_update(of=("self",)).select_related("statement").get(pk=line_id)
    move_line(line, LineState.OPEN)
    tell_line(TAKEN_UP, line, actor, now, **what)
