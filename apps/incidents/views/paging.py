"""What the pages of a draft and of a correction share: their form, what a colleague changed meanwhile, what was kept."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.incidents.forms.steps import STEPS, StepForm
from apps.incidents.models import Incident
from apps.incidents.rules.merging import Merged, flat, mark, marks, marks_after, read_marks
from apps.incidents.rules.report import INSTANTS
from apps.incidents.selectors.reports import (
    answers_by_question,
    content_of,
    incident_for,
    nameable_organisations,
    own_by_reference,
    recipients_of,
)
from apps.incidents.services.merging import keep_typed
from apps.incidents.services.widening import AUDIENCE
from apps.incidents.states import State
from apps.kernel import canonical, clock
from apps.kernel.decisions import Invalid


@dataclass(slots=True)
class Clash:
    """An answer that a colleague and the writer have both changed."""

    field: Any
    theirs: Any


@dataclass(slots=True)
class Page:
    """A page with its form. `base` goes into it: the marks of the answers as it shows them."""

    form: StepForm
    base: dict[str, str]
    clashes: list[Clash] = field(default_factory=list)
    whole: bool = True
    same: Incident | None = None
    reason: str = ""
    """Why more people are to see the report, for whoever must agree."""
    asked: bool = False
    """Whether a second person must agree to what was saved."""

    @property
    def marks(self) -> str:
        """The marks as the page carries them."""
        return canonical.dumps(self.base).decode()

    @property
    def rows(self) -> list[tuple[Any, Clash | None]]:
        """The fields in their order, each with its clash."""
        clashing = {clash.field.name: clash for clash in self.clashes}
        return [(one, clashing.get(one.name)) for one in self.form]


def page_of(request: Any, step: str, incident: Incident) -> Page:
    """The page as it is asked for; with what was typed where something was sent."""
    kind = STEPS[step]
    answers = answers_by_question(incident)
    options: dict[str, Any] = {"initial": kind.initial_of(answers)}
    options["content"] = content_of(incident, recipients_of(incident), clock.now())
    if step == "who":
        options["organisations"] = nameable_organisations(request.viewer)
    if request.method == "POST":
        return Page(kind(request.POST, **options), read_marks(request.POST.get("base", "")))
    form = kind(**options)
    return Page(form, marks({name: value for name, value in answers.items() if form.field_of(name)}))


def keep(request: Any, page: Page, incident: Incident, *, autosaving: bool = False) -> None:
    """Store what is valid of a draft, leaving out what a rule complains about; a correction is whole or not at all.

    What clashes stays on the page, too.
    """
    form, part = page.form, incident.state == State.DRAFT
    valid = form.is_valid()
    if not valid and not part:
        page.whole = False
        return
    changes, merged, wrong = _store(request, page, incident, form.changes(), part=part)
    for name, text in wrong.items():
        form.add_error(name if name in form.fields else None, text)
    if "own_reference" in wrong and (said := form.data.get("own_reference", "").strip()):
        page.same = own_by_reference(request.viewer, said)
    stored = answers_by_question(incident_for(request.viewer, incident.ref))
    page.base = marks_after(stored, flat(changes), page.base)
    for question, theirs in merged.clashes.items():
        name = form.field_of(question)
        page.clashes.append(Clash(form[name], form.words_of(question, theirs)))
        if not autosaving:
            page.base[question] = mark(theirs)
            form.add_error(name, _("A colleague has changed this meanwhile. Put both together, then save again."))
    page.whole = valid and not wrong and not merged.clashes
    held_back = [
        name for name in set(AUDIENCE) & set(merged.taken) if mark(stored.get(name)) != mark(merged.taken[name])
    ]
    page.asked = page.whole and bool(held_back)


def _store(
    request: Any, page: Page, incident: Incident, changes: dict[str, Any], *, part: bool
) -> tuple[dict[str, Any], Merged, dict[str, str]]:
    """Keep the changes; what was kept of them, what clashed, and what is wrong, by field."""
    wrong: dict[str, str] = {}
    verb = partial(
        keep_typed, actor=request.viewer, now=clock.now(), ref=incident.ref, base=page.base, reason=page.reason
    )
    while True:
        try:
            with transaction.atomic():
                _row, merged = verb(changes=changes)
            return changes, merged, wrong
        except Invalid as error:
            wrong |= error.errors
            # The complaint may be about what is stored already: then what does not fit to it must go.
            out = (set(changes) & set(error.errors)) or (set(changes) & set(INSTANTS)) or set(changes)
            if not out:
                raise
            changes = {name: value for name, value in changes.items() if part and name not in out}
