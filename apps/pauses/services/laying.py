"""An order comes before the committee: complete, numbered, and from then on unchanged."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from apps.committees.rules.references import counted_reference
from apps.committees.rules.viewer import Actor
from apps.committees.selectors import charter_at, charter_values, members_at
from apps.kernel.canonical import dumps, instant, sha256
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.turns import wait_for_turn
from apps.pauses import acts
from apps.pauses.models import SUBJECT, PauseOrder
from apps.pauses.rules.charter import LONGEST_DAYS, RULE_PAUSE
from apps.pauses.rules.complete import missing
from apps.pauses.rules.refusing import under
from apps.pauses.services.telling import tell
from apps.pauses.states import ORDERS
from apps.record.models import Act
from apps.votes.models import Motion


def what_is_missing(order: PauseOrder, now: datetime) -> dict[str, str]:
    """What keeps a draft from being laid before the committee, by field."""
    return missing(
        order,
        labs=order.bindings.count(),
        measures=order.measures.count(),
        longest_days=charter_values(now)(LONGEST_DAYS),
        gone=_gone(order, now),
        now=now,
    )


def _gone(order: PauseOrder, now: datetime) -> list[str]:
    labs = order.bindings.exclude(organisation__in=members_at(now)).order_by("organisation__name")
    return list(labs.values_list("organisation__name", flat=True))


def contents(order: PauseOrder) -> dict[str, Any]:
    """The words of an order as canonical data: what is moved, adopted and served (three queries)."""
    named = order.bindings.filter(is_newcomer=False)
    bindings = named.select_related("organisation").order_by("organisation__key")
    measures = order.measures.prefetch_related("labs__binding__organisation").order_by("number")
    return {
        "title": order.title,
        "reasons": order.reasons,
        "drill": order.is_drill,
        "starts_at": instant(order.starts_at),
        "ends_at": instant(order.ends_at),
        "replaces": order.replaces.ref if order.replaces else None,
        "labs_needed": order.labs_needed,
        "share_needed": order.share_needed,
        "binds_newcomers": order.binds_newcomers,
        "labs": [{"lab": row.organisation.key, "because": row.because} for row in bindings],
        "measures": [
            {
                "number": row.number,
                "restricts": row.restricts,
                "extent": row.extent,
                "above": None if row.above is None else str(int(row.above)),
                "marker": row.marker,
                "words": row.words,
                "labs": sorted(one.binding.organisation.key for one in row.labs.all()),
                "starts_at": instant(row.starts_at),
                "ends_at": instant(row.ends_at),
            }
            for row in measures
        ],
        "conditions": [
            {
                "number": row.number,
                "kind": row.kind,
                "words": row.words,
                "tier": row.tier,
                "date": instant(row.date),
                "measure": row.measure.number if row.measure else None,
            }
            for row in order.conditions.select_related("measure").order_by("number")
        ],
    }


def digest_of(order: PauseOrder) -> str:
    """SHA-256 over the words of an order."""
    return sha256(dumps(contents(order)))


def words_served(order: PauseOrder) -> dict[str, Any]:
    """The words of an order that was laid, as every lab is served them: as they stood then, whatever its end became
    by renewal (one query).
    """
    made = Act.objects.about(SUBJECT, order.pk).filter(kind__in=[acts.LAID, acts.IMPOSED]).last()
    laid = made.facts["order"] if made is not None else contents(order)
    return laid | {"ref": order.ref}


def lay(order: PauseOrder, motion: Motion, *, actor: Actor, now: datetime) -> PauseOrder:
    """A motion names the draft: it gets its number. Raises Invalid where it is not complete."""
    under(RULE_PAUSE, ORDERS.may("propose", order.state)).require()
    order.state = ORDERS["propose"].target
    order.motion = motion
    put_number(order, now)
    tell(acts.LAID, order, actor=actor, now=now, facts={"motion": motion.ref, "order": contents(order)})
    return order


def put_number(order: PauseOrder, now: datetime) -> None:
    """Give a complete order its number and its version of the charter; raises Invalid where something is missing."""
    if errors := what_is_missing(order, now):
        raise Invalid(errors)
    wait_for_turn("pauses.number")
    order.year = now.year
    order.number = 1 + (PauseOrder.objects.filter(year=now.year).aggregate(most=Max("number"))["most"] or 0)
    order.ref = counted_reference("PAU", now.year, order.number)
    order.charter = charter_at(now).number
    order.laid_at = now
    order.version += 1
    order.save()


def reject(order: PauseOrder, now: datetime, *, actor: Actor, because: str) -> None:
    """The motion that named the order came to nothing."""
    order.state = ORDERS["reject"].target
    order.ended_at, order.because = now, because
    order.version += 1
    order.save(update_fields=["state", "ended_at", "because", "version"])
    tell(acts.REJECTED, order, actor=actor, now=now, facts={"because": because})
