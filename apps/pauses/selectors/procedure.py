"""The tables of docs/procedures/pauses.md, as the code has them."""

from collections.abc import Iterator

from apps.committees.rules.charter import articles
from apps.deadlines.rules import CLOCKS, ENDS, ClockRule
from apps.kernel.procedures import ENDS_HERE, begins, between, joined, moves, table
from apps.pauses import states
from apps.record.rules import audience_named

__all__ = ["BEGINS", "ENDS_HERE", "generated", "put_into"]

BEGINS = begins("write_procedure_of_pauses")
TABLES = (
    ("Orders", states.ORDERS),
    ("Conditions for lifting", states.CONDITIONS),
    ("Permits", states.PERMITS),
    ("Compliance cases", states.CASES),
)
OURS = ("pause", "permit")
"""How the keys of clocks of pauses begin."""
OWES = {"owner": "whoever owes it"}


def generated() -> str:
    """Every table of transitions, then the clocks, between the two marks."""
    return joined(BEGINS, _parts())


def _parts() -> Iterator[tuple[str, str]]:
    for heading, transitions in TABLES:
        yield heading, moves(transitions)
    yield "Clocks", table(("clock", "owed by", "time", "why", "when it runs out"), _clocks())


def put_into(text: str) -> str:
    """The document with its generated part as it is now; raises ValueError where a mark is missing."""
    return between(text, BEGINS, generated())


def _clocks() -> Iterator[tuple[str, ...]]:
    for key, rule in CLOCKS:
        if key.startswith(OURS):
            yield rule.name, _owed_by(rule), _time(rule), _why(rule), _ends(rule)


def _owed_by(rule: ClockRule) -> str:
    if rule.organisation_of is not None:
        return "the lab"
    return ", ".join(OWES.get(name) or _audience(name) for name in rule.owed_by)


def _audience(name: str) -> str:
    audience = audience_named(name)
    return str(audience.label) if audience else name


def _time(rule: ClockRule) -> str:
    if callable(rule.length):
        return "until the instant that is set for it"
    if isinstance(rule.length, str):
        article = articles()[rule.length]
        return f"{article.unit} of article {article.number} ({article.presets['standard']} in the standard charter)"
    return f"{rule.length} {rule.unit}"


def _why(rule: ClockRule) -> str:
    number = articles()[rule.length].number if isinstance(rule.length, str) else ""
    said = rule.because.replace("every {length}", "at that interval").replace("{length}", "that time")
    return said.replace("{article}", number)


def _ends(rule: ClockRule) -> str:
    if rule.at_end:
        return str(ENDS[rule.at_end].label)
    return "it is escalated until it is done" if rule.ladder else "it is overdue"
