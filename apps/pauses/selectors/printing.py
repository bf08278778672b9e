"""The words of an order for print: sentences and times in UTC, made of what was served and of nothing else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.committees.models import Organisation
from apps.kernel import flop
from apps.pauses.models import PauseOrder
from apps.pauses.rules.words import measure_reads

TIERS = (
    "declared by the lab",
    "documents reviewed",
    "independent audit",
    "on-site or continuous access",
    "hardware evidence",
)


def printed(order: PauseOrder, words: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """What `pauses/served.typ` reads (one query)."""
    keys = [row["lab"] for row in words["labs"]]
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))
    return {
        "ref": words["ref"],
        "title": f"DRILL: {words['title']}" if words["drill"] else words["title"],
        "drill": words["drill"],
        "reasons": words["reasons"],
        "facts": [list(row) for row in _facts(order, words)],
        "labs": [[names.get(row["lab"], row["lab"]), row["because"]] for row in words["labs"]],
        "measures": [_measure(row, names) for row in words["measures"]],
        "conditions": [_condition(row) for row in words["conditions"]],
        "digest": digest,
    }


def _facts(order: PauseOrder, words: Mapping[str, Any]) -> list[tuple[str, str]]:
    motion = order.motion.ref if order.motion else ""
    facts = [(_("Motion"), motion)] if motion else []
    facts.append((_("Begins"), _utc(words["starts_at"]) or _("when it is adopted")))
    facts.append((_("Ends"), _utc(words["ends_at"])))
    if words["labs_needed"] is not None:
        said = _("once at least %(labs)d labs with at least %(share)s of the declared frontier computation have joined")
        facts.append((_("In force"), said % {"labs": words["labs_needed"], "share": words["share_needed"]}))
    if words.get("replaces"):
        facts.append((_("Replaces"), words["replaces"]))
    newcomers = _("are bound too") if words["binds_newcomers"] else _("are not bound")
    facts.append((_("Labs that become members later"), newcomers))
    return facts


def _measure(row: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    above = None if row["above"] is None else int(row["above"])
    more = [row["words"]] if row["words"] else []
    if above is not None:
        more.append(_("Exactly %(digits)s; what is equal to it is not above it.") % {"digits": grouped(above)})
    if row["labs"]:
        more.append(_("It binds %(labs)s.") % {"labs": ", ".join(names.get(key, key) for key in row["labs"])})
    for name, label in (("starts_at", _("From")), ("ends_at", _("Until"))):
        if row[name]:
            more.append(f"{label} {_utc(row[name])}.")
    return [str(row["number"]), measure_reads(row["restricts"], row["extent"], above, row["marker"]), " ".join(more)]


def _condition(row: Mapping[str, Any]) -> list[str]:
    about = _("for measure %(number)d") % {"number": row["measure"]} if row["measure"] else _("for the whole order")
    how = _utc(row["date"]) if row["date"] else TIERS[row["tier"]]
    return [str(row["number"]), row["words"], f"{about}; {how}"]


def grouped(amount: int) -> str:
    """A whole number with its digits in groups of three."""
    return f"{amount:,}".replace(",", "\u202f")


def understood(amount: int) -> str:
    """How a typed number was read: short, and with all its digits."""
    short = flop.in_words(amount)
    return short if short == str(amount) else f"{short} = {grouped(amount)}"


def _utc(written: str | None) -> str:
    return f"{datetime.fromisoformat(written):%d %B %Y, %H:%M} UTC" if written else ""
