"""Motions about pauses: order one, renew, confirm, stop or lift it."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.committees.models import Committee
from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import active_committee
from apps.pauses.models import PauseOrder
from apps.pauses.rules.charter import LONGEST_DAYS, RULE_PAUSE
from apps.pauses.rules.moved import ACTIVATE, CONFIRM, EXTEND, LIFT
from apps.pauses.rules.refusing import by
from apps.pauses.rules.stakes import are_singled_out
from apps.pauses.rules.words import measure_says
from apps.pauses.services.adopting import adopt, confirm
from apps.pauses.services.ending import extend, lift
from apps.pauses.services.laying import digest_of, what_is_missing
from apps.pauses.states import STANDING, State
from apps.votes.models import Motion
from apps.votes.rules.kinds import BY_VOTE, LABS, MotionKind, Parameter, Payload, Preview


def _order(payload: Payload) -> PauseOrder | None:
    return PauseOrder.objects.filter(draft_ref=payload.get("name", "")).first()


def _drafts(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    rows = PauseOrder.objects.visible_to(viewer).filter(state=State.DRAFT, organisation=viewer.organisation_id)
    return [(row.draft_ref, row.marked_title) for row in rows.order_by("-created_at")]


def _standing(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    rows = PauseOrder.objects.visible_to(viewer).standing().order_by("-created_at")
    return [(row.ref, f"{row.ref} {row.marked_title}") for row in rows]


def _unconfirmed(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    rows = PauseOrder.objects.visible_to(viewer).standing().filter(confirm_by__isnull=False, confirmed_at=None)
    return [(row.ref, f"{row.ref} {row.marked_title}") for row in rows.order_by("-created_at")]


def _settle_draft(payload: Payload, viewer: Viewer, now: datetime) -> dict[str, Any]:
    if payload.get("order") not in dict(_drafts(viewer, now)):
        raise Invalid({"order": "Choose a draft of a pause order. Your organisation writes it on the pauses page."})
    order = PauseOrder.objects.get(draft_ref=payload["order"])
    if errors := what_is_missing(order, now):
        raise Invalid({"order": " ".join(errors.values())})
    return {"order": order.draft_ref, "digest": digest_of(order)} | _named(order)


def _settle_standing(payload: Payload, viewer: Viewer, _now: datetime) -> dict[str, Any]:
    row = PauseOrder.objects.visible_to(viewer).standing().filter(ref=payload.get("order", "")).first()
    if row is None:
        raise Invalid({"order": "Choose a pause that is in force."})
    return {"order": row.ref} | _named(row)


def _named(order: PauseOrder) -> dict[str, Any]:
    return {"name": order.draft_ref, "title": order.marked_title} | ({"drill": True} if order.is_drill else {})


def _settle_end(payload: Payload, viewer: Viewer, now: datetime) -> dict[str, Any]:
    found = _settle_standing(payload, viewer, now)
    try:
        day = datetime.strptime(str(payload.get("until", "")).strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a date
    except ValueError:
        raise Invalid({"until": "Give the last day as a date such as 2027-03-31."}) from None
    zone = ZoneInfo(Committee.objects.get(pk=active_committee()).zone)
    return found | {"until": day.isoformat(), "until_at": instant(datetime.combine(day + timedelta(1), time(), zone))}


def _gone(payload: Payload, _now: datetime) -> str:
    order = _order(payload)
    if order is None or order.state not in {State.DRAFT, State.PROPOSED}:
        return "The draft of the pause order was discarded, or decided on already."
    return (
        "" if digest_of(order) == payload["digest"] else "The draft was changed meanwhile. Move it again as it stands."
    )


def _ended(payload: Payload, now: datetime) -> str:
    order = _order(payload)
    if order is not None and order.state in STANDING and order.ends_at is not None and now < order.ends_at:
        return ""
    return f"{payload['order']} has ended; an ended pause is ordered anew {by(LONGEST_DAYS)}."


def _confirmed(payload: Payload, now: datetime) -> str:
    order = _order(payload)
    settled = order is not None and (order.confirm_by is None or order.confirmed_at is not None)
    return f"{payload['order']} is confirmed already." if settled else _ended(payload, now)


def singled_out(payload: Payload, now: datetime) -> dict[int, str]:
    """The labs that an order binds, where they stand back from the motions about it."""
    order = _order(payload)
    if order is None:
        return {}
    labs = set(members_at(now).filter(kind=OrganisationKind.LAB).values_list("pk", flat=True))
    bound = dict(order.bindings.values_list("organisation", "organisation__name"))
    if not are_singled_out(bound=len(labs & bound.keys()), labs=len(labs)):
        return {}
    return {pk: f"The pause binds {name} and few other labs, if any." for pk, name in bound.items()}


def _adopt(motion: Motion, actor: Portal, now: datetime) -> str:
    order = adopt(actor=actor, now=now, ref=motion.payload["name"])
    if order.state in STANDING:
        return f"{order.ref} is in force."
    if order.condition_by is not None:
        return f"{order.ref} is adopted. It is in force once enough labs have joined."
    return f"{order.ref} is adopted. It is in force from {order.starts_at:%d %B %Y %H:%M} UTC."


def _extend(motion: Motion, actor: Portal, now: datetime) -> str:
    until = datetime.fromisoformat(motion.payload["until_at"])
    order = extend(actor=actor, now=now, ref=motion.payload["order"], until=until)
    return f"{order.ref} stands until the end of {motion.payload['until']}."


def _confirm(motion: Motion, actor: Portal, now: datetime) -> str:
    return f"{confirm(actor=actor, now=now, ref=motion.payload['order']).ref} is confirmed."


def _lift(motion: Motion, actor: Portal, now: datetime) -> str:
    order = lift(actor=actor, now=now, ref=motion.payload["order"], because=f"{motion.ref}: {motion.title}")
    return f"{order.ref} is lifted."


def _binds(payload: Payload, viewer: Viewer) -> tuple[str, ...]:
    """What the order asks of the viewer's own lab, measure by measure."""
    order = _order(payload)
    if order is None:
        return ()
    if not order.bindings.filter(organisation=viewer.organisation_id).exists():
        return ("Your organisation is not bound by it.",)
    mine = [
        row
        for row in order.measures.prefetch_related("labs__binding").order_by("number")
        if not row.labs.all() or viewer.organisation_id in {one.binding.organisation_id for one in row.labs.all()}
    ]
    return tuple(
        measure_says(row.restricts, row.extent, None if row.above is None else int(row.above), row.marker)
        for row in mine
    )


