"""The tables of docs/procedures/disputes.md, as the code has them."""

from collections.abc import Iterator, Mapping

from apps.committees.rules.charter import Article, articles
from apps.disputes.rules.clocks import CLOCKS, EVENT_LABELS, Rule
from apps.disputes.rules.filings import FILINGS
from apps.disputes.rules.sight import (
    CHANGES,
    KINDS,
    LETTERS,
    OF_A_SEALED_CASE,
    PERIOD_LABELS,
    PERIODS,
    READER_LABELS,
    SEALS,
    STATES,
    Reader,
    Row,
)
from apps.disputes.states import (
    CAPACITY_LABELS,
    DOCUMENT_LABELS,
    SEAL_LABELS,
    STAGE_LABELS,
    TABLES,
    Capacity,
    Seal,
    Stage,
)
from apps.kernel.procedures import ENDS_HERE, begins, between, joined, moves, table

__all__ = ["BEGINS", "ENDS_HERE", "generated", "put_into"]

BEGINS = begins("write_procedure_of_disputes")
LETTER = {sight: letter for letter, sight in LETTERS.items()}
READERS = tuple(READER_LABELS[reader] for reader in Reader)


def generated() -> str:
    """Stages and states, clocks, filings, and who reads what, between the two marks."""
    return joined(BEGINS, _parts())


def put_into(text: str) -> str:
    """The document with its generated part as it is now; raises ValueError where a mark is missing."""
    return between(text, BEGINS, generated())


def _parts() -> Iterator[tuple[str, str]]:
    for heading, _states, transitions in TABLES:
        yield heading, moves(transitions)
    yield "Clocks", table(("clock", "runs from", "time", "small charter", "put off by consent", "source"), _clocks())
    yield "Filings", table(("filing", "by", "at", "starts"), _filings())
    yield "Who reads a document that was served", table(("document", *READERS), _rows(_of_kinds()))
    yield "The most that is seen at a stage, in a state, under a seal", table(("where", *READERS), _rows(_limits()))


def _clocks() -> Iterator[tuple[str, ...]]:
    for rule in CLOCKS.values():
        yield rule.name, EVENT_LABELS[rule.starts], _times(rule, "standard"), _times(rule, "small"), "no" if rule.fixed else "yes", rule.source  # fmt: skip


def _times(rule: Rule, preset: str) -> str:
    known = articles()
    said = _said(known[rule.article], preset)
    if rule.urgent:
        said += f"; urgent {_said(known[rule.urgent], preset)}"
    if rule.cap:
        said += f"; at most {_said(known[rule.cap[1]], preset)} from {EVENT_LABELS[rule.cap[0]]}"
    return said


def _said(article: Article, preset: str) -> str:
    return f"{article.figures(article.presets[preset])} ({article.number})"


def _filings() -> Iterator[tuple[str, ...]]:
    for kind, filing in FILINGS.items():
        by = ", ".join(CAPACITY_LABELS[one] for one in Capacity if one in filing.by)
        at = ", ".join(STAGE_LABELS[stage].lower() for stage in Stage if stage in filing.stages)
        yield DOCUMENT_LABELS[kind], by, at, ", ".join(CLOCKS[clock].name.lower() for clock in filing.starts)


def _rows(rows: Iterator[tuple[str, Row]]) -> Iterator[tuple[str, ...]]:
    for name, row in rows:
        yield name, *(LETTER[row[reader]] for reader in Reader)


def _of_kinds() -> Iterator[tuple[str, Row]]:
    for kind, row in KINDS.items():
        yield DOCUMENT_LABELS[kind], row
        for (period, other), changed in CHANGES.items():
            if other == kind:
                yield f"{DOCUMENT_LABELS[kind]}, {PERIOD_LABELS[period]}", changed


def _limits() -> Iterator[tuple[str, Row]]:
    yield from _named(PERIODS, PERIOD_LABELS)
    for state, row in STATES.items():
        yield f"The document is {state.value}", row
    yield from _named(SEALS, SEAL_LABELS)
    for kind, row in OF_A_SEALED_CASE.items():
        yield f"{SEAL_LABELS[Seal.CASE]}: {DOCUMENT_LABELS[kind].lower()}", row


def _named(rows: Mapping, labels: Mapping) -> Iterator[tuple[str, Row]]:
    for key, row in rows.items():
        yield labels[key][0].upper() + labels[key][1:], row
