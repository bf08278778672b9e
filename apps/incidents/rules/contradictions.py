"""Answers that do not fit together: pointed out to whoever files, never resolved for them, and no bar to filing.

What cannot be at all, such as an end before the start, is refused by `rules.report` already.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from apps.incidents.rules.facts import HARMS, SCALE
from apps.incidents.rules.report import Content
from apps.incidents.states import Kind, Severity

NOTHING_HAPPENED = frozenset({Kind.NEAR_MISS, Kind.HAZARD, Kind.ISSUE, Kind.VOLUNTARY})
COUNTRIES = frozenset({"UK", "US", "JP", "KR", "SG", "CA"})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Fields whose answers do not fit together, and the sentence that says how."""

    fields: tuple[str, ...]
    text: str


def contradictions(content: Content) -> list[Contradiction]:
    """All that does not fit together; what is not yet known contradicts nothing."""
    return [found for look in LOOKS for found in look(content)]


def _says(content: Content, name: str) -> bool | None:
    answer = content.facts.get(name)
    return answer if isinstance(answer, bool) else None


def _scale(content: Content, kind: str) -> int | None:
    """0 for no harm, None where it is not yet known."""
    if content.harms is None:
        return None
    scale = content.harms.get(kind, 0)
    return scale if isinstance(scale, int) else None


def _harmed(content: Content) -> bool:
    return bool(content.harms)


def _death(content: Content) -> Iterator[Contradiction]:
    if _says(content, "death") is not True:
        return
    scale = _scale(content, "health")
    if scale == 0:
        yield Contradiction(("death", "harms"), "Somebody died, but no harm to people's life or health is named.")
    elif scale is not None and scale < Severity.SERIOUS:
        text = f"Somebody died, but the harm to people's life or health is called {SCALE[scale]}."
        yield Contradiction(("death", "harms"), text)
    if content.kind in NOTHING_HAPPENED:
        yield Contradiction(("death", "kind"), "Somebody died, but the event is not called a harm.")
    if content.severity is not None and content.severity < Severity.SERIOUS:
        text = f"Somebody died, but the event is called {SCALE[content.severity]}."
        yield Contradiction(("death", "severity"), text)


def _kind(content: Content) -> Iterator[Contradiction]:
    if content.kind == Kind.HARM and content.harms is not None and not content.harms:
        yield Contradiction(("kind", "harms"), "The event is called a harm, but nobody and nothing was harmed.")
    if content.kind in NOTHING_HAPPENED and _harmed(content):
        named = ", ".join(HARMS[one] for one in content.harms or {} if one in HARMS)
        yield Contradiction(("kind", "harms"), f"The event is not called a harm, but harm is named: {named}.")


def _danger(content: Content) -> Iterator[Contradiction]:
    if _says(content, "imminent_danger") is not True:
        return
    text = "Somebody is in imminent danger, but"
    if content.kind == Kind.NEAR_MISS:
        yield Contradiction(("imminent_danger", "kind"), f"{text} the event is called a near miss, which is over.")
    if content.kind in {Kind.ISSUE, Kind.VOLUNTARY}:
        yield Contradiction(("imminent_danger", "kind"), f"{text} the event is called one that harms nobody.")
    if content.resolved_at is not None:
        yield Contradiction(("imminent_danger", "resolved_at"), f"{text} it is resolved.")
    if content.severity is not None and content.severity < Severity.SERIOUS:
        yield Contradiction(("imminent_danger", "severity"), f"{text} the event is called {SCALE[content.severity]}.")


def _severity(content: Content) -> Iterator[Contradiction]:
    scales = [scale for scale in (content.harms or {}).values() if isinstance(scale, int)]
    gravest = max(scales, default=0)
    if content.severity is not None and content.severity < gravest <= max(SCALE):
        text = f"The event is called {SCALE[content.severity]}, but a harm {SCALE[gravest]}: the graver counts."
        yield Contradiction(("severity", "harms"), text)


def _model(content: Content) -> Iterator[Contradiction]:
    if _says(content, "model_involved") is not False:
        return
    if _says(content, "weights_exfiltrated"):
        text = "Model weights were taken or got out, but no model played a part."
        yield Contradiction(("weights_exfiltrated", "model_involved"), text)
    if content.involved_at is not None:
        text = "There was reason to think that a model played a part, but no model played one."
        yield Contradiction(("involved_at", "model_involved"), text)


def _rights(content: Content) -> Iterator[Contradiction]:
    if _says(content, "widespread_infringement") and _scale(content, "rights") == 0:
        text = "Rights are infringed widely, but no harm to fundamental rights is named."
        yield Contradiction(("widespread_infringement", "harms"), text)


def _places(content: Content) -> Iterator[Contradiction]:
    touched = {code.split("-")[0] for code in content.jurisdictions}
    if _says(content, "cross_border") is False and len(touched) > 1:
        text = "Only one country is touched, but more than one is named."
        yield Contradiction(("cross_border", "jurisdictions"), text)
    if _says(content, "cross_border") and len(touched) == 1 and touched <= COUNTRIES:
        text = "More than one country is touched, but only one is named."
        yield Contradiction(("cross_border", "jurisdictions"), text)


def _times(content: Content) -> Iterator[Contradiction]:
    aware, ended, resolved = content.aware_at, content.ended_at, content.resolved_at
    if aware and content.determined_at and content.determined_at < aware:
        text = "You determined that it is such an incident before you became aware of it."
        yield Contradiction(("determined_at", "aware_at"), text)
    if aware and content.involved_at and content.involved_at < aware:
        text = "You had reason to think that a model played a part before you became aware of the event."
        yield Contradiction(("involved_at", "aware_at"), text)
    if aware and resolved and resolved < aware:
        yield Contradiction(("resolved_at", "aware_at"), "It was resolved before you became aware of it.")
    if ended and resolved and resolved < ended:
        yield Contradiction(("resolved_at", "ended_at"), "It was resolved before it ended.")


Look = Callable[[Content], Iterator[Contradiction]]
LOOKS: tuple[Look, ...] = (_kind, _death, _danger, _severity, _model, _rights, _places, _times)
