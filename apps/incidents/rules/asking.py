"""Which questions matter, given the answers so far: the others are not asked.

What has been answered is asked in any case, so that an answer that no longer fits can be taken back.
"""

from collections.abc import Callable, Mapping
from typing import Final

from apps.incidents.rules.facts import FACTS
from apps.incidents.rules.report import Content
from apps.incidents.states import Kind


def _is_harm(content: Content) -> bool:
    return content.kind in {"", Kind.HARM}


def _may_be_grave(content: Content) -> bool:
    return content.kind not in {Kind.ISSUE, Kind.VOLUNTARY}


def _may_involve_a_model(content: Content) -> bool:
    return content.facts.get("model_involved") is not False


def _may_have_harmed(kind: str) -> Callable[[Content], bool]:
    def judge(content: Content) -> bool:
        return _is_harm(content) and (content.harms is None or content.harms.get(kind, 0) != 0)

    return judge


def _weights_may_be_out(content: Content) -> bool:
    return _may_involve_a_model(content) or content.facts.get("security_breach") is not False


MATTERS: Final[Mapping[str, Callable[[Content], bool]]] = {
    "death": _may_have_harmed("health"),
    "widespread_infringement": _may_have_harmed("rights"),
    "critical_infrastructure": _may_be_grave,
    "weights_exfiltrated": _weights_may_be_out,
    "internal_use_only": _may_involve_a_model,
    "involved_at": _may_involve_a_model,
    "determined_at": _may_be_grave,
    "harms": _is_harm,
}
"""Questions that do not always matter; those that are not named here do."""


def matters(name: str, content: Content) -> bool:
    """Whether the question is asked: it can still decide something, or it has an answer already."""
    judge = MATTERS.get(name)
    return judge is None or judge(content) or _is_answered(name, content)


def _is_answered(name: str, content: Content) -> bool:
    return content.facts.get(name) is not None if name in FACTS else getattr(content, name) is not None


def open_facts(content: Content) -> list[str]:
    """The yes-or-no questions that matter and have no answer yet."""
    return [name for name in FACTS if content.facts.get(name) is None and matters(name, content)]