def _activate_preview(payload: Payload, viewer: Viewer, _now: datetime) -> Preview:
    order = _order(payload)
    ends = (f"It ends on {order.ends_at:%d %B %Y %H:%M} UTC.",) if order and order.ends_at else ()
    follows = (*_binds(payload, viewer), *ends) or ("The labs that it names are bound.",)
    return Preview(follows, ("The order lapses. Nothing halts.",))


def _standing_preview(carried: str, lost: str) -> Any:
    def preview(payload: Payload, _viewer: Viewer, _now: datetime) -> Preview:
        values = {"order": payload.get("order", ""), "until": payload.get("until", "")}
        return Preview((carried.format(**values),), (lost.format(**values),))

    return preview


def _of_standing(key: str, label: str, hint: str, effect: Any, carried: str, lost: str, **more: Any) -> MotionKind:
    about = Parameter("order", "Pause", "The pause that it is about.", more.pop("choices", _standing))
    return MotionKind(
        key=key,
        label=label,
        hint=hint,
        article=RULE_PAUSE,
        electorate=LABS,
        procedures=BY_VOTE,
        parameters=(about, *more.pop("parameters", ())),
        settle=more.pop("settle", _settle_standing),
        parties=singled_out,
        impossible=more.pop("impossible", _ended),
        effect=effect,
        preview=_standing_preview(carried, lost),
        says=lambda payload: f"{label}: {payload.get('order', '')} {payload.get('title', '')}.",
    )


KINDS_HERE = (
    MotionKind(
        key=ACTIVATE,
        label="Order a pause",
        hint="A draft of a pause order is adopted and binds the labs that it names.",
        article=RULE_PAUSE,
        electorate=LABS,
        procedures=BY_VOTE,
        parameters=(Parameter("order", "Draft", "Your organisation writes it on the pauses page first.", _drafts),),
        settle=_settle_draft,
        parties=singled_out,
        impossible=_gone,
        effect=_adopt,
        preview=_activate_preview,
        says=lambda payload: f"Order the pause “{payload.get('title', '')}”.",
    ),
    _of_standing(
        EXTEND,
        "Renew a pause",
        "A pause in force stands longer.",
        _extend,
        "{order} stands until the end of {until}.",
        "{order} ends at its date.",
        parameters=(Parameter("until", "Until the end of", "The last day, such as 2027-03-31."),),
        settle=_settle_end,
    ),
    _of_standing(
        CONFIRM,
        "Confirm a pause",
        "An order that was made without a vote stands.",
        _confirm,
        "{order} stands.",
        "An order of the chair's office lapses at its time; one that follows from a threshold stands.",
        choices=_unconfirmed,
        impossible=_confirmed,
    ),
    _of_standing(
        LIFT,
        "Lift a pause",
        "A pause in force ends at once.",
        _lift,
        "{order} ends in that moment.",
        "{order} stands as it is.",
    ),
)
