"""What a notice says: what happened, why you get it, what you must do by when, and one link."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from apps.committees.rules.viewer import Viewer
from apps.notices.models import Notice
from apps.notices.rules import DONE, DUES, instant_in, one_line, readable
from apps.record.models import Act
from apps.record.rules import CATALOGUE, SUBJECTS, audience_named, drill_first, is_drill
from apps.record.selectors import titles_of, visible_subjects


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in words. Where its reader may no longer see the subject, `is_open` is false and all else is empty.

    `is_drill`: it belongs to a rehearsal; `what` says so first, and whatever else is shown alone must. `is_done`: what it asks has been done, so nobody need do it any more. `until`: how long what was done holds, where the
    act says so.
    """

    notice: Notice
    is_open: bool = False
    act_kind: str = ""
    what: str = ""
    is_drill: bool = False
    task: str = ""
    asks: str = ""
    due_at: datetime | None = None
    is_done: bool = False
    until: datetime | None = None
    why: str = ""
    subject_label: str = ""
    ref: str = ""
    address: str = ""
    title: str = ""

    @property
    def wants_receipt(self) -> bool:
        """Whether its reader is still asked to confirm having read it."""
        return self.is_open and self.notice.receipt_due and self.notice.receipt_at is None


def lines(notices: Sequence[Notice], viewer: Viewer, slug: str) -> list[Line]:
    """Notices of the viewer in words; two queries."""
    seen = visible_subjects(viewer, {(notice.subject_kind, notice.subject_id) for notice in notices})
    acts = [notice.act for notice in notices if (notice.subject_kind, notice.subject_id) in seen]
    dues, done, titles = dues_of(acts), done_of(acts), titles_of(seen)
    return [
        line_of(notice, slug, dues, titles, done) if (notice.subject_kind, notice.subject_id) in seen else Line(notice)
        for notice in notices
    ]


def line_of(
    notice: Notice,
    slug: str,
    dues: Mapping[int, datetime],
    titles: Mapping[tuple[str, int], str],
    done: Collection[int] = (),
) -> Line:
    """A notice in words for a reader who may see its subject."""
    kind, subject = CATALOGUE[notice.act.kind], SUBJECTS[notice.subject_kind]
    return Line(
        notice,
        is_open=True,
        act_kind=notice.act.kind,
        what=one_line(drill_first(f"{notice.act.actor} {kind.label}", notice.act.facts), 400),
        is_drill=is_drill(notice.act.facts),
        task=task_of(notice.act),
        asks=kind.asks,
        due_at=dues.get(notice.act_id),
        is_done=notice.act_id in done,
        until=instant_in(notice.act.facts, "until"),
        why=why(notice.act, notice.fell_back),
        subject_label=subject.label,
        ref=readable(notice.subject_ref),
        address=subject.address(slug, notice.subject_ref),
        title=titles.get((notice.subject_kind, notice.subject_id), ""),
    )


def task_of(act: Act) -> str:
    """The name of the duty that the portal itself reminds of or escalates; an email may always say it.

    A person's act is not asked, lest a person's words enter an email that must carry none.
    """
    return one_line(str(act.facts.get("deadline", ""))) if act.seat_id is None else ""


def dues_of(acts: Iterable[Act]) -> dict[int, datetime]:
    """Until when acts must be answered, by id: as registered by higher apps, else as the act itself states.

    An act that asks nothing has no such time, whatever clock it starts for somebody else.
    """
    acts = list(acts)
    dues = {act.pk: due for act in acts if (due := instant_in(act.facts, "due_at"))}
    asking = [act for act in acts if CATALOGUE[act.kind].asks]
    for _key, known in DUES:
        dues |= known(asking)
    return dues


def done_of(acts: Iterable[Act]) -> set[int]:
    """The ids of acts that ask nothing any more, as registered by higher apps."""
    acts = list(acts)
    return {pk for _key, met in DONE for pk in met(acts)}


def why(act: Act, fell_back: bool) -> str:
    """Why the reader gets it: the audiences it was addressed to; where it `fell_back`, that the reader stands in for them.

    Whoever is named with an id (“filers:3”, “seat:7”) owes something and hears in any case, so “none” would be wrong.
    """
    labels = [audience.label for name in act.told if (audience := audience_named(name))]
    addressed = get_text_list(labels, _("and")) if labels else _("those concerned")
    if fell_back and any(":" in name for name in act.told):
        return _("It was addressed to %(audiences)s; not all of them may see it and act, so it comes to you too.") % {
            "audiences": addressed
        }
    if fell_back:
        return _("It was addressed to %(audiences)s; none of them may see it and act, so it comes to you.") % {
            "audiences": addressed
        }
    return _("It goes to %(audiences)s, as far as they may see it.") % {"audiences": addressed}
