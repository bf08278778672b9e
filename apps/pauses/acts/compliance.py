"""Challenges and compliance cases under an order: who is told, which clocks run, what becomes public."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import FILING_ROLES
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step
from apps.pauses.acts.told import EVERY_MEMBER, EVERYBODY, presiding
from apps.pauses.models import Challenge, ComplianceCase, PauseOrder, seats_that_may_see
from apps.pauses.rules.charter import CASE_DAYS, CONSEQUENCE_DAYS
from apps.pauses.rules.consequences import PUBLIC_NOTICE
from apps.pauses.states import CASE_STATE_LABELS, GROUND_LABELS, CaseState, Ground
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare
from apps.transparency.rules import Published, Redacted

CHALLENGE = "pause_challenge"
CASE = "pause_case"

CHALLENGED = "pause_challenge.made"
UPHELD = "pause_challenge.upheld"
DISMISSED = "pause_challenge.dismissed"
OPENED = "pause_case.opened"
NOTED = "pause_case.noted"
ANSWERED = "pause_case.answered"
FOUND = "pause_case.found"
CONSEQUENCE = "pause_case.consequence"
LAST_CONSEQUENCE = "pause_case.last_consequence"
CLEARED = "pause_case.cleared"
REMEDIED = "pause_case.remedied"

TO_DECIDE = "pause_challenge.decide"
TO_ANSWER = "pause_case.answer"
TO_FIND = "pause_case.find"
NEXT_CONSEQUENCE = "pause_case.next"

OVER_CHALLENGE = "pause_challenge.presiding"
OVER_CASE = "pause_case.presiding"
ACCUSED = "pause_case.lab"

OF_CASE = (*EVERY_MEMBER, "auditors", ACCUSED)
WITHIN = Redacted("kept within the committee")


def _accused(case_id: int) -> int | None:
    """The lab of a case, by id: it owes the answer, and whatever ends the case."""
    return ComplianceCase.objects.values_list("binding__organisation", flat=True).get(pk=case_id)


def _accused_seats(case_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(organisation=_accused(case_id), role__in=sorted(FILING_ROLES))


def _public_form(act: Any) -> Published | None:
    """What the public reads of a case: nothing before its public notice, and nothing of a drill."""
    case = ComplianceCase.objects.select_related("binding__order", "binding__organisation").get(pk=act.subject_id)
    taken = dict(case.consequences.filter(is_real=True).order_by("id").values_list("key", "says"))
    if PUBLIC_NOTICE not in taken or case.binding.order.is_drill:
        return None
    return Published(
        kind=CASE,
        ref=case.ref,
        title=f"{case.binding.order.title}: {case.binding.organisation.name}",
        summary=case.because,
        body={
            "state": str(CASE_STATE_LABELS[CaseState(case.state)]),
            "pause": case.binding.order.ref,
            "lab": case.binding.organisation.name,
            "ground": str(GROUND_LABELS[Ground(case.ground)]),
            "opened": case.opened_at,
            "what the lab answered": WITHIN if case.answer else None,
            "found": case.found_at,
            "consequences": list(taken.values()),
            "ended": case.ended_at,
        },
    )


OF_CASES = (
    ClockRule(
        key=TO_DECIDE,
        name="Decide on the challenge",
        owed_by=(OVER_CHALLENGE,),
        length=CASE_DAYS,
        unit="days",
        because="A challenge is decided within {length}; undecided it opens a case (charter, article {article}).",
        ladder=(
            Step(-24, to=(OVER_CHALLENGE,), does="remind"),
            Step(0, to=(OVER_CHALLENGE, *EVERY_MEMBER), does="escalate"),
        ),
        at_end=UPHELD,
    ),
    ClockRule(
        key=TO_ANSWER,
        name="Answer the compliance case",
        owed_by=(),
        organisation_of=_accused,
        length=CASE_DAYS,
        unit="days",
        because="A lab answers a compliance case within {length}; silence is found against it (charter, article {article}).",
        ladder=(
            Step(-48, to=("owner",), does="remind"),
            Step(-12, to=("owner", "alternate", "representative"), does="remind", pages=True),
            Step(0, to=("owner", "alternate", "representative", OVER_CASE), does="escalate", pages=True),
        ),
        at_end=FOUND,
        end_after_hours=1,
    ),
    ClockRule(
        key=TO_FIND,
        name="Decide on the compliance case",
        owed_by=(OVER_CASE,),
        length=CASE_DAYS,
        unit="days",
        because="Whoever presides decides within {length} of the lab's answer (charter, article {article}).",
        ladder=(
            Step(-24, to=(OVER_CASE,), does="remind"),
            Step(0, to=(OVER_CASE, *EVERY_MEMBER), does="escalate"),
        ),
        repeat=Repeat(every=72, to=(OVER_CASE, *EVERY_MEMBER), most=10),
    ),
    ClockRule(
        key=NEXT_CONSEQUENCE,
        name="The next consequence follows, unless it is remedied",
        owed_by=(),
        organisation_of=_accused,
        length=CONSEQUENCE_DAYS,
        unit="days",
        because="A case has its consequences one after the other, each {length} after the one before "
        "(charter, article {article}).",
        ladder=(Step(-48, to=("owner", "representative"), does="remind"),),
        at_end=CONSEQUENCE,
        end_after_hours=0,
        fixed=True,
    ),
)


def _subject(key: str, label: str, model: type[Model], to: str, address: Callable[[str, str], str]) -> SubjectKind:
    """A subject that everybody sees who sees its order; `to` leads from it to what binds the lab."""
    rows = model.objects  # type: ignore[attr-defined]

    def visible(viewer: Viewer) -> QuerySet:
        return rows.filter(**{f"{to}__order__in": PauseOrder.objects.visible_to(viewer)})

    def seats(pk: int, at: datetime) -> QuerySet[Seat]:
        return seats_that_may_see(rows.values_list(f"{to}__order", flat=True).get(pk=pk), at)

    def titles(ids: Collection[int]) -> dict[int, str]:
        found = rows.filter(pk__in=ids).select_related(f"{to}__order", f"{to}__organisation")
        return {row.pk: _title(row, to) for row in found}

    def party(pk: int) -> QuerySet[Organisation]:
        return Organisation.objects.filter(pk__in=rows.filter(pk=pk).values(f"{to}__organisation")).values("pk")

    return SubjectKind(
        key=key,
        label=label,
        address=address,
        visible=visible,
        seats=seats,
        titles=titles,
        confidential=lambda _pk: False,
        party=party,
        own=lambda organisation_id: rows.filter(**{f"{to}__organisation": organisation_id}),
    )


def _title(row: Any, to: str) -> str:
    for step in to.split("__"):
        row = getattr(row, step)
    return f"{row.order.marked_title}: {row.organisation.name}"


def _challenge_address(slug: str, ref: str) -> str:
    order, lab, _number = ref.split("/")
    return reverse("pauses:lab", args=[slug, order, lab])


def register() -> None:
    """Fill the subjects, the audiences, the clocks and the catalogue."""
    case_address = lambda slug, ref: reverse("pauses:case", args=[slug, ref])  # noqa: E731 - an address, as siblings
    challenge = _subject(CHALLENGE, "challenge", Challenge, "attestation__binding", _challenge_address)
    SUBJECTS.register(CHALLENGE, challenge)
    SUBJECTS.register(CASE, _subject(CASE, "compliance case", ComplianceCase, "binding", case_address))
    AUDIENCES.register(
        OVER_CHALLENGE,
        presiding(OVER_CHALLENGE, Challenge, "attestation__binding__order", "attestation__binding__organisation"),
    )
    AUDIENCES.register(OVER_CASE, presiding(OVER_CASE, ComplianceCase, "binding__order", "binding__organisation"))
    AUDIENCES.register(ACCUSED, Audience(ACCUSED, "the lab of the case", _accused_seats))
    for clock in OF_CASES:
        CLOCKS.register(clock.key, clock)
    _declare()


def _declare() -> None:
    declare(
        ActKind(
            CHALLENGED,
            "challenged an attestation",
            told=EVERY_MEMBER,
            starts=(TO_DECIDE,),
            asks="Whoever presides decides on it.",
            icon="flag",
        ),
        ActKind(UPHELD, "upheld the challenge", told=EVERY_MEMBER, meets=(TO_DECIDE,), icon="flag-check"),
        ActKind(DISMISSED, "dismissed the challenge", told=EVERY_MEMBER, meets=(TO_DECIDE,), icon="flag-off"),
        ActKind(
            OPENED,
            "opened a compliance case",
            told=OF_CASE,
            starts=(TO_ANSWER,),
            asks="The lab must answer.",
            icon="alert-triangle",
            urgent=True,
        ),
        ActKind(NOTED, "added to the compliance case", told=OF_CASE, icon="note"),
        ActKind(
            ANSWERED,
            "answered the compliance case",
            told=OF_CASE,
            meets=(TO_ANSWER,),
            starts=(TO_FIND,),
            icon="message",
        ),
        ActKind(
            FOUND,
            "found that the lab has not complied",
            told=OF_CASE,
            meets=(TO_FIND,),
            moots=(TO_ANSWER,),
            icon="gavel",
            urgent=True,
        ),
        ActKind(
            CONSEQUENCE,
            "had a consequence follow",
            told=EVERYBODY,
            meets=(NEXT_CONSEQUENCE,),
            starts=(NEXT_CONSEQUENCE,),
            publishes=_public_form,
            icon="alert-octagon",
            urgent=True,
        ),
        ActKind(
            LAST_CONSEQUENCE,
            "had the last consequence follow",
            told=EVERYBODY,
            meets=(NEXT_CONSEQUENCE,),
            publishes=_public_form,
            icon="alert-octagon",
            urgent=True,
        ),
        *(
            ActKind(
                key,
                label,
                told=EVERYBODY,
                meets=meets,
                moots=moots,
                publishes=_public_form,
                icon="circle-check",
            )
            for key, label, meets, moots in (
                (CLEARED, "cleared the lab", (TO_FIND,), (TO_ANSWER, NEXT_CONSEQUENCE)),
                # The next consequence follows unless it is remedied, says the clock, and this finds that it is.
                (REMEDIED, "found that what was owed is done", (TO_FIND, NEXT_CONSEQUENCE), (TO_ANSWER,)),
            )
        ),
    )
