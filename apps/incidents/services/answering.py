"""What passes between an authority and the organisation about a package that was sent."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from apps.committees.rules.viewer import Viewer
from apps.incidents.acts import packages as acts
from apps.incidents.models import PACKAGE, QUESTION, Package, PackageQuestion
from apps.incidents.rules import package_verbs as verbs
from apps.incidents.selectors.packages import package_for, question_for
from apps.incidents.states import PACKAGE_TRANSITIONS
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.record.services import record

LONGEST = timedelta(days=366)


def receive(*, actor: Viewer, now: datetime, ref: str) -> Package:
    """Confirm receipt of what was sent last. Raises Http404 or Refused."""
    package = package_for(actor, ref, lock=True)
    verbs.may_receive(actor, package.duty, package.state).require()
    package.received_at = now
    return _move(package, "receive", acts.RECEIVED, actor, now, ["received_at"])


def ask(*, actor: Viewer, now: datetime, ref: str, text: str, answer_by: datetime) -> PackageQuestion:
    """Ask the organisation, with the hour by which it answers: a clock runs. Raises Http404, Refused or Invalid."""
    package = package_for(actor, ref, lock=True)
    verbs.may_ask(actor, package.duty).require()
    text = required(text, "text", "Write what you want to know.")
    _future(answer_by, now, "answer_by")
    question = PackageQuestion.objects.create(
        package=package, ref=package.ref, text=text, asked_by_id=actor.seat_id, asked_at=now, answer_by=answer_by
    )
    _count(package.pk, 1)
    record(
        acts.ASKED,
        actor=actor,
        now=now,
        subject=(QUESTION, question.pk, question.ref),
        facts={"answer_by": instant(answer_by)},
        sealed={"question": text},
    )
    return question


def answer(*, actor: Viewer, now: datetime, uid: UUID, text: str) -> PackageQuestion:
    """Answer an authority's question, once. Raises Http404, Refused or Invalid."""
    question = question_for(actor, uid, lock=True)
    is_own = question.package.duty.incident.organisation_id == actor.organisation_id
    verbs.may_answer(actor, is_own=is_own, is_answered=question.answered_at is not None).require()
    question.answer = required(text, "text", "Write the answer.")
    question.answered_at, question.answered_by_id = now, actor.seat_id
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    _count(question.package_id, -1)
    subject = (QUESTION, question.pk, question.ref)
    record(acts.ANSWERED, actor=actor, now=now, subject=subject, sealed={"answer": question.answer})
    return question


def accept(*, actor: Viewer, now: datetime, ref: str, words: str = "") -> Package:
    """Take the report as it is. Raises Http404 or Refused."""
    package = package_for(actor, ref, lock=True)
    verbs.may_accept(actor, package.duty, package.state).require()
    package.decided_at, package.decision = now, words.strip()
    return _move(package, "accept", acts.ACCEPTED, actor, now, ["decided_at", "decision"])


def require_revision(*, actor: Viewer, now: datetime, ref: str, words: str, revise_by: datetime) -> Package:
    """Ask for another version by an hour: a clock runs. Raises Http404, Refused or Invalid."""
    package = package_for(actor, ref, lock=True)
    verbs.may_require_revision(actor, package.duty, package.state).require()
    package.decision = required(words, "words", "Say what must be revised.")
    _future(revise_by, now, "revise_by")
    package.decided_at, package.revise_by = now, revise_by
    return _move(
        package, "require revision", acts.REVISION, actor, now, ["decided_at", "decision", "revise_by"],
        {"revise_by": instant(revise_by)},
    )  # fmt: skip


def _count(package_id: int, more: int) -> None:
    """Count in the database: another question may be asked or answered at this moment."""
    Package.objects.filter(pk=package_id).update(open_questions=F("open_questions") + more)


def _future(moment: datetime, now: datetime, field: str) -> None:
    if not now < moment <= now + LONGEST:
        raise Invalid({field: "Give an hour that is still to come, within a year."})


def _move(
    package: Package, verb: str, act: str, actor: Viewer, now: datetime, fields: list[str],
    facts: dict[str, object] | None = None,
) -> Package:  # fmt: skip
    package.state = PACKAGE_TRANSITIONS[verb].target
    package.save(update_fields=["state", *fields])
    sealed = {"words": package.decision} if "decision" in fields and package.decision else {}
    subject = (PACKAGE, package.pk, package.ref)
    record(act, actor=actor, now=now, subject=subject, facts=facts, sealed=sealed)
    return package
