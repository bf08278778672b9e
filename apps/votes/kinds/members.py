"""Motions about members: admit an applicant; suspend, reinstate or expel a member; take the chair from one."""

import re
from datetime import datetime
from typing import Any

from apps.chairs.models import Term
from apps.chairs.services import remove_chair
from apps.chairs.states import TermKind, TermState
from apps.committees.models import Application, Organisation
from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.selectors import members_at
from apps.committees.states import MEMBERSHIP, ApplicationState, MembershipState, OrganisationKind
from apps.kernel.decisions import Invalid
from apps.membership.rules.keys import RESERVED_KEYS
from apps.membership.rules.membership import STATE_WORDS, STEPS, SUSPENDED_MEANS
from apps.membership.selectors.applications import application_for, applications
from apps.membership.services.applications import admit_applicant
from apps.membership.services.membership import take_step
from apps.votes.models import Motion
from apps.votes.rules.charter import RULE_CHAIR, RULE_MEMBERS
from apps.votes.rules.kinds import BY_VOTE, MotionKind, Parameter, Payload, Preview

CHOOSE_MEMBER = "Choose a member."


def decision_of(motion: Motion) -> str:
    """How what follows from a motion names it."""
    return f"Motion {motion.ref}"


def reason_of(motion: Motion) -> str:
    """Why it was done, as a sentence."""
    return f"The committee decided: {motion.title}."


def _members(_viewer: Viewer, now: datetime) -> list[tuple[str, str]]:
    rows = members_at(now).exclude(kind=OrganisationKind.SECRETARIAT)
    return list(rows.order_by("name").values_list("key", "name"))


def _organisation(payload: Payload) -> Organisation | None:
    return Organisation.objects.filter(key=payload.get("organisation", "")).first()


def _settle(payload: Payload, viewer: Viewer, now: datetime) -> dict[str, Any]:
    row = _organisation(payload)
    # The secretariat is on no list, and is named by nobody who writes to the API either.
    if row is None or row.key not in dict(_members(viewer, now)):
        raise Invalid({"organisation": CHOOSE_MEMBER})
    return {"organisation": row.key, "name": row.name}


def _is_party(payload: Payload, _now: datetime) -> dict[int, str]:
    row = _organisation(payload)
    return {row.pk: f"The motion is about {row.name} itself."} if row else {}


def _step_kind(step: str, label: str, hint: str, carried: str, lost: str) -> MotionKind:
    def impossible(payload: Payload, _now: datetime) -> str:
        row = _organisation(payload)
        if row is None:
            return "The member is not there any more."
        if MEMBERSHIP.may(step, row.state):
            return ""
        return f"{row.name} is {STATE_WORDS[MembershipState(row.state)]} now, so this cannot be done."

    def effect(motion: Motion, actor: Portal, now: datetime) -> str:
        row = Organisation.objects.get(key=motion.payload["organisation"])
        take_step(
            actor=actor, now=now, organisation=row, step=step, decision=decision_of(motion), because=reason_of(motion)
        )
        return carried.format(name=row.name)

    def preview(payload: Payload, viewer: Viewer, _now: datetime) -> Preview:
        row = _organisation(payload)
        name = row.name if row else ""
        own = (STEPS[step].follows,) if row and row.pk == viewer.organisation_id else ()
        return Preview((carried.format(name=name), *own), (lost.format(name=name),))

    return MotionKind(
        key=f"membership.{step}",
        label=label,
        hint=hint,
        article=RULE_MEMBERS,
        procedures=BY_VOTE,
        parameters=(Parameter("organisation", "Member", "Which member it is about.", _members),),
        settle=_settle,
        parties=_is_party,
        impossible=impossible,
        effect=effect,
        preview=preview,
        says=lambda payload: f"{STEPS[step].label}: {payload.get('name', '')}.",
    )


def _applicants(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    waiting, _settled = applications(viewer)
    return [(row.ref, f"{row.name} ({row.ref})") for row in waiting]


def _settle_applicant(payload: Payload, viewer: Viewer, _now: datetime) -> dict[str, Any]:
    row = application_for(viewer, payload.get("application", ""))
    if row is None:
        raise Invalid({"application": "Choose an application. A clerk lays it before the committee."})
    return {"application": row.ref, "name": row.name, "key": _short_name(row.name)}


def _short_name(name: str) -> str:
    """Small letters and hyphens of the name, with a number where another, or a page of the portal, has it."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:36] or "member"
    taken = RESERVED_KEYS | set(Organisation.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if key not in taken)


def _application(payload: Payload) -> Application | None:
    return Application.objects.filter(ref=payload.get("application", "")).first()


def _no_applicant(payload: Payload, _now: datetime) -> str:
    row = _application(payload)
    if row is None or row.state != ApplicationState.RECEIVED:
        return "The application is decided or withdrawn already."
    return ""


def _admit(motion: Motion, actor: Portal, now: datetime) -> str:
    row = Application.objects.get(ref=motion.payload["application"])
    organisation = admit_applicant(
        actor=actor,
        now=now,
        application=row,
        key=motion.payload["key"],
        decision=decision_of(motion),
        because=reason_of(motion),
    )
    return f"{organisation.name} is a member from now on, and its first person is invited."


def _admit_preview(payload: Payload, _viewer: Viewer, _now: datetime) -> Preview:
    name = payload.get("name", "The applicant")
    return Preview(
        (f"{name} is a member at once: it votes on what opens after that, pays its share and files its incidents.",),
        (f"{name} stays outside. Its application stays open until a clerk refuses it.",),
    )


def _chairs(_viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    terms = Term.objects.filter(state=TermState.RUNNING, kind=TermKind.ROTATION)
    return list(terms.values_list("organisation__key", "organisation__name"))


def _no_chair(payload: Payload, now: datetime) -> str:
    holds = payload.get("organisation") in {key for key, _name in _chairs(None, now)}  # type: ignore[arg-type]
    return "" if holds else f"{payload.get('name', 'The member')} does not hold the chair any more."


def _remove(motion: Motion, actor: Portal, now: datetime) -> str:
    row = Organisation.objects.get(key=motion.payload["organisation"])
    remove_chair(actor=actor, now=now, organisation=row, because=reason_of(motion), decision=decision_of(motion))
    return f"{row.name} no longer holds the chair; the next in order presides."


def _remove_preview(payload: Payload, viewer: Viewer, _now: datetime) -> Preview:
    row = _organisation(payload)
    name = row.name if row else ""
    own = ("You hand over the open matters to the next chair.",) if row and row.pk == viewer.organisation_id else ()
    return Preview(
        (f"{name} leaves the chair at once and does not preside again this year; the next in order presides.", *own),
        (f"{name} presides until its term ends.",),
    )


KINDS_HERE = (
    MotionKind(
        key="membership.admit",
        label="Admit an applicant",
        hint="An organisation that has applied becomes a member.",
        article=RULE_MEMBERS,
        procedures=BY_VOTE,
        parameters=(Parameter("application", "Application", "Whom the committee admits.", _applicants),),
        settle=_settle_applicant,
        impossible=_no_applicant,
        effect=_admit,
        preview=_admit_preview,
        says=lambda payload: f"Admit {payload.get('name', '')}.",
    ),
    _step_kind(
        "suspend",
        "Suspend a member",
        SUSPENDED_MEANS,
        "{name} is suspended at once: it keeps its duties and has no voice.",
        "{name} keeps its voice.",
    ),
    _step_kind(
        "reinstate",
        "Reinstate a member",
        "A suspended member has its voice again.",
        "{name} has its voice again at once.",
        "{name} stays suspended.",
    ),
    _step_kind(
        "expel",
        "Expel a member",
        "Its seats end, with their offices and API tokens. This cannot be undone.",
        "{name} is expelled: its seats end at once, with their offices and API tokens.",
        "{name} stays a member.",
    ),
    MotionKind(
        key="chair.remove",
        label="Take the chair from a member",
        hint="The running term ends, and the next in order presides.",
        article=RULE_CHAIR,
        procedures=BY_VOTE,
        parameters=(Parameter("organisation", "Member in the chair", "Who presides now.", _chairs),),
        settle=_settle,
        parties=_is_party,
        impossible=_no_chair,
        effect=_remove,
        preview=_remove_preview,
        says=lambda payload: f"Take the chair from {payload.get('name', '')}.",
    ),
)
